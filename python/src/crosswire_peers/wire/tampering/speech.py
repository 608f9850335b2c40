"""Which protocol a call speaks, as its request says."""

from __future__ import annotations

from enum import Enum, auto

from crosswire_peers.http2.blocks import Field


class Speech(Enum):
    """A protocol, as far as bodies and ends are written differently."""

    GRPC = auto()
    WEB = auto()
    # Connect: a message is the body; messages have envelopes; the request is in the query.
    BARE = auto()
    STREAM = auto()
    GET = auto()


def speech_of(fields: list[Field]) -> Speech:
    """By content type (PROTOCOL-WEB.md; Connect Protocol Reference, "Unary-Content-Type" and
    "Streaming-Content-Type"). What is none of them is left to be gRPC.
    """
    named = dict(fields)
    kind = named.get(b"content-type", b"")
    if kind.startswith(b"application/grpc-web"):
        return Speech.WEB
    if kind.startswith(b"application/connect+"):
        return Speech.STREAM
    if kind.startswith((b"application/proto", b"application/json")):
        return Speech.BARE
    is_get = named.get(b":method") == b"GET" and b"connect=v1" in named.get(b":path", b"")
    return Speech.GET if is_get else Speech.GRPC
