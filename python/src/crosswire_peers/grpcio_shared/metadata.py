"""Metadata between the contract, where values are bytes, and grpcio, where most are text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from crosswire.peer.v1.plan_pb2 import CallPlan, Correlation, Metadatum

CALL_ID = "crosswire-call-id"
HOP = "crosswire-hop"
# Reported as code and message of an outcome, not as trailers.
STATUS = frozenset(("grpc-status", "grpc-message"))

Pairs: TypeAlias = tuple[tuple[str, "str | bytes"], ...]


def to_grpc(metadata: Iterable[Metadatum]) -> Pairs:
    """Metadata as grpcio takes it: bytes for names in -bin, which it encodes, else text."""
    return tuple((datum.name, _value(datum)) for datum in metadata)


def _value(datum: Metadatum) -> str | bytes:
    """Text where grpcio expects it; bytes that aren't ASCII are left to grpcio as they are."""
    if datum.name.endswith("-bin") or not datum.value.isascii():
        return datum.value
    return datum.value.decode("ascii")


def from_grpc(pairs: Iterable[tuple[str, str | bytes]] | None) -> list[Metadatum]:
    """Metadata as grpcio shows it, without the status."""
    return [
        Metadatum(name=name, value=value.encode() if isinstance(value, str) else value)
        for name, value in pairs or ()
        if name not in STATUS
    ]


def request_metadata(plan: CallPlan) -> Pairs:
    """What a call sends: the correlation first, unless a listener stands for it."""
    own = to_grpc(plan.metadata)
    if plan.correlation == Correlation.CORRELATION_LISTENER:
        return own
    return ((CALL_ID, plan.call_id), (HOP, str(plan.hop)), *own)


def text(pairs: Iterable[tuple[str, str | bytes]], name: str) -> str:
    """The first value of a name, empty if there is none."""
    for key, value in pairs:
        if key == name:
            return value if isinstance(value, str) else value.decode(errors="replace")
    return ""
