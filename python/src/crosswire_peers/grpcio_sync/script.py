"""The steps of a server plan, on threads: a generator of responses."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait

import grpc
from crosswire.peer.v1.peer_pb2 import EventKind
from crosswire.peer.v1.plan_pb2 import (
    AwaitSignal,
    Compression,
    Drain,
    PauseReading,
    Receive,
    Send,
    SendHeaders,
    ServerPlan,
    Sleep,
)
from crosswire.probe.v1.probe_pb2 import ProbeResponse

from crosswire_peers.grpcio_shared.metadata import to_grpc
from crosswire_peers.grpcio_shared.options import COMPRESSION
from crosswire_peers.grpcio_sync.intake import Intake
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.payloads import message_of
from crosswire_peers.peer.signals import Signals


class Script:
    """Carries the steps of one plan out, within one handler."""

    def __init__(
        self, context: grpc.ServicerContext, entry: Entry, intake: Intake, signals: Signals
    ) -> None:
        """Take what the steps act upon."""
        self._context = context
        self._entry = entry
        self._intake = intake
        self._signals = signals
        self._over: Future[None] = Future()
        if not context.add_callback(lambda: self._over.set_result(None)):
            self._over.set_result(None)

    def play(self, plan: ServerPlan) -> Iterator[ProbeResponse]:
        """Carry the steps out, and yield what they send."""
        if plan.compression:
            compression = COMPRESSION[plan.compression]
            if compression is not None:
                self._context.set_compression(compression)
        for index, step in enumerate(plan.steps):
            self._entry.tape.step = index
            if step.WhichOneof("action") == "send":
                yield from self._send(step.send)
            else:
                self._act(step.WhichOneof("action"), step)
        self._entry.tape.step = -1

    def wait_until_over(self) -> None:
        """Wait until grpcio says that the RPC is over."""
        self._over.result()

    def _act(self, action: str | None, step: object) -> None:
        act = getattr(self, f"_{action}", None)
        if action is None or act is None:
            raise BadPlan(f"step {self._entry.tape.step}: {action} is no step of a server")
        act(getattr(step, action))

    def _send(self, send: Send) -> Iterator[ProbeResponse]:
        response = message_of(send.payload, ProbeResponse)
        for _ in range(max(send.count, 1)):
            if send.compression == Compression.COMPRESSION_IDENTITY:
                self._context.disable_next_message_compression()
            elif send.compression:
                raise BadPlan("grpcio can compress a whole call or leave a message out, no more")
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
