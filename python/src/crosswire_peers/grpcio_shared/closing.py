"""How long open calls may go on when a listener is closed."""

from __future__ import annotations

from crosswire.peer.v1.peer_pb2 import CloseRequest

DEFAULT_GRACE = 10.0


def grace_of(request: CloseRequest) -> float:
    """Seconds: none when the close is abrupt; grpcio's own default is none as well."""
    if request.mode == CloseRequest.Mode.MODE_ABRUPT:
        return 0
    if request.HasField("grace"):
        return request.grace.ToNanoseconds() / 1e9
    return DEFAULT_GRACE
