"""What the steps of a server plan are carried out with, however they wait."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from crosswire.peer.v1.plan_pb2 import Compression, Send, ServerPlan, Step

from crosswire_peers.grpcio_shared.options import COMPRESSION
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.signals import Signals


class ScriptedHandler:
    """One handler at its plan. Steps are carried out by the methods of their names."""

    def __init__(self, context: Any, entry: Entry, signals: Signals) -> None:
        """Take what the steps act upon; a context of either API."""
        self._context = context
        self._entry = entry
        self._signals = signals

    def _compress(self, plan: ServerPlan) -> None:
        """Set the compression of the whole call, if the plan wants one."""
        if plan.compression:
            self._context.set_compression(COMPRESSION[plan.compression])

    def _compress_next(self, send: Send) -> None:
        """Set the compression of the next message, as far as grpcio can."""
        if send.compression == Compression.COMPRESSION_IDENTITY:
            self._context.disable_next_message_compression()
        elif send.compression:
            raise BadPlan("grpcio can compress a whole call or leave a message out, no more")

    def _action(self, step: Step) -> Callable[[], Any]:
        """What carries a step out. Raises BadPlan for one that a server doesn't have."""
        action = step.WhichOneof("action")
        act = getattr(self, f"_{action}", None)
        if action is None or act is None:
            raise BadPlan(f"step {self._entry.tape.step}: {action} is no step of a server")
        return partial(act, getattr(step, action))
