"""The body of one direction of a call, in any protocol."""

from __future__ import annotations

from typing import Protocol

from crosswire.frame.v1.frame_pb2 import Direction

from crosswire_peers.http2.blocks import Field
from crosswire_peers.wire.tampering.bare import BareRequest, BareResponse
from crosswire_peers.wire.tampering.changes import Changes
from crosswire_peers.wire.tampering.fields import block_frames
from crosswire_peers.wire.tampering.messages import Messages, data_frames
from crosswire_peers.wire.tampering.speech import Speech, speech_of
from crosswire_peers.wire.tampering.tailed import Tailed
from crosswire_peers.wire.tampering.tails import STREAM_TAIL, WEB_TAIL

UP, DOWN = Direction.DIRECTION_TO_SERVER, Direction.DIRECTION_TO_CLIENT
TAILS = {Speech.WEB: WEB_TAIL, Speech.STREAM: STREAM_TAIL}


class Body(Protocol):
    """A body as its bytes come, and what is done to it."""

    @property
    def swallowed(self) -> int:
        """How many bytes have not gone on."""
        ...

    @property
    def late_head(self) -> list[Field] | None:
        """At the end, the head that did not go on before."""
        ...

    def head(self, fields: list[Field]) -> list[Field] | None:
        """The head as it goes on, None where that is with the end."""
        ...

    def take(self, content: bytes) -> bytes:
        """What goes on of bytes that came."""
        ...

    def end(self) -> bytes:
        """What goes on before the end."""
        ...

    def said(self) -> list[str]:
        """What has been done since this was asked last."""
        ...


def messages_of(changes: Changes, direction: Direction) -> Messages:
    """Messages with a prefix each."""
    return Messages(changes.of_messages(direction), changes.count)


def bodies_of(changes: Changes, request: list[Field]) -> dict[Direction, Body] | None:
    """The two bodies of a call, by its request; None for one of gRPC."""
    speech = speech_of(request)
    if speech is Speech.GRPC:
        return None
    if speech in TAILS:
        down = Tailed(changes, messages_of(changes, DOWN), TAILS[speech])
        return {UP: messages_of(changes, UP), DOWN: down}
    kind = dict(request).get(b"content-type", b"application/json")
    # The message of a GET is in its path.
    edits = [] if speech is Speech.GET else changes.of_messages(UP)
    return {UP: BareRequest(changes, edits), DOWN: BareResponse(changes, kind)}


def end_frames(stream: int, head: list[Field] | None, goes: bytes, before: bytes) -> bytes:
    """The end of a body as frames, after its head where that has not gone on yet."""
    if head is None:
        return data_frames(stream, goes, True)
    frames = block_frames(stream, head, not goes, before)
    return frames + (data_frames(stream, goes, True) if goes else b"")
