"""The interceptor that observes every call on every service."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import grpc
import grpc.aio
from crosswire.peer.v1.peer_pb2 import EventKind
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.entering import enter
from crosswire_peers.grpcio_shared.handlers import Behaviour, Handler, around
from crosswire_peers.grpcio_shared.worker import is_worker, signed
from crosswire_peers.peer.observations import Entry, Observations

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"


class Observer(grpc.aio.ServerInterceptor):
    """Wraps each method's handler, once, into one that writes down what passes."""

    def __init__(self, observations: Observations, listener: str) -> None:
        """Take where to write, and the id of the listener observed."""
        self._observations = observations
        self._listener = listener
        self._handlers: dict[str, Handler] = {}

    async def intercept_service(self, continuation: Any, handler_call_details: Any) -> Any:
        """Return the wrapped handler of a method, None for one that nobody has."""
        path = handler_call_details.method
        if path not in self._handlers:
            handler = await continuation(handler_call_details)
            if handler is None:
                return None
            self._handlers[path] = self._wrap(path, signed(handler) if is_worker() else handler)
        return self._handlers[path]

    def _wrap(self, path: str, handler: Handler) -> Handler:
        def wrap(behaviour: Behaviour) -> Behaviour:
            generates = inspect.isasyncgenfunction(behaviour)
            observed = self._generator if generates else self._coroutine
            return observed(path, behaviour, handler.request_streaming)

        return around(handler, wrap)

    def _coroutine(self, path: str, behaviour: Behaviour, request_streams: bool) -> Behaviour:
        async def observed(request: Any, context: Context) -> Any:
            with self._observing(path, context) as entry:
                request = _observed_request(entry, request, request_streams)
                response = await behaviour(request, ObservedContext(context, entry))
                if response is not None:
                    entry.tape.note(EventKind.EVENT_KIND_SENT)
                return response

        return observed

    def _generator(self, path: str, behaviour: Behaviour, request_streams: bool) -> Behaviour:
        async def observed(request: Any, context: Context) -> AsyncIterator[Any]:
            with self._observing(path, context) as entry:
                request = _observed_request(entry, request, request_streams)
                async for response in behaviour(request, context):
                    yield response
                    entry.tape.note(EventKind.EVENT_KIND_SENT)

        return observed

    @contextmanager
    def _observing(self, path: str, context: Context) -> Iterator[Entry]:
        """From the handler's entry to its end; grpcio cancels its task to tell it so."""
        entry = enter(self._observations, self._listener, path, context)
        context.add_done_callback(lambda _: entry.rpc_over())  # type: ignore[arg-type]
        try:
            yield entry
        except asyncio.CancelledError as error:
            if error is not entry.thrown:
                entry.cancelled()
            raise
        finally:
            entry.handler_over()


class ObservedContext:
    """A context that writes down what handlers read and write by it."""

    def __init__(self, context: Context, entry: Entry) -> None:
        """Stand before the context of a call."""
        self._context = context
        self._entry = entry

    def __getattr__(self, name: str) -> Any:
        """Everything else is the context's own."""
        return getattr(self._context, name)

    async def read(self) -> Any:
        """Take a request, or grpc.aio.EOF."""
        request = await self._context.read()
        if request is not grpc.aio.EOF:
            self._entry.tape.received(request)
        return request

    async def write(self, response: Message) -> None:
        """Send a response."""
        await self._context.write(response)
        self._entry.tape.note(EventKind.EVENT_KIND_SENT)


def _observed_request(entry: Entry, request: Any, streams: bool) -> Any:
    if streams:
        return _observed_requests(entry, request)
    entry.tape.received(request)
    return request


async def _observed_requests(
    entry: Entry, requests: AsyncIterator[Message]
) -> AsyncIterator[Message]:
    async for request in requests:
        entry.tape.received(request)
        yield request
