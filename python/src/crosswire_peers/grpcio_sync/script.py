"""The steps of a server plan, on threads: a generator of responses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import suppress

import grpc
from crosswire.peer.v1.peer_pb2 import EventKind
from crosswire.peer.v1.plan_pb2 import (
    AwaitSignal,
    Drain,
    PauseReading,
    Receive,
    Send,
    SendHeaders,
    ServerPlan,
    Sleep,
    Step,
)
from crosswire.probe.v1.probe_pb2 import ProbeResponse

from crosswire_peers.grpcio_shared.metadata import to_grpc
from crosswire_peers.grpcio_shared.scripted_handler import ScriptedHandler
from crosswire_peers.grpcio_sync.intake import Intake
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.payloads import message_of
from crosswire_peers.peer.signals import Signals


class Script(ScriptedHandler):
    """Carries the steps of one plan out, within one handler."""

    _context: grpc.ServicerContext

    def __init__(
        self, context: grpc.ServicerContext, entry: Entry, intake: Intake, signals: Signals
    ) -> None:
        """Take what the steps act upon."""
        super().__init__(context, entry, signals)
        self._intake = intake
        self._over: Future[None] = Future()
        if not context.add_callback(lambda: self._over.set_result(None)):
            # The observer's callback is due, and may come after the handler's end.
            entry.rpc_over()
            self._over.set_result(None)

    def play(self, plan: ServerPlan) -> Iterator[ProbeResponse]:
        """Carry the steps out, and yield what they send."""
        self._compress(plan)
        for step in self._entry.tape.steps(plan.steps):
            yield from self._play(step)

    def play_on(self, steps: Iterable[Step]) -> Iterator[ProbeResponse]:
        """Carry steps out after the end, whatever comes of them."""
        for step in steps:
            with suppress(Exception):
                yield from self._play(step)

    def _play(self, step: Step) -> Iterator[ProbeResponse]:
        if step.WhichOneof("action") == "send":
            yield from self._send(step.send)
        else:
            self._action(step)()

    def wait_until_over(self) -> None:
        """Wait until grpcio says that the RPC is over."""
        self._over.result()

    def _send(self, send: Send) -> Iterator[ProbeResponse]:
        response = message_of(send.payload, ProbeResponse)
        for _ in range(max(send.count, 1)):
            self._compress_next(send)
            yield response

    def _receive(self, receive: Receive) -> None:
        self._intake.receive(max(receive.count, 1))

    def _drain(self, drain: Drain) -> None:
        if drain.background:
            self._entry.tape.reading_step = self._entry.tape.step
            self._intake.drain_in_background()
        else:
            self._intake.drain()

    def _sleep(self, sleep: Sleep | PauseReading) -> None:
        wait([self._over], sleep.duration.ToNanoseconds() / 1e9)

    def _pause_reading(self, pause: PauseReading) -> None:
        self._intake.pause()
        self._sleep(pause)
        self._intake.resume()

    def _await_signal(self, awaited: AwaitSignal) -> None:
        signal = self._signals.awaited(self._entry.call_id, awaited.name)
        wait([signal, self._over], return_when=FIRST_COMPLETED)
        if signal.done():
            self._entry.tape.note(EventKind.EVENT_KIND_SIGNALLED)

    def _send_headers(self, headers: SendHeaders) -> None:
        self._context.send_initial_metadata(to_grpc(headers.metadata))
        self._entry.tape.note(EventKind.EVENT_KIND_HEADERS)
