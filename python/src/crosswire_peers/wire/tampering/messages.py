"""The gRPC messages of one direction of a call: Length-Prefixed-Messages, as their bytes come."""

from __future__ import annotations

import struct
from collections.abc import Callable

from crosswire_peers.http2.blocks import Field
from crosswire_peers.http2.frames import DATA, END_STREAM, Frame, encode
from crosswire_peers.wire.tampering.changes import Edit
from crosswire_peers.wire.tampering.fields import FRAME_SIZE, without

PREFIX = 5
LARGEST_REPEATED = 4 * 1024 * 1024


def prefixed(payload: bytes, flag: int = 0) -> bytes:
    """A message that isn't compressed, with its prefix."""
    return struct.pack(">BI", flag, len(payload)) + payload


def data_frames(stream: int, payload: bytes, end: bool) -> bytes:
    """A payload as DATA; nothing, where there is neither payload nor end."""
    cuts = range(0, len(payload), FRAME_SIZE) or range(1 if end else 0)
    frames = (
        Frame(
            DATA,
            END_STREAM if end and at + FRAME_SIZE >= len(payload) else 0,
            stream,
            payload[at : at + FRAME_SIZE],
        )
        for at in cuts
    )
    return b"".join(map(encode, frames))


class Messages:
    """What has come of them. Nothing is kept for longer than the bytes at hand, but for a message
    that is to be repeated: a sender may be waiting for the receiver's window.
    """

    def __init__(self, edits: list[Edit], count: Callable[[int], None]) -> None:
        """Take what is changed, and what counts that."""
        self.late_head: list[Field] | None = None
        self.swallowed = 0
        self._edits = edits
        self._count = count
        self._said: list[str] = []
        self._index = 0
        self._between = True
        self._head = bytearray()
        self._left = 0
        self._passes = True
        self._again: list[Edit] = []
        self._copy = bytearray()

    @property
    def inserts(self) -> bool:
        """Whether a message may be to come behind the last one."""
        return any(edit.kind == "insert_message" for edit in self._edits)

    def head(self, fields: list[Field]) -> list[Field]:
        """The head as it goes on: without a length that is another in the end."""
        return without(fields, b"content-length") if self._edits else fields

    def take(self, content: bytes) -> bytes:
        """What goes on of bytes that came."""
        if not self._edits:
            return content
        out = bytearray()
        at = 0
        while at < len(content):
            if self._between:
                out += self._begin()
            at += self._some(content, at, out)
        return bytes(out)

    def end(self) -> bytes:
        """What goes on before the end: messages that were to come behind the last one."""
        if not self._between:
            return b""
        late = [e for e in self._edits if e.kind == "insert_message" and e.index >= self._index]
        self._edits = []
        return b"".join(self._inserted(edit) for edit in late)

    def said(self) -> list[str]:
        """What has been done since this was asked last."""
        said, self._said = self._said, []
        return said

    def _begin(self) -> bytes:
        """Decide about the next message; gives what goes on before it, or instead of it."""
        edits = [edit for edit in self._edits if edit.index == self._index]
        by_kind = {edit.kind: edit for edit in edits}
        self._between = False
        self._head.clear()
        self._copy.clear()
        self._again = [edit for edit in edits if edit.kind == "repeat_message"]
        out = b"".join(self._inserted(edit) for edit in edits if edit.kind == "insert_message")
        drop, replace = by_kind.get("drop_message"), by_kind.get("replace_message")
        self._passes = drop is None and replace is None
        if drop is not None:
            self._again = []
            self._done(drop, "dropped")
        elif replace is not None:
            self._done(replace, "replaced")
            self._copy += prefixed(replace.payload)
            out += self._copy
        return out

    def _some(self, content: bytes, at: int, out: bytearray) -> int:
        """Take some of the message under way; gives how many bytes."""
        if len(self._head) < PREFIX:
            piece = content[at : at + PREFIX - len(self._head)]
            self._head += piece
            if len(self._head) == PREFIX:
                self._left = int.from_bytes(self._head[1:], "big")
        else:
            piece = content[at : at + self._left]
            self._left -= len(piece)
        self._go_on(piece, out)
        if len(self._head) == PREFIX and self._left == 0:
            self._finish(out)
        return len(piece)

    def _go_on(self, piece: bytes, out: bytearray) -> None:
        if not self._passes:
            self.swallowed += len(piece)
            return
        out += piece
        if self._again and len(self._copy) <= LARGEST_REPEATED:
            self._copy += piece

    def _finish(self, out: bytearray) -> None:
        for edit in self._again:
            if len(self._copy) > LARGEST_REPEATED:
                self._said.append(f"message {self._index} is too long to be repeated")
            else:
                out += self._copy
                self._done(edit, "repeated")
        self._between = True
        self._index += 1

    def _inserted(self, edit: Edit) -> bytes:
        self._done(edit, "put before it")
        return prefixed(edit.payload)

    def _done(self, edit: Edit, what: str) -> None:
        self._count(edit.place)
        self._said.append(f"message {self._index} {what}")
