"""Where one direction of a connection goes on, the ends of responses later where they are held."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from crosswire.frame.v1.frame_pb2 import Direction

from crosswire_peers.wire.tampering.calls import Call
from crosswire_peers.wire.tampering.changes import Changes

Write = Callable[[bytes], None]


class Outlet:
    """What goes out of a call waits behind the end of its response, while that is held."""

    def __init__(self, direction: Direction, changes: Changes, write: Write) -> None:
        """Take where things go on."""
        self._to_client = direction == Direction.DIRECTION_TO_CLIENT
        self._changes = changes
        self._write = write
        self._begun = False
        self._early: list[bytes] = []
        self._holding = 0
        self._after: Callable[[], None] | None = None

    def send(self, call: Call | None, data: bytes) -> None:
        """Send bytes of a call, or of the connection."""
        if call is not None and call.held is not None and self._to_client:
            call.held.append(data)
        else:
            self._go(data)

    def send_end(self, call: Call, data: bytes) -> list[str]:
        """Send what ends this direction of a call, now or later; says so."""
        passes = not self._to_client or call.has_waited
        seconds = 0 if passes else self._changes.holds_end()
        if not seconds:
            self.send(call, data)
            return []
        call.held = [data]
        call.has_waited = True
        self._holding += 1
        asyncio.get_running_loop().call_later(seconds, self._release, call)
        return [f"held back for {seconds:g} s"]

    def give(self, data: bytes) -> None:
        """Send frames of our own, behind the first one of the side that speaks here: that has to be
        its SETTINGS (RFC 9113, 3.4).
        """
        if self._begun:
            self._write(data)
        else:
            self._early.append(data)

    def end(self, go: Callable[[], None]) -> None:
        """Call `go` when nothing is held any more."""
        if self._holding:
            self._after = go
        else:
            go()

    def _go(self, data: bytes) -> None:
        self._write(data)
        if data and not self._begun:
            self._begun = True
            for early in self._early:
                self._write(early)

    def _release(self, call: Call) -> None:
        for data in call.held or []:
            self._write(data)
        call.held = None
        self._holding -= 1
        if not self._holding and self._after is not None:
            self._after()
