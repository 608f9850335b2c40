"""The call that a user holds: grpcio's own, of whichever attempt is the one that counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import suppress
from typing import Any

import grpc.aio

from crosswire_peers.discovery.aio.attempts import Attempts, Start
from crosswire_peers.discovery.aio.connections import Connections
from crosswire_peers.discovery.aio.requests import Outbox
from crosswire_peers.discovery.balancing.core import remaining


class AioDiscoveryCall(Attempts, grpc.aio.Call, AsyncIterator[Any]):
    """A call of any kind: to be awaited, or read and iterated; written to, if it takes requests."""

    def __init__(
        self,
        connections: Connections,
        start: Start,
        wait_for_ready: bool,
        timeout: float | None,
        outbox: Outbox | None,
        *,
        streams: bool,
    ) -> None:
        """Begin, or wait for a server. `streams`: the responses are many."""
        self._outbox, self._streams = outbox, streams
        super().__init__(connections, start, wait_for_ready, timeout)
        if outbox and not self._look():
            self._callbacks.append(outbox.end)

    def __del__(self) -> None:
        """Cancel it, like grpcio, when nobody can read its responses any more."""
        if getattr(self, "_streams", False) and self._final is None and self._inner is not None:
            self._inner.cancel()

    def __await__(self) -> Generator[Any, None, Any]:
        """The response."""
        return self._attempted(_response).__await__()

    async def __anext__(self) -> Any:
        """The next response."""
        return await self._attempted(_next)

    async def read(self) -> Any:
        """The next response, or grpc.aio.EOF."""
        return await self._attempted(_read)

    async def write(self, request: Any) -> None:
        """Send a request, if the call was given no iterator of them."""
        outbox = self._writable()
        if self._look() or outbox.closed:
            raise asyncio.InvalidStateError("the RPC, or writing to it, is over")
        try:
            taken = await outbox.write(request)
        except asyncio.CancelledError:
            self.cancel()
            raise
        if not taken:
            await self._attempted(_response if not self._streams else _read)
            raise asyncio.InvalidStateError("the RPC is over")

    async def done_writing(self) -> None:
        """Say that no more requests follow."""
        self._writable().close()

    async def wait_for_connection(self) -> None:
        """Wait until it is connected. Raises what it ended with, if it is never."""
        await self._attempted(_connected)

    async def initial_metadata(self) -> grpc.aio.Metadata:
        """Wait for the server's metadata."""
        while True:
            while self._inner is None:
                if self._final is not None:
                    return self._final.initial_metadata
                await self._news()
            inner, moves = self._inner, self._moves
            found: grpc.aio.Metadata = await inner.initial_metadata()
            if not inner.done() or not await self._moved_since(moves):
                return found

    async def trailing_metadata(self) -> grpc.aio.Metadata:
        """Wait for the end."""
        return (await self._over()).trailing_metadata

    async def code(self) -> grpc.StatusCode:
        """Wait for the end."""
        return (await self._over()).code

    async def details(self) -> str:
        """Wait for the end."""
        return (await self._over()).details

    async def debug_error_string(self) -> str:
        """Wait for the end."""
        return (await self._over()).debug

    def cancelled(self) -> bool:
        """Whether its user cancelled it."""
        status = self._final if self._look() else None
        return status is not None and status.code is grpc.StatusCode.CANCELLED

    def done(self) -> bool:
        """Whether it is over."""
        return self._look()

    def time_remaining(self) -> float | None:
        """The seconds until its deadline, if it has one."""
        return remaining(self._deadline)

    def cancel(self) -> bool:
        """Cancel it, also while it waits for a server."""
        return self._cancel()

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        """Call back with this object when it is over, at once if it is."""
        if self._look():
            callback(self)
        else:
            self._callbacks.append(lambda: callback(self))

    def _writable(self) -> Outbox:
        if self._outbox is None:
            raise grpc.aio.UsageError("the requests of this RPC are those of its iterator")
        return self._outbox

    async def _moved_since(self, moves: int) -> bool:
        """Whether another attempt counts by now, which may be waiting for a server."""
        await self._decided(moves)
        return self._moves != moves

    async def _attempted(self, work: Callable[[Any], Any]) -> Any:
        """Do something with the attempt that counts."""
        while True:
            moves = self._moves
            try:
                inner, moves = await self._begun()
                return await work(inner)
            except asyncio.CancelledError:
                self.cancel()
                raise
            except grpc.aio.AioRpcError as error:
                if not await self._moved_since(moves):
                    return await self._last(work, error)

    async def _last(self, work: Callable[[Any], Any], error: grpc.aio.AioRpcError) -> Any:
        """What the last attempt came to, which grpcio may have raised another error for."""
        status = await self._over()
        if status.code is grpc.StatusCode.OK:
            with suppress(grpc.aio.AioRpcError):
                return await work(self._inner)
            return grpc.aio.EOF
        same = (error.code(), error.details()) == (status.code, status.details)
        raise error if same else status.error()


async def _response(inner: Any) -> Any:
    return await inner


async def _next(inner: Any) -> Any:
    return await anext(aiter(inner))


async def _read(inner: Any) -> Any:
    return await inner.read()


async def _connected(inner: Any) -> None:
    await inner.wait_for_connection()
