"""The scripted service on threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from itertools import chain

import grpc
from crosswire.peer.v1.peer_pb2 import CallResponse, HarnessError
from crosswire.peer.v1.plan_pb2 import CallPlan, ServerPlan, ServerStatus
from crosswire.probe.v1.probe_pb2 import ProbeRequest, ProbeResponse
from crosswire.probe.v1.probe_pb2_grpc import ProbeServicer
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.endings import (
    as_response,
    forwarded,
    outcome_of,
    status_code,
    status_of,
    trailers_of,
)
from crosswire_peers.grpcio_shared.entering import ENTRY
from crosswire_peers.grpcio_sync.calls import Calls
from crosswire_peers.grpcio_sync.intake import Intake
from crosswire_peers.grpcio_sync.script import Script
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.payloads import message_of
from crosswire_peers.peer.signals import Signals

Responses = Iterator[ProbeResponse]


class Probe(ProbeServicer):
    """Does what the first request's plan says, or echoes."""

    def __init__(self, calls: Calls, signals: Signals) -> None:
        """Take what forwards calls, and what steps wait for."""
        self._calls = calls
        self._signals = signals

    def Unary(self, request: ProbeRequest, context: grpc.ServicerContext) -> ProbeResponse | None:
        """One request, one response."""
        return self._single(request, iter(()), context)

    def ClientStream(
        self, request_iterator: Iterator[ProbeRequest], context: grpc.ServicerContext
    ) -> ProbeResponse | None:
        """Many requests, one response."""
        first = next(request_iterator, None)
        if first is None:
            return ProbeResponse()
        if first.HasField("plan"):
            return self._single(first, chain([first], request_iterator), context)
        return ProbeResponse(body=first.body + b"".join(each.body for each in request_iterator))

    def ServerStream(self, request: ProbeRequest, context: grpc.ServicerContext) -> Responses:
        """One request, many responses."""
        if request.HasField("plan"):
            return self._scripted(request.plan, iter(()), context)
        return iter([ProbeResponse(body=request.body)])

    def BidiStream(
        self, request_iterator: Iterator[ProbeRequest], context: grpc.ServicerContext
    ) -> Responses:
        """Many requests, many responses."""
        first = next(request_iterator, None)
        if first is None:
            return iter(())
        requests = chain([first], request_iterator)
        if first.HasField("plan"):
            return self._scripted(first.plan, requests, context)
        return (ProbeResponse(body=request.body) for request in requests)

    def _single(
        self, first: ProbeRequest, requests: Iterator[ProbeRequest], context: grpc.ServicerContext
    ) -> ProbeResponse | None:
        """The last response of a plan, where only one is due."""
        if not first.HasField("plan"):
            return ProbeResponse(body=first.body)
        kept = [ProbeResponse(), *self._scripted(first.plan, requests, context)]
        return None if first.plan.HasField("return_nothing") else kept[-1]

    def _scripted(
        self, plan: ServerPlan, requests: Iterator[ProbeRequest], context: grpc.ServicerContext
    ) -> Responses:
        entry = ENTRY.get()
        script = Script(context, entry, Intake(requests), self._signals)
        ending = Ending(plan, context, entry, script, self._calls)
        try:
            yield from script.play(plan)
            yield from ending.play()
        except BadPlan as error:
            entry.fault(HarnessError.Kind.KIND_BAD_PLAN, str(error))
            context.abort(grpc.StatusCode.INTERNAL, f"crosswire: {error}")
        except Exception as error:
            if ending.expected(error):
                raise
            entry.fault(HarnessError.Kind.KIND_CRASHED, f"{type(error).__name__}: {error}")
            raise


class Ending:
    """How a plan's handler ends, in grpcio's idiom on threads."""

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
        self._thrown: Exception | None = None

    def play(self) -> Responses:
        """End, and yield what the ending sends."""
        ending = self._plan.WhichOneof("ending")
        if ending == "status":
            self._status(self._plan.status)
        elif ending == "throw":
            self._thrown = RuntimeError(self._plan.throw.text)
            raise self._thrown
        elif ending == "status_and_message":
            yield from self._status_and_message()
        elif ending == "forward":
            yield from self._forward(self._plan.forward)
        elif ending == "await_cancellation":
            self._script.wait_until_over()

    def expected(self, error: Exception) -> bool:
        """Whether an exception is the plan's, or grpcio's own: abort raises a bare Exception."""
        return error is self._thrown or type(error) in (Exception, grpc.RpcError)

    def _status(self, status: ServerStatus) -> None:
        self._context.set_trailing_metadata(trailers_of(status))
        if status.code:
            self._context.abort(status_code(status.code), status.message)
        if status.message:
            self._context.set_details(status.message)

    def _status_and_message(self) -> Responses:
        status = self._plan.status_and_message.status
        self._context.set_trailing_metadata(trailers_of(status))
        self._context.set_code(status_code(status.code))
        self._context.set_details(status.message)
        yield message_of(self._plan.status_and_message.payload, ProbeResponse)

    def _forward(self, plan: CallPlan) -> Responses:
        messages: list[Message] = []
        response: Future[CallResponse] = Future()
        onward = forwarded(plan, self._entry.call_id, self._entry.report.hop)
        self._calls.start(onward, response.set_result, messages.append)
        outcome = outcome_of(response.result())
        yield from map(as_response, messages)
        self._status(status_of(outcome))
