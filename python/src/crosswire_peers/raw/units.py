"""Steps that send, as units of what they put on the wire."""

from __future__ import annotations

from collections.abc import Iterator

from crosswire.peer.v1.raw_pb2 import RawData, RawFrame, RawHeaders

from crosswire_peers.http2.blocks import encode_literal
from crosswire_peers.http2.frames import (
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    PADDED,
    Frame,
)
from crosswire_peers.raw.output import Unit, unit_of

FRAGMENT = 16384
LARGEST_PADDING = 255
# Of small frames a system call each would take longer than all else.
MOST_TOGETHER = 64


def frame_unit(step: RawFrame, stream: int) -> Unit:
    """One frame, right or wrong."""
    frame = Frame(step.type, step.flags, stream, step.payload)
    return unit_of(frame, length=step.length if step.HasField("length") else None)


def headers_unit(step: RawHeaders, stream: int) -> Unit:
    """A header block: HEADERS, and CONTINUATIONs where it has to be cut."""
    fields = [(field.name.encode("latin-1"), field.value) for field in step.fields]
    block = step.block if step.HasField("block") else encode_literal(fields)
    fragments = list(_cut(block, list(step.cut)))
    frames = [
        Frame(
            CONTINUATION if index else HEADERS,
            (END_STREAM if step.end_stream and not index else 0)
            | (END_HEADERS if index == len(fragments) - 1 and not step.no_end_headers else 0),
            stream,
            fragment,
        )
        for index, fragment in enumerate(fragments)
    ]
    return unit_of(*frames)


def _cut(block: bytes, sizes: list[int]) -> Iterator[bytes]:
    """Fragments of these sizes, then of 16,384; at least one."""
    at = 0
    for size in sizes:
        yield block[at : at + size]
        at += size
    if at < len(block) or not sizes:
        yield block[at : at + FRAGMENT]
    for later in range(at + FRAGMENT, len(block), FRAGMENT):
        yield block[later : later + FRAGMENT]


def overhead(step: RawData) -> int:
    """What padding adds to each frame, the byte of its length with it (RFC 9113, 6.1)."""
    return step.padding + 1 if step.padding else 0


def data_unit(step: RawData, stream: int, at: int, room: int) -> tuple[Unit, int]:
    """Frames of DATA with the payload from `at`, as many as there is room for, and where they end.

    The room is for one frame at least, and an empty one needs none.
    """
    frames: list[Frame] = []
    payload = step.payload  # each reading copies it
    while len(frames) < MOST_TOGETHER:
        left = len(payload) - at
        size = min(left, step.frame_size or FRAGMENT, room - overhead(step))
        if frames and (size <= 0 or left == 0):
            break
        content = payload[at : at + max(size, 0)]
        at += len(content)
        frames.append(_data_frame(step, stream, content, at >= len(payload)))
        room -= len(frames[-1].payload)
    return unit_of(*frames), at


def _data_frame(step: RawData, stream: int, content: bytes, last: bool) -> Frame:
    flags = END_STREAM if last and step.end_stream else 0
    if not step.padding:
        return Frame(DATA, flags, stream, content)
    payload = bytes([step.padding]) + content + bytes(step.padding)
    return Frame(DATA, flags | PADDED, stream, payload)
