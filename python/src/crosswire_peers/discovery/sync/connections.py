"""The connections of a channel on threads: kept, watched, and given to RPCs."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import grpc
from grpc import ChannelConnectivity

from crosswire_peers.discovery.balancing.core import (
    DOUBT,
    Options,
    deadline_of,
    names,
    options_of,
    remaining,
    seems_unsent,
    uri_of,
)
from crosswire_peers.discovery.balancing.pool import Member, Pool, Unavailable
from crosswire_peers.discovery.policy import PolicyName
from crosswire_peers.discovery.sync.failure import Failure, closed, late
from crosswire_peers.discovery.types import ServerEntry, Target
from crosswire_peers.discovery.watch import watch_servers

Server = Member[grpc.Channel]
# Seconds after which grpcio has certainly done what it was asked.
ASKING = 2.0
Waiter = Callable[[], None]


class Connections:
    """A pool under a lock, with those who wait for it to change."""

    def __init__(
        self,
        target: Target,
        policy: PolicyName,
        options: Options,
        credentials: grpc.ChannelCredentials | None,
    ) -> None:
        """Begin to watch the registry."""
        self._options, self._credentials = options_of(options), credentials
        self._lock = threading.Lock()
        self._pool: Pool[grpc.Channel] = Pool(target, policy, self._open)
        self._waiters: dict[Waiter, None] = {}
        # Until when a channel may be about to connect; without end before its first state.
        self._asked: dict[Server, float] = {}
        self.closed = False
        # Called after every change, for the channel's own state.
        self.on_change: Callable[[], None] = lambda: None
        self._watch = watch_servers(target, self._take, self._fail)

    @property
    def state(self) -> ChannelConnectivity:
        """The state of all."""
        with self._lock:
            return ChannelConnectivity.SHUTDOWN if self.closed else self._pool.state()

    def pick(self, wait_for_ready: bool, waiter: Waiter) -> Server | None:
        """Pick a server, which is to be released; None: the waiter is called after a change.

        Raises Failure.
        """
        with self._lock:
            if self.closed:
                raise closed()
            try:
                picked = self._pool.pick(wait_for_ready)
            except Unavailable as reason:
                raise Failure(grpc.StatusCode.UNAVAILABLE, str(reason)) from None
            if picked is None:
                self._waiters[waiter] = None
            return picked

    def pick_blocking(self, wait_for_ready: bool, deadline: float | None) -> Server:
        """Pick a server, once there is one. Raises Failure."""
        while True:
            changed = threading.Event()
            picked = self.pick(wait_for_ready, changed.set)
            if picked:
                return picked
            if not changed.wait(remaining(deadline)):
                self.forget(changed.set)
                raise late()

    def forget(self, waiter: Waiter) -> None:
        """Call a waiter no more."""
        with self._lock:
            self._waiters.pop(waiter, None)

    def release(self, server: Server) -> None:
        """Hear that an RPC is done."""
        with self._lock:
            gone = self._pool.release(server)
        if gone:
            self._close_later(server)

    def is_unsent(self, server: Server, error: Any) -> bool:
        """Whether an RPC ended because the server could not be reached, so that it had none of it.

        Where the error doesn't name the server, its connection has to be lost: that is heard soon.
        """
        code, details = error.code(), error.details()
        if not seems_unsent(code, details):
            return False
        return names(details, server.address) or self._is_lost(server)

    def _is_lost(self, server: Server) -> bool:
        until = deadline_of(DOUBT)
        while server.ready:
            changed = threading.Event()
            with self._lock:
                self._waiters[changed.set] = None
            if not changed.wait(remaining(until)):
                self.forget(changed.set)
                return False
        return True

    def doubt(self, server: Server) -> None:
        """Hear that an RPC has found a server gone: leave it out until its state has followed."""
        server.doubted = True
        timer = threading.Timer(DOUBT, self._trust, [server])
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """Close everything; the RPCs under way are cancelled."""
        with self._lock:
            if self.closed:
                return
            self.closed = True
        self._watch.close()
        for server in self._pool.members:
            if self._asks(server) > 0:
                self._close_later(server)
            else:
                server.channel.close()
        self._changed()

    def _open(self, address: str) -> grpc.Channel:
        if self._credentials:
            return grpc.secure_channel(uri_of(address), self._credentials, self._options)
        return grpc.insecure_channel(uri_of(address), self._options)

    def _take(self, servers: Sequence[ServerEntry]) -> None:
        with self._lock:
            if self.closed:
                return
            come, gone = self._pool.take(servers)
            for server in come:
                self._asked[server] = math.inf
                server.channel.subscribe(partial(self._turned, server), try_to_connect=True)
        for server in gone:
            self._close_later(server)
        self._changed()

    def _fail(self, error: Exception) -> None:
        with self._lock:
            self._pool.fail(error)
        self._changed()

    def _turned(self, server: Server, state: ChannelConnectivity) -> None:
        with self._lock:
            server.turned(state)
            if self.closed or server not in self._pool.members:
                return
            first = self._asked.get(server) == math.inf
            if first:
                del self._asked[server]
            elif state is ChannelConnectivity.IDLE:
                self._ask(server)
        self._changed()

    def _ask(self, server: Server) -> None:
        """Have a channel connect again that has lost its connection: it doesn't by itself."""
        self._asked[server] = time.monotonic() + ASKING
        server.channel.subscribe(_nothing, try_to_connect=True)
        server.channel.unsubscribe(_nothing)

    def _asks(self, server: Server) -> float:
        """How many seconds longer a channel may be about to connect.

        If it is closed by then, grpcio's thread that watches it raises an error.
        """
        return min(ASKING, self._asked.get(server, 0.0) - time.monotonic())

    def _close_later(self, server: Server) -> None:
        """Close a channel in a thread: in one of grpcio's own, it can wait for itself for ever."""
        timer = threading.Timer(max(0.0, self._asks(server)), server.channel.close)
        self._asked.pop(server, None)
        timer.daemon = True
        timer.start()

    def _trust(self, server: Server) -> None:
        server.doubted = False
        self._changed()

    def _changed(self) -> None:
        with self._lock:
            waiters, self._waiters = list(self._waiters), {}
        for waiter in waiters:
            waiter()
        self.on_change()


def _nothing(_: ChannelConnectivity) -> None:
    pass
