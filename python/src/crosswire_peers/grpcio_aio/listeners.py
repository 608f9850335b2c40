"""The servers of this peer, one a listener, each with all services."""

from __future__ import annotations

import asyncio

import grpc.aio
from crosswire.peer.v1.peer_pb2 import CloseRequest, ListenRequest, UnsupportedField

from crosswire_peers.grpcio_aio.interceptor import Observer
from crosswire_peers.grpcio_aio.probe import Probe
from crosswire_peers.grpcio_aio.waiting import on_loop
from crosswire_peers.grpcio_shared.addresses import bind
from crosswire_peers.grpcio_shared.closing import grace_of
from crosswire_peers.grpcio_shared.methods import SERVICES
from crosswire_peers.grpcio_shared.options import COMPRESSION, server_options
from crosswire_peers.grpcio_shared.services import add_services
from crosswire_peers.peer.observations import Observations
from crosswire_peers.services.aio.health import add_health, set_serving
from crosswire_peers.services.aio.official import Official
from crosswire_peers.services.aio.orders import Orders
from crosswire_peers.services.aio.payloads import Payloads
from crosswire_peers.services.aio.subjects import Subjects
from crosswire_peers.services.aio.users import Users
from crosswire_peers.services.greeting import Greeting

NO_THREADS = "handlers share one event loop"


def no_threads(request: ListenRequest) -> UnsupportedField | None:
    """That there are no threads to serve on, if some are asked for."""
    return UnsupportedField(field="threads", reason=NO_THREADS) if request.threads else None


class AioServer:
    """A server on an event loop, whose methods are for the threads beside that."""

    def __init__(
        self, request: ListenRequest, greeting: Greeting, probe: Probe, observations: Observations
    ) -> None:
        """Prepare it, on the loop. Raises BadRequest when its address can't be bound."""
        self._loop = asyncio.get_running_loop()
        self._server = grpc.aio.server(
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
        self.address = bind(self._server, request)

    async def start(self) -> None:
        """Start it."""
        self._health = await add_health(self._server, SERVICES)
        await self._server.start()

    def set_serving(self, serving: bool) -> None:
        """Change what grpc.health.v1 says of every service."""
        on_loop(self._loop, set_serving(self._health, SERVICES, serving))

    def close(self, request: CloseRequest) -> None:
        """Stop, and wait until it has stopped."""
        on_loop(self._loop, self._server.stop(grace_of(request)))


async def serve(
    request: ListenRequest, greeting: Greeting, probe: Probe, observations: Observations
) -> AioServer:
    """Start a server. Raises BadRequest when its address can't be bound."""
    server = AioServer(request, greeting, probe, observations)
    await server.start()
    return server
