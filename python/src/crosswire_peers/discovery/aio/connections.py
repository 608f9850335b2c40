"""The connections of a channel on an event loop: kept, watched, and given to RPCs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

import grpc
import grpc.aio
from grpc import ChannelConnectivity

from crosswire_peers.discovery.aio.status import Status
from crosswire_peers.discovery.balancing.core import (
    DOUBT,
    Options,
    names,
    options_of,
    seems_unsent,
    uri_of,
)
from crosswire_peers.discovery.balancing.pool import Member, Pool
from crosswire_peers.discovery.policy import PolicyName
from crosswire_peers.discovery.types import ServerEntry, Target
from crosswire_peers.discovery.watch import watch_servers

Server = Member[grpc.aio.Channel]
Waiter = Callable[[], None]


class Connections:
    """A pool, with those who wait for it to change. All methods belong to the event loop."""

    def __init__(
        self,
        target: Target,
        policy: PolicyName,
        options: Options,
        credentials: grpc.ChannelCredentials | None,
    ) -> None:
        """Begin to watch the registry."""
        self._options, self._credentials = options_of(options), credentials
        self._loop = asyncio.get_running_loop()
        self._pool: Pool[grpc.aio.Channel] = Pool(target, policy, self._open)
        self._waiters: dict[Waiter, None] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._followers: dict[Server, asyncio.Task[None]] = {}
        self.closed = False
        self._watch = watch_servers(
            target,
            lambda servers: self._from_thread(self._take, servers),
            lambda error: self._from_thread(self._fail, error),
        )

    @property
    def state(self) -> ChannelConnectivity:
        """The state of all."""
        return ChannelConnectivity.SHUTDOWN if self.closed else self._pool.state()

    def pick(self, wait_for_ready: bool) -> Server | None:
        """Pick a server, which is to be released; None: wait for a change. Raises Unavailable."""
        return self._pool.pick(wait_for_ready)

    def when_changed(self, waiter: Waiter) -> None:
        """Call once, after the next change."""
        self._waiters[waiter] = None

    def forget(self, waiter: Waiter) -> None:
        """Call a waiter no more."""
        self._waiters.pop(waiter, None)

    def release(self, server: Server) -> None:
        """Hear that an RPC is done."""
        if self._pool.release(server):
            self._spawn(self._close(server, None))

    def doubt(self, server: Server) -> None:
        """Hear that an RPC has found a server gone: leave it out until its state has followed."""
        server.doubted = True
        self._loop.call_later(DOUBT, self._trust, server)

    async def close(self, grace: float | None) -> None:
        """Close everything; the RPCs under way have `grace` seconds, and are then cancelled."""
        if self.closed:
            return
        self.closed = True
        self._watch.close()
        self._changed()
        await asyncio.gather(*(self._close(one, grace) for one in self._pool.members))
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _open(self, address: str) -> grpc.aio.Channel:
        if self._credentials:
            return grpc.aio.secure_channel(uri_of(address), self._credentials, self._options)
        return grpc.aio.insecure_channel(uri_of(address), self._options)

    def _from_thread(self, what: Callable[[Any], None], argument: object) -> None:
        # A loop that was closed, with this open, has no use for news.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(what, argument)

    def _take(self, servers: Sequence[ServerEntry]) -> None:
        if self.closed:
            return
        come, gone = self._pool.take(servers)
        for server in come:
            self._followers[server] = self._spawn(self._follow(server))
        for server in gone:
            self._spawn(self._close(server, None))
        self._changed()

    def _fail(self, error: Exception) -> None:
        self._pool.fail(error)
        self._changed()

    async def _follow(self, server: Server) -> None:
        """Keep a server connected, and its state known, until this is cancelled."""
        while True:
            state = server.channel.get_state(try_to_connect=True)
            server.turned(state)
            self._changed()
            await server.channel.wait_for_state_change(state)

    async def _close(self, server: Server, grace: float | None) -> None:
        # A closed channel wakes who waits for its state only when nobody holds a call of it.
        self._followers.pop(server).cancel()
        await server.channel.close(grace)

    def _trust(self, server: Server) -> None:
        server.doubted = False
        self._changed()

    def _changed(self) -> None:
        waiters, self._waiters = list(self._waiters), {}
        for waiter in waiters:
            waiter()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        # The loop itself keeps no task alive.
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def is_unsent(server: Server, status: Status) -> bool:
    """Whether an RPC ended because the server could not be reached, so that it had none of it.

    Where the error doesn't name the server, its connection has to be lost.
    """
    if not seems_unsent(status.code, status.details):
        return False
    lost = server.channel.get_state() is not ChannelConnectivity.READY
    return lost or names(status.details, server.address)
