"""How a scripted handler ends, in grpcio's idiom on threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import TypeAlias

import grpc
from crosswire.peer.v1.peer_pb2 import CallResponse
from crosswire.peer.v1.plan_pb2 import CallPlan, GoOn, ServerPlan, ServerStatus
from crosswire.probe.v1.probe_pb2 import ProbeResponse
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.endings import (
    as_response,
    forwarded,
    message_with_status,
    outcome_of,
    status_code,
    status_of,
    thrown,
    trailers_of,
)
from crosswire_peers.grpcio_sync.calls import Calls
from crosswire_peers.grpcio_sync.script import Script
from crosswire_peers.peer.observations import Entry

Responses: TypeAlias = Iterator[ProbeResponse]


class Ending:
    """The ending of one plan, within one handler."""

    def __init__(
        self,
        plan: ServerPlan,
        context: grpc.ServicerContext,
        entry: Entry,
        script: Script,
        calls: Calls,
    ) -> None:
        """Take the plan, and what its ending acts upon."""
        self._plan = plan
        self._context = context
        self._entry = entry
        self._script = script
        self._calls = calls
        self._thrown: BaseException | None = None

    def play(self) -> Responses:
        """End, and yield what the ending sends."""
        ending = self._plan.WhichOneof("ending")
        if ending == "status":
            self._status(self._plan.status)
        elif ending == "throw":
            # A handler on threads has no later than this: what it returns is the end of it.
            self._thrown = thrown(self._plan.throw, CancelledError)
            raise self._thrown
        elif ending == "status_and_message":
            yield message_with_status(self._context, self._plan.status_and_message)
        elif ending == "forward":
            yield from self._forward(self._plan.forward)
        elif ending == "await_cancellation":
            self._script.wait_until_over()
        elif ending == "go_on":
            yield from self._go_on(self._plan.go_on)

    def expected(self, error: Exception) -> bool:
        """Whether an exception is the plan's, or grpcio's own: abort raises a bare Exception."""
        return error is self._thrown or type(error) in (Exception, grpc.RpcError)

    def _status(self, status: ServerStatus) -> None:
        self._context.set_trailing_metadata(trailers_of(status))
        if status.code:
            self._context.abort(status_code(status.code), status.message)
        if status.message:
            self._context.set_details(status.message)

    def _go_on(self, careless: GoOn) -> Responses:
        with suppress(Exception):
            self._status(careless.status)
        yield from self._script.play_on(careless.steps)

    def _forward(self, plan: CallPlan) -> Responses:
        messages: list[Message] = []
        response: Future[CallResponse] = Future()
        onward = forwarded(plan, self._entry, self._context.time_remaining())
        call = self._calls.start(onward, response.set_result, messages.append)
        # On threads, nothing else would tell it that the caller has gone, or has gone already.
        if call is not None and not self._context.add_callback(call.stop):
            call.stop()
        outcome = outcome_of(response.result())
        yield from map(as_response, messages)
        self._status(status_of(outcome))
