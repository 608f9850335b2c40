"""The attempts of an RPC on an event loop: it may wait for a server, and move to another."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import grpc

from crosswire_peers.discovery.aio.connections import Connections, Server, is_unsent
from crosswire_peers.discovery.aio.status import Status, cancelled, failure, late, status_of
from crosswire_peers.discovery.balancing.core import deadline_of, remaining
from crosswire_peers.discovery.balancing.pool import Unavailable

# grpcio's own call object, of any of the four kinds.
Inner = Any
# Seconds until one looks again whether a status that was made up has given way to the real one,
# of which grpcio tells nobody.
AGAIN = 0.005


class Start(Protocol):
    """How the RPC is begun."""

    def begin(self, server: Server, timeout: float | None) -> Inner:
        """Begin it on a server's channel."""

    @property
    def repeatable(self) -> bool:
        """Whether it can be begun again."""


class Attempts:
    """At most one attempt at a time; what is said to be over was the last."""

    def __init__(
        self, connections: Connections, start: Start, wait_for_ready: bool, timeout: float | None
    ) -> None:
        """Begin, or wait for a server."""
        self._connections, self._start = connections, start
        self._wait_for_ready, self._deadline = wait_for_ready, deadline_of(timeout)
        self._inner: Inner = None
        self._server: Server | None = None
        # How many attempts have been given up for another.
        self._moves = 0
        self._final: Status | None = None
        self._callbacks: list[Callable[[], None]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._looks_again = False
        self._waiters: list[asyncio.Future[None]] = []
        self._try()

    @property
    def server(self) -> str:
        """The "host:port" of the server that has it, or had it last."""
        return self._server.address if self._server else ""

    def _try(self) -> None:
        if self._final is not None or self._inner is not None:
            return
        if self._connections.closed:
            self._end(cancelled())
            return
        try:
            server = self._connections.pick(self._wait_for_ready)
        except Unavailable as reason:
            self._end(failure(grpc.StatusCode.UNAVAILABLE, str(reason)))
            return
        if server:
            self._begin(server)
        else:
            self._wait()

    def _try_later(self) -> None:
        """Try where there is nobody to raise an error to."""
        try:
            self._try()
        except Exception as error:
            self._end(failure(grpc.StatusCode.UNKNOWN, f"{type(error).__name__}: {error}"))

    def _begin(self, server: Server) -> None:
        try:
            inner = self._start.begin(server, remaining(self._deadline))
        except BaseException:
            self._connections.release(server)
            raise
        self._inner, self._server = inner, server
        # grpcio keeps its callbacks until the RPC is over, and would keep this object with them;
        # but to drop it is a way to cancel.
        ended = partial(_ended, weakref.ref(self), self._connections, server, self._moves)
        inner.add_done_callback(ended)
        self._wake()

    def _wait(self) -> None:
        self._connections.when_changed(self._try_later)
        left = remaining(self._deadline)
        if left is not None and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(left, self._give_up, late())

    def _give_up(self, status: Status) -> bool:
        """End it while it waits for a server."""
        self._connections.forget(self._try_later)
        if self._final is not None or self._inner is not None:
            return False
        self._end(status)
        return True

    def ended(self, moves: int) -> bool:
        """Hear that an attempt is over, and tell whether another is made instead."""
        if self._moves == moves and self._final is None:
            server, status = self._server, status_of(self._inner)
            if status.is_provisional():
                self._look_again()
            elif server and self._start.repeatable and is_unsent(server, status):
                self._move(server)
            else:
                self._end(status)
        return self._moves != moves

    def _move(self, server: Server) -> None:
        self._connections.doubt(server)
        self._moves, self._inner = self._moves + 1, None
        self._wake()
        self._try_later()

    def _look_again(self) -> None:
        def look() -> None:
            self._looks_again = False
            self._look()

        if not self._looks_again:
            self._looks_again = True
            asyncio.get_running_loop().call_later(AGAIN, look)

    def _end(self, status: Status) -> None:
        self._final = status
        if self._timer:
            self._timer.cancel()
        self._wake()
        callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def _look(self) -> bool:
        """Whether it is over. grpcio's call may know before it has called back."""
        if self._final is None and self._inner is not None and self._inner.done():
            self.ended(self._moves)
        return self._final is not None

    def _wake(self) -> None:
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def _news(self) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        await waiter

    async def _begun(self) -> tuple[Inner, int]:
        """The attempt under way or the last one. Waits for it; raises if there is none."""
        while self._inner is None:
            if self._final is not None:
                raise self._final.error()
            await self._news()
        return self._inner, self._moves

    async def _over(self) -> Status:
        """What it came to."""
        while not self._look() or self._final is None:
            await self._news()
        return self._final

    async def _decided(self, moves: int) -> None:
        """Wait until it is known whether the attempt, which is over, was the last."""
        while self._moves == moves and not self._look():
            await self._news()

    def _cancel(self) -> bool:
        inner = self._inner
        return bool(inner.cancel()) if inner is not None else self._give_up(cancelled())


def _ended(
    attempts: weakref.ref[Attempts], connections: Connections, server: Server, moves: int, _: Inner
) -> None:
    """Hear from grpcio that an attempt is over, by whatever end."""
    connections.release(server)
    found = attempts()
    if found:
        found.ended(moves)
