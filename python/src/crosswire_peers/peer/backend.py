"""What a library has to bring so that the control port can drive it."""

from __future__ import annotations

from typing import Protocol

from crosswire.peer.v1.peer_pb2 import (
    CloseRequest,
    DescribeResponse,
    ListenRequest,
    ListenResponse,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.observations import Observations
from crosswire_peers.peer.signals import Signals


class Backend(Protocol):
    """One library as client and as server. Its methods are called from any thread."""

    observations: Observations
    signals: Signals

    def describe(self) -> DescribeResponse:
        """Everything of the answer that depends on the library."""
        ...

    def listen(self, request: ListenRequest) -> ListenResponse:
        """Open a listener with all services. Raises BadRequest when it can't be bound."""
        ...

    def call(self, plan: CallPlan, done: Done) -> None:
        """Start a call; `done` is told once how it went, at the latest when the guard strikes."""
        ...

    def close(self, request: CloseRequest) -> None:
        """Close listeners, and wait until they are closed. Raises BadRequest for an unknown id."""
        ...

    def reset(self) -> None:
        """Close all client channels."""
        ...

    def open_calls(self) -> int:
        """How many calls this peer makes and serves now."""
        ...
