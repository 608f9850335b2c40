"""The client's side of a call plan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from functools import partial
from typing import Any, TypeAlias

from connectrpc.client import ResponseMetadata
from crosswire.peer.v1.peer_pb2 import EventKind, Outcome
from crosswire.peer.v1.plan_pb2 import (
    AwaitSignal,
    CallPlan,
    Cancel,
    Drain,
    PauseReading,
    Receive,
    Send,
    Sleep,
)
from google.protobuf.message import Message

from crosswire_peers.connect_py.channels import Channel
from crosswire_peers.connect_py.inbox import Inbox
from crosswire_peers.connect_py.metadata import request_headers
from crosswire_peers.connect_py.methods import Method
from crosswire_peers.connect_py.outbox import Outbox
from crosswire_peers.connect_py.outcome import complete
from crosswire_peers.connect_py.ways import SYNC, Blocking
from crosswire_peers.grpcio_aio.waiting import arrival, when_given
from crosswire_peers.peer.errors import Unsupported
from crosswire_peers.peer.requests import Requests
from crosswire_peers.peer.signals import Signals
from crosswire_peers.peer.tape import Tape

# What a plan can do before the RPC is opened; any other step opens it.
BEFORE_OPENING = frozenset(("sleep", "await_signal", "cancel"))

Keep: TypeAlias = "Callable[[Message], None] | None"


class ClientCall:
    """One RPC: opened once as a task, led through the steps of its plan, drained and reported."""

    def __init__(self, plan: CallPlan, method: Method, signals: Signals, keep: Keep) -> None:
        """Take a plan that has been checked; `keep` gets each response too."""
        self.outcome = Outcome()
        self._plan = plan
        self._method = method
        self._signals = signals
        self._keep = keep
        self._requests = Requests(plan, method.request_class)
        self._tape = Tape(self.outcome)
        self._inbox = Inbox(self._took)
        self._outbox = Outbox()
        self._task: asyncio.Task[None] | None = None
        self._half_closed = not method.client_streaming
        self._cancel_at: int | None = None
        self._error: BaseException | None = None
        self._meta = ResponseMetadata()

    async def run(self, channel: Channel) -> Outcome:
        """Carry the plan out."""
        self._client = channel.client(self._plan, self._method)
        try:
            for step in self._tape.steps(self._plan.steps):
                action = step.WhichOneof("action") or ""
                if self._method.client_streaming and action not in BEFORE_OPENING:
                    await self._open(self._outbox.messages())
                await getattr(self, f"_{action}")(getattr(step, action))
            return await self._finish()
        finally:
            self.stop()
            if channel.fresh:
                await channel.close()

    def stop(self) -> None:
        """End the RPC from outside, if it isn't over."""
        if self._task is not None:
            self._task.cancel()

    async def _open(self, requests: Message | AsyncIterator[Message]) -> None:
        """Open the RPC, unless it has been opened; cancelled in the same turn if that is due."""
        if self._task is not None:
            return
        self._tape.note(EventKind.EVENT_KIND_OPENED)
        self._task = asyncio.create_task(self._converse(requests))
        self._told = asyncio.create_task(self._tell_the_end(self._task))
        if self._cancel_at is not None:
            # A task that is cancelled before it began would never call the library at all.
            await asyncio.sleep(0)
            self._task.cancel()
            self._tape.note(EventKind.EVENT_KIND_CANCELLED, self._cancel_at)

    async def _converse(self, requests: Message | AsyncIterator[Message]) -> None:
        """Make the call and read it to its end, in a task of its own, which is what cancels it."""
        try:
            with self._meta:
                result = self._invoke(requests)
                if self._method.server_streaming:
                    async with aclosing(result):
                        async for message in result:
                            await self._inbox.offer(message)
                else:
                    await self._inbox.offer(await result)
        except (Exception, asyncio.CancelledError) as error:
            self._error = error

    async def _tell_the_end(self, task: asyncio.Task[None]) -> None:
        """Tell the steps that wait, from outside the task: that one may be cancelled anywhere."""
        await asyncio.wait((task,))
        self._outbox.end()
        await self._inbox.end()

    def _invoke(self, requests: Message | AsyncIterator[Message]) -> Any:
        arguments: dict[str, Any] = {"headers": request_headers(self._plan)}
        if self._plan.HasField("timeout"):
            # connectrpc takes whole milliseconds; a deadline may not come too early.
            arguments["timeout_ms"] = -(-self._plan.timeout.ToNanoseconds() // 1_000_000)
        if self._plan.http_get:
            arguments["use_get"] = True
        call = getattr(self._client, self._method.attribute)
        if self._plan.way == SYNC:
            return Blocking(call, requests, arguments).begin(self._method)
        return call(requests, **arguments)

    async def _send(self, send: Send) -> None:
        if not self._method.client_streaming:
            await self._open(self._requests.next(send.payload))
            if self._cancel_at is None:
                self._tape.note(EventKind.EVENT_KIND_SENT)
            return
        for request in self._requests.of(send):
            if self._half_closed or not await self._put(request):
                return
            self._tape.note(EventKind.EVENT_KIND_SENT)

    async def _put(self, request: Message | None) -> bool:
        assert self._task is not None
        return not self._task.done() and await self._outbox.put(request, self._task)

    async def _half_close(self, _: object) -> None:
        if self._requests.owed:
            await self._send(Send())
        if self._half_closed:
            return
        self._half_closed = True
        if await self._put(None):
            self._tape.note(EventKind.EVENT_KIND_HALF_CLOSED)

    async def _receive(self, receive: Receive) -> None:
        await self._inbox.receive(max(receive.count, 1))

    async def _drain(self, drain: Drain) -> None:
        if drain.background:
            self._tape.reading_step = self._tape.step
        await self._inbox.drain(drain.background)

    async def _pause_reading(self, pause: PauseReading) -> None:
        await self._inbox.pause(True)
        await self._sleep(pause)
        await self._inbox.pause(False)

    async def _sleep(self, sleep: Sleep | PauseReading) -> None:
        await asyncio.sleep(sleep.duration.ToNanoseconds() / 1e9)

    async def _cancel(self, cancel: Cancel) -> None:
        if self._plan.way == SYNC:
            raise Unsupported("cancel", "a call that blocks has no handle", self._tape.step)
        if cancel.when:
            signal = self._signals.awaited(self._plan.call_id, cancel.when)
            when_given(signal, partial(self._cancelled_by, self._tape.step))
        elif self._task is None:
            self._cancel_at = self._tape.step
        elif self._task.cancel():
            self._tape.note(EventKind.EVENT_KIND_CANCELLED)

    def _cancelled_by(self, step: int) -> None:
        """Cancel for a signal, under whatever step is there by now."""
        if self._task is None:
            self._cancel_at = step
        elif self._task.cancel():
            self._tape.note(EventKind.EVENT_KIND_CANCELLED, step)

    async def _await_signal(self, awaited: AwaitSignal) -> None:
        await arrival(self._signals.awaited(self._plan.call_id, awaited.name))
        self._tape.note(EventKind.EVENT_KIND_SIGNALLED)

    def _took(self, message: Message) -> None:
        self._tape.received(message)
        if self._keep is not None:
            self._keep(message)

    async def _finish(self) -> Outcome:
        """Half-close, take the rest, and fill in the outcome."""
        if self._method.client_streaming:
            await self._open(self._outbox.messages())
            await self._half_close(None)
        elif self._task is None:
            await self._send(Send())
        await self._inbox.drain()
        complete(self.outcome, self._error, self._meta)
        self._tape.note(EventKind.EVENT_KIND_ENDED)
        return self.outcome
