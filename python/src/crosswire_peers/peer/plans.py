"""What of a plan makes no sense, whichever library carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from crosswire.peer.v1.plan_pb2 import CallPlan, Step

from crosswire_peers.peer.errors import BadPlan

SERVER_STEPS = frozenset(("send_headers",))
NEEDS_OPEN_CALL = frozenset(("receive", "read_headers", "drain", "pause_reading"))


class Method(Protocol):
    """An RPC method of a library's generated code."""

    @property
    def client_streaming(self) -> bool:
        """Whether it has many requests."""
        ...

    @property
    def scripted(self) -> bool:
        """Whether its requests can carry a server plan."""
        ...


M = TypeVar("M", bound=Method)


def find_method(plan: CallPlan, methods: Mapping[str, M]) -> M:
    """The method of a plan. Raises BadPlan where there is none, or none that can be called."""
    method = methods.get(plan.method)
    if method is None:
        raise BadPlan(f"no generated stub for {plan.method!r}")
    if not plan.targets:
        raise BadPlan("no targets")
    if plan.HasField("server_plan") and not method.scripted:
        raise BadPlan(f"server_plan on {plan.method}, which is not the scripted service")
    return method


def check_steps(plan: CallPlan, method: Method, refuse: Callable[[int, Step], None]) -> None:
    """Raise BadPlan for steps that make no sense; `refuse` raises for one that can't be done."""
    sent = 0
    for index, step in enumerate(plan.steps):
        action = step.WhichOneof("action")
        if action is None or action in SERVER_STEPS:
            raise BadPlan(f"step {index}: {action} is no step of a client")
        refuse(index, step)
        if action == "send":
            sent += max(step.send.count, 1)
        if not method.client_streaming and action in NEEDS_OPEN_CALL and not sent:
            raise BadPlan(f"step {index}: {action} before the one request is sent")
    if not method.client_streaming and sent > 1:
        raise BadPlan(f"{sent} requests on {plan.method}, which takes one")
