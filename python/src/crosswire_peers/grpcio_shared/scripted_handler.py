"""What the steps of a server plan are carried out with, however they wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from crosswire.peer.v1.plan_pb2 import Compression, Send, ServerPlan, Step

from crosswire_peers.grpcio_shared.options import COMPRESSION
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.signals import Signals

ALGORITHMS = {Compression.COMPRESSION_GZIP, Compression.COMPRESSION_DEFLATE}


class ScriptedHandler:
    """One handler at its plan. Steps are carried out by the methods of their names."""

    def __init__(self, context: Any, entry: Entry, signals: Signals) -> None:
        """Take what the steps act upon; a context of either API."""
        self._context = context
        self._entry = entry
        self._signals = signals

    def _compress(self, plan: ServerPlan) -> None:
        """Set the algorithm of the whole call: that of the plan, or of any of its messages."""
        self._algorithms = {plan.compression, *_asked_for(plan.steps)} & ALGORITHMS
        self._usual = plan.compression
        if len(self._algorithms) > 1:
            raise BadPlan("grpcio has one compression algorithm a call")
        if wanted := next(iter(self._algorithms), plan.compression):
            self._context.set_compression(COMPRESSION[wanted])

    def _compress_next(self, send: Send) -> None:
        """Leave the next message out of the call's compression, if the plan wants it so."""
        wanted = send.compression or self._usual
        identity = wanted == Compression.COMPRESSION_IDENTITY
        if identity or (self._algorithms and wanted not in self._algorithms):
            self._context.disable_next_message_compression()

    def _action(self, step: Step) -> Callable[[], Any]:
        """What carries a step out. Raises BadPlan for one that a server doesn't have."""
        action = step.WhichOneof("action")
        act = getattr(self, f"_{action}", None)
        if action is None or act is None:
            raise BadPlan(f"step {self._entry.tape.step}: {action} is no step of a server")
        return partial(act, getattr(step, action))


def _asked_for(steps: Iterable[Step]) -> Iterator[Compression]:
    return (step.send.compression for step in steps)
