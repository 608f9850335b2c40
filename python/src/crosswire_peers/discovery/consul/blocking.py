"""Blocking queries: asked again with what the last answer was, Consul waits for a change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from crosswire_peers.discovery.consul.http import Answer, Line, refusal
from crosswire_peers.discovery.pause import Pause
from crosswire_peers.discovery.types import RegistryError

# Seconds after which the agent answers when nothing has changed; it adds up to a 16th of it.
WAIT = 60
TIMEOUT = WAIT + WAIT / 16 + 10


class Following:
    """A thread that asks on until it is closed. 404 is an answer too."""

    def __init__(
        self,
        authority: str,
        path: str,
        query: Mapping[str, str],
        on_answer: Callable[[Answer], None],
        on_failure: Callable[[Exception], None],
    ) -> None:
        """Begin. `on_answer` raises RegistryError where an answer can't be used."""
        self._path, self._query = path, query
        self._on_answer, self._on_failure = on_answer, on_failure
        self._line = Line(authority)
        self._closed = threading.Event()
        self._last: Answer | None = None
        threading.Thread(target=self._ask_on, name=f"consul {path}", daemon=True).start()

    def close(self) -> None:
        """End it; the thread lets its connection go by itself."""
        self._closed.set()
        self._line.close()

    def _ask_on(self) -> None:
        pause = Pause()
        while not self._closed.is_set():
            try:
                self._ask_once()
                pause.reset()
            except RegistryError as error:
                self._last = None
                if not self._closed.is_set():
                    self._on_failure(error)
                self._closed.wait(pause.next())
        self._line.hang_up()

    def _ask_once(self) -> None:
        since = _since(self._last)
        answer = self._line.ask("GET", self._path, {**self._query, **since}, timeout=TIMEOUT)
        if answer.status not in (200, 404):
            raise refusal(self._line.authority, answer)
        # An index that goes back is of a registry that began anew.
        behind = self._last is not None and answer.index < self._last.index
        if not self._closed.is_set():
            self._on_answer(answer)
        self._last = None if behind else answer


def _since(last: Answer | None) -> dict[str, str]:
    """What to go on from. An index below 1 would not block."""
    if last is None:
        return {}
    if last.hash:
        return {"hash": last.hash, "wait": f"{WAIT}s"}
    return {"index": str(max(last.index, 1)), "wait": f"{WAIT}s"}
