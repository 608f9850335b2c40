"""Observations: what the servers of this process saw of every call, and who waits for that."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from crosswire.peer.v1.peer_pb2 import (
    EventKind,
    HarnessError,
    Observation,
    ObserveRequest,
    ObserveResponse,
)

from crosswire_peers.peer.tape import Tape

KEPT = 100_000
Until = ObserveRequest.Until


class Entry:
    """One hop of one call on a server, from its entry into the handler to its end."""

    def __init__(self, call_id: str, report: Observation, settled: Callable[[Entry], None]) -> None:
        """Start observing; `settled` is told when the call is over."""
        self.call_id = call_id
        self.report = report
        self.tape = Tape(report)
        # What the handler has raised by its own will.
        self.thrown: BaseException | None = None
        self._settled = settled
        self._lock = threading.Lock()
        self._left: set[str] = {"handler", "rpc"}

    def half_closed(self) -> None:
        """Write down that the library told the handler of the end of its requests."""
        self.report.half_closed = True

    def cancelled(self) -> None:
        """Write down that the library told the handler of a cancellation."""
        if not self.report.cancelled:
            self.report.cancelled = True
            self.tape.note(EventKind.EVENT_KIND_CANCELLED, step=-1)

    def handler_over(self) -> None:
        """The handler has returned, raised, or been dropped."""
        self._over("handler")

    def rpc_over(self) -> None:
        """The library is done with the RPC. A handler still at work then was cancelled."""
        with self._lock:
            at_work = "handler" in self._left
        if at_work:
            self.cancelled()
        self._over("rpc")

    def fault(self, kind: HarnessError.Kind, text: str) -> None:
        """Write down a fault of the scripted handler, which is none of the library's."""
        self.report.harness_error.CopyFrom(HarnessError(kind=kind, text=text))

    def _over(self, part: str) -> None:
        with self._lock:
            if part not in self._left:
                return
            self._left.remove(part)
            if self._left:
                return
        self.tape.note(EventKind.EVENT_KIND_ENDED, step=-1)
        self.report.settled = True
        self._settled(self)


@dataclass
class _Watch:
    until: Until
    tell: Callable[[str], None]


class Observations:
    """All entries of this process, by call id. The oldest calls go when there are too many."""

    def __init__(self) -> None:
        """Start without any."""
        self._lock = threading.Lock()
        self._entries: OrderedDict[str, list[Entry]] = OrderedDict()
        self._watches: dict[str, list[_Watch]] = {}
        self._open = 0
        self._kept = 0

    @property
    def open_calls(self) -> int:
        """How many calls are not over."""
        return self._open

    def enter(self, call_id: str, report: Observation) -> Entry:
        """Begin the observation of a call."""
        entry = Entry(call_id, report, self._on_settled)
        with self._lock:
            self._open += 1
            self._entries.setdefault(call_id, []).append(entry)
            self._kept += 1
            while self._kept > KEPT and len(self._entries) > 1:
                self._kept -= len(self._entries.popitem(last=False)[1])
        self._check(call_id)
        return entry

    def watch(self, call_id: str, until: Until, tell: Callable[[str], None]) -> None:
        """Call `tell` with the id, once, as soon as `until` holds; perhaps at once."""
        with self._lock:
            if not self._holds(call_id, until):
                self._watches.setdefault(call_id, []).append(_Watch(until, tell))
                return
        tell(call_id)

    def unwatch(self, call_id: str, tell: Callable[[str], None]) -> None:
        """Don't call this `tell` any more."""
        with self._lock:
            self._split(call_id, lambda watch: watch.tell == tell)

    def report(self, call_id: str) -> ObserveResponse:
        """What is known of a call now."""
        with self._lock:
            entries = list(self._entries.get(call_id, ()))
        hops = [entry.report for entry in entries]
        return ObserveResponse(call_id=call_id, seen=bool(hops), hops=hops)

    def forget(self) -> None:
        """Forget all entries; calls under way are no longer to be seen."""
        with self._lock:
            self._entries.clear()
            self._kept = 0

    def _on_settled(self, entry: Entry) -> None:
        with self._lock:
            self._open -= 1
        self._check(entry.call_id)

    def _check(self, call_id: str) -> None:
        with self._lock:
            due = self._split(call_id, lambda watch: self._holds(call_id, watch.until))
        for watch in due:
            watch.tell(call_id)

    def _split(self, call_id: str, out: Callable[[_Watch], bool]) -> list[_Watch]:
        """Take the watches of a call out for which `out` holds."""
        watches = self._watches.pop(call_id, None)
        if not watches:
            return []
        taken = [watch for watch in watches if out(watch)]
        if rest := [watch for watch in watches if watch not in taken]:
            self._watches[call_id] = rest
        return taken

    def _holds(self, call_id: str, until: Until) -> bool:
        entries = self._entries.get(call_id)
        if until == Until.UNTIL_SETTLED:
            return bool(entries) and all(entry.report.settled for entry in entries or ())
        return bool(entries) or until == Until.UNTIL_UNSPECIFIED
