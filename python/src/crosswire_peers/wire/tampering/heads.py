"""The header blocks of Connect and gRPC-Web under tampering: there trailers are in the body."""

from __future__ import annotations

from crosswire.frame.v1.frame_pb2 import Direction
from crosswire.wire.v1.wire_pb2 import Block as BlockName

from crosswire_peers.http2.blocks import Block, Field
from crosswire_peers.wire.tampering.body import end_frames
from crosswire_peers.wire.tampering.calls import Call
from crosswire_peers.wire.tampering.changes import Changes
from crosswire_peers.wire.tampering.fields import block_frames, changed_block, table_updates
from crosswire_peers.wire.tampering.messages import data_frames
from crosswire_peers.wire.tampering.outlet import Outlet


def is_interim(fields: list[Field]) -> bool:
    """Whether it is an interim response (1xx)."""
    return dict(fields).get(b":status", b"").startswith(b"1")


class Heads:
    """Those of one direction."""

    def __init__(self, direction: Direction, changes: Changes, outlet: Outlet) -> None:
        """Take where they go on."""
        self._direction = direction
        to_client = direction == Direction.DIRECTION_TO_CLIENT
        self._name = BlockName.BLOCK_RESPONSE if to_client else BlockName.BLOCK_REQUEST
        self._changes = changes
        self._outlet = outlet

    def take(self, call: Call, block: Block, fields: list[Field]) -> list[str]:
        """Let a block go on; says what was done."""
        before = table_updates(block.encoded)
        if is_interim(fields):
            self._outlet.send(call, block_frames(block.stream, fields, False, before))
            return []
        if self._direction in call.begun:
            return self._trailers(call, block, fields, before)
        call.begun.add(self._direction)
        return self._first(call, block, fields, before)

    def _first(self, call: Call, block: Block, fields: list[Field], before: bytes) -> list[str]:
        body = call.bodies[self._direction]
        fields, said = changed_block(self._changes, self._name, fields)
        head = body.head(fields)
        if block.end_stream:
            goes = body.end()
            frames = end_frames(block.stream, head or body.late_head, goes, before)
            return said + body.said() + self._outlet.send_end(call, frames)
        if head is None:
            call.before = before
        else:
            self._outlet.send(call, block_frames(block.stream, head, False, before))
        return said + body.said()

    def _trailers(self, call: Call, block: Block, fields: list[Field], before: bytes) -> list[str]:
        """HTTP's own, which say nothing of a call."""
        body = call.bodies[self._direction]
        goes = body.end()
        frames = data_frames(block.stream, goes, False)
        if body.late_head is not None:
            frames = block_frames(block.stream, body.late_head, False, call.before) + frames
        frames += block_frames(block.stream, fields, True, before)
        return body.said() + self._outlet.send_end(call, frames)
