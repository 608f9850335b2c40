"""The calls of a connection, as far as tampering has to know them."""

from __future__ import annotations

from crosswire.frame.v1.frame_pb2 import Direction

from crosswire_peers.http2.blocks import Field
from crosswire_peers.wire.tampering.body import DOWN, UP, Body, bodies_of, messages_of
from crosswire_peers.wire.tampering.changes import Changes

# The oldest are forgotten first.
MOST_CALLS = 10_000


class Call:
    """One stream. `held` is what waits behind the end of its response, None while nothing does.

    Once it has waited nothing does any more: a reset may come behind the end.
    """

    def __init__(self, changes: Changes) -> None:
        """Start before its first block."""
        self._changes = changes
        self.bodies: dict[Direction, Body] = {way: messages_of(changes, way) for way in (UP, DOWN)}
        # Whether trailers are a header block of their own.
        self.is_grpc = True
        # The directions whose first block was there; an interim response (1xx) is none.
        self.begun: set[Direction] = set()
        # What goes before the response's head where that waits, already encoded.
        self.before = b""
        self.held: list[bytes] | None = None
        self.has_waited = False

    def open(self, request: list[Field]) -> None:
        """Hear what is spoken."""
        bodies = bodies_of(self._changes, request)
        if bodies is not None:
            self.bodies, self.is_grpc = bodies, False


class Calls:
    """All calls of one connection, known to both directions."""

    def __init__(self, changes: Changes) -> None:
        """Take what is done to them."""
        self._changes = changes
        self._calls: dict[int, Call] = {}

    def of(self, stream: int) -> Call:
        """The call of a stream, from its first frame on; never anew, also after its end."""
        call = self._calls.get(stream)
        if call is None:
            call = self._calls[stream] = Call(self._changes)
            if len(self._calls) > MOST_CALLS:
                del self._calls[next(iter(self._calls))]
        return call
