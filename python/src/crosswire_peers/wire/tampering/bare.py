"""Bodies that are one message, without anything before it (Connect, unary)."""

from __future__ import annotations

import zlib
from dataclasses import replace

from crosswire.frame.v1.frame_pb2 import Direction
from crosswire.wire.v1.wire_pb2 import Block

from crosswire_peers.http2.blocks import Field
from crosswire_peers.wire.tampering.changes import Changes, Edit
from crosswire_peers.wire.tampering.fields import change_all, without
from crosswire_peers.wire.tampering.status import (
    NAMES,
    Json,
    error_of,
    fields_of,
    http_status,
    loaded,
    of_http,
    written,
)
from crosswire_peers.wire.tampering.tails import inflated

LENGTH, CODING, TYPE = b"content-length", b"content-encoding", b"content-type"
TRAILER = b"trailer-"


class BareRequest:
    """The request's body: another one or an empty one in its place. One more has no place."""

    def __init__(self, changes: Changes, edits: list[Edit]) -> None:
        """Take what is done to it."""
        self.late_head: list[Field] | None = None
        self.swallowed = 0
        kinds = ("replace_message", "drop_message")
        self._edits = [edit for edit in edits if edit.kind in kinds and edit.index == 0]
        self._changes = changes
        self._said: list[str] = []

    def head(self, fields: list[Field]) -> list[Field]:
        """The head as it goes on."""
        return without(fields, LENGTH, CODING) if self._edits else fields

    def take(self, content: bytes) -> bytes:
        """What goes on of bytes that came."""
        if not self._edits:
            return content
        self.swallowed += len(content)
        return b""

    def end(self) -> bytes:
        """What goes on before the end."""
        payload = b""
        for edit in self._edits:
            self._changes.count(edit.place)
            self._said.append(f"message 0: {edit.kind}")
            payload = edit.payload
        return payload

    def said(self) -> list[str]:
        """What has been done since this was asked last."""
        said, self._said = self._said, []
        return said


class BareResponse:
    """The response: a message, or an error in JSON. Where either changes, the head does too, and so
    waits for the whole body.
    """

    def __init__(self, changes: Changes, codec: bytes) -> None:
        """Take what is done to it, and the content type of its messages."""
        self.late_head: list[Field] | None = None
        self.swallowed = 0
        self._changes = changes
        self._codec = codec
        trailers = changes.of_block(Block.BLOCK_TRAILERS)
        self._status = [change for change in trailers if change.name in NAMES]
        # Connect Protocol Reference, "Prefixed-Trailing-Metadata".
        self._trailers = [
            replace(change, name=TRAILER + change.name)
            for change in trailers
            if change.name not in NAMES
        ]
        self._edits = changes.of_messages(Direction.DIRECTION_TO_CLIENT)
        self._head: list[Field] = []
        self._kept = bytearray()
        self._said: list[str] = []

    def head(self, fields: list[Field]) -> list[Field] | None:
        """The head as it goes on, None where that is later."""
        fields, said = change_all(self._changes, self._trailers, fields)
        self._said += said
        if not self._status and not self._edits:
            return fields
        self._head = fields
        return None

    def take(self, content: bytes) -> bytes:
        """What goes on of bytes that came."""
        if not self._head:
            return content
        self._kept += content
        self.swallowed += len(content)
        return b""

    def end(self) -> bytes:
        """The body that goes on, with its head in `late_head`."""
        if not self._head:
            return b""
        came = bytes(self._kept)
        head = without(self._head, LENGTH)
        is_ok = dict(head).get(b":status") == b"200"
        was = [] if is_ok else fields_of(self._error(came))
        was = was or fields_of(None)
        fields, said = change_all(self._changes, self._status, was)
        self._said += said
        body = self._edited(came if is_ok else None)
        if fields == was and body == (came if is_ok else None):
            self.late_head = head
            return came
        return self._write(head, error_of(fields), body or b"")

    def said(self) -> list[str]:
        """What has been done since this was asked last."""
        said, self._said = self._said, []
        return said

    def _error(self, came: bytes) -> Json:
        """The error that came; by the HTTP status where its body is none."""
        head = dict(self._head)
        try:
            found = loaded(inflated(came) if head.get(CODING) == b"gzip" else came)
        except zlib.error:
            found = {}
        return found if "code" in found else {**found, "code": of_http(head[b":status"])}

    def _edited(self, message: bytes | None) -> bytes | None:
        """The message after all that is done to it."""
        for edit in self._edits:
            if not self._fits(edit, message is not None):
                continue
            self._changes.count(edit.place)
            self._said.append(f"message 0: {edit.kind}")
            message = None if edit.kind == "drop_message" else edit.payload
        return message

    def _fits(self, edit: Edit, there: bool) -> bool:
        if edit.kind == "insert_message":
            return not there
        return there and edit.index == 0 and edit.kind != "repeat_message"

    def _write(self, head: list[Field], error: Json | None, message: bytes) -> bytes:
        """An error, or a message that isn't compressed."""
        kind = self._codec if error is None else b"application/json"
        others = without(head, b":status", TYPE, CODING)
        self.late_head = [(b":status", http_status(error)), (TYPE, kind), *others]
        return message if error is None else written(error)
