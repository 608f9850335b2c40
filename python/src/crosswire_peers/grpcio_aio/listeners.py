"""The servers of this peer, one a listener, each with all services."""

from __future__ import annotations

from typing import TypeAlias

import grpc.aio
from crosswire.peer.v1.peer_pb2 import CloseRequest, ListenRequest

from crosswire_peers.grpcio_aio.interceptor import Observer
from crosswire_peers.grpcio_aio.probe import Probe
from crosswire_peers.grpcio_shared.addresses import bind
from crosswire_peers.grpcio_shared.closing import grace_of
from crosswire_peers.grpcio_shared.listeners import Listener
from crosswire_peers.grpcio_shared.methods import SERVICES
from crosswire_peers.grpcio_shared.options import COMPRESSION, server_options
from crosswire_peers.grpcio_shared.services import add_services
from crosswire_peers.peer.observations import Observations
from crosswire_peers.services.aio.health import add_health
from crosswire_peers.services.aio.orders import Orders
from crosswire_peers.services.aio.subjects import Subjects
from crosswire_peers.services.aio.users import Users

AioListener: TypeAlias = Listener[grpc.aio.Server]


async def listen(request: ListenRequest, probe: Probe, observations: Observations) -> AioListener:
    """Start a server. Raises BadRequest when its address can't be bound."""
    server = grpc.aio.server(
        interceptors=[Observer(observations, request.id)],
        options=server_options(request),
        compression=COMPRESSION[request.compression],
    )
    add_services(server, probe, Users(), Subjects(), Orders())
    await add_health(server, SERVICES)
    address = bind(server, request)
    await server.start()
    return Listener(server, address)


async def close(listener: AioListener, request: CloseRequest) -> None:
    """Stop a server, and wait until it has stopped."""
    await listener.server.stop(grace_of(request))
