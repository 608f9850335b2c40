"""How much DATA the other side takes (RFC 9113, 5.2 and 6.9)."""

from __future__ import annotations

from crosswire_peers.http2.frames import (
    DATA,
    INITIAL_WINDOW_SIZE,
    WINDOW_UPDATE,
    Frame,
    settings_of,
)

DEFAULT_WINDOW = 65535


class Windows:
    """The windows of one connection: its own, and each stream's."""

    def __init__(self) -> None:
        """Start with what holds before any SETTINGS."""
        self._initial = DEFAULT_WINDOW
        # What WINDOW_UPDATE gave and DATA took; 0 is the connection.
        self._changed: dict[int, int] = {0: DEFAULT_WINDOW}

    def room(self, stream: int) -> int:
        """How many bytes of DATA may go there now; not more than 0 while nothing may."""
        return min(self._changed[0], self._initial + self._changed.get(stream, 0))

    def sent(self, frame: Frame) -> None:
        """Take what a frame of ours takes."""
        if frame.type == DATA:
            self._change(0, -len(frame.payload))
            self._change(frame.stream, -len(frame.payload))

    def came(self, frame: Frame) -> None:
        """Give what a frame of the other side gives."""
        if frame.type == WINDOW_UPDATE and len(frame.payload) == 4:
            self._change(frame.stream, int.from_bytes(frame.payload, "big") & 0x7FFFFFFF)

    def settings(self, frame: Frame) -> None:
        """Take the other side's SETTINGS, which change the windows of open streams too."""
        self._initial = dict(settings_of(frame)).get(INITIAL_WINDOW_SIZE, self._initial)

    def _change(self, stream: int, by: int) -> None:
        self._changed[stream] = self._changed.get(stream, 0) + by
