"""What came on a connection since it began, and who waits for more."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from crosswire_peers.http2.frames import (
    ACK,
    DATA,
    END_STREAM,
    HEADERS,
    PING,
    RST_STREAM,
    SETTINGS,
    Frame,
)

Kind = tuple[int, bool]

# A timer that is this many seconds late was held up by other work of this process.
PROMPT = 0.05


@dataclass
class Stream:
    """What came on one stream. Stream 0 is the connection."""

    ended: bool = False
    reset: bool = False
    frames: Counter[Kind] = field(default_factory=Counter)


class Came:
    """Everything that a script can wait for."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.bytes = 0
        # The streams of the calls, in order.
        self.calls: list[int] = []
        # The other side has closed.
        self.closed = False
        # Nothing comes any more, whoever ended it.
        self.over = False
        self._next = 1
        self.streams: dict[int, Stream] = {}
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    def stream(self, id: int) -> Stream:
        """What came on a stream."""
        return self.streams.setdefault(id, Stream())

    def frame(self, frame: Frame) -> None:
        """Take a frame. Whoever waits hears of it at the next `changed`."""
        stream = self.stream(frame.stream)
        acknowledges = is_acknowledgement(frame)
        stream.frames[frame.type, acknowledges] += 1
        stream.reset |= frame.type == RST_STREAM
        stream.ended |= stream.reset or ends(frame)

    def begins_call(self, frame: Frame) -> bool:
        """Count a call if a frame of the client's is the first HEADERS of a stream of its own."""
        if frame.type != HEADERS or frame.stream % 2 == 0 or frame.stream < self._next:
            return False
        self._next = frame.stream + 2
        self.calls.append(frame.stream)
        return True

    def new_call(self) -> int:
        """Begin a call on the next stream that the client may open."""
        stream = self._next
        self._next += 2
        self.calls.append(stream)
        return stream

    def changed(self) -> None:
        """Let those go who have what they wait for."""
        for holds, future in self._waiting:
            if not future.done() and (self.over or holds()):
                future.set_result(None)

    async def until(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Wait until something holds, for a time at most, and while something may still come.

        Time in which this process got round to nothing does not count: what came then is unread.
        """
        loop = asyncio.get_running_loop()
        left = seconds
        while not holds() and not self.over:
            end = loop.time() + left
            await self._woken(holds, left)
            left = loop.time() - end
            if left < PROMPT:
                break
        return holds()

    async def _woken(self, holds: Callable[[], bool], seconds: float) -> None:
        waiter = (holds, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        try:
            await asyncio.wait({waiter[1]}, timeout=seconds)
        finally:
            self._waiting.remove(waiter)


def is_acknowledgement(frame: Frame) -> bool:
    """Whether a frame answers a SETTINGS or PING (RFC 9113, 6.5 and 6.7)."""
    return frame.type in (SETTINGS, PING) and bool(frame.flags & ACK)


def ends(frame: Frame) -> bool:
    """Whether its side sends nothing more on the stream (RFC 9113, 6.1 and 6.2)."""
    return frame.type in (DATA, HEADERS) and bool(frame.flags & END_STREAM)
