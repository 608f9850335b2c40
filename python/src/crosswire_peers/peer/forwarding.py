"""The plan of the next hop of a call that a handler hands on."""

from __future__ import annotations

from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.peer.observations import Entry


def onward(plan: CallPlan, entry: Entry, left: float | None) -> CallPlan:
    """A copy with its place in the chain, and the seconds that are left, if that is sooner.

    No library of this language hands a deadline on by itself: a handler does, as a timeout.
    """
    copy = CallPlan()
    copy.CopyFrom(plan)
    copy.call_id = plan.call_id or entry.call_id
    copy.hop = entry.report.hop + 1
    if left is not None:
        left_ns = int(left * 1e9)
        if not plan.HasField("timeout") or left_ns < plan.timeout.ToNanoseconds():
            copy.timeout.FromNanoseconds(left_ns)
    return copy
