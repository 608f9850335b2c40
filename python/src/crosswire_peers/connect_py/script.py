"""The steps of a server plan: a generator, since connectrpc's handlers yield what they send."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable
from typing import Any

from crosswire.peer.v1.peer_pb2 import EventKind
from crosswire.peer.v1.plan_pb2 import (
    Compression,
    Send,
    SendHeaders,
    Step,
)
from crosswire.probe.v1.probe_pb2 import ProbeResponse

from crosswire_peers.connect_py.intake import Intake
from crosswire_peers.connect_py.interceptor import Context
from crosswire_peers.connect_py.metadata import add_to
from crosswire_peers.grpcio_aio.loop_steps import LoopSteps
from crosswire_peers.peer.errors import BadPlan
from crosswire_peers.peer.observations import Entry
from crosswire_peers.peer.payloads import message_of
from crosswire_peers.peer.signals import Signals

CHOOSES = "connectrpc chooses: gzip where the client takes it"


class Script(LoopSteps):
    """One handler at its plan. Steps but `send` are carried out by the methods of their names."""

    def __init__(self, context: Context, entry: Entry, intake: Intake, signals: Signals) -> None:
        """Take what the steps act upon."""
        self._context = context
        self._entry = entry
        self._intake = intake
        self._signals = signals

    async def play(
        self, steps: Iterable[Step], compression: Compression
    ) -> AsyncGenerator[ProbeResponse]:
        """Carry the steps out, and yield what they send."""
        if compression not in (Compression.COMPRESSION_UNSPECIFIED, Compression.COMPRESSION_GZIP):
            raise BadPlan(CHOOSES)
        for step in self._entry.tape.steps(steps):
            if step.HasField("send"):
                for response in _responses(step.send):
                    yield response
            else:
                await self._act(step)

    async def _act(self, step: Step) -> None:
        action = step.WhichOneof("action")
        act: Any = getattr(self, f"_{action}", None)
        if action is None or act is None:
            raise BadPlan(f"step {self._entry.tape.step}: {action} is no step of a server")
        await act(getattr(step, action))

    async def _send_headers(self, headers: SendHeaders) -> None:
        """Set them: they leave with the first message, or with the end."""
        add_to(self._context.response_headers, headers.metadata)
        self._entry.tape.note(EventKind.EVENT_KIND_HEADERS)


def _responses(send: Send) -> Iterable[ProbeResponse]:
    if send.compression:
        raise BadPlan(CHOOSES)
    return [message_of(send.payload, ProbeResponse)] * max(send.count, 1)
