"""Frames of HTTP/2: read from bytes, and written as bytes (RFC 9113, 4.1 and 6)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
HEAD = 9
LARGEST_PAYLOAD = 2**24 - 1

DATA = 0x0
HEADERS = 0x1
PRIORITY = 0x2
RST_STREAM = 0x3
SETTINGS = 0x4
PUSH_PROMISE = 0x5
PING = 0x6
GOAWAY = 0x7
WINDOW_UPDATE = 0x8
CONTINUATION = 0x9

ACK = 0x1
END_STREAM = 0x1
END_HEADERS = 0x4
PADDED = 0x8
# The flag of HEADERS; the frame type has its name without the underscore.
WITH_PRIORITY = 0x20

HEADER_TABLE_SIZE = 0x1
MAX_CONCURRENT_STREAMS = 0x3
INITIAL_WINDOW_SIZE = 0x4
MAX_FRAME_SIZE = 0x5


class FrameError(Exception):
    """Bytes that aren't what they say: a frame over the limit, padding longer than the payload.

    `frames` are those that came whole before it.
    """

    def __init__(self, text: str, frames: list[Frame] | None = None) -> None:
        """Say what is wrong."""
        super().__init__(text)
        self.frames = frames or []


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. The payload has its padding and priority; the reserved bit is left out."""

    type: int
    flags: int
    stream: int
    payload: bytes = b""


def encode(frame: Frame, length: int | None = None) -> bytes:
    """The frame's bytes. `length` is what it says of its length, where that isn't so."""
    says = len(frame.payload) if length is None else length
    head = struct.pack(">IBBI", says & 0xFFFFFF, frame.type, frame.flags, frame.stream)
    return head[1:] + frame.payload


class FrameReader:
    """Frames out of bytes that come in any pieces."""

    def __init__(self, limit: int = LARGEST_PAYLOAD) -> None:
        """Take the largest payload; a frame that announces more is an error."""
        self._limit = limit
        self._buffer = bytearray()

    @property
    def rest(self) -> bytes:
        """What is left of a frame that isn't there as a whole."""
        return bytes(self._buffer)

    def feed(self, data: bytes) -> list[Frame]:
        """Take bytes, and give the frames that they complete.

        Raises FrameError as soon as a frame announces more than the limit, and from then on.
        """
        self._buffer += data
        frames: list[Frame] = []
        at = 0
        while (end := self._end(at, frames)) is not None:
            frames.append(self._frame(at, end))
            at = end
        del self._buffer[:at]
        return frames

    def _end(self, at: int, before: list[Frame]) -> int | None:
        """Where the frame ends that begins there, if it is there as a whole."""
        if len(self._buffer) - at < HEAD:
            return None
        length = int.from_bytes(self._buffer[at : at + 3], "big")
        if length > self._limit:
            del self._buffer[:at]
            raise FrameError(f"a frame of {length} bytes, at most {self._limit} are taken", before)
        end = at + HEAD + length
        return end if end <= len(self._buffer) else None

    def _frame(self, at: int, end: int) -> Frame:
        type, flags, stream = struct.unpack_from(">BBI", self._buffer, at + 3)
        return Frame(type, flags, stream & 0x7FFFFFFF, bytes(self._buffer[at + HEAD : end]))


def content(frame: Frame) -> bytes:
    """The payload of DATA, HEADERS or PUSH_PROMISE without padding, priority and promised stream.

    That of any other frame is all content. Raises FrameError where it is too short for them.
    """
    before = _before_content(frame)
    padding = 0
    if frame.type in (DATA, HEADERS, PUSH_PROMISE) and frame.flags & PADDED:
        before += 1
        padding = frame.payload[0] if frame.payload else 0
    end = len(frame.payload) - padding
    if before > end:
        raise FrameError(f"{len(frame.payload)} bytes of payload can't hold padding and fields")
    return frame.payload[before:end]


def _before_content(frame: Frame) -> int:
    if frame.type == HEADERS and frame.flags & WITH_PRIORITY:
        return 5
    return 4 if frame.type == PUSH_PROMISE else 0


def error_code(frame: Frame) -> int | None:
    """The error code of RST_STREAM and GOAWAY; None of other frames, and of those too short."""
    at = {RST_STREAM: 0, GOAWAY: 4}.get(frame.type)
    if at is None or len(frame.payload) < at + 4:
        return None
    return int.from_bytes(frame.payload[at : at + 4], "big")


def settings_of(frame: Frame) -> list[tuple[int, int]]:
    """The parameters of SETTINGS, in order; what is left of a broken one is left out."""
    whole = len(frame.payload) // 6 * 6
    return [(id, value) for id, value in struct.iter_unpack(">HI", frame.payload[:whole])]


def encode_settings(settings: list[tuple[int, int]]) -> bytes:
    """A payload of SETTINGS."""
    return b"".join(struct.pack(">HI", id, value) for id, value in settings)
