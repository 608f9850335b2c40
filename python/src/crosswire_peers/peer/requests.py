"""The requests of a call, in order: the server's plan goes into the first."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.peer.v1.plan_pb2 import CallPlan, Payload, Send
from crosswire.probe.v1.probe_pb2 import ProbeRequest
from google.protobuf.message import Message

from crosswire_peers.peer.payloads import message_of


class Requests:
    """Makes the request messages of one call."""

    def __init__(self, plan: CallPlan, request_class: type[Message]) -> None:
        """Take the plan, and the class of its method's requests."""
        self._class = request_class
        self._server_plan = plan.server_plan if plan.HasField("server_plan") else None

    @property
    def owed(self) -> bool:
        """Whether the server's plan still has to be sent."""
        return self._server_plan is not None

    def next(self, payload: Payload) -> Message:
        """The next request. Raises BadPlan for a payload that can't be read."""
        request = message_of(payload, self._class)
        if isinstance(request, ProbeRequest) and self._server_plan is not None:
            request.plan.CopyFrom(self._server_plan)
            self._server_plan = None
        return request

    def of(self, send: Send) -> Iterator[Message]:
        """The requests of a step. Only the first of a call differs, so one object serves often."""
        request = self.next(send.payload)
        for number in range(max(send.count, 1)):
            if number == 1:
                request = self.next(send.payload)
            yield request
