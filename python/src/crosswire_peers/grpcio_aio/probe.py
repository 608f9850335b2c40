"""The scripted service on an event loop."""

from __future__ import annotations

import grpc
import grpc.aio
from crosswire.peer.v1.peer_pb2 import HarnessError
from crosswire.peer.v1.plan_pb2 import ServerPlan
from crosswire.probe.v1.probe_pb2 import ProbeRequest, ProbeResponse
from crosswire.probe.v1.probe_pb2_grpc import ProbeServicer

from crosswire_peers.grpcio_aio.calls import Calls
from crosswire_peers.grpcio_aio.ending import Ending
from crosswire_peers.grpcio_aio.intake import Intake
from crosswire_peers.grpcio_aio.interceptor import ObservedContext
from crosswire_peers.grpcio_aio.script import Script, Write
from crosswire_peers.grpcio_shared.entering import ENTRY
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.signals import Signals


class Probe(ProbeServicer):
    """Does what the first request's plan says, or echoes.

    Streams are read and written by the context (grpcio's reader/writer style), which the
    interceptor stands before.
    """

    def __init__(self, calls: Calls, signals: Signals) -> None:
        """Take what forwards calls, and what steps wait for."""
        self._calls = calls
        self._signals = signals

    async def Unary(self, request: ProbeRequest, context: ObservedContext) -> ProbeResponse | None:
        """One request, one response."""
        if request.HasField("plan"):
            return await self._single(request.plan, context, Intake(context, None))
        return ProbeResponse(body=request.body)

    async def ClientStream(self, _: object, context: ObservedContext) -> ProbeResponse | None:
        """Many requests, one response."""
        body = b""
        while (request := await context.read()) is not grpc.aio.EOF:
            if request.HasField("plan"):
                return await self._single(request.plan, context, Intake(context, request))
            body += request.body
        return ProbeResponse(body=body)

    async def ServerStream(self, request: ProbeRequest, context: ObservedContext) -> None:
        """One request, many responses."""
        if request.HasField("plan"):
            await self._scripted(request.plan, context, Intake(context, None), context.write)
        else:
            await context.write(ProbeResponse(body=request.body))

    async def BidiStream(self, _: object, context: ObservedContext) -> None:
        """Many requests, many responses."""
        while (request := await context.read()) is not grpc.aio.EOF:
            if request.HasField("plan"):
                intake = Intake(context, request)
                await self._scripted(request.plan, context, intake, context.write)
                return
            await context.write(ProbeResponse(body=request.body))

    async def _single(
        self, plan: ServerPlan, context: ObservedContext, intake: Intake
    ) -> ProbeResponse | None:
        """The last response of a plan, where only one is due."""
        kept = [ProbeResponse()]

        async def keep(response: ProbeResponse) -> None:
            kept.append(response)

        await self._scripted(plan, context, intake, keep)
        return None if plan.HasField("return_nothing") else kept[-1]

    async def _scripted(
        self, plan: ServerPlan, context: ObservedContext, intake: Intake, write: Write
    ) -> None:
        entry = ENTRY.get()
        script = Script(context, entry, intake, self._signals, write)
        ending = Ending(plan, context, entry, script, self._calls)
        try:
            await script.play(plan)
            await ending.play()
        except BadPlan as error:
            entry.fault(HarnessError.Kind.KIND_BAD_PLAN, str(error))
            await context.abort(grpc.StatusCode.INTERNAL, f"crosswire: {error}")
        except Exception as error:
            if not ending.expected(error):
                entry.fault(HarnessError.Kind.KIND_CRASHED, f"{type(error).__name__}: {error}")
            raise
        finally:
            intake.close()
