"""The requests of an RPC on an event loop, kept as long as it may have to be sent anew."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import Any

from crosswire_peers.discovery.balancing.replay import MOST


class Replay:
    """Requests taken from an iterator, the first of which can be had again."""

    def __init__(self, requests: AsyncIterator[Any]) -> None:
        """Start with none taken."""
        self._requests = requests
        # An attempt that has failed may still wait here for a request, for the next one.
        self._lock = asyncio.Lock()
        self._kept: list[Any] = []
        self._over = False
        self.whole = True

    async def attempt(self) -> AsyncIterator[Any]:
        """All requests, from the first, for one attempt."""
        place = 0
        while True:
            try:
                request = await self._at(place)
            except StopAsyncIteration:
                return
            yield request
            place += 1

    async def _at(self, place: int) -> Any:
        async with self._lock:
            if place < len(self._kept):
                return self._kept[place]
            if self._over:
                raise StopAsyncIteration
            return await self._take()

    async def _take(self) -> Any:
        try:
            request = await anext(self._requests)
        except StopAsyncIteration:
            self._over = True
            raise
        if len(self._kept) < MOST and self.whole:
            self._kept.append(request)
        else:
            self.whole = False
            self._kept.clear()
        return request


class Outbox(AsyncIterator[Any]):
    """Requests that a user writes. One has been written when the next one is asked for."""

    def __init__(self) -> None:
        """Start open and empty."""
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[Any, asyncio.Future[bool]]] = deque()
        self._under_way: asyncio.Future[bool] | None = None
        self._news = asyncio.Event()
        self.closed = False

    async def write(self, request: Any) -> bool:
        """Write one, and tell whether grpcio took it."""
        written: asyncio.Future[bool] = self._loop.create_future()
        self._waiting.append((request, written))
        self._news.set()
        return await written

    def close(self) -> None:
        """There are no more."""
        self.closed = True
        self._news.set()

    def end(self) -> None:
        """Let whoever writes go: the RPC is over."""
        self.close()
        self._done(False)
        while self._waiting:
            self._under_way = self._waiting.popleft()[1]
            self._done(False)

    async def __anext__(self) -> Any:
        """The next request, when there is one."""
        self._done(True)
        while not self._waiting:
            if self.closed:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        request, self._under_way = self._waiting.popleft()
        return request

    def _done(self, taken: bool) -> None:
        if self._under_way and not self._under_way.done():
            self._under_way.set_result(taken)


async def each(requests: AsyncIterable[Any] | Iterable[Any]) -> AsyncIterator[Any]:
    """The requests of any iterable, which a user may give."""
    if isinstance(requests, AsyncIterable):
        async for request in requests:
            yield request
    else:
        for request in requests:
            yield request
