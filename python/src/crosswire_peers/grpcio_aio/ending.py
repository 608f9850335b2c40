"""How a scripted handler ends, in grpcio's idiom on an event loop."""

from __future__ import annotations

import asyncio

import grpc
import grpc.aio
from crosswire.peer.v1.peer_pb2 import CallResponse
from crosswire.peer.v1.plan_pb2 import CallPlan, ServerPlan, ServerStatus
from google.protobuf.message import Message

from crosswire_peers.grpcio_aio.calls import Calls
from crosswire_peers.grpcio_aio.interceptor import ObservedContext
from crosswire_peers.grpcio_aio.script import Write
from crosswire_peers.grpcio_shared.endings import (
    as_response,
    forwarded,
    message_with_status,
    outcome_of,
    status_code,
    status_of,
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
        write: Write,
        calls: Calls,
    ) -> None:
        """Take the plan, and what its ending acts upon."""
        self._plan = plan
        self._context = context
        self._entry = entry
        self._write = write
        self._calls = calls
        self._thrown: Exception | None = None

    async def play(self) -> None:
        """End; what is still to be sent goes to `write`."""
        ending = self._plan.WhichOneof("ending")
        if ending == "status":
            await self._status(self._plan.status)
        elif ending == "throw":
            self._thrown = RuntimeError(self._plan.throw.text)
            raise self._thrown
        elif ending == "status_and_message":
            await self._write(message_with_status(self._context, self._plan.status_and_message))
        elif ending == "forward":
            await self._forward(self._plan.forward)
        elif ending == "await_cancellation":
            await asyncio.Event().wait()

    def expected(self, error: Exception) -> bool:
        """Whether an exception is the plan's, or grpcio's own, as that of abort is."""
        return error is self._thrown or isinstance(error, grpc.aio.BaseError | grpc.RpcError)

    async def _status(self, status: ServerStatus) -> None:
        self._context.set_trailing_metadata(trailers_of(status))
        if status.code:
            await self._context.abort(status_code(status.code), status.message)
        if status.message:
            self._context.set_details(status.message)

    async def _forward(self, plan: CallPlan) -> None:
        messages: list[Message] = []
        response: asyncio.Future[CallResponse] = asyncio.get_running_loop().create_future()
        onward = forwarded(plan, self._entry)
        self._calls.start(onward, response.set_result, messages.append)
        outcome = outcome_of(await asyncio.shield(response))
        for message in messages:
            await self._write(as_response(message))
        await self._status(status_of(outcome))
