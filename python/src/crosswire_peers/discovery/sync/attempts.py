"""The attempts of an RPC that nobody blocks for: it may wait for a server, and move to another."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import Any, Protocol

import grpc

from crosswire_peers.discovery.balancing.core import deadline_of, remaining
from crosswire_peers.discovery.sync.connections import Connections, Server
from crosswire_peers.discovery.sync.failure import Failure, cancelled, late

# grpcio's own call object, which is also its future and its iterator.
Inner = Any


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
        self._changed = threading.Condition(threading.RLock())
        self._inner: Inner = None
        self._server: Server | None = None
        # How many attempts have been given up for another.
        self._moves = 0
        self._final: Any = None
        self._callbacks: list[Callable[[], None]] = []
        self._timer: threading.Timer | None = None
        self._try()

    @property
    def server(self) -> str:
        """The "host:port" of the server that has it, or had it last."""
        return self._server.address if self._server else ""

    def _try(self) -> None:
        with self._changed:
            if self._final is not None or self._inner is not None:
                return
            try:
                server = self._connections.pick(self._wait_for_ready, self._try_later)
                if server:
                    self._begin(server)
                else:
                    self._wait()
            except Failure as failure:
                self._end(failure)
        self._call_back()

    def _try_later(self) -> None:
        """Try where there is nobody to raise an error to."""
        try:
            self._try()
        except Exception as error:
            with self._changed:
                self._end(Failure(grpc.StatusCode.UNKNOWN, f"{type(error).__name__}: {error}"))
            self._call_back()

    def _begin(self, server: Server) -> None:
        try:
            inner = self._start.begin(server, remaining(self._deadline))
        except BaseException:
            self._connections.release(server)
            raise
        self._inner, self._server = inner, server
        # grpcio keeps its callbacks until the RPC is over, and would keep this object with them;
        # but to drop it is a way to cancel.
        ended = _Ended(weakref.ref(self), self._connections, server, self._moves)
        if not inner.add_callback(ended):
            ended()
        self._changed.notify_all()

    def _wait(self) -> None:
        left = remaining(self._deadline)
        if left is None or self._timer is not None:
            return
        self._timer = threading.Timer(left, lambda: self._give_up(late()))
        self._timer.daemon = True
        self._timer.start()

    def _give_up(self, failure: Failure) -> bool:
        """End it while it waits for a server."""
        self._connections.forget(self._try_later)
        with self._changed:
            if self._final is not None or self._inner is not None:
                return False
            self._end(failure)
        self._call_back()
        return True

    def ended(self, moves: int) -> bool:
        """Hear that an attempt is over, and tell whether another is made instead."""
        with self._changed:
            if self._moves == moves and self._final is None:
                inner, server = self._inner, self._server
                _end_reads(inner)
                if server and self._start.repeatable and self._connections.is_unsent(server, inner):
                    self._connections.doubt(server)
                    self._moves, self._inner = self._moves + 1, None
                else:
                    self._end(inner)
            moved = self._moves != moves
        self._call_back()
        if moved:
            self._try_later()
        return moved

    def _end(self, final: Any) -> None:
        self._final = final
        if self._timer:
            self._timer.cancel()
        self._changed.notify_all()

    def _call_back(self) -> None:
        """Call whoever waits for the end, if it has come. Holds no lock meanwhile."""
        with self._changed:
            if self._final is None:
                return
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def _when_over(self, callback: Callable[[], None]) -> bool:
        with self._changed:
            if self._final is None:
                self._callbacks.append(callback)
                return True
            return False

    def _begun(self) -> tuple[Inner, int]:
        """The attempt under way or the last one. Waits for it; raises Failure if there is none."""
        with self._changed:
            self._changed.wait_for(lambda: self._inner is not None or self._final is not None)
            if self._inner is None:
                raise self._final
            return self._inner, self._moves

    def _over(self, timeout: float | None = None) -> Any:
        """What it came to: grpcio's call, or a Failure. Raises grpc.FutureTimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._final is not None, timeout):
                raise grpc.FutureTimeoutError
            return self._final

    def _cancel(self) -> bool:
        inner = self._inner
        return bool(inner.cancel()) if inner is not None else self._give_up(cancelled())


def _end_reads(inner: Inner) -> None:
    """End what a call waits for that has failed.

    grpcio may know the status and never hear what has become of its reads, so that its iterator
    waits for ever (docs/findings.md, "grpcio: a stream waits for ever"). Only the core's own call
    has them end, and that is to be had in no other way.
    """
    if inner.code() is not grpc.StatusCode.OK:
        inner._call.cancel(grpc.StatusCode.CANCELLED.value[0], "over already")


class _Ended:
    """Called by grpcio when an attempt is over, by whatever end."""

    def __init__(
        self,
        attempts: weakref.ref[Attempts],
        connections: Connections,
        server: Server,
        moves: int,
    ) -> None:
        self._attempts, self._connections = attempts, connections
        self._server, self._moves = server, moves

    def __call__(self) -> None:
        self._connections.release(self._server)
        attempts = self._attempts()
        if attempts:
            attempts.ended(self._moves)
