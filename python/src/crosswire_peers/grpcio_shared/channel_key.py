"""Which calls share a channel."""

from __future__ import annotations

from typing import TypeAlias

from crosswire.peer.v1.plan_pb2 import CallPlan

Key: TypeAlias = tuple[tuple[str, ...], str, bytes, bytes]


def channel_key(plan: CallPlan) -> Key:
    """The same for calls with the same targets, key and settings."""
    tls = plan.tls.SerializeToString() if plan.HasField("tls") else b""
    return tuple(plan.targets), plan.authority, tls, plan.channel.SerializeToString()
