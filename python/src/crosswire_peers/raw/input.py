"""What comes on a connection, taken apart, and what an endpoint answers to it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crosswire_peers.http2.frames import (
    ACK,
    DATA,
    PING,
    PREFACE,
    SETTINGS,
    WINDOW_UPDATE,
    Frame,
    FrameReader,
)
from crosswire_peers.raw.came import is_acknowledgement

if TYPE_CHECKING:
    from crosswire_peers.raw.connection import Connection


class Input:
    """The reading half of a connection."""

    def __init__(self, connection: Connection) -> None:
        """Take whom to tell. A server expects the client's magic first (RFC 9113, 3.4)."""
        self._connection = connection
        self._script = connection.script
        self._frames = FrameReader()
        self._magic = PREFACE if connection.server else b""
        self._begun = b""
        self._plain = connection.script.not_http2

    def take(self, data: bytes) -> None:
        """Take bytes as they came."""
        if self._plain:
            self._connection.bytes_came(data)
        elif self._magic:
            self._take_magic(data)
        else:
            self._take_frames(data)

    def end(self) -> None:
        """Nothing more comes: tell what is left."""
        left, self._begun = self._begun + self._frames.rest, b""
        self._frames = FrameReader()
        if left:
            self._connection.bytes_came(left)

    def _take_magic(self, data: bytes) -> None:
        self._begun += data
        magic = self._magic
        if not self._begun.startswith(magic[: len(self._begun)]):
            self._refuse()
        elif len(self._begun) >= len(magic):
            rest, self._begun, self._magic = self._begun[len(magic) :], b"", b""
            self._connection.bytes_came(magic)
            self._take_frames(rest)

    def _refuse(self) -> None:
        """End a connection that isn't HTTP/2, which this script doesn't answer (RFC 9113, 3.4)."""
        self._plain = True
        begun, self._begun = self._begun, b""
        self._connection.bytes_came(begun)
        self._connection.note("not HTTP/2: closed")
        self._connection.end()

    def _take_frames(self, data: bytes) -> None:
        frames = self._frames.feed(data)
        for frame in frames:
            self._connection.frame_came(frame)
            if not self._script.no_acks:
                self._acknowledge(frame)
        if not self._script.no_windows:
            self._give_back([frame for frame in frames if frame.type == DATA and frame.payload])

    def _acknowledge(self, frame: Frame) -> None:
        if frame.type in (SETTINGS, PING) and not is_acknowledgement(frame):
            payload = frame.payload if frame.type == PING else b""
            self._connection.output.automatic(Frame(frame.type, ACK, 0, payload))

    def _give_back(self, frames: list[Frame]) -> None:
        """Give the windows back that DATA took, the connection's and each stream's."""
        taken: dict[int, int] = {}
        for frame in frames:
            taken[0] = taken.get(0, 0) + len(frame.payload)
            if self._connection.may_update(frame.stream):
                taken[frame.stream] = taken.get(frame.stream, 0) + len(frame.payload)
        for stream, size in taken.items():
            update = Frame(WINDOW_UPDATE, 0, stream, size.to_bytes(4, "big"))
            self._connection.output.automatic(update)
