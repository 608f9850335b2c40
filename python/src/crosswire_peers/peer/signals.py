"""Signals: named moments that the harness decides about, for clients and handlers to await."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future

KEPT = 100_000


class Signals:
    """The signals of this process. One that comes before it is awaited is kept."""

    def __init__(self) -> None:
        """Start without any."""
        self._lock = threading.Lock()
        self._futures: OrderedDict[tuple[str, str], Future[None]] = OrderedDict()

    def awaited(self, call_id: str, name: str) -> Future[None]:
        """A future that is done once the signal has been given."""
        with self._lock:
            future = self._futures.get((call_id, name))
            if future is None:
                future = self._futures[call_id, name] = Future()
                while len(self._futures) > KEPT:
                    self._futures.popitem(last=False)
            return future

    def give(self, call_id: str, name: str) -> None:
        """Let go whoever awaits the signal now or later."""
        future = self.awaited(call_id, name)
        with self._lock:
            if not future.done():
                future.set_result(None)

    def forget(self) -> None:
        """Forget the signals given and not given. Who awaits one goes on awaiting."""
        with self._lock:
            self._futures.clear()
