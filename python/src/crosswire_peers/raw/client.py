"""A raw client: a connection of its own, a script, and what went over as the outcome."""

from __future__ import annotations

import asyncio

from crosswire.peer.v1.peer_pb2 import CallResponse, EventKind, Outcome
from crosswire.peer.v1.plan_pb2 import CallPlan, Codec, Compression, Protocol

from crosswire_peers.http2.blocks import Field
from crosswire_peers.peer.address import AddressError, host_and_port
from crosswire_peers.peer.errors import BadPlan, Unsupported
from crosswire_peers.peer.tape import Tape
from crosswire_peers.raw.check import problem_of
from crosswire_peers.raw.connection import Connection
from crosswire_peers.raw.player import Player
from crosswire_peers.raw.record import Record

NO_LIBRARY = "the raw peer plays `raw` and nothing else"
REFUSED = ("tls", "timeout", "server_plan", "authority", "metadata", "steps")


class RawClient:
    """One call, from the connection to its end. All of it belongs to the event loop."""

    def __init__(self, plan: CallPlan) -> None:
        """Take the plan. Raises Unsupported and BadPlan for one that can't be played."""
        _check(plan)
        self._plan = plan
        self._host, self._port = _target(plan)
        self._outcome = Outcome()
        self._tape = Tape(self._outcome)
        self._record = Record()
        self._connection: Connection | None = None

    async def run(self) -> CallResponse:
        """Connect, play, close, and tell."""
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(self._connect, self._host, self._port)
        except OSError as error:
            self._record.note(1, f"no connection: {error}")
        connection = self._connection
        if connection is not None and connection.local_port:
            self._outcome.local_port = connection.local_port
            await Player(connection).play(self._plan.raw.steps)
            connection.end()
        self._tape.note(EventKind.EVENT_KIND_ENDED)
        # What still comes while the connection closes is not part of it.
        self._outcome.frames.extend(self._record.frames())
        return CallResponse(call_id=self._plan.call_id, outcome=self._outcome)

    def stop(self) -> None:
        """End at once."""
        if self._connection is not None:
            self._connection.abort()

    def _connect(self) -> Connection:
        self._connection = Connection(self._plan.raw, self, self._record, 1, server=False)
        return self._connection

    def made(self, connection: Connection) -> None:
        """The connection is there."""
        self._tape.note(EventKind.EVENT_KIND_OPENED)

    def called(self, connection: Connection, stream: int) -> None:
        """Servers don't call."""

    def entered(self, connection: Connection, stream: int, fields: list[Field]) -> None:
        """The record has it."""

    def bytes_came(self, connection: Connection) -> None:
        """The record has them."""

    def lost(self, connection: Connection) -> None:
        """The script goes on, and finds that out."""


def _target(plan: CallPlan) -> tuple[str, int]:
    try:
        return host_and_port(plan.targets[0] if plan.targets else "")
    except AddressError as error:
        raise BadPlan(f"the first target: {error}") from error


def _check(plan: CallPlan) -> None:
    if not plan.HasField("raw"):
        raise Unsupported("raw", NO_LIBRARY)
    if (problem := problem_of(plan.raw)) is not None:
        raise BadPlan(problem)
    set_fields = {field.name for field, _ in plan.ListFields()}
    for name in REFUSED:
        if name in set_fields:
            raise Unsupported(name, NO_LIBRARY)
    if plan.protocol not in (Protocol.PROTOCOL_UNSPECIFIED, Protocol.PROTOCOL_GRPC):
        raise Unsupported("protocol", NO_LIBRARY)
    if plan.codec != Codec.CODEC_UNSPECIFIED:
        raise Unsupported("codec", NO_LIBRARY)
    if plan.compression != Compression.COMPRESSION_UNSPECIFIED:
        raise Unsupported("compression", NO_LIBRARY)
