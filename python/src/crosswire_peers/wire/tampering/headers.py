"""The header blocks of one direction under tampering: changed, and encoded again."""

from __future__ import annotations

from crosswire.frame.v1.frame_pb2 import Direction
from crosswire.wire.v1.wire_pb2 import Block as BlockName

from crosswire_peers.http2.blocks import Block, Field
from crosswire_peers.http2.frames import PADDED, PUSH_PROMISE
from crosswire_peers.wire.tampering.calls import Call, Calls
from crosswire_peers.wire.tampering.changes import Changes
from crosswire_peers.wire.tampering.fields import (
    block_frames,
    changed_block,
    split_trailers_only,
    table_updates,
)
from crosswire_peers.wire.tampering.heads import Heads, is_interim
from crosswire_peers.wire.tampering.messages import data_frames
from crosswire_peers.wire.tampering.outlet import Outlet


class Headers:
    """All blocks are encoded again, changed or not: where frames are dropped or reordered, the
    sender's dynamic table isn't the receiver's.
    """

    def __init__(
        self, direction: Direction, changes: Changes, calls: Calls, outlet: Outlet
    ) -> None:
        """Take where they go on."""
        self._direction = direction
        self._to_client = direction == Direction.DIRECTION_TO_CLIENT
        self._changes = changes
        self._calls = calls
        self._outlet = outlet
        self._heads = Heads(direction, changes, outlet)

    def take(self, block: Block, fields: list[Field]) -> list[str]:
        """Let a block go on; says what was done."""
        before = table_updates(block.encoded)
        if block.first.type == PUSH_PROMISE:
            return self._promise(block, fields, before)
        call = self._calls.of(block.stream)
        if not self._to_client and self._direction not in call.begun:
            call.open(fields)
        if not call.is_grpc:
            return self._heads.take(call, block, fields)
        names = self._names(call, block, fields)
        messages = call.bodies[self._direction]
        if self._is_first(names):
            fields = messages.head(fields) or fields
        late = messages.end() if block.end_stream else b""
        said = messages.said()
        if late and self._is_first(names):
            return said + self._with_messages(call, block, fields, names, late)
        if late:
            self._outlet.send(call, data_frames(block.stream, late, False))
        fields, done = self._changed(fields, names)
        return said + done + self._send(call, block, fields, before)

    def _promise(self, block: Block, fields: list[Field], before: bytes) -> list[str]:
        at = 1 if block.first.flags & PADDED else 0
        before = block.first.payload[at : at + 4] + before
        frames = block_frames(block.stream, fields, False, before, PUSH_PROMISE)
        self._outlet.send(None, frames)
        return []

    def _with_messages(
        self, call: Call, block: Block, fields: list[Field], names: list[BlockName], late: bytes
    ) -> list[str]:
        """Let messages go behind the first block where that is its direction's end as well."""
        head, tail = split_trailers_only(fields) if self._to_client else (fields, [])
        head, done = self._changed(head, names[:1])
        before = table_updates(block.encoded)
        self._outlet.send(call, block_frames(block.stream, head, False, before))
        data = data_frames(block.stream, late, not self._to_client)
        if not self._to_client:
            return done + self._outlet.send_end(call, data)
        self._outlet.send(call, data)
        tail, more = self._changed(tail, names[1:])
        return done + more + self._send(call, block, tail, b"")

    def _send(self, call: Call, block: Block, fields: list[Field], before: bytes) -> list[str]:
        frames = block_frames(block.stream, fields, block.end_stream, before)
        if block.end_stream:
            return self._outlet.send_end(call, frames)
        self._outlet.send(call, frames)
        return []

    def _is_first(self, names: list[BlockName]) -> bool:
        return bool(names) and names[0] != BlockName.BLOCK_TRAILERS

    def _names(self, call: Call, block: Block, fields: list[Field]) -> list[BlockName]:
        """What the block is in its call. An interim response (1xx) is nothing."""
        names: list[BlockName] = []
        if is_interim(fields):
            return names
        if self._direction not in call.begun:
            call.begun.add(self._direction)
            names.append(BlockName.BLOCK_RESPONSE if self._to_client else BlockName.BLOCK_REQUEST)
        if self._to_client and block.end_stream:
            names.append(BlockName.BLOCK_TRAILERS)
        return names

    def _changed(
        self, fields: list[Field], names: list[BlockName]
    ) -> tuple[list[Field], list[str]]:
        said: list[str] = []
        for name in names:
            fields, done = changed_block(self._changes, name, fields)
            said += done
        return fields, said
