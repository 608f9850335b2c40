"""The scripted service on threads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import grpc
from crosswire.peer.v1.peer_pb2 import HarnessError
from crosswire.peer.v1.plan_pb2 import ServerPlan
from crosswire.probe.v1.probe_pb2 import ProbeRequest, ProbeResponse
from crosswire.probe.v1.probe_pb2_grpc import ProbeServicer

from crosswire_peers.grpcio_shared.entering import ENTRY
from crosswire_peers.grpcio_sync.calls import Calls
from crosswire_peers.grpcio_sync.ending import Ending, Responses
from crosswire_peers.grpcio_sync.intake import Intake
from crosswire_peers.grpcio_sync.script import Script
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.signals import Signals


class Probe(ProbeServicer):
    """Does what the first request's plan says, or echoes."""

    def __init__(self, calls: Calls, signals: Signals) -> None:
        """Take what forwards calls, and what steps wait for."""
        self._calls = calls
        self._signals = signals

    def Unary(self, request: ProbeRequest, context: grpc.ServicerContext) -> ProbeResponse | None:
        """One request, one response."""
        return self._single(request, None, context)

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
            return self._scripted(request.plan, None, context)
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
        self,
        first: ProbeRequest,
        requests: Iterator[ProbeRequest] | None,
        context: grpc.ServicerContext,
    ) -> ProbeResponse | None:
        """The last response of a plan, where only one is due."""
        if not first.HasField("plan"):
            return ProbeResponse(body=first.body)
        kept = [ProbeResponse(), *self._scripted(first.plan, requests, context)]
        return None if first.plan.HasField("return_nothing") else kept[-1]

    def _scripted(
        self,
        plan: ServerPlan,
        requests: Iterator[ProbeRequest] | None,
        context: grpc.ServicerContext,
    ) -> Responses:
        entry = ENTRY.get()
        script = Script(context, entry, Intake(requests, entry), self._signals)
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
