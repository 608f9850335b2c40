"""One call of HTTP/2 over a tap, written and read frame by frame: any protocol's bytes."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field

from crosswire.frame.v1.frame_pb2 import Direction
from crosswire.wire.v1.wire_pb2 import Block, BlockField, MessageChange, Tampering

from crosswire_peers.http2.blocks import BlockDecoder, Field, encode_literal
from crosswire_peers.http2.frames import (
    DATA,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    PREFACE,
    SETTINGS,
    Frame,
    FrameReader,
    encode,
)
from wire.plain import connected
from wire.wire_process import WireProcess

UP = Direction.DIRECTION_TO_SERVER
DOWN = Direction.DIRECTION_TO_CLIENT

Fields = dict[str, str]


@dataclass
class Part:
    """A request or a response; its body goes in these pieces."""

    fields: Fields
    pieces: Iterable[bytes] = ()

    def encoded(self) -> bytes:
        """It as frames, behind SETTINGS; the last piece ends it."""
        pieces = list(self.pieces)
        block = encode_literal((n.encode(), v.encode()) for n, v in self.fields.items())
        flags = END_HEADERS | (0 if pieces else END_STREAM)
        frames = [Frame(SETTINGS, 0, 0), Frame(HEADERS, flags, 1, block)]
        for at, piece in enumerate(pieces, 1):
            frames.append(Frame(DATA, END_STREAM if at == len(pieces) else 0, 1, piece))
        return b"".join(map(encode, frames))


@dataclass
class Heard:
    """What came of one."""

    fields: Fields = field(default_factory=dict)
    body: bytes = b""
    types: list[int] = field(default_factory=list)


@dataclass
class Spoken:
    """A call that is over."""

    request: Heard
    response: Heard
    applied: list[int]


def heard(end: socket.socket, before: bytes = b"") -> Heard:
    """Read until the stream ends."""
    found = Heard()
    reader, decoder = FrameReader(), BlockDecoder()
    early = bytearray()
    while len(early) < len(before):
        early += end.recv(len(before) - len(early))
    assert early == before
    while True:
        data = end.recv(65536)
        assert data, "the connection is over before the call"
        for frame in reader.feed(data):
            found.types.append(frame.type)
            if frame.type == HEADERS:
                found.fields |= named(decoder.decode(frame.payload))
            if frame.type == DATA:
                found.body += frame.payload
            if frame.stream and frame.flags & END_STREAM and frame.type in (DATA, HEADERS):
                return found


def named(fields: list[Field]) -> Fields:
    """Fields as texts."""
    return {name.decode(): value.decode() for name, value in fields}


def spoken(wire: WireProcess, *changes: Tampering, request: Part, response: Part) -> Spoken:
    """A call over a tap; the server answers when it has the whole request."""
    with connected(wire, *changes) as ends:
        ends.client.sendall(PREFACE + request.encoded())
        asked = heard(ends.server, PREFACE)
        ends.server.sendall(response.encoded())
        answered = heard(ends.client)
        return Spoken(asked, answered, list(ends.tap.read("0s").applied))


def trailer(name: str, value: bytes) -> Tampering:
    block = Block.BLOCK_TRAILERS
    return Tampering(set_field=BlockField(block=block, name=name, value=value))


def header(name: str, value: bytes) -> Tampering:
    block = Block.BLOCK_RESPONSE
    return Tampering(set_field=BlockField(block=block, name=name, value=value))


def message(kind: str, direction: Direction, index: int = 0, payload: bytes = b"new") -> Tampering:
    change = MessageChange(direction=direction, index=index, payload=payload)
    tampering = Tampering()
    getattr(tampering, kind).CopyFrom(change)
    return tampering


def envelope(body: bytes, flags: int = 0) -> bytes:
    return struct.pack(">BI", flags, len(body)) + body


def request(kind: str, *pieces: bytes) -> Part:
    return Part({":method": "POST", ":path": "/a.B/C", "content-type": kind}, pieces)


def ok(kind: str, *pieces: bytes, **more: str) -> Part:
    fields = {":status": "200", "content-type": kind}
    return Part(fields | {name.replace("_", "-"): value for name, value in more.items()}, pieces)


def cut(body: bytes, size: int) -> list[bytes]:
    return [body[at : at + size] for at in range(0, len(body), size)]
