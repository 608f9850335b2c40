"""What has gone over a tap, in the order in which it came, up to a limit."""

from __future__ import annotations

import time
from dataclasses import dataclass

from crosswire.frame.v1.frame_pb2 import Direction, HeaderField
from crosswire.frame.v1.frame_pb2 import Frame as FrameMessage

from crosswire_peers.http2.blocks import Field
from crosswire_peers.http2.frames import Frame

LARGEST = 8 * 1024 * 1024
# An entry costs that much more than its payload, in bytes: frames may be empty, their JSON isn't.
ENTRY_COST = 256

Kind = FrameMessage.Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record."""

    connection: int
    direction: Direction
    ns: int
    kind: FrameMessage.Kind
    frame: Frame | None
    payload: bytes
    fields: list[Field]
    note: str

    @property
    def cost(self) -> int:
        """What it takes of the limit, in bytes."""
        fields = sum(len(name) + len(value) for name, value in self.fields)
        return ENTRY_COST + len(self.payload) + fields + len(self.note)

    def as_frame(self) -> FrameMessage:
        """The entry in the schema's terms."""
        frame = FrameMessage(
            connection=self.connection,
            direction=self.direction,
            ns=self.ns,
            kind=self.kind,
            payload=self.payload,
            headers=[HeaderField(name=n.decode("latin-1"), value=v) for n, v in self.fields],
            note=self.note,
        )
        if self.frame is not None:
            frame.type, frame.flags = self.frame.type, self.frame.flags
            frame.stream_id, frame.length = self.frame.stream, len(self.frame.payload)
        return frame


class Record:
    """All entries of a tap. What is over the limit is only counted."""

    def __init__(self, keeps: bool) -> None:
        """Start the clock. A record that keeps nothing counts nothing either."""
        self.entries: list[Entry] = []
        self.left_out = 0
        self.keeps = keeps
        self._size = 0
        self._start = time.monotonic_ns()

    def add(
        self,
        connection: int,
        direction: Direction,
        kind: FrameMessage.Kind,
        what: Frame | bytes = b"",
        *,
        fields: list[Field] | None = None,
        note: str = "",
    ) -> None:
        """Write down what came just now: a frame, or bytes."""
        if not self.keeps:
            return
        frame = what if isinstance(what, Frame) else None
        payload = what.payload if isinstance(what, Frame) else what
        ns = time.monotonic_ns() - self._start
        entry = Entry(connection, direction, ns, kind, frame, payload, fields or [], note)
        size = self._size + entry.cost
        if size > LARGEST:
            self.left_out += 1
            return
        self._size = size
        self.entries.append(entry)
