"""The servers of this peer, one a listener, each with all services."""

from __future__ import annotations

from dataclasses import dataclass

import grpc.aio
from crosswire.peer.v1.peer_pb2 import CloseRequest, ListenRequest
from crosswire.probe.v1.probe_pb2_grpc import add_ProbeServicer_to_server
from order.orders_pb2_grpc import add_OrderHandlerServicer_to_server
from subjects.subjects_pb2_grpc import add_SimpleRpcServerServicer_to_server
from users.users_pb2_grpc import add_MyServiceServicer_to_server

from crosswire_peers.grpcio_aio.interceptor import Observer
from crosswire_peers.grpcio_aio.probe import Probe
from crosswire_peers.grpcio_shared.addresses import bind_address, dial_address
from crosswire_peers.grpcio_shared.closing import grace_of
from crosswire_peers.grpcio_shared.credentials import server_credentials
from crosswire_peers.grpcio_shared.methods import SERVICES
from crosswire_peers.grpcio_shared.options import COMPRESSION, server_options
from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.peer.observations import Observations
from crosswire_peers.services.aio.health import add_health
from crosswire_peers.services.aio.orders import Orders
from crosswire_peers.services.aio.subjects import Subjects
from crosswire_peers.services.aio.users import Users


@dataclass(frozen=True)
class Listener:
    """A server that listens on an address."""

    server: grpc.aio.Server
    address: str


async def listen(request: ListenRequest, probe: Probe, observations: Observations) -> Listener:
    """Start a server. Raises BadRequest when its address can't be bound."""
    server = grpc.aio.server(
        interceptors=[Observer(observations, request.id)],
        options=server_options(request),
        compression=COMPRESSION[request.compression],
    )
    add_ProbeServicer_to_server(probe, server)
    add_MyServiceServicer_to_server(Users(), server)
    add_SimpleRpcServerServicer_to_server(Subjects(), server)
    add_OrderHandlerServicer_to_server(Orders(), server)
    await add_health(server, SERVICES)
    port = _bind(server, request)
    await server.start()
    return Listener(server, dial_address(request, port))


def _bind(server: grpc.aio.Server, request: ListenRequest) -> int:
    address = bind_address(request)
    credentials = server_credentials(request)
    try:
        if credentials is None:
            return server.add_insecure_port(address)
        return server.add_secure_port(address, credentials)
    except RuntimeError as error:
        raise BadRequest(str(error)) from error


async def close(listener: Listener, request: CloseRequest) -> None:
    """Stop a server, and wait until it has stopped."""
    await listener.server.stop(grace_of(request))
