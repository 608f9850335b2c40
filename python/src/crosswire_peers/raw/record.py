"""What goes over the connections of one listener or one client, as its report tells it."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from crosswire.frame.v1.frame_pb2 import Direction, Frame, HeaderField

from crosswire_peers.http2.blocks import Field
from crosswire_peers.http2.frames import Frame as Http2Frame

# How many of the first and of the last are listed; a note says how many were between them.
FIRST = 2500
LAST = 2499
PAYLOAD_BYTES = 1024
VALUE_BYTES = 16384
# Of all that is listed. What comes after is told without payloads and fields.
REPORT_BYTES = 8 * 1024 * 1024

TO_SERVER = Direction.DIRECTION_TO_SERVER
TO_CLIENT = Direction.DIRECTION_TO_CLIENT
KIND_FRAME = Frame.Kind.KIND_FRAME


@dataclass(slots=True)
class Entry:
    """One line of a report, before it is told: most of them never are when there are many."""

    connection: int
    direction: Direction = Direction.DIRECTION_UNSPECIFIED
    kind: Frame.Kind = Frame.Kind.KIND_UNSPECIFIED
    frame: Http2Frame | None = None
    length: int = 0
    payload: bytes = b""
    headers: Sequence[Field] = ()
    note: str = ""
    ns: int = 0

    def size(self) -> int:
        """About how many bytes it takes."""
        size = 48 + len(self.payload)
        return size + sum(len(n) + len(v) for n, v in self.headers) if self.headers else size

    def told(self) -> Frame:
        """The line as the report has it."""
        frame = self.frame or Http2Frame(0, 0, 0, b"")
        return Frame(
            connection=self.connection,
            direction=self.direction,
            ns=self.ns,
            kind=self.kind,
            type=frame.type,
            flags=frame.flags,
            stream_id=frame.stream,
            length=self.length,
            payload=self.payload,
            headers=[HeaderField(name=n.decode("latin-1"), value=v) for n, v in self.headers],
            note=self.note,
        )


class Record:
    """The frames of a report. The event loop writes, and any thread may read."""

    def __init__(self) -> None:
        """Start the clock."""
        self.bytes = 0
        self._lock = threading.Lock()
        self._first: list[Entry] = []
        self._last: deque[Entry] = deque()
        self._left_out = 0
        self._start = time.monotonic_ns()

    def frames(self) -> list[Frame]:
        """All that is listed, in order."""
        with self._lock:
            first, last, left_out = list(self._first), list(self._last), self._left_out
        between = Frame(note=f"{left_out} left out here, of more than 5,000")
        rest = [entry.told() for entry in last]
        return [*(entry.told() for entry in first), *([between] if left_out else []), *rest]

    def add(
        self,
        connection: int,
        direction: Direction,
        kind: Frame.Kind,
        payload: bytes = b"",
        note: str = "",
    ) -> None:
        """Tell of a connection's beginning or end, or of bytes that are no frame."""
        if len(payload) > PAYLOAD_BYTES:
            note = f"{len(payload)} bytes, of which these are the first"
        self._append(Entry(connection, direction, kind, payload=payload[:PAYLOAD_BYTES], note=note))

    def note(self, connection: int, text: str) -> None:
        """Tell of something that is not on the wire."""
        self._append(Entry(connection, note=text))

    def frame(
        self,
        connection: int,
        direction: Direction,
        frame: Http2Frame,
        *,
        length: int | None = None,
        headers: Sequence[Field] = (),
        note: str = "",
    ) -> None:
        """Tell of a frame; of the last one of a header block with the block's fields."""
        size = len(frame.payload)
        cut_off = size > PAYLOAD_BYTES
        self._append(
            Entry(
                connection,
                direction,
                KIND_FRAME,
                # A large payload must not live on for its first bytes.
                Http2Frame(frame.type, frame.flags, frame.stream, b"") if cut_off else frame,
                size if length is None else length,
                frame.payload[:PAYLOAD_BYTES] if cut_off else frame.payload,
                [(name, cut(value)) for name, value in headers] if headers else (),
                note or (cut_note(headers) if headers else ""),
            )
        )

    def _append(self, entry: Entry) -> None:
        entry.ns = time.monotonic_ns() - self._start
        if self.bytes > REPORT_BYTES and (entry.payload or entry.headers):
            entry.payload, entry.headers = b"", ()
            entry.note = "without payload and fields: the report is too long for them"
        with self._lock:
            self.bytes += entry.size()
            if len(self._first) < FIRST:
                self._first.append(entry)
                return
            self._last.append(entry)
            if len(self._last) > LAST:
                self.bytes -= self._last.popleft().size()
                self._left_out += 1


def cut(value: bytes) -> bytes:
    """What is told of a field's value."""
    return value[:VALUE_BYTES]


def cut_note(headers: Sequence[Field]) -> str:
    """What a block's note says of values that were cut."""
    lengths = [len(value) for _, value in headers if len(value) > VALUE_BYTES]
    return f"cut: values of {', '.join(map(str, lengths[:10]))} bytes" if lengths else ""
