"""The steps of a server plan that are the same on any event loop, whichever library serves."""

from __future__ import annotations

import asyncio
from typing import Protocol

from crosswire.peer.v1.peer_pb2 import EventKind
from crosswire.peer.v1.plan_pb2 import AwaitSignal, Drain, PauseReading, Receive, Sleep

from crosswire_peers.grpcio_aio.waiting import arrival
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.signals import Signals


class Intake(Protocol):
    """The requests of a handler."""

    async def receive(self, count: int) -> None:
        """Take so many more, or all that there are."""
        ...

    async def drain(self) -> None:
        """Take all."""
        ...

    def drain_in_background(self) -> None:
        """Take all while later steps run."""
        ...

    def pause(self) -> None:
        """Take none for a while."""
        ...

    def resume(self) -> None:
        """Go on."""
        ...


class LoopSteps:
    """Carries out what neither sends nor ends. Steps are methods of their names."""

    _entry: Entry
    _intake: Intake
    _signals: Signals

    async def _receive(self, receive: Receive) -> None:
        await self._intake.receive(max(receive.count, 1))

    async def _drain(self, drain: Drain) -> None:
        if drain.background:
            self._entry.tape.reading_step = self._entry.tape.step
            self._intake.drain_in_background()
        else:
            await self._intake.drain()

    async def _sleep(self, sleep: Sleep | PauseReading) -> None:
        await asyncio.sleep(sleep.duration.ToNanoseconds() / 1e9)

    async def _pause_reading(self, pause: PauseReading) -> None:
        self._intake.pause()
        await self._sleep(pause)
        self._intake.resume()

    async def _await_signal(self, awaited: AwaitSignal) -> None:
        await arrival(self._signals.awaited(self._entry.call_id, awaited.name))
        self._entry.tape.note(EventKind.EVENT_KIND_SIGNALLED)
