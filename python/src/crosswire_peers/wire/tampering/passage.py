"""One direction of a connection under tampering: frames come, and what goes on is written.

Windows are kept as they are but for what is taken away, which the sender gets back here, the
receiver never seeing it. What is added fits into a window that a call of a few messages leaves
open, on a connection of its own; it isn't counted against any.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from crosswire.frame.v1.frame_pb2 import Direction

from crosswire_peers.http2.frames import (
    DATA,
    END_STREAM,
    RST_STREAM,
    WINDOW_UPDATE,
    Frame,
    FrameError,
    content,
    encode,
)
from crosswire_peers.wire.blocks import Read
from crosswire_peers.wire.tampering.body import end_frames
from crosswire_peers.wire.tampering.calls import Call, Calls
from crosswire_peers.wire.tampering.changes import Changes
from crosswire_peers.wire.tampering.headers import Headers
from crosswire_peers.wire.tampering.messages import data_frames
from crosswire_peers.wire.tampering.outlet import Outlet, Write


class Passage:
    """A direction. What is done to a frame is said in words, for the record."""

    def __init__(
        self, direction: Direction, changes: Changes, calls: Calls, outlet: Outlet, back: Outlet
    ) -> None:
        """Take where things go on, and where the sender listens."""
        self._direction = direction
        self._changes = changes
        self._calls = calls
        self._back = back
        self._outlet = outlet
        self._headers = Headers(direction, changes, calls, self._outlet)

    @classmethod
    def both(cls, changes: Changes, to_server: Write, to_client: Write) -> tuple[Passage, Passage]:
        """The two directions of a connection."""
        calls = Calls(changes)
        up, down = Direction.DIRECTION_TO_SERVER, Direction.DIRECTION_TO_CLIENT
        to, back = Outlet(up, changes, to_server), Outlet(down, changes, to_client)
        return cls(up, changes, calls, to, back), cls(down, changes, calls, back, to)

    def take(self, read: Read) -> str:
        """Let go on what a frame completes; gives what was done."""
        if read.block is not None and read.fields is not None:
            said = self._headers.take(read.block, read.fields)
        else:
            said = [what for frame in read.frames for what in self._take(frame)]
        return ", ".join(said)

    def as_it_is(self, frame: Frame) -> None:
        """Let a frame go on, behind what is held of its stream."""
        self._outlet.send(self._calls.of(frame.stream) if frame.stream else None, encode(frame))

    def end(self, go: Callable[[], None]) -> None:
        """Call `go` when nothing is held back any more."""
        self._outlet.end(go)

    def _take(self, frame: Frame) -> list[str]:
        if frame.type == RST_STREAM and self._changes.drops_reset(self._direction):
            return ["not passed on"]
        if frame.type == RST_STREAM:
            return self._outlet.send_end(self._calls.of(frame.stream), encode(frame))
        if frame.type == DATA and frame.stream:
            try:
                return self._take_data(frame, content(frame))
            except FrameError:
                pass
        self.as_it_is(frame)
        return []

    def _take_data(self, frame: Frame, came: bytes) -> list[str]:
        call = self._calls.of(frame.stream)
        body = call.bodies[self._direction]
        end = bool(frame.flags & END_STREAM)
        before = body.swallowed
        goes = body.take(came) + (body.end() if end else b"")
        written = encode(frame)
        if goes != came or body.late_head is not None:
            written = self._written(call, frame.stream, goes, end)
            kept = len(came) - (body.swallowed - before)
            self._give_back(frame, len(frame.payload) - kept)
        said = body.said()
        if end:
            return said + self._outlet.send_end(call, written)
        self._outlet.send(call, written)
        return said

    def _written(self, call: Call, stream: int, goes: bytes, end: bool) -> bytes:
        if not end:
            return data_frames(stream, goes, False)
        head = call.bodies[self._direction].late_head
        return end_frames(stream, head, goes, call.before)

    def _give_back(self, frame: Frame, size: int) -> None:
        """Open the sender's windows again by what the receiver never sees (RFC 9113, 5.2)."""
        if size <= 0:
            return
        for stream in (0,) if frame.flags & END_STREAM else (0, frame.stream):
            self._back.give(encode(Frame(WINDOW_UPDATE, 0, stream, struct.pack(">I", size))))
