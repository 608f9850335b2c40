"""The requests of an RPC, kept as long as it may have to be sent anew."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

# An RPC that was never sent has taken hardly more than its first request from its user.
MOST = 16


class Replay:
    """Requests taken from an iterator, the first of which can be had again."""

    def __init__(self, requests: Iterator[Any]) -> None:
        """Start with none taken."""
        self._requests = requests
        # A thread of an attempt that has failed may still wait here for a request, for the next.
        self._lock = threading.Lock()
        self._kept: list[Any] = []
        self._over = False
        self._lost = False

    @property
    def whole(self) -> bool:
        """Whether all that was taken is still there."""
        return not self._lost

    def __iter__(self) -> Iterator[Any]:
        """All requests, from the first, for one attempt."""
        return _Attempt(self)

    def at(self, place: int) -> Any:
        """The request at a place, taken from the user if it is new. Raises StopIteration."""
        with self._lock:
            if place < len(self._kept):
                return self._kept[place]
            if self._over:
                raise StopIteration
            return self._take()

    def _take(self) -> Any:
        try:
            request = next(self._requests)
        except StopIteration:
            self._over = True
            raise
        if len(self._kept) < MOST and not self._lost:
            self._kept.append(request)
        else:
            self._lost = True
            self._kept.clear()
        return request


class _Attempt(Iterator[Any]):
    def __init__(self, replay: Replay) -> None:
        self._replay = replay
        self._place = -1

    def __next__(self) -> Any:
        self._place += 1
        return self._replay.at(self._place)
