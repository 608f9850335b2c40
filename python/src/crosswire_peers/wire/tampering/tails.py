"""The last envelope of a response's body: gRPC-Web's trailers, and Connect's EndStreamResponse."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from crosswire_peers.http2.blocks import Field
from crosswire_peers.wire.tampering.status import NAMES, Json, error_of, fields_of, loaded, written

LARGEST_TAIL = 4 * 1024 * 1024
GZIP = zlib.MAX_WBITS | 16


@dataclass(frozen=True, slots=True)
class Tail:
    """How one is told from a message, read as the fields of gRPC's trailers, and written."""

    flag: int
    read: Callable[[bytes], list[Field]]
    write: Callable[[list[Field]], bytes]


def inflated(body: bytes) -> bytes:
    """What gzip made smaller. Raises zlib.error for what isn't that, or is too much."""
    inflating = zlib.decompressobj(GZIP)
    content = inflating.decompress(body, LARGEST_TAIL)
    if not inflating.eof:
        raise zlib.error("not whole, or too long")
    return content


def _read_lines(body: bytes) -> list[Field]:
    """PROTOCOL-WEB.md, "Message framing": a block of HTTP/1.1 without the empty line."""
    pairs = (line.partition(b":") for line in body.split(b"\r\n") if line)
    return [(name.strip().lower(), value.strip()) for name, _, value in pairs]


def _write_lines(fields: list[Field]) -> bytes:
    return b"".join(name + b": " + value + b"\r\n" for name, value in fields)


def _read_end(body: bytes) -> list[Field]:
    """Connect Protocol Reference, "Error and EndStreamResponse"."""
    end = loaded(body)
    metadata: dict[str, list[str]] = end.get("metadata") or {}
    return [
        *(
            (name.lower().encode(), value.encode())
            for name, values in metadata.items()
            for value in values
        ),
        *fields_of(end.get("error")),
    ]


def _write_end(fields: list[Field]) -> bytes:
    end: Json = {}
    error = error_of(fields)
    if error is not None:
        end["error"] = error
    metadata: dict[str, list[str]] = {}
    for name, value in fields:
        if name not in NAMES:
            metadata.setdefault(name.decode("latin-1"), []).append(value.decode())
    if metadata:
        end["metadata"] = metadata
    return written(end)


WEB_TAIL = Tail(0x80, _read_lines, _write_lines)
STREAM_TAIL = Tail(0x02, _read_end, _write_end)
