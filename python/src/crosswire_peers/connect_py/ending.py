"""How a scripted handler ends, in connectrpc's idiom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from connectrpc.errors import ConnectError, ErrorDetail
from crosswire.peer.v1.peer_pb2 import CallResponse, Outcome
from crosswire.peer.v1.plan_pb2 import CallPlan, ServerPlan, ServerStatus, StatusDetail, Throw
from crosswire.probe.v1.probe_pb2 import ProbeResponse
from google.protobuf.message import Message
from protobuf.wkt import Any

from crosswire_peers.connect_py.calls import Calls
from crosswire_peers.connect_py.intake import Intake
from crosswire_peers.connect_py.interceptor import Context, ScriptedCancellation
from crosswire_peers.connect_py.metadata import add_to
from crosswire_peers.connect_py.outcome import CODES
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.forwarding import onward
from crosswire_peers.peer.observations import Entry


class ScriptedError(RuntimeError):
    """What a careless handler raises, told apart from a fault of the script's own."""


class Ending:
    """The ending of one plan, within one handler."""

    def __init__(
        self, plan: ServerPlan, context: Context, entry: Entry, intake: Intake, calls: Calls
    ) -> None:
        """Take the plan, and what its ending acts upon."""
        self._plan = plan
        self._context = context
        self._entry = entry
        self._intake = intake
        self._calls = calls

    async def play(self) -> AsyncGenerator[ProbeResponse]:
        """End, and yield what is still to be sent."""
        ending = self._plan.WhichOneof("ending")
        if ending == "status":
            self._status(self._plan.status)
        elif ending == "throw":
            await _throw(self._plan.throw)
        elif ending == "status_and_message":
            # A handler raises, or has messages: there is no way to do both at once.
            self._status(self._plan.status_and_message.status)
        elif ending == "forward":
            async for response in self._forward(self._plan.forward):
                yield response
        elif ending == "await_cancellation":
            # While requests may still come, it is their iterator that tells of a cancellation.
            await self._intake.drain()
            await asyncio.Event().wait()
        elif ending == "go_on":
            raise BadPlan("an error is raised, and nothing of a handler runs after that")

    def _status(self, status: ServerStatus) -> None:
        add_to(self._context.response_trailers, status.trailers)
        if status.code == 0:
            return
        if status.code not in CODES:
            raise BadPlan(f"connectrpc has no code {status.code}")
        details = [_detail(detail) for detail in status.details]
        raise ConnectError(CODES[status.code], status.message, details)

    async def _forward(self, plan: CallPlan) -> AsyncGenerator[ProbeResponse]:
        messages: list[Message] = []
        response: asyncio.Future[CallResponse] = asyncio.get_running_loop().create_future()
        left_ms = self._context.timeout_ms
        next_hop = onward(plan, self._entry, None if left_ms is None else left_ms / 1e3)
        self._calls.start(next_hop, response.set_result, messages.append)
        outcome = _outcome_of(await asyncio.shield(response))
        for message in messages:
            yield _as_response(message)
        self._status(
            ServerStatus(code=outcome.code, message=outcome.message, trailers=outcome.trailers)
        )


async def _throw(wanted: Throw) -> None:
    if wanted.kind == Throw.Kind.KIND_CANCELLATION:
        raise ScriptedCancellation(wanted.text)
    if wanted.kind == Throw.Kind.KIND_LATER:
        await asyncio.sleep(0)
    raise ScriptedError(wanted.text)


def _detail(detail: StatusDetail) -> ErrorDetail:
    return ErrorDetail(Any(type_url=detail.type_url, value=detail.value))


def _outcome_of(response: CallResponse) -> Outcome:
    """The outcome of a forwarded call. Raises BadPlan when there is none."""
    if response.WhichOneof("result") == "outcome":
        return response.outcome
    raise BadPlan(f"forward: {response.harness_error or response.unsupported_step}")


def _as_response(message: Message) -> ProbeResponse:
    """A forwarded call's message: as it is from a Probe, else encoded in the body."""
    if isinstance(message, ProbeResponse):
        return message
    return ProbeResponse(body=message.SerializeToString())
