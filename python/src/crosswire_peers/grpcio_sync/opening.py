"""How each kind of RPC is opened on threads."""

from __future__ import annotations

from typing import Any

from crosswire.peer.v1.plan_pb2 import CallPlan
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.opening import call_arguments
from crosswire_peers.grpcio_sync.channels import Stubs
from crosswire_peers.grpcio_sync.feed import Feed
from crosswire_peers.grpcio_sync.ways import WithCall, blocks


def open_call(stubs: Stubs, method: Method, plan: CallPlan, request: Message | Feed) -> Any:
    """Open the RPC and return grpcio's call, which is also its future or its iterator.

    A single response comes by `.future()`: the blocking form can't be cancelled from outside,
    so neither a step nor the guard could end it. Where a plan wants it all the same, it has a
    channel of its own.
    """
    stub = stubs.callable(method, plan.way)
    if blocks(plan, method):
        return WithCall(stub, stubs.channel, request, call_arguments(plan))
    open_stub = stub if method.server_streaming else stub.future
    return open_stub(request, **call_arguments(plan))
