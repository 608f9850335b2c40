"""Watches of servers: however many follow the same target, its registry is watched once."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from crosswire_peers.discovery.consul.servers import watch_consul
from crosswire_peers.discovery.types import OnServers, OnUnreachable, ServerEntry, Target, Watch
from crosswire_peers.discovery.zookeeper.servers import watch_zookeeper

_lock = threading.Lock()
_open: dict[Target, SharedWatch] = {}


def watch_servers(target: Target, on_servers: OnServers, on_unreachable: OnUnreachable) -> Watch:
    """Tell of the target's servers until the watch is closed, from a thread of this module's.

    `on_servers` gets the whole list, after every change; empty is true. `on_unreachable` is told
    of each failed attempt to reach the registry: the last list stays in use, more attempts follow.
    """
    follower = _Follower(target, on_servers, on_unreachable)
    with _lock:
        shared = _open.get(target)
        if shared is None:
            shared = _open[target] = SharedWatch()
            shared.begin(target)
        shared.join(follower)
    return follower


class _Follower:
    def __init__(
        self, target: Target, on_servers: OnServers, on_unreachable: OnUnreachable
    ) -> None:
        self.target = target
        self.on_servers, self.on_unreachable = on_servers, on_unreachable
        self.open = True

    def close(self) -> None:
        self.open = False
        with _lock:
            shared = _open.get(self.target)
            if shared and shared.leave(self):
                del _open[self.target]
                shared.end()


class SharedWatch:
    """One watch of a registry, and who follows it."""

    def __init__(self) -> None:
        """Start without followers."""
        # Whoever tells followers holds this, so that each hears things in the order that they came.
        self._telling = threading.RLock()
        self._followers: list[_Follower] = []
        self._servers: Sequence[ServerEntry] | None = None
        self._error: Exception | None = None
        self._watch: Watch | None = None

    def begin(self, target: Target) -> None:
        """Watch the registry."""
        begin = watch_zookeeper if target.scheme == "zookeeper" else watch_consul
        self._watch = begin(target, self._take, self._fail)

    def end(self) -> None:
        """Watch no longer."""
        if self._watch:
            self._watch.close()

    def join(self, follower: _Follower) -> None:
        """Take in a follower, who is told what is known in a thread of its own."""
        self._followers.append(follower)
        if self._servers is not None or self._error is not None:
            threading.Thread(target=self._welcome, args=[follower], daemon=True).start()

    def leave(self, follower: _Follower) -> bool:
        """Let a follower go, and tell whether it was the last."""
        if follower in self._followers:
            self._followers.remove(follower)
            return not self._followers
        return False

    def _welcome(self, follower: _Follower) -> None:
        with self._telling:
            if follower.open and self._servers is not None:
                follower.on_servers(self._servers)
            if follower.open and self._error is not None:
                follower.on_unreachable(self._error)

    def _take(self, servers: Sequence[ServerEntry]) -> None:
        """A list that says nothing new is not passed on."""
        with self._telling:
            self._error = None
            if self._servers == servers:
                return
            self._servers = servers
            for follower in [one for one in self._followers if one.open]:
                follower.on_servers(servers)

    def _fail(self, error: Exception) -> None:
        with self._telling:
            self._error = error
            for follower in [one for one in self._followers if one.open]:
                follower.on_unreachable(error)
