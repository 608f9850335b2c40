"""Another data centre to turn to while the first has no healthy instance."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from crosswire_peers.discovery.types import OnServers, OnUnreachable, ServerEntry, Target, Watch

Look = Callable[[Target, str, OnServers, OnUnreachable], Watch]


class Failover:
    """A watch of one data centre, and of another as long as that one has no instance."""

    def __init__(
        self, target: Target, look: Look, on_servers: OnServers, on_unreachable: OnUnreachable
    ) -> None:
        """Begin with the first."""
        self._target, self._look = target, look
        self._on_servers, self._on_unreachable = on_servers, on_unreachable
        # Two threads tell of servers: only one at a time, and the second not after it was let go.
        self._lock = threading.RLock()
        self._other: _Other | None = None
        self._closed = False
        self._local = look(target, target.dc, self._take, on_unreachable)

    def close(self) -> None:
        """End both watches. Takes no lock: who is being told of servers may close, too."""
        self._closed = True
        self._local.close()
        other = self._other
        if other:
            other.watch.close()

    def _take(self, servers: Sequence[ServerEntry]) -> None:
        with self._lock:
            if servers:
                self._come_back()
                self._on_servers(servers)
            elif self._other is None and not self._closed:
                self._other = _Other(self)
                if self._closed:
                    self._other.watch.close()

    def _come_back(self) -> None:
        if self._other:
            self._other.watch.close()
            self._other = None

    def tell_of(self, other: _Other, servers: Sequence[ServerEntry]) -> None:
        """Pass on what the other data centre has."""
        with self._lock:
            if other is self._other:
                self._on_servers(servers)

    def fail_with(self, other: _Other, error: Exception) -> None:
        """Pass on that it can't be asked either: then what the first said holds, there are none."""
        with self._lock:
            if other is self._other and not other.heard:
                self._on_servers([])
            self._on_unreachable(error)

    def watch_other(self, other: _Other) -> Watch:
        """Look there."""
        return self._look(self._target, self._target.failover, other.take, other.fail)


class _Other:
    def __init__(self, owner: Failover) -> None:
        self._owner = owner
        self.heard = False
        self.watch = owner.watch_other(self)

    def take(self, servers: Sequence[ServerEntry]) -> None:
        self.heard = True
        self._owner.tell_of(self, servers)

    def fail(self, error: Exception) -> None:
        self._owner.fail_with(self, error)
