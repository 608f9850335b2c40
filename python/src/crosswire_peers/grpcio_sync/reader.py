"""Taking messages off a call on threads: step by step, or in the background."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod


class Reader(ABC):
    """Takes messages only when a step asks for them: grpcio lets its user pull.

    One thread at a time may take: that of the steps, until a drain in the background begins.
    """

    def __init__(self) -> None:
        """Start before the first message."""
        self._over = False
        self._count = 0
        self._claimed = 0
        self._change = threading.Condition()
        self._reading = threading.Event()
        self._reading.set()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def _take(self) -> None:
        """Take one message or learn of the end, and call `_arrived`."""

    def receive(self, count: int) -> None:
        """Wait for `count` messages that no `receive` has waited for yet, or for the end.

        While a drain takes messages in the background, those it took already count.
        """
        self._claimed += count
        while self._thread is None and self._count < self._claimed and not self._over:
            self._take()
        with self._change:
            self._change.wait_for(lambda: self._over or self._count >= self._claimed)

    def drain(self) -> None:
        """Take all messages until the end."""
        if self._thread is not None:
            self._thread.join()
        while not self._over:
            self._take()

    def drain_in_background(self) -> None:
        """Take all messages from now on, in a thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._pump, daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Let the background take no message for now."""
        self._reading.clear()

    def resume(self) -> None:
        """Let the background go on."""
        self._reading.set()

    def _pump(self) -> None:
        while not self._over:
            self._reading.wait()
            self._take()

    def _arrived(self, count: int, over: bool) -> None:
        with self._change:
            self._count += count
            self._over = over
            self._change.notify_all()
