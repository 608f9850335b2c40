"""A response's body whose last envelope says how the call ended (gRPC-Web, Connect's streams)."""

from __future__ import annotations

import zlib

from crosswire.wire.v1.wire_pb2 import Block

from crosswire_peers.http2.blocks import Field
from crosswire_peers.wire.tampering.changes import Changes
from crosswire_peers.wire.tampering.fields import changed_block, without
from crosswire_peers.wire.tampering.messages import PREFIX, Messages, prefixed
from crosswire_peers.wire.tampering.status import NAMES, STATUS
from crosswire_peers.wire.tampering.tails import Tail, inflated

COMPRESSED = 0x01


class Tailed:
    """Its messages are as in gRPC. The tail is kept until the body's end: it is the call's end,
    which may be held back, and messages that come late go before it.
    """

    def __init__(self, changes: Changes, messages: Messages, tail: Tail) -> None:
        """Take what is done to its messages, and how its tail is written."""
        self.late_head: list[Field] | None = None
        self._changes = changes
        self._messages = messages
        self._tail = tail
        self._said: list[str] = []
        self._swallowed = 0
        # What isn't 200 has a body that is no envelopes.
        self._plain = False
        self._head = bytearray()
        self._left = 0
        self._is_tail = False
        self._kept = bytearray()

    @property
    def swallowed(self) -> int:
        """How many bytes have not gone on."""
        return self._swallowed + self._messages.swallowed

    def head(self, fields: list[Field]) -> list[Field]:
        """The head as it goes on. Trailers may all be in it; behind messages that come late they
        go into the body (PROTOCOL-WEB.md, "Message framing").
        """
        self._plain = dict(fields).get(b":status") != b"200"
        fields = without(fields, b"content-length")
        if STATUS not in dict(fields):
            return fields
        if self._messages.inserts:
            ends = [field for field in fields if field[0] in NAMES]
            self._kept += prefixed(self._tail.write(ends), self._tail.flag)
            return without(fields, *NAMES)
        fields, said = changed_block(self._changes, Block.BLOCK_TRAILERS, fields)
        self._said += said
        return fields

    def take(self, content: bytes) -> bytes:
        """What goes on of bytes that came: all but the tail."""
        if self._plain:
            return content
        out = bytearray()
        at = 0
        while at < len(content):
            at += self._some(content, at, out)
        return bytes(out)

    def end(self) -> bytes:
        """What goes on before the end: messages that come late, and the tail."""
        late = self._messages.end()
        tail, self._kept = bytes(self._kept), bytearray()
        return late + (self._changed(tail) if tail else b"")

    def said(self) -> list[str]:
        """What has been done since this was asked last."""
        said, self._said = self._said, []
        return self._messages.said() + said

    def _some(self, content: bytes, at: int, out: bytearray) -> int:
        """Take some of the envelope under way; gives how many bytes."""
        if not self._head:
            self._is_tail = bool(content[at] & self._tail.flag)
        if len(self._head) < PREFIX:
            piece = content[at : at + PREFIX - len(self._head)]
            self._head += piece
            self._left = int.from_bytes(self._head[1:], "big")
        else:
            piece = content[at : at + self._left]
            self._left -= len(piece)
        if self._is_tail:
            self._kept += piece
            self._swallowed += len(piece)
        else:
            out += self._messages.take(piece)
        if len(self._head) == PREFIX and self._left == 0:
            self._head.clear()
        return len(piece)

    def _changed(self, tail: bytes) -> bytes:
        body = tail[PREFIX:]
        try:
            was = self._tail.read(inflated(body) if tail[0] & COMPRESSED else body)
        except zlib.error as error:
            self._said.append(f"the tail can't be read: {error}")
            return tail
        fields, said = changed_block(self._changes, Block.BLOCK_TRAILERS, was)
        self._said += said
        return tail if fields == was else prefixed(self._tail.write(fields), self._tail.flag)
