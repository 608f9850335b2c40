"""The steps of a server plan, on an event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import TypeAlias

from crosswire.peer.v1.peer_pb2 import EventKind
from crosswire.peer.v1.plan_pb2 import (
    Send,
    SendHeaders,
    ServerPlan,
    Step,
)
from crosswire.probe.v1.probe_pb2 import ProbeResponse

from crosswire_peers.grpcio_aio.intake import Intake
from crosswire_peers.grpcio_aio.interceptor import ObservedContext
from crosswire_peers.grpcio_aio.loop_steps import LoopSteps
from crosswire_peers.grpcio_shared.metadata import to_grpc
from crosswire_peers.grpcio_shared.scripted_handler import ScriptedHandler
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.payloads import message_of
from crosswire_peers.peer.signals import Signals

Write: TypeAlias = Callable[[ProbeResponse], Awaitable[None]]


class Script(LoopSteps, ScriptedHandler):
    """Carries the steps of one plan out, within one handler."""

    _context: ObservedContext

    def __init__(
        self, context: ObservedContext, entry: Entry, intake: Intake, signals: Signals, write: Write
    ) -> None:
        """Take what the steps act upon; `write` sends a response, or keeps the only one."""
        super().__init__(context, entry, signals)
        self._intake = intake
        self.write = write

    async def play(self, plan: ServerPlan) -> None:
        """Carry the steps out."""
        self._compress(plan)
        for step in self._entry.tape.steps(plan.steps):
            await self._action(step)()

    async def play_on(self, steps: Iterable[Step]) -> None:
        """Carry steps out after the end, whatever comes of them."""
        for step in steps:
            with suppress(Exception):
                await self._action(step)()

    async def _send(self, send: Send) -> None:
        response = message_of(send.payload, ProbeResponse)
        for _ in range(max(send.count, 1)):
            self._compress_next(send)
            await self.write(response)

    async def _send_headers(self, headers: SendHeaders) -> None:
        await self._context.send_initial_metadata(to_grpc(headers.metadata))
        self._entry.tape.note(EventKind.EVENT_KIND_HEADERS)
