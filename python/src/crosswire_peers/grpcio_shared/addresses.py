"""Where a listener binds, and what a client on the same host dials to reach it."""

from __future__ import annotations

from crosswire.peer.v1.peer_pb2 import ListenRequest, Transport

from crosswire_peers.peer.errors import BadRequest

ANY_HOST = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}


def bind_address(request: ListenRequest) -> str:
    """The address as the core's resolvers want it."""
    if not request.bind:
        raise BadRequest("bind is empty")
    if request.transport == Transport.TRANSPORT_UDS:
        return f"unix:{request.bind}"
    return request.bind


def dial_address(request: ListenRequest, port: int) -> str:
    """The address with the port that was bound, and a host that can be dialled."""
    if request.transport == Transport.TRANSPORT_UDS:
        return bind_address(request)
    host = request.bind.rpartition(":")[0]
    return f"{ANY_HOST.get(host, host)}:{port}"
