"""Header blocks: decoded by hpack, encoded as plain literals, joined from frames (RFC 7541)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import hpack

from crosswire_peers.http2.frames import (
    CONTINUATION,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    PUSH_PROMISE,
    Frame,
    content,
)

LARGEST_BLOCK = 16 * 1024 * 1024
DEFAULT_TABLE = 4096

Field = tuple[bytes, bytes]


class BlockError(Exception):
    """A block that can't be decoded, or frames that don't make one."""


class BlockDecoder:
    """The decoding side of one direction of a connection: its dynamic table lives here."""

    def __init__(self, largest_table: int = DEFAULT_TABLE) -> None:
        """Take the largest dynamic table that was allowed (SETTINGS_HEADER_TABLE_SIZE)."""
        self._decoder = hpack.Decoder(max_header_list_size=LARGEST_BLOCK)
        self.allow_table(largest_table)

    def allow_table(self, size: int) -> None:
        """Change how large the encoder may make the dynamic table."""
        self._decoder.max_allowed_table_size = size

    def decode(self, block: bytes) -> list[Field]:
        """The fields in order, as raw bytes.

        Raises BlockError; the table is then worth nothing, and no later block can be decoded.
        """
        try:
            return [(bytes(name), bytes(value)) for name, value in self._fields(block)]
        except (hpack.HPACKError, IndexError, ValueError) as error:
            raise BlockError(f"{type(error).__name__}: {error}") from error

    def _fields(self, block: bytes) -> Iterable[Field]:
        fields: Iterable[Field] = self._decoder.decode(block, raw=True)
        return fields


def encode_literal(fields: Iterable[Field]) -> bytes:
    """A block of literals without indexing and without Huffman coding (RFC 7541, 6.2.2)."""
    return b"".join(b"\0" + _string(name) + _string(value) for name, value in fields)


def _string(text: bytes) -> bytes:
    return _integer(len(text)) + text


def _integer(value: int) -> bytes:
    """An integer with a prefix of seven bits, the eighth being zero (RFC 7541, 5.1)."""
    if value < 127:
        return bytes([value])
    encoded = bytearray([127])
    value -= 127
    while value >= 128:
        encoded.append(value % 128 + 128)
        value //= 128
    encoded.append(value)
    return bytes(encoded)


@dataclass(frozen=True, slots=True)
class Block:
    """A whole header block, still encoded, and the frame that began it."""

    first: Frame
    encoded: bytes

    @property
    def stream(self) -> int:
        """The stream that it is about; of a promise, the one that it came on."""
        return self.first.stream

    @property
    def end_stream(self) -> bool:
        """Whether nothing comes after it in its direction."""
        return self.first.type == HEADERS and bool(self.first.flags & END_STREAM)


class BlockAssembler:
    """Joins HEADERS or PUSH_PROMISE and their CONTINUATIONs, of one direction of a connection."""

    def __init__(self) -> None:
        """Start between blocks."""
        self._first: Frame | None = None
        self._encoded = bytearray()

    @property
    def open(self) -> bool:
        """Whether a block has begun and not ended, so that only CONTINUATION may come."""
        return self._first is not None

    def add(self, frame: Frame) -> Block | None:
        """Take the next frame, of any type, and give the block that it ends.

        Raises BlockError where the frame may not come (RFC 9113, 6.10), and FrameError from
        its padding. The block that was open is then dropped.
        """
        first = self._first
        if frame.type in (HEADERS, PUSH_PROMISE) and first is None:
            return self._more(frame, frame, content(frame))
        if frame.type == CONTINUATION and first is not None and frame.stream == first.stream:
            return self._more(first, frame, frame.payload)
        if first is None and frame.type != CONTINUATION:
            return None
        self._drop()
        raise BlockError(f"a frame of type {frame.type} out of place among header blocks")

    def _more(self, first: Frame, frame: Frame, fragment: bytes) -> Block | None:
        self._first = first
        self._encoded += fragment
        if len(self._encoded) > LARGEST_BLOCK:
            self._drop()
            raise BlockError(f"a header block of more than {LARGEST_BLOCK} bytes")
        if not frame.flags & END_HEADERS:
            return None
        block = Block(first, bytes(self._encoded))
        self._drop()
        return block

    def _drop(self) -> None:
        self._first = None
        self._encoded.clear()
