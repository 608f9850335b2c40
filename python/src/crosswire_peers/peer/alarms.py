"""Alarms: one thread that calls functions at their time. A thread for each would cost 100 µs."""

from __future__ import annotations

import heapq
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(order=True)
class Alarm:
    """A function to call at a time of the monotonic clock, unless switched off before."""

    at: float
    ring: Callable[[], None] | None = field(compare=False)

    def off(self) -> None:
        """Don't ring, and keep nothing alive until the time has come."""
        self.ring = None


class Alarms:
    """The alarms of this process. What rings has to be quick."""

    def __init__(self) -> None:
        """Start the thread."""
        self._change = threading.Condition()
        self._alarms: list[Alarm] = []
        threading.Thread(target=self._run, name="alarms", daemon=True).start()

    def after(self, seconds: float, ring: Callable[[], None]) -> Alarm:
        """Set an alarm."""
        alarm = Alarm(time.monotonic() + seconds, ring)
        with self._change:
            heapq.heappush(self._alarms, alarm)
            if self._alarms[0] is alarm:
                self._change.notify()
        return alarm

    def _run(self) -> None:
        while True:
            ring = self._due().ring
            try:
                if ring is not None:
                    ring()
            except Exception:
                # The others have to ring all the same.
                logging.getLogger(__name__).exception("an alarm failed")

    def _due(self) -> Alarm:
        with self._change:
            while not self._alarms or self._alarms[0].at > time.monotonic():
                left = self._alarms[0].at - time.monotonic() if self._alarms else None
                self._change.wait(left)
            return heapq.heappop(self._alarms)
