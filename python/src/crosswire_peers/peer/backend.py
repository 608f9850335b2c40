"""What a library has to bring so that the control port can drive it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from crosswire.peer.v1.peer_pb2 import (
    CloseRequest,
    DescribeResponse,
    ListenRequest,
    ListenResponse,
    ObserveRequest,
    ObserveResponse,
    RegisterRequest,
    RegisterResponse,
    SetHealthRequest,
)
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.peer.answers import Done
from crosswire_peers.peer.signals import Signals


class Observations(Protocol):
    """What the servers of this process saw, by call id."""

    def watch(
        self, call_id: str, until: ObserveRequest.Until, tell: Callable[[str], None], /
    ) -> None:
        """Call `tell` with the id, once, as soon as `until` holds; perhaps at once."""
        ...

    def unwatch(self, call_id: str, tell: Callable[[str], None], /) -> None:
        """Don't call this `tell` any more."""
        ...

    def report(self, call_id: str, /) -> ObserveResponse:
        """What is known of a call now."""
        ...

    def forget(self) -> None:
        """Forget all of it."""
        ...


class Backend(Protocol):
    """One library as client and as server. Its methods are called from any thread."""

    signals: Signals

    @property
    def observations(self) -> Observations:
        """What its servers saw."""
        ...

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
        """Close listeners, and wait until they are closed; or the client channels of one key.

        Raises BadRequest for an unknown listener.
        """
        ...

    def register(self, request: RegisterRequest) -> RegisterResponse:
        """Make a listener known in a registry. Raises BadRequest for what can't be published."""
        ...

    def set_health(self, request: SetHealthRequest) -> None:
        """Change what grpc.health.v1 answers. Raises BadRequest for an unknown listener."""
        ...

    def reset(self) -> None:
        """Close all client channels."""
        ...

    def open_calls(self) -> int:
        """How many calls this peer makes and serves now."""
        ...
