"""Fields of a header block changed, and the block encoded again."""

from __future__ import annotations

from collections.abc import Iterable

from crosswire.wire.v1.wire_pb2 import Block

from crosswire_peers.http2.blocks import Field, encode_literal
from crosswire_peers.http2.frames import (
    CONTINUATION,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    Frame,
    encode,
)
from crosswire_peers.wire.tampering.changes import Changes, FieldChange

# What every receiver takes (RFC 9113, 4.2).
FRAME_SIZE = 16384

WORDS = {
    Block.BLOCK_REQUEST: "the request",
    Block.BLOCK_RESPONSE: "the response",
    Block.BLOCK_TRAILERS: "the trailers",
}


def changed(fields: list[Field], change: FieldChange) -> list[Field]:
    """The fields after one change; equal to those before where it finds nothing to do."""
    new = (change.name, change.value)
    places = [at for at, (name, _) in enumerate(fields) if name == change.name]
    others = [field for field in fields if field[0] != change.name]
    if change.kind == "remove_field":
        return others
    if not places:
        # Pseudo-header fields come first (RFC 9113, 8.3).
        return [new, *fields] if change.name.startswith(b":") else [*fields, new]
    if change.kind == "set_field":
        return [*others[: places[0]], new, *others[places[0] :]]
    return [*fields[: places[-1] + 1], new, *fields[places[-1] + 1 :]]


def change_all(
    changes: Changes, some: Iterable[FieldChange], fields: list[Field]
) -> tuple[list[Field], list[str]]:
    """The fields after some of the changes, which are counted; and what was done."""
    said: list[str] = []
    for change in some:
        was, fields = fields, changed(fields, change)
        if fields != was:
            changes.count(change.place)
            what = f"{change.kind.removesuffix('_field')} {change.name.decode('latin-1')}"
            said.append(f"{what} of {WORDS[change.block]}")
    return fields, said


def changed_block(
    changes: Changes, block: Block, fields: list[Field]
) -> tuple[list[Field], list[str]]:
    """The fields of a block after all changes to it."""
    return change_all(changes, changes.of_block(block), fields)


def without(fields: list[Field], *names: bytes) -> list[Field]:
    """The fields but for these."""
    return [field for field in fields if field[0] not in names]


def table_updates(block: bytes) -> bytes:
    """The changes of the dynamic table's size with which a block begins (RFC 7541, 6.3).

    A receiver that has asked for a smaller table waits for them, also where none is used.
    """
    at = 0
    while at < len(block) and block[at] & 0xE0 == 0x20:
        longer = block[at] & 0x1F == 0x1F
        at += 1
        while longer and at < len(block):
            longer = bool(block[at] & 0x80)
            at += 1
    return block[:at]


def block_frames(
    stream: int, fields: Iterable[Field], end: bool, before: bytes = b"", first: int = HEADERS
) -> bytes:
    """A block as frames, of which the first is of that type. `before` is already encoded."""
    block = before + encode_literal(fields)
    pieces = [block[at : at + FRAME_SIZE] for at in range(0, len(block), FRAME_SIZE)] or [b""]
    last = len(pieces) - 1
    written = [
        encode(
            Frame(
                CONTINUATION if at else first,
                (END_HEADERS if at == last else 0) | (END_STREAM if end and not at else 0),
                stream,
                piece,
            )
        )
        for at, piece in enumerate(pieces)
    ]
    return b"".join(written)


def split_trailers_only(fields: list[Field]) -> tuple[list[Field], list[Field]]:
    """A Trailers-Only block as headers and trailers (PROTOCOL-HTTP2.md, Responses)."""
    head = [field for field in fields if _belongs_to_head(field[0])]
    return head, [field for field in fields if not _belongs_to_head(field[0])]


def _belongs_to_head(name: bytes) -> bool:
    return name.startswith(b":") or name in (
        b"content-type",
        b"grpc-encoding",
        b"grpc-accept-encoding",
    )
