"""The answer to one call: an outcome, or why there is none; exactly once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeAlias

from crosswire.peer.v1.peer_pb2 import CallResponse, HarnessError, UnsupportedStep
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.peer.errors import BadPlan, Unsupported

DEFAULT_GUARD = 10.0

Done: TypeAlias = Callable[[CallResponse], None]


class Answer:
    """Passes the first answer on: a call and its guard may come to one at the same time."""

    def __init__(self, done: Done) -> None:
        """Take whom to tell."""
        self._lock = threading.Lock()
        self._done: Done | None = done

    def give(self, response: CallResponse) -> bool:
        """Give an answer, and tell whether it was the first."""
        with self._lock:
            done, self._done = self._done, None
        if done is not None:
            done(response)
        return done is not None


def guard_of(plan: CallPlan) -> float:
    """The peer's own limit on a plan, in seconds."""
    return plan.guard.ToNanoseconds() / 1e9 if plan.HasField("guard") else DEFAULT_GUARD


def guard_expired(plan: CallPlan) -> CallResponse:
    """The answer when the guard strikes."""
    text = f"not over after {guard_of(plan)} s"
    return _error(plan.call_id, HarnessError.Kind.KIND_GUARD_EXPIRED, text)


def failure(call_id: str, error: Exception) -> CallResponse:
    """The answer to a plan that wasn't carried out: its own fault, the library's, or ours."""
    if isinstance(error, Unsupported):
        step = UnsupportedStep(step=error.step, field=error.field, reason=error.reason)
        return CallResponse(call_id=call_id, unsupported_step=step)
    if isinstance(error, BadPlan):
        return _error(call_id, HarnessError.Kind.KIND_BAD_PLAN, str(error))
    logging.getLogger(__name__).error("call %s crashed", call_id, exc_info=error)
    return _error(call_id, HarnessError.Kind.KIND_CRASHED, f"{type(error).__name__}: {error}")


def _error(call_id: str, kind: HarnessError.Kind, text: str) -> CallResponse:
    return CallResponse(call_id=call_id, harness_error=HarnessError(kind=kind, text=text))
