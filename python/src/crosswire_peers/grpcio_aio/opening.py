"""How each kind of RPC is opened on an event loop."""

from __future__ import annotations

from typing import Any

from crosswire.peer.v1.plan_pb2 import CallPlan
from google.protobuf.message import Message

from crosswire_peers.grpcio_aio.channels import Stubs
from crosswire_peers.grpcio_aio.ways import ITERATOR, Iterated
from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.opening import call_arguments


def open_call(stubs: Stubs, method: Method, plan: CallPlan, request: Message | None) -> Any:
    """Open the RPC and return grpcio's call; without a request, its `write` sends them."""
    stub = stubs.callable(method, plan.way)
    if plan.way == ITERATOR:
        return Iterated(stub, method, request, call_arguments(plan))
    return stub(request, **call_arguments(plan))
