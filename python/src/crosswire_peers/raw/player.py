"""A script as it is played on a connection: one step after the other, until they are over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from crosswire.peer.v1.raw_pb2 import RawAwait, RawData, RawRepeat, RawStep

from crosswire_peers.http2.frames import HEADERS
from crosswire_peers.raw.conditions import condition
from crosswire_peers.raw.connection import Connection
from crosswire_peers.raw.output import Unit
from crosswire_peers.raw.streams import Streams
from crosswire_peers.raw.units import data_unit, frame_unit, headers_unit, overhead

LONGEST = 120.0
DEFAULT_LIMIT = 5.0


class Player:
    """Plays a connection's steps, or those of one of its calls."""

    def __init__(self, connection: Connection, call: int | None = None) -> None:
        """Take the connection, and the stream of the call that the script is for."""
        self._connection = connection
        self._came = connection.came
        self._streams = Streams(connection.came, call)

    async def play(self, steps: Sequence[RawStep]) -> None:
        """Play all steps. What takes too long is left off, which is told."""
        try:
            await asyncio.wait_for(self._play(steps), LONGEST)
        except asyncio.TimeoutError:
            self._connection.note(f"steps left off after {LONGEST:.0f} s")

    async def _play(self, steps: Iterable[RawStep]) -> None:
        for step in steps:
            await self._step(step)

    async def _step(self, step: RawStep) -> None:
        match step.WhichOneof("action"):
            case "write":
                await self._send(Unit(step.write))
            case "frame":
                stream = self._streams.find(step.frame.stream, step.frame.type)
                await self._send_on(stream, lambda id: frame_unit(step.frame, id))
            case "headers":
                stream = self._streams.find(step.headers.stream, HEADERS)
                await self._send_on(stream, lambda id: headers_unit(step.headers, id))
            case "data":
                await self._data(step.data)
            case "await":
                await self._await(getattr(step, "await"))
            case "sleep":
                await asyncio.sleep(step.sleep.ToNanoseconds() / 1e9)
            case "close":
                self._close(step.close.reset)
            case "repeat":
                await self._repeat(step.repeat)

    async def _repeat(self, step: RawRepeat) -> None:
        for _ in range(step.count):
            await self._play(step.steps)
            # Sending may never wait, and others have a right to the loop.
            await asyncio.sleep(0)

    def _close(self, reset: bool) -> None:
        if reset:
            self._connection.reset()
        else:
            self._connection.end()

    async def _send(self, unit: Unit) -> None:
        await self._connection.output.send(unit)

    async def _send_on(self, stream: int | None, unit: Callable[[int], Unit]) -> None:
        if stream is None:
            self._connection.note("not sent: there is no such call")
        else:
            await self._send(unit(stream))

    async def _data(self, step: RawData) -> None:
        """Send DATA as far as the windows let it, many frames at a time where they are small."""
        stream = self._streams.find(step.stream)
        if stream is None:
            self._connection.note("not sent: there is no such call")
            return
        at = 0
        while True:
            room = await self._room(stream, step, at)
            if room is None:
                self._connection.note(f"{len(step.payload) - at} bytes of DATA not sent: no window")
                return
            unit, at = data_unit(step, stream, at, room)
            await self._send(unit)
            if at >= len(step.payload):
                return

    async def _room(self, stream: int, step: RawData, at: int) -> int | None:
        """How much the windows take now, a frame at least; None when no window will come."""
        needed = overhead(step) + min(len(step.payload) - at, 1)
        windows = self._connection.windows
        came = self._came.stream(stream)
        # Another script may be faster to take what has been given.
        while needed and windows.room(stream) < needed:
            if came.reset or self._came.over:
                return None
            await self._came.until(lambda: came.reset or windows.room(stream) >= needed, LONGEST)
        return max(windows.room(stream), 0)

    async def _await(self, step: RawAwait) -> None:
        limit = step.limit.ToNanoseconds() / 1e9 if step.HasField("limit") else DEFAULT_LIMIT
        if not await self._came.until(condition(step, self._came, self._streams), limit):
            what = step.WhichOneof("until")
            why = "the connection is over" if self._came.over else f"not within {limit:g} s"
            self._connection.note(f"waited for {what} in vain: {why}")
