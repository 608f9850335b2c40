"""Other ways to call on an event loop than the one that the peer uses otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from typing import Any

import grpc.aio
from google.protobuf.message import Message

from crosswire_peers.discovery.aio.requests import Outbox
from crosswire_peers.grpcio_shared.channels import GENERIC
from crosswire_peers.grpcio_shared.methods import Method

# Requests by an asynchronous iterator, and responses from one, instead of `write` and `read`.
ITERATOR = "iterator"

WAYS = (ITERATOR, GENERIC)


class Iterated:
    """A call that is iterated over, to be used like one that is read and written."""

    def __init__(self, stub: Any, method: Method, request: Message | None, arguments: Any) -> None:
        """Begin; without a request they are those that are written."""
        self._outbox = None if request is not None else Outbox()
        self._call = stub(self._outbox if request is None else request, **arguments)
        self._responses: Any = aiter(self._call) if method.server_streaming else None
        if self._outbox is not None:
            outbox = self._outbox
            self._call.add_done_callback(lambda _: outbox.end())

    def __getattr__(self, name: str) -> Any:
        """Everything else is the call's own."""
        return getattr(self._call, name)

    def __await__(self) -> Generator[Any, None, Any]:
        """The only response."""
        response: Generator[Any, None, Any] = self._call.__await__()
        return response

    async def read(self) -> Any:
        """The next of many responses, or grpc.aio.EOF."""
        try:
            return await anext(self._responses)
        except StopAsyncIteration:
            return grpc.aio.EOF

    async def write(self, request: Message) -> None:
        """Let grpcio have a request, and wait until it asks for another."""
        if self._outbox is None or not await self._outbox.write(request):
            raise asyncio.InvalidStateError("the RPC is over")

    async def done_writing(self) -> None:
        """There are no more."""
        if self._outbox is not None:
            self._outbox.close()
