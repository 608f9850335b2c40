"""One direction of a connection: what comes is passed on, read as far as it can be, written down.

Without tampering it is passed on as it came, and at once: reading it is a thing of the record
alone. With tampering it goes frame by frame over a Passage, which writes what goes on; what a
server says before its client then waits until that has said what the connection is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from crosswire.frame.v1.frame_pb2 import Frame as FrameMessage

from crosswire_peers.http2.blocks import Field
from crosswire_peers.http2.frames import (
    ACK,
    HEADER_TABLE_SIZE,
    MAX_FRAME_SIZE,
    PREFACE,
    SETTINGS,
    Frame,
    FrameError,
    FrameReader,
    settings_of,
)
from crosswire_peers.wire.blocks import Blocks
from crosswire_peers.wire.record import Kind
from crosswire_peers.wire.tampering.passage import Passage

# A frame over the receiver's SETTINGS_MAX_FRAME_SIZE is still one, if a wrong one; a text of
# HTTP/1.1 or a record of TLS, read as the head of a frame, announces more than this.
FRAME_LIMIT = 1024 * 1024
# What a server may say before its client has said what the connection is, in bytes.
EARLY_LIMIT = 64 * 1024


class Tell(Protocol):
    """Writes down what came."""

    def __call__(
        self,
        kind: FrameMessage.Kind,
        what: Frame | bytes,
        /,
        *,
        fields: list[Field] | None = None,
        note: str = "",
    ) -> None:
        """Write it down."""
        ...


class Way:
    """A direction. The client's first bytes decide for both whether it is HTTP/2."""

    def __init__(self, write: Callable[[bytes], None], tell: Tell) -> None:
        """Take where it goes on, and who writes it down."""
        self.passage: Passage | None = None
        self._write = write
        self._tell = tell
        self._other: Way | None = None
        self._decides = False
        self._decided = False
        self._take: Callable[[bytes], None] = self._take_early
        self._early = bytearray()
        self._reader = FrameReader(FRAME_LIMIT)
        self._frame_limit = FRAME_LIMIT
        self._blocks = Blocks()

    def face(self, other: Way, decides: bool) -> None:
        """Meet the other direction; one of the two decides."""
        self._other, self._decides = other, decides

    def take(self, data: bytes) -> None:
        """Take what came."""
        if self.passage is None:
            self._write(data)
        self._take(data)

    def end(self, go: Callable[[], None]) -> None:
        """Nothing more comes: what is left goes on, and then `go` passes on the end."""
        if not self._decided:
            self._decide(False)
        self._give_up("the beginning of a frame that did not come whole")
        if self.passage is None:
            go()
        else:
            self.passage.end(go)

    def _take_early(self, data: bytes) -> None:
        self._early += data
        if not self._decides:
            if len(self._early) > EARLY_LIMIT:
                self._decide(False)
        elif self._early.startswith(PREFACE):
            self._decide(True)
        elif not PREFACE.startswith(self._early):
            self._decide(False)

    def _decide(self, http2: bool) -> None:
        if self._decided:
            return
        self._decided = True
        early = bytes(self._early)
        self._early.clear()
        if http2 and self._decides:
            self._take_bytes(PREFACE)
            early = early[len(PREFACE) :]
        self._take = self._take_frames if http2 else self._take_bytes
        # A server that ended before its client spoke decides nothing for that.
        if self._decides and self._other is not None:
            self._other._decide(http2)
        if early:
            self._take(early)

    def _take_bytes(self, data: bytes, note: str = "") -> None:
        self._tell(Kind.KIND_BYTES, data, note=note)
        if self.passage is not None:
            self._write(data)

    def _take_frames(self, data: bytes) -> None:
        try:
            frames, wrong = self._reader.feed(data), ""
        except FrameError as error:
            frames, wrong = error.frames, str(error)
        for frame in frames:
            self._take_frame(frame)
        if wrong:
            self._give_up(wrong)

    def _take_frame(self, frame: Frame) -> None:
        if frame.type == SETTINGS and not frame.flags & ACK and self._other is not None:
            self._other._obey(settings_of(frame))
        read = self._blocks.read(frame)
        note = read.note
        if self.passage is not None:
            note = ", ".join(part for part in (note, self.passage.take(read)) if part)
        self._tell(Kind.KIND_FRAME, frame, fields=read.fields, note=note)

    def _obey(self, settings: list[tuple[int, int]]) -> None:
        """Hear what the receiver of this direction lets its sender do."""
        for id, value in settings:
            if id == HEADER_TABLE_SIZE:
                self._blocks.allow_table(value)
            if id == MAX_FRAME_SIZE and value > self._frame_limit:
                self._frame_limit = value
                reader, self._reader = self._reader, FrameReader(value)
                self._reader.feed(reader.rest)

    def _give_up(self, note: str) -> None:
        """Read no more frames: what is left of them, and what comes, is bytes."""
        for frame in self._blocks.rest():
            if self.passage is not None:
                self.passage.as_it_is(frame)
        rest, self._reader = self._reader.rest, FrameReader()
        self._take = self._take_bytes
        if rest:
            self._take_bytes(rest, note)


def both_ways(up: Way, down: Way) -> None:
    """Let two directions know each other; the client's decides what they are."""
    up.face(down, decides=True)
    down.face(up, decides=False)
