"""The interceptor that observes every call on every service."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from contextvars import ContextVar
from typing import Any, TypeAlias, TypeVar

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from connectrpc.request import RequestContext
from crosswire.peer.v1.peer_pb2 import EventKind, Observation
from google.protobuf.message import Message

from crosswire_peers.connect_py.metadata import CALL_ID, HOP, shown
from crosswire_peers.peer.observations import Entry, Observations
from crosswire_peers.peer.workers import WORKER

Context: TypeAlias = "RequestContext[Any, Any]"
M = TypeVar("M", bound=Message)

ENTRY: ContextVar[Entry] = ContextVar("crosswire entry of the call being handled")
# Who wants to know of the entry that a request leads to.
CALLS: ContextVar[Callable[[Entry], None]] = ContextVar("crosswire entries of a request")


class ScriptedCancellation(asyncio.CancelledError):
    """A cancellation that the handler made itself, of which the library has told nothing."""


class Observer:
    """Stands before each handler, and writes down what passes."""

    def __init__(self, observations: Observations, listener: str) -> None:
        """Take where to write, and the id of the listener observed."""
        self._observations = observations
        self._listener = listener

    async def intercept_unary(
        self, call_next: Callable[[M, Context], Awaitable[M]], request: M, ctx: Context
    ) -> M:
        """Observe one request and one response."""
        with self._observing(ctx) as entry:
            entry.tape.received(request)
            return _sent(entry, await call_next(request, ctx))

    async def intercept_client_stream(
        self,
        call_next: Callable[[AsyncIterator[M], Context], Awaitable[M]],
        request: AsyncIterator[M],
        ctx: Context,
    ) -> M:
        """Observe many requests and one response."""
        with self._observing(ctx) as entry:
            return _sent(entry, await call_next(_observed(entry, request), ctx))

    async def intercept_server_stream(
        self, call_next: Callable[[M, Context], AsyncIterator[M]], request: M, ctx: Context
    ) -> AsyncIterator[M]:
        """Observe one request and many responses."""
        with self._observing(ctx) as entry:
            entry.tape.received(request)
            async with aclosing(_passed_on(entry, call_next(request, ctx))) as responses:
                async for response in responses:
                    yield response

    async def intercept_bidi_stream(
        self,
        call_next: Callable[[AsyncIterator[M], Context], AsyncIterator[M]],
        request: AsyncIterator[M],
        ctx: Context,
    ) -> AsyncIterator[M]:
        """Observe many requests and many responses."""
        with self._observing(ctx) as entry:
            requests = _observed(entry, request)
            async with aclosing(_passed_on(entry, call_next(requests, ctx))) as responses:
                async for response in responses:
                    yield response

    @contextmanager
    def _observing(self, ctx: Context) -> Iterator[Entry]:
        """From the handler's entry to its end; connectrpc tells it of a cancellation by raising."""
        entry = self._enter(ctx)
        try:
            yield entry
        except ScriptedCancellation:
            raise
        except (asyncio.CancelledError, GeneratorExit):
            entry.cancelled()
            raise
        finally:
            entry.handler_over()

    def _enter(self, ctx: Context) -> Entry:
        method = ctx.method
        hop = ctx.request_headers.get(HOP, "")
        report = Observation(
            listener=self._listener,
            method=f"/{method.service_name}/{method.name}",
            hop=int(hop) if hop.isdecimal() and len(hop) < 10 else 0,
            peer_address=ctx.client_address or "",
            metadata=shown(ctx.request_headers),
        )
        if (left := ctx.timeout_ms) is not None:
            report.time_left.FromNanoseconds(int(left * 1e6))
        entry = self._observations.enter(ctx.request_headers.get(CALL_ID) or self._listener, report)
        entry.tape.note(EventKind.EVENT_KIND_OPENED)
        ENTRY.set(entry)
        CALLS.get()(entry)
        if WORKER in os.environ:
            ctx.response_trailers["crosswire-process"] = str(os.getpid())
        return entry


def _sent(entry: Entry, response: M) -> M:
    # A careless handler returns None.
    if response is not None:
        entry.tape.note(EventKind.EVENT_KIND_SENT)
    return response


async def _observed(entry: Entry, requests: AsyncIterator[M]) -> AsyncIterator[M]:
    try:
        async for request in requests:
            entry.tape.received(request)
            yield request
    except ConnectError as error:
        if error.code == Code.CANCELED:
            entry.cancelled()
        raise


async def _passed_on(entry: Entry, responses: AsyncIterator[M]) -> AsyncGenerator[M]:
    async with aclosing(responses):  # type: ignore[type-var]
        async for response in responses:
            yield response
            entry.tape.note(EventKind.EVENT_KIND_SENT)
