"""What a worker adds to every response: which process it came from."""

from __future__ import annotations

import inspect
import os
from collections.abc import AsyncIterator
from typing import Any

from crosswire_peers.grpcio_shared.handlers import Behaviour, Handler, around
from crosswire_peers.peer.workers import WORKER

TRAILER = ("crosswire-process", str(os.getpid()))


def is_worker() -> bool:
    """Whether this process is a worker of another peer."""
    return WORKER in os.environ


class SigningContext:
    """A context of either API whose trailers always tell the process."""

    def __init__(self, context: Any) -> None:
        """Stand before the context of a call."""
        self._context = context
        self.set_trailing_metadata(())

    def __getattr__(self, name: str) -> Any:
        """Everything else is the context's own."""
        return getattr(self._context, name)

    def set_trailing_metadata(self, trailers: Any) -> None:
        """Set trailers, which grpcio doesn't add to those that were set before."""
        self._context.set_trailing_metadata((*trailers, TRAILER))


def signed(handler: Handler) -> Handler:
    """A handler that does the same with a signing context."""
    return around(handler, _signed)


def _signed(behaviour: Behaviour) -> Behaviour:
    """A function of the same kind: grpc.aio tells coroutines and generators apart by it."""
    if inspect.isasyncgenfunction(behaviour):

        async def generator(request: Any, context: Any) -> AsyncIterator[Any]:
            async for response in behaviour(request, SigningContext(context)):
                yield response

        return generator
    if inspect.iscoroutinefunction(behaviour):

        async def coroutine(request: Any, context: Any) -> Any:
            return await behaviour(request, SigningContext(context))

        return coroutine
    return lambda request, context: behaviour(request, SigningContext(context))
