"""Where a listener binds, and what a client on the same host dials to reach it."""

from __future__ import annotations

from typing import Protocol

import grpc
from crosswire.peer.v1.peer_pb2 import ListenRequest, Transport

from crosswire_peers.grpcio_shared.credentials import server_credentials
from crosswire_peers.peer.address import DIALLED
from crosswire_peers.peer.errors import BadRequest


class Server(Protocol):
    """How a server of either API is given an address."""

    def add_insecure_port(self, address: str, /) -> int:
        """Bind an address for plaintext, and tell the port."""
        ...

    def add_secure_port(self, address: str, credentials: grpc.ServerCredentials, /) -> int:
        """Bind an address for TLS, and tell the port."""
        ...


def bind(server: Server, request: ListenRequest) -> str:
    """Bind a server, and tell what to dial. Raises BadRequest when grpcio can't bind it."""
    address = _bind_address(request)
    credentials = server_credentials(request)
    try:
        if credentials is None:
            return _dial_address(request, server.add_insecure_port(address))
        return _dial_address(request, server.add_secure_port(address, credentials))
    except RuntimeError as error:
        raise BadRequest(str(error)) from error


def _bind_address(request: ListenRequest) -> str:
    """The address as the core's resolvers want it."""
    if not request.bind:
        raise BadRequest("bind is empty")
    if request.transport == Transport.TRANSPORT_UDS:
        return f"unix:{request.bind}"
    return request.bind


def _dial_address(request: ListenRequest, port: int) -> str:
    """The address with the port that was bound, and a host that can be dialled."""
    if request.transport == Transport.TRANSPORT_UDS:
        return _bind_address(request)
    host = request.bind.rpartition(":")[0]
    return f"{DIALLED.get(host, host)}:{port}"
