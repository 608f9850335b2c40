"""What each raw listener saw, and who waits for more of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from crosswire.peer.v1.peer_pb2 import HarnessError, Observation, ObserveRequest, ObserveResponse

from crosswire_peers.raw.metadata import metadata_of
from crosswire_peers.raw.record import Record

KEPT = 8192
KEPT_BYTES = 256 * 1024 * 1024
# What is smaller isn't worth counting: all of that together isn't too much.
COUNTED = 64 * 1024
Until = ObserveRequest.Until
Tell = Callable[[str], None]


class Seen:
    """What one listener saw. Written by the event loop alone."""

    def __init__(self, id: str) -> None:
        """Start the clock."""
        self.record = Record()
        self.report = Observation(listener=id)
        self.connections = 0
        self.open = 0
        self.entered = False
        self._call = False

    @property
    def settled(self) -> bool:
        """Whether connections came, and all of them are over."""
        return self.connections > 0 and self.open == 0

    def whole(self) -> Observation:
        """The report with all frames up to now."""
        whole = Observation(frames=self.record.frames())
        whole.MergeFrom(self.report)
        return whole

    def call(self, address: str, fields: list[tuple[bytes, bytes]]) -> None:
        """Tell of the first call."""
        if self._call:
            return
        self._call = self.entered = True
        self.report.peer_address = address
        self.report.method = dict(fields).get(b":path", b"").decode("latin-1")
        self.report.metadata.extend(metadata_of(fields))

    def fault(self, error: BaseException) -> None:
        """Tell of a fault of this peer's own."""
        text = f"{type(error).__name__}: {error}"
        kind = HarnessError.Kind.KIND_CRASHED
        self.report.harness_error.CopyFrom(HarnessError(kind=kind, text=text))


@dataclass(frozen=True)
class _Watch:
    until: Until
    tell: Tell


class Observed:
    """All listeners' observations, by listener id. The oldest go when there are too many."""

    def __init__(self) -> None:
        """Start without any."""
        self._lock = threading.Lock()
        self._seen: OrderedDict[str, Seen] = OrderedDict()
        self._watches: dict[str, list[_Watch]] = {}

    def begin(self, id: str) -> Seen:
        """Start the observation of a listener; forget an earlier one of the same id."""
        seen = Seen(id)
        with self._lock:
            self._seen.pop(id, None)
            self._seen[id] = seen
            while len(self._seen) > KEPT:
                self._seen.popitem(last=False)
        return seen

    def bound(self, grown: Seen) -> None:
        """Forget the oldest when all together are too large."""
        if grown.record.bytes < COUNTED:
            return
        with self._lock:
            size = sum(seen.record.bytes for seen in self._seen.values())
            while size > KEPT_BYTES and len(self._seen) > 1:
                size -= self._seen.popitem(last=False)[1].record.bytes

    def changed(self, id: str) -> None:
        """Tell those who wait, if what they wait for is there."""
        with self._lock:
            watches = self._watches.get(id, [])
            due = [watch for watch in watches if self._holds(id, watch.until)]
            self._drop(id, due)
        for watch in due:
            watch.tell(id)

    def watch(self, id: str, until: Until, tell: Tell) -> None:
        """Call `tell` with the id, once, as soon as `until` holds; perhaps at once."""
        with self._lock:
            if not self._holds(id, until):
                self._watches.setdefault(id, []).append(_Watch(until, tell))
                return
        tell(id)

    def unwatch(self, id: str, tell: Tell) -> None:
        """Don't call this `tell` any more."""
        with self._lock:
            self._drop(id, [watch for watch in self._watches.get(id, []) if watch.tell == tell])

    def report(self, id: str) -> ObserveResponse:
        """What is known now. A listener that nobody has connected to has seen nothing."""
        with self._lock:
            seen = self._seen.get(id)
        hops = [seen.whole()] if seen is not None and seen.connections else []
        return ObserveResponse(call_id=id, seen=bool(hops), hops=hops)

    def forget(self) -> None:
        """Forget all observations; those of open listeners are no longer to be seen."""
        with self._lock:
            self._seen.clear()

    def _drop(self, id: str, watches: list[_Watch]) -> None:
        rest = [watch for watch in self._watches.pop(id, []) if watch not in watches]
        if rest:
            self._watches[id] = rest

    def _holds(self, id: str, until: Until) -> bool:
        seen = self._seen.get(id)
        if until == Until.UNTIL_ENTERED:
            return seen is not None and seen.entered
        if until == Until.UNTIL_SETTLED:
            return seen is not None and seen.settled
        return True
