"""The scripted service."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from crosswire.peer.v1.peer_pb2 import HarnessError
from crosswire.peer.v1.plan_pb2 import ServerPlan
from crosswire.probe.v1.probe_connect import Probe
from crosswire.probe.v1.probe_pb2 import ProbeRequest, ProbeResponse

from crosswire_peers.connect_py.calls import Calls
from crosswire_peers.connect_py.ending import Ending, ScriptedError
from crosswire_peers.connect_py.intake import Intake
from crosswire_peers.connect_py.interceptor import ENTRY, Context
from crosswire_peers.connect_py.script import Script
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.signals import Signals


class ScriptedProbe(Probe):
    """Does what the first request's plan says, or echoes."""

    def __init__(self, calls: Calls, signals: Signals) -> None:
        """Take what forwards calls, and what steps wait for."""
        self._calls = calls
        self._signals = signals

    async def unary(self, request: ProbeRequest, ctx: Context, /) -> ProbeResponse:
        """One request, one response."""
        if request.HasField("plan"):
            return await self._single(request.plan, ctx, Intake(None))
        return ProbeResponse(body=request.body)

    async def client_stream(
        self, request: AsyncIterator[ProbeRequest], ctx: Context, /
    ) -> ProbeResponse:
        """Many requests, one response."""
        body = b""
        async for message in request:
            if message.HasField("plan"):
                return await self._single(message.plan, ctx, Intake(request))
            body += message.body
        return ProbeResponse(body=body)

    async def server_stream(
        self, request: ProbeRequest, ctx: Context, /
    ) -> AsyncIterator[ProbeResponse]:
        """One request, many responses."""
        if not request.HasField("plan"):
            yield ProbeResponse(body=request.body)
            return
        async with aclosing(self._scripted(request.plan, ctx, Intake(None))) as responses:
            async for response in responses:
                yield response

    async def bidi_stream(
        self, request: AsyncIterator[ProbeRequest], ctx: Context, /
    ) -> AsyncIterator[ProbeResponse]:
        """Many requests, many responses."""
        async for message in request:
            if not message.HasField("plan"):
                yield ProbeResponse(body=message.body)
                continue
            async with aclosing(self._scripted(message.plan, ctx, Intake(request))) as responses:
                async for response in responses:
                    yield response
            return

    async def _single(self, plan: ServerPlan, ctx: Context, intake: Intake) -> ProbeResponse:
        """The last response of a plan, where only one is due."""
        kept = ProbeResponse()
        async with aclosing(self._scripted(plan, ctx, intake)) as responses:
            async for response in responses:
                kept = response
        # A careless handler's mistake, which its type forbids.
        return None if plan.HasField("return_nothing") else kept  # type: ignore[return-value]

    async def _scripted(
        self, plan: ServerPlan, ctx: Context, intake: Intake
    ) -> AsyncGenerator[ProbeResponse]:
        entry = ENTRY.get()
        script = Script(ctx, entry, intake, self._signals).play(plan.steps, plan.compression)
        ending = Ending(plan, ctx, entry, intake, self._calls).play()
        try:
            for part in (script, ending):
                async with aclosing(part):
                    async for response in part:
                        yield response
        except BadPlan as error:
            entry.fault(HarnessError.Kind.KIND_BAD_PLAN, str(error))
            raise ConnectError(Code.INTERNAL, f"crosswire: {error}") from error
        except Exception as error:
            if not isinstance(error, ConnectError | ScriptedError):
                entry.fault(HarnessError.Kind.KIND_CRASHED, f"{type(error).__name__}: {error}")
            raise
        finally:
            intake.close()
