"""The requests of a call that has many: what connectrpc iterates over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from google.protobuf.message import Message


class Outbox:
    """Hands requests over one by one; each `put` waits until connectrpc has asked for it."""

    def __init__(self) -> None:
        """Start open."""
        self._queue: asyncio.Queue[tuple[Message | None, asyncio.Event]] = asyncio.Queue()

    async def put(self, message: Message | None, over: asyncio.Task[None]) -> bool:
        """Hand a request over, or the end, and tell whether that was before the call was over."""
        taken = asyncio.Event()
        self._queue.put_nowait((message, taken))
        waiting = asyncio.ensure_future(taken.wait())
        await asyncio.wait((waiting, over), return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        return taken.is_set()

    def end(self) -> None:
        """Let go whoever asks for more, once the call is over."""
        self._queue.put_nowait((None, asyncio.Event()))

    async def messages(self) -> AsyncIterator[Message]:
        """The requests, for connectrpc."""
        while True:
            message, taken = await self._queue.get()
            taken.set()
            if message is None:
                return
            yield message
