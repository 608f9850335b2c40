"""The pause between attempts to reach a registry: it grows up to 2 s, until one has succeeded."""

from __future__ import annotations

FIRST = 0.05
LONGEST = 2.0


class Pause:
    """How long to wait before the coming attempt, in seconds."""

    def __init__(self) -> None:
        """Start short."""
        self._next = FIRST

    def next(self) -> float:
        """The pause after one more failure."""
        pause = self._next
        self._next = min(LONGEST, pause * 2)
        return pause

    def reset(self) -> None:
        """Start short again, after a success."""
        self._next = FIRST
