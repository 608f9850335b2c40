"""The client's side of a call plan, on threads."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, Future, InvalidStateError, wait
from contextlib import suppress

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

from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.scripted_call import Keep, ScriptedCall
from crosswire_peers.grpcio_sync.channels import Channels
from crosswire_peers.grpcio_sync.feed import Feed
from crosswire_peers.grpcio_sync.inbox import Inbox
from crosswire_peers.grpcio_sync.opening import open_call
from crosswire_peers.grpcio_sync.outcome import complete
from crosswire_peers.grpcio_sync.ways import FUTURE, FutureInbox, blocks
from crosswire_peers.peer.errors import Unsupported
from crosswire_peers.peer.signals import Signals


class ClientCall(ScriptedCall[Inbox]):
    """One RPC: opened once, led through the steps of its plan, drained and reported.

    `run` belongs to one thread; `stop` may come from another.
    """

    def __init__(self, plan: CallPlan, method: Method, signals: Signals) -> None:
        """Take a plan that has been checked."""
        super().__init__(plan, method, signals)
        self._feed = Feed()
        self._stopped: Future[None] = Future()

    def run(self, channels: Channels, keep: Keep = None) -> Outcome:
        """Carry the plan out. `keep` gets each response, for a call that is made for another."""
        self._keep = keep
        self._stubs = channels.get(self._plan)
        try:
            for step in self._tape.steps(self._plan.steps):
                action = step.WhichOneof("action") or ""
                if self._opens(action):
                    self._open(self._feed)
                getattr(self, f"_{action}")(getattr(step, action))
            return self._finish()
        finally:
            self._stubs.release()

    def stop(self) -> None:
        """End it from outside: cancel the RPC, and let go whatever the plan waits for."""
        # First of all: whoever is let go may half-close, and the server would hear of that.
        self._cancel_if_open()
        with suppress(InvalidStateError):
            self._stopped.set_result(None)
        # It may have been opened meanwhile, by who did not know of the stop.
        self._cancel_if_open()
        self._feed.close()
        if self._inbox is not None:
            self._inbox.resume()

    def _cancel_if_open(self) -> None:
        if self._call is not None:
            self._call.cancel()

    def _open(self, request: Message | Feed) -> None:
        """Open the RPC, unless it has been opened, and let the feed end with it."""
        if self._opened:
            return
        begun = self._begin(
            lambda: open_call(self._stubs, self._method, self._plan, request),
            FutureInbox if self._plan.way == FUTURE else Inbox,
        )
        if not begun:
            self._feed.close()
            return
        if not self._call.add_callback(self._feed.close):
            self._feed.close()
        if self._stopped.done():
            self._call.cancel()

    def _send(self, send: Send) -> None:
        if not self._method.client_streaming:
            self._open(self._requests.next(send.payload))
            self._sent_with_opening()
            return
        for request in self._requests.of(send):
            if self._over or not self._feed.put(request):
                return
            self._tape.note(EventKind.EVENT_KIND_SENT)

    def _receive(self, receive: Receive) -> None:
        if self._inbox is not None:
            self._inbox.receive(max(receive.count, 1))

    def _read_headers(self, _: object) -> None:
        if self._call is not None:
            self._call.initial_metadata()
            self._tape.note(EventKind.EVENT_KIND_HEADERS)

    def _half_close(self, _: object) -> None:
        if not self._method.client_streaming:
            return
        if self._requests.owed:
            self._send(Send())
        over = self._over
        if self._feed.close() and not over:
            self._tape.note(EventKind.EVENT_KIND_HALF_CLOSED)

    def _sleep(self, sleep: Sleep | PauseReading) -> None:
        wait([self._stopped], sleep.duration.ToNanoseconds() / 1e9)

    def _cancel(self, cancel: Cancel) -> None:
        if cancel.when:
            step = self._tape.step
            signal = self._signals.awaited(self._plan.call_id, cancel.when)
            signal.add_done_callback(lambda _: self._cancelled_by(step))
            return
        if blocks(self._plan, self._method) and not self._opened:
            raise Unsupported("cancel", "a call that blocks ends with its channel", self._tape.step)
        self._cancel_now_or_at_opening()

    def _await_signal(self, awaited: AwaitSignal) -> None:
        signal = self._signals.awaited(self._plan.call_id, awaited.name)
        wait([signal, self._stopped], return_when=FIRST_COMPLETED)
        self._tape.note(EventKind.EVENT_KIND_SIGNALLED)

    def _pause_reading(self, pause: PauseReading) -> None:
        if self._inbox is not None:
            self._inbox.pause()
            self._sleep(pause)
            self._inbox.resume()

    def _drain(self, drain: Drain) -> None:
        if self._inbox is None:
            return
        if drain.background:
            self._tape.reading_step = self._tape.step
            self._inbox.drain_in_background()
        else:
            self._inbox.drain()

    def _finish(self) -> Outcome:
        """Half-close, take the rest, and fill in the outcome."""
        if not self._method.client_streaming and not self._opened:
            self._send(Send())
        if self._method.client_streaming:
            self._open(self._feed)
            self._half_close(None)
        if self._call is not None and self._inbox is not None:
            self._inbox.drain()
            complete(self.outcome, self._call, self._inbox.error)
        self._tape.note(EventKind.EVENT_KIND_ENDED)
        return self.outcome
