"""What one side sends: a unit after the other, and what it sends by itself between them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from crosswire_peers.http2.frames import (
    CONTINUATION,
    END_HEADERS,
    HEADERS,
    PREFACE,
    PUSH_PROMISE,
    Frame,
    FrameReader,
    encode,
)

BLOCK_FRAMES = (HEADERS, PUSH_PROMISE, CONTINUATION)


@dataclass(frozen=True)
class Unit:
    """Bytes that nothing may come between, and how they are told: as frames, or as bytes."""

    data: bytes
    frames: Sequence[Frame] = ()
    # What the one frame says of its length, where that isn't so.
    length: int | None = None
    # No script asked for it.
    automatic: bool = False


def unit_of(*frames: Frame, length: int | None = None, automatic: bool = False) -> Unit:
    """A unit of frames."""
    data = b"".join(encode(frame, length) for frame in frames)
    return Unit(data, frames, length, automatic)


class Output:
    """Hands units over in turn, whoever they are from.

    What was sent is read again as the other side reads it, broken or not: inside a header block
    (RFC 9113, 6.10) or a frame that isn't whole, nothing is sent that no script asked for.
    """

    def __init__(
        self, hand_over: Callable[[Unit], Awaitable[None]], sent: Callable[[Frame], None]
    ) -> None:
        """Take who writes, and who is told of each whole frame."""
        self._hand_over = hand_over
        self._sent = sent
        self._turn = asyncio.Lock()
        self._reader = FrameReader()
        self._in_block = False
        self._automatic: list[Unit] = []
        self._flush: asyncio.Task[None] | None = None

    async def send(self, unit: Unit) -> None:
        """Send a unit when it is its turn, and wait until the system has taken it."""
        async with self._turn:
            await self._send_automatic()
            await self._send(unit)
            await self._send_automatic()

    def automatic(self, frame: Frame) -> None:
        """Send a frame as soon as it may come, before what follows."""
        self._automatic.append(unit_of(frame, automatic=True))
        if self._flush is None:
            self._flush = asyncio.get_running_loop().create_task(self._flush_automatic())

    def preface(self, magic: bytes) -> None:
        """Send what comes before all frames."""
        self._automatic.append(Unit(magic, automatic=True))

    async def _flush_automatic(self) -> None:
        async with self._turn:
            self._flush = None
            await self._send_automatic()

    async def _send_automatic(self) -> None:
        while self._automatic and not self._in_block and not self._reader.rest:
            await self._send(self._automatic.pop(0))

    async def _send(self, unit: Unit) -> None:
        for frame in self._read(unit):
            if frame.type in BLOCK_FRAMES:
                self._in_block = not frame.flags & END_HEADERS
            self._sent(frame)
        await self._hand_over(unit)

    def _read(self, unit: Unit) -> Sequence[Frame]:
        """The frames that a unit ends: its own, unless they lie, or come inside another."""
        if unit.frames and unit.length is None and not self._reader.rest:
            return unit.frames
        return self._reader.feed(unit.data.removeprefix(PREFACE))
