"""The servers of this peer, one a listener, each with all services."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

import grpc
from crosswire.peer.v1.peer_pb2 import CloseRequest, ListenRequest

from crosswire_peers.grpcio_shared.addresses import bind
from crosswire_peers.grpcio_shared.closing import grace_of
from crosswire_peers.grpcio_shared.listeners import Listener
from crosswire_peers.grpcio_shared.methods import SERVICES
from crosswire_peers.grpcio_shared.options import COMPRESSION, server_options
from crosswire_peers.grpcio_shared.services import add_services
from crosswire_peers.grpcio_sync.interceptor import Observer
from crosswire_peers.grpcio_sync.probe import Probe
from crosswire_peers.peer.observations import Observations
from crosswire_peers.services.sync.health import add_health
from crosswire_peers.services.sync.orders import Orders
from crosswire_peers.services.sync.subjects import Subjects
from crosswire_peers.services.sync.users import Users

# A handler that waits occupies its thread: there have to be more than calls that wait at once.
DEFAULT_THREADS = 256

SyncListener: TypeAlias = Listener[grpc.Server]


def listen(request: ListenRequest, probe: Probe, observations: Observations) -> SyncListener:
    """Start a server. Raises BadRequest when its address can't be bound."""
    server = grpc.server(
        ThreadPoolExecutor(request.threads or DEFAULT_THREADS, thread_name_prefix="serve"),
        interceptors=[Observer(observations, request.id)],
        options=server_options(request),
        compression=COMPRESSION[request.compression],
    )
    add_services(server, probe, Users(), Subjects(), Orders())
    add_health(server, SERVICES)
    address = bind(server, request)
    server.start()
    return Listener(server, address)


def close(listener: SyncListener, request: CloseRequest) -> None:
    """Stop a server, and wait until it has stopped."""
    listener.server.stop(grace_of(request)).wait()
