"""The call that a user holds: grpcio's own, of whichever attempt is the one that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import grpc

from crosswire_peers.discovery.balancing.core import remaining
from crosswire_peers.discovery.sync.attempts import Attempts
from crosswire_peers.discovery.sync.failure import Failure
from crosswire_peers.discovery.sync.grpc_types import Future


class DiscoveryCall(Attempts, grpc.Call, Future, Iterator[Any]):
    """A call, a future of its end, and for streams the iterator of responses, as in grpcio."""

    def __next__(self) -> Any:
        """The next response. Raises the error that the RPC ended with."""
        while True:
            inner, moves = self._begun()
            try:
                return next(inner)
            except grpc.RpcError:
                if not self.ended(moves):
                    raise

    def initial_metadata(self) -> Any:
        """Wait for the server's metadata."""
        while True:
            try:
                inner, moves = self._begun()
            except Failure as failure:
                return failure.initial_metadata()
            found = inner.initial_metadata()
            if inner.is_active() or not self.ended(moves):
                return found

    def trailing_metadata(self) -> Any:
        """Wait for the end."""
        return self._over().trailing_metadata()

    def code(self) -> Any:
        """Wait for the end."""
        return self._over().code()

    def details(self) -> Any:
        """Wait for the end."""
        return self._over().details()

    def debug_error_string(self) -> Any:
        """Wait for the end."""
        return self._over().debug_error_string()

    def is_active(self) -> bool:
        """Whether it goes on."""
        return self._final is None

    def time_remaining(self) -> Any:
        """The seconds until its deadline, if it has one."""
        return remaining(self._deadline)

    def add_callback(self, callback: Callable[[], None]) -> bool:
        """Call back when it is over; False if it is."""
        return self._when_over(callback)

    def cancel(self) -> bool:
        """Cancel it, also while it waits for a server."""
        return self._cancel()

    def cancelled(self) -> bool:
        """Whether its user cancelled it."""
        final = self._final
        return final is not None and final.code() is grpc.StatusCode.CANCELLED

    def running(self) -> bool:
        """Whether it goes on."""
        return self._final is None

    def done(self) -> bool:
        """Whether it is over."""
        return self._final is not None

    def result(self, timeout: float | None = None) -> Any:
        """The response. Raises what the RPC ended with, or that it was not over in time."""
        final = self._over(timeout)
        if not isinstance(final, Failure):
            return final.result()
        if self.cancelled():
            raise grpc.FutureCancelledError
        raise final

    def exception(self, timeout: float | None = None) -> Any:
        """What the RPC ended with, None if that was a response."""
        final = self._over(timeout)
        if not isinstance(final, Failure):
            return final.exception()
        if self.cancelled():
            raise grpc.FutureCancelledError
        return final

    def traceback(self, timeout: float | None = None) -> TracebackType | None:
        """The traceback of that."""
        error = self.exception(timeout)
        return error.__traceback__ if error else None

    def add_done_callback(self, fn: Callable[[Any], None]) -> None:
        """Call back with this object when it is over, at once if it is."""
        if not self._when_over(lambda: fn(self)):
            fn(self)
