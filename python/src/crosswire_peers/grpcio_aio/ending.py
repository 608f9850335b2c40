"""How a scripted handler ends, in grpcio's idiom on an event loop."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import grpc
import grpc.aio
from crosswire.peer.v1.peer_pb2 import CallResponse
from crosswire.peer.v1.plan_pb2 import CallPlan, GoOn, ServerPlan, ServerStatus, Throw
from google.protobuf.message import Message

from crosswire_peers.grpcio_aio.calls import Calls
from crosswire_peers.grpcio_aio.interceptor import ObservedContext
from crosswire_peers.grpcio_aio.script import Script
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
from crosswire_peers.peer.observations import Entry


class Ending:
    """The ending of one plan, within one handler."""

    def __init__(
        self,
        plan: ServerPlan,
        context: ObservedContext,
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

    async def play(self) -> None:
        """End; what is still to be sent is written by the script."""
        ending = self._plan.WhichOneof("ending")
        if ending == "status":
            await self._status(self._plan.status)
        elif ending == "throw":
            await self._throw(self._plan.throw)
        elif ending == "status_and_message":
            await self._script.write(
                message_with_status(self._context, self._plan.status_and_message)
            )
        elif ending == "forward":
            await self._forward(self._plan.forward)
        elif ending == "await_cancellation":
            await asyncio.Event().wait()
        elif ending == "go_on":
            await self._go_on(self._plan.go_on)

    def expected(self, error: Exception) -> bool:
        """Whether an exception is the plan's, or grpcio's own, as that of abort is."""
        return error is self._entry.thrown or isinstance(error, grpc.aio.BaseError | grpc.RpcError)

    async def _status(self, status: ServerStatus) -> None:
        self._context.set_trailing_metadata(trailers_of(status))
        if status.code:
            await self._context.abort(status_code(status.code), status.message)
        if status.message:
            self._context.set_details(status.message)

    async def _throw(self, throw: Throw) -> None:
        if throw.kind == Throw.Kind.KIND_LATER:
            await asyncio.sleep(0)
        self._entry.thrown = thrown(throw, asyncio.CancelledError)
        raise self._entry.thrown

    async def _go_on(self, careless: GoOn) -> None:
        with suppress(Exception):
            await self._status(careless.status)
        await self._script.play_on(careless.steps)

    async def _forward(self, plan: CallPlan) -> None:
        messages: list[Message] = []
        response: asyncio.Future[CallResponse] = asyncio.get_running_loop().create_future()
        onward = forwarded(plan, self._entry, self._context.time_remaining())
        call = self._calls.start(onward, response.set_result, messages.append)
        try:
            outcome = outcome_of(await asyncio.shield(response))
        except asyncio.CancelledError:
            # As a call that is awaited itself is cancelled with whoever awaits it.
            if call is not None:
                call.stop()
            raise
        for message in messages:
            await self._script.write(as_response(message))
        await self._status(status_of(outcome))
