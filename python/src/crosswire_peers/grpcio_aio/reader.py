"""Taking messages off a call on an event loop: step by step, or in the background."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod


class Reader(ABC):
    """Takes messages only when a step asks for them: grpcio lets its user pull.

    One task at a time may take: that of the steps, until a drain in the background begins.
    """

    def __init__(self) -> None:
        """Start before the first message."""
        self._over = False
        self._count = 0
        self._claimed = 0
        self._change = asyncio.Condition()
        self._reading = asyncio.Event()
        self._reading.set()
        self._task: asyncio.Task[None] | None = None

    @abstractmethod
    async def _take(self) -> None:
        """Take one message or learn of the end, and call `_arrived`."""

    async def receive(self, count: int) -> None:
        """Wait for `count` messages that no `receive` has waited for yet, or for the end.

        While a drain takes messages in the background, those it took already count.
        """
        self._claimed += count
        while self._task is None and self._count < self._claimed and not self._over:
            await self._take()
        async with self._change:
            await self._change.wait_for(lambda: self._over or self._count >= self._claimed)

    async def drain(self) -> None:
        """Take all messages until the end."""
        if self._task is not None:
            await self._task
        while not self._over:
            await self._take()

    def drain_in_background(self) -> None:
        """Take all messages from now on, in a task."""
        if self._task is None:
            self._task = asyncio.create_task(self._pump())

    def pause(self) -> None:
        """Let the background take no message for now."""
        self._reading.clear()

    def resume(self) -> None:
        """Let the background go on."""
        self._reading.set()

    async def _pump(self) -> None:
        while not self._over:
            await self._reading.wait()
            await self._take()

    async def _arrived(self, count: int, over: bool) -> None:
        async with self._change:
            self._count += count
            self._over = over
            self._change.notify_all()
