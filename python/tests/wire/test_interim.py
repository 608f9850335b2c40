"""Interim responses, which no gRPC server sends by itself."""

from __future__ import annotations

from crosswire.wire.v1.wire_pb2 import Block, BlockField, Tampering

from crosswire_peers.http2.blocks import BlockDecoder, Field, encode_literal
from crosswire_peers.http2.frames import HEADERS, PREFACE, Frame, FrameReader, encode
from wire.plain import connected, received
from wire.wire_process import WireProcess

EARLY = [(b":status", b"103"), (b"x-early", b"1")]
HEAD = [(b":status", b"200")]
TRAILERS = [(b"grpc-status", b"0")]


def block(flags: int, fields: list[Field]) -> bytes:
    return encode(Frame(HEADERS, flags, 1, encode_literal(fields)))


def test_an_interim_response_is_not_the_response(wire: WireProcess) -> None:
    """RFC 9113, 8.1: zero or more blocks of 1xx come before the response's own."""
    changes = [
        Tampering(set_field=BlockField(block=which, name="x-new", value=value))
        for which, value in ((Block.BLOCK_RESPONSE, b"head"), (Block.BLOCK_TRAILERS, b"tail"))
    ]
    with connected(wire, *changes) as ends:
        asked = PREFACE + block(5, [(b":method", b"POST"), (b":path", b"/Echo/Unary")])
        ends.client.sendall(asked)
        # All of it: what a socket has not read when it closes makes its end a reset.
        assert len(received(ends.server, len(asked))) == len(asked)
        ends.server.sendall(block(4, EARLY) + block(4, HEAD) + block(5, TRAILERS))
        ends.server.close()
        decoder = BlockDecoder()
        frames = FrameReader().feed(received(ends.client, 10**6))
        found = [decoder.decode(frame.payload) for frame in frames if frame.type == HEADERS]
        ends.client.close()
        applied = list(ends.tap.read().applied)
    assert found == [EARLY, [*HEAD, (b"x-new", b"head")], [*TRAILERS, (b"x-new", b"tail")]]
    assert applied == [1, 1]
