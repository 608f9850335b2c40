"""What grpcio is told of a call besides its request."""

from __future__ import annotations

from typing import Any

from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_shared.metadata import request_metadata
from crosswire_peers.grpcio_shared.options import COMPRESSION


def call_arguments(plan: CallPlan) -> dict[str, Any]:
    """The keyword arguments that every stub callable takes."""
    return {
        "timeout": plan.timeout.ToNanoseconds() / 1e9 if plan.HasField("timeout") else None,
        "metadata": request_metadata(plan),
        "wait_for_ready": plan.channel.wait_for_ready or None,
        "compression": COMPRESSION[plan.compression],
    }
