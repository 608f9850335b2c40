"""What a client's side of a call plan is made of, however its steps wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeAlias, TypeVar

from crosswire.peer.v1.peer_pb2 import EventKind, Outcome
from crosswire.peer.v1.plan_pb2 import CallPlan
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.outcome import refused
from crosswire_peers.peer.requests import Requests
from crosswire_peers.peer.signals import Signals
from crosswire_peers.peer.tape import Tape

# What a plan can do before the RPC is opened; any other step opens it.
BEFORE_OPENING = frozenset(("sleep", "await_signal", "cancel"))

Took: TypeAlias = Callable[[Message], None]
Keep: TypeAlias = "Took | None"
Box = TypeVar("Box")


class ScriptedCall(Generic[Box]):
    """The state of one RPC, with a `Box` that takes its responses."""

    _keep: Keep = None

    def __init__(self, plan: CallPlan, method: Method, signals: Signals) -> None:
        """Take a plan that has been checked."""
        self.outcome = Outcome()
        self._plan = plan
        self._method = method
        self._signals = signals
        self._requests = Requests(plan, method.request_class)
        self._tape = Tape(self.outcome)
        self._call: Any = None
        self._inbox: Box | None = None
        self._opened = False
        self._cancel_at: int | None = None

    @property
    def _over(self) -> bool:
        return self._call is None or self._call.done()

    def _opens(self, action: str) -> bool:
        """Whether a step opens an RPC whose requests come later."""
        return self._method.client_streaming and action not in BEFORE_OPENING

    def _begin(
        self, open_rpc: Callable[[], Any], inbox: Callable[[Any, Method, Took], Box]
    ) -> bool:
        """Open the RPC, cancelled in the same turn if that is due; False if grpcio refuses."""
        self._opened = True
        try:
            self._call = open_rpc()
        except Exception as error:
            # grpcio raises in the caller's face for what it can't send at all, among others
            # ValueError for metadata that HTTP/2 doesn't allow.
            refused(self.outcome, error)
            return False
        self._tape.note(EventKind.EVENT_KIND_OPENED)
        self._inbox = inbox(self._call, self._method, self._took)
        if self._cancel_at is not None and self._call.cancel():
            self._tape.note(EventKind.EVENT_KIND_CANCELLED, self._cancel_at)
        return True

    def _sent_with_opening(self) -> None:
        """Write down the one request that an RPC was opened with."""
        if self._call is not None and self._cancel_at is None:
            self._tape.note(EventKind.EVENT_KIND_SENT)

    def _took(self, message: Message) -> None:
        self._tape.received(message)
        if self._keep is not None:
            self._keep(message)

    def _cancelled_by(self, step: int) -> None:
        """Cancel for a signal, under whatever step is there by now.

        It may come from another thread while the RPC is being opened: whoever is second sees both.
        """
        self._cancel_at = step
        if self._call is not None and self._call.cancel():
            self._tape.note(EventKind.EVENT_KIND_CANCELLED, step)

    def _cancel_now_or_at_opening(self) -> None:
        if not self._opened:
            self._cancel_at = self._tape.step
        elif self._call is not None and self._call.cancel():
            self._tape.note(EventKind.EVENT_KIND_CANCELLED)
