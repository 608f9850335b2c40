"""The client's side of a call plan, on an event loop."""

from __future__ import annotations

import asyncio
from functools import partial

import grpc
import grpc.aio
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

from crosswire_peers.grpcio_aio.channels import Channels
from crosswire_peers.grpcio_aio.inbox import Inbox
from crosswire_peers.grpcio_aio.opening import open_call
from crosswire_peers.grpcio_aio.outcome import complete
from crosswire_peers.grpcio_aio.waiting import arrival, when_given
from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.scripted_call import Keep, ScriptedCall
from crosswire_peers.peer.signals import Signals


class ClientCall(ScriptedCall[Inbox]):
    """One RPC: opened once, led through the steps of its plan, drained and reported."""

    def __init__(self, plan: CallPlan, method: Method, signals: Signals) -> None:
        """Take a plan that has been checked."""
        super().__init__(plan, method, signals)
        self._half_closed = not method.client_streaming

    async def run(self, channels: Channels, keep: Keep = None) -> Outcome:
        """Carry the plan out. `keep` gets each response, for a call that is made for another."""
        self._keep = keep
        self._stubs = channels.get(self._plan)
        try:
            for step in self._tape.steps(self._plan.steps):
                action = step.WhichOneof("action") or ""
                if self._opens(action):
                    self._open(None)
                await getattr(self, f"_{action}")(getattr(step, action))
            return await self._finish()
        finally:
            await self._stubs.release()

    def stop(self) -> None:
        """End the RPC from outside."""
        if self._call is not None:
            self._call.cancel()

    def _open(self, request: Message | None) -> None:
        """Open the RPC, unless it has been opened."""
        if not self._opened:
            self._begin(lambda: open_call(self._stubs, self._method, self._plan, request), Inbox)

    async def _send(self, send: Send) -> None:
        if not self._method.client_streaming:
            self._open(self._requests.next(send.payload))
            self._sent_with_opening()
            return
        for request in self._requests.of(send):
            if not await self._write(request):
                return

    async def _write(self, request: Message) -> bool:
        """Write a request, and tell whether grpcio took it; not so if the RPC ended meanwhile."""
        if self._over or self._half_closed:
            return False
        try:
            await self._call.write(request)
        except (grpc.RpcError, asyncio.InvalidStateError):
            return False
        except asyncio.CancelledError:
            if not self._call.done():
                raise
            return False
        self._tape.note(EventKind.EVENT_KIND_SENT)
        return True

    async def _receive(self, receive: Receive) -> None:
        if self._inbox is not None:
            await self._inbox.receive(max(receive.count, 1))

    async def _read_headers(self, _: object) -> None:
        if self._call is not None:
            await self._call.initial_metadata()
            self._tape.note(EventKind.EVENT_KIND_HEADERS)

    async def _half_close(self, _: object) -> None:
        if self._requests.owed:
            await self._send(Send())
        if self._over or self._half_closed:
            return
        self._half_closed = True
        try:
            await self._call.done_writing()
        except grpc.aio.InternalError:
            # Of an RPC that fails meanwhile, grpcio says here only that an operation failed;
            # reading tells the status.
            return
        except asyncio.CancelledError:
            if not self._call.done():
                raise
            return
        self._tape.note(EventKind.EVENT_KIND_HALF_CLOSED)

    async def _sleep(self, sleep: Sleep | PauseReading) -> None:
        await asyncio.sleep(sleep.duration.ToNanoseconds() / 1e9)

    async def _cancel(self, cancel: Cancel) -> None:
        if cancel.when:
            signal = self._signals.awaited(self._plan.call_id, cancel.when)
            when_given(signal, partial(self._cancelled_by, self._tape.step))
            return
        self._cancel_now_or_at_opening()

    async def _await_signal(self, awaited: AwaitSignal) -> None:
        await arrival(self._signals.awaited(self._plan.call_id, awaited.name))
        self._tape.note(EventKind.EVENT_KIND_SIGNALLED)

    async def _pause_reading(self, pause: PauseReading) -> None:
        if self._inbox is not None:
            self._inbox.pause()
            await self._sleep(pause)
            self._inbox.resume()

    async def _drain(self, drain: Drain) -> None:
        if self._inbox is None:
            return
        if drain.background:
            self._tape.reading_step = self._tape.step
            self._inbox.drain_in_background()
        else:
            await self._inbox.drain()

    async def _finish(self) -> Outcome:
        """Half-close, take the rest, and fill in the outcome."""
        if self._method.client_streaming:
            self._open(None)
            await self._half_close(None)
        elif not self._opened:
            await self._send(Send())
        if self._call is not None and self._inbox is not None:
            await self._inbox.drain()
            await complete(self.outcome, self._call, self._inbox.error)
        self._tape.note(EventKind.EVENT_KIND_ENDED)
        # The inbox knows this object in turn; until such a circle is collected, grpcio's call
        # lives, and keeps the connection of a channel that has been closed.
        self._inbox = None
        return self.outcome
