"""The responses of a call, held back until a step asks for them: connectrpc lets users pull."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from google.protobuf.message import Message


class Inbox:
    """Between the task that reads a call and the steps of its plan. Belongs to the event loop."""

    def __init__(self, took: Callable[[Message], None]) -> None:
        """Take whom to tell of each message that was taken."""
        self._took = took
        self._change = asyncio.Condition()
        self._count = 0
        self._claimed = 0
        self._all = False
        self._paused = False
        self._over = False

    async def offer(self, message: Message) -> None:
        """Wait until a step wants the message, and take it. For the task that reads."""
        async with self._change:
            await self._change.wait_for(self._wanted)
            self._took(message)
            self._count += 1
            self._change.notify_all()

    async def end(self) -> None:
        """Tell that no more will come."""
        async with self._change:
            self._over = True
            self._change.notify_all()

    async def receive(self, count: int) -> None:
        """Wait for `count` messages that no `receive` has waited for yet, or for the end.

        While a drain takes messages in the background, those it took already count.
        """
        async with self._change:
            self._claimed += count
            self._change.notify_all()
            await self._change.wait_for(lambda: self._over or self._count >= self._claimed)

    async def drain(self, background: bool = False) -> None:
        """Take all messages from now on; wait for the end unless that is in the background."""
        async with self._change:
            self._all = True
            self._change.notify_all()
            if not background:
                await self._change.wait_for(lambda: self._over)

    async def pause(self, paused: bool) -> None:
        """Let the background take no message for now, or go on."""
        async with self._change:
            self._paused = paused
            self._change.notify_all()

    def _wanted(self) -> bool:
        return not self._paused and (self._all or self._count < self._claimed)
