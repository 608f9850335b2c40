"""The way to call that blocks: connectrpc's other client, in a thread of the call's own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from crosswire.peer.v1.plan_pb2 import CallPlan
from google.protobuf.message import Message

from crosswire_peers.connect_py.methods import Method
from crosswire_peers.peer.answers import guard_of

SYNC = "sync"

WAYS = (SYNC,)

# How long after its guard has given it up a call that blocks may go on, in seconds.
GIVEN_UP = 5.0


def limit_of(plan: CallPlan) -> float | None:
    """The HTTP client's own limit: nothing else ends a call that blocks and has no deadline."""
    return guard_of(plan) + GIVEN_UP if plan.way == SYNC else None


class Blocking:
    """A call with the client that blocks, to be awaited or iterated over like one with the other.

    One thread makes the call and takes its responses; the requests are taken in one of the HTTP
    client's.
    """

    def __init__(
        self, stub: Callable[..., Any], requests: Message | AsyncIterator[Message], arguments: Any
    ) -> None:
        """Prepare it, on the event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="call")
        # Where connectrpc looks for who wants headers and trailers.
        self._context = copy_context()
        self._stub = stub
        self._requests = requests if isinstance(requests, Message) else self._blocking(requests)
        self._arguments = arguments

    def begin(self, method: Method) -> Any:
        """What the other client would hand out: a coroutine, or an asynchronous iterator."""
        return self._responses() if method.server_streaming else self._response()

    async def _response(self) -> Message:
        try:
            response: Message = await self._run(self._call)
            return response
        finally:
            self._thread.shutdown(wait=False)

    async def _responses(self) -> AsyncIterator[Message]:
        responses = await self._run(self._call)
        try:
            while (response := await self._run(next, responses, None)) is not None:
                yield response
        finally:
            # It comes after what may be still under way there.
            self._thread.submit(self._context.run, responses.close)
            self._thread.shutdown(wait=False)

    def _call(self) -> Any:
        return self._stub(self._requests, **self._arguments)

    async def _run(self, function: Callable[..., Any], *arguments: object) -> Any:
        return await self._loop.run_in_executor(
            self._thread, self._context.run, function, *arguments
        )

    def _blocking(self, requests: AsyncIterator[Message]) -> Iterator[Message]:
        def awaited() -> Message | None:
            coming: Coroutine[Any, Any, Message | None] = _next(requests)
            return asyncio.run_coroutine_threadsafe(coming, self._loop).result()

        return iter(awaited, None)


async def _next(requests: AsyncIterator[Message]) -> Message | None:
    return await anext(requests, None)
