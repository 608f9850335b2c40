"""What an interceptor can tell of a call when its handler is entered."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Protocol

from crosswire.peer.v1.peer_pb2 import EventKind, Observation

from crosswire_peers.grpcio_shared.metadata import CALL_ID, HOP, from_grpc, text
from crosswire_peers.grpcio_shared.targets import host_and_port
from crosswire_peers.peer.observations import Entry, Observations

# The time left of a call without deadline is what is left of the core's end of time.
NO_DEADLINE = 1e9

ENTRY: ContextVar[Entry] = ContextVar("crosswire entry of the call being handled")


class Context(Protocol):
    """What both APIs of grpcio show of a call on the server."""

    def peer(self) -> str:
        """The client's address."""
        ...

    def invocation_metadata(self) -> Iterable[tuple[str, str | bytes]] | None:
        """The request's metadata."""
        ...

    def time_remaining(self) -> float | None:
        """Seconds until the deadline."""
        ...


def enter(observations: Observations, listener: str, method: str, context: Context) -> Entry:
    """Begin the observation of a call; the handler finds it in ENTRY."""
    metadata = tuple(context.invocation_metadata() or ())
    report = Observation(
        listener=listener,
        method=method,
        hop=_hop(text(metadata, HOP)),
        peer_address=host_and_port(context.peer()),
        metadata=from_grpc(metadata),
    )
    left = context.time_remaining()
    if left is not None and left < NO_DEADLINE:
        report.time_left.FromNanoseconds(int(left * 1e9))
    entry = observations.enter(text(metadata, CALL_ID) or listener, report)
    entry.tape.note(EventKind.EVENT_KIND_OPENED)
    ENTRY.set(entry)
    return entry


def _hop(value: str) -> int:
    """A place in a chain of calls, 0 for what no client of ours has sent."""
    return int(value) if value.isdecimal() and len(value) < 10 else 0
