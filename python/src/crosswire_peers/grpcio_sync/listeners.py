"""The servers of this peer, one a listener, each with all services."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import grpc
from crosswire.peer.v1.peer_pb2 import CloseRequest, ListenRequest

from crosswire_peers.grpcio_shared.addresses import bind
from crosswire_peers.grpcio_shared.closing import grace_of
from crosswire_peers.grpcio_shared.methods import SERVICES
from crosswire_peers.grpcio_shared.options import COMPRESSION, server_options
from crosswire_peers.grpcio_shared.services import add_services
from crosswire_peers.grpcio_sync.interceptor import Observer
from crosswire_peers.grpcio_sync.probe import Probe
from crosswire_peers.peer.observations import Observations
from crosswire_peers.services.greeting import Greeting
from crosswire_peers.services.sync.health import add_health, set_serving
from crosswire_peers.services.sync.official import Official
from crosswire_peers.services.sync.orders import Orders
from crosswire_peers.services.sync.payloads import Payloads
from crosswire_peers.services.sync.subjects import Subjects
from crosswire_peers.services.sync.users import Users

# A handler that waits occupies its thread: there have to be more than calls that wait at once.
DEFAULT_THREADS = 1024


class SyncServer:
    """A server on threads."""

    def __init__(
        self, request: ListenRequest, greeting: Greeting, probe: Probe, observations: Observations
    ) -> None:
        """Start it. Raises BadRequest when its address can't be bound."""
        self._server = grpc.server(
            ThreadPoolExecutor(request.threads or DEFAULT_THREADS, thread_name_prefix="serve"),
            interceptors=[Observer(observations, request.id)],
            options=server_options(request),
            compression=COMPRESSION[request.compression],
        )
        add_services(
            self._server,
            probe=probe,
            payloads=Payloads(),
            official=Official(),
            users=Users(),
            subjects=Subjects(),
            orders=Orders(greeting),
        )
        self._health = add_health(self._server, SERVICES)
        self.address = bind(self._server, request)
        self._server.start()

    def set_serving(self, serving: bool) -> None:
        """Change what grpc.health.v1 says of every service."""
        set_serving(self._health, SERVICES, serving)

    def close(self, request: CloseRequest) -> None:
        """Stop, and wait until it has stopped."""
        self._server.stop(grace_of(request)).wait()
