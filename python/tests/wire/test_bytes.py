"""What is no gRPC, and what is no HTTP/2: it passes as it came."""

from __future__ import annotations

import random
import socket

import pytest
from crosswire.frame.v1.frame_pb2 import Direction, Frame
from crosswire.wire.v1.wire_pb2 import Block, BlockField, Tampering

from crosswire_peers.http2 import frames as http2
from crosswire_peers.http2.blocks import BlockDecoder, encode_literal
from crosswire_peers.http2.frames import PREFACE, encode, encode_settings
from wire.plain import connected, received
from wire.wire_process import WireProcess

Kind = Frame.Kind
UP = Direction.DIRECTION_TO_SERVER
DOWN = Direction.DIRECTION_TO_CLIENT
NOTHING_TO_DO = Tampering(remove_field=BlockField(block=Block.BLOCK_REQUEST, name="x-nothing"))
SETTINGS = encode(http2.Frame(http2.SETTINGS, 0, 0, encode_settings([(4, 70_000)])))
FIELDS = [(b":method", b"POST"), (b":path", b"/a"), (b"x-long", b"v" * 300)]


def kinds(frames: list[Frame], direction: Direction) -> list[Frame.Kind]:
    return [frame.kind for frame in frames if frame.direction == direction]


def headers(stream: int, fields: list[tuple[bytes, bytes]] = FIELDS) -> bytes:
    block = encode_literal(fields)
    return encode(http2.Frame(http2.HEADERS, http2.END_HEADERS, stream, block))


@pytest.mark.parametrize("changes", [(), (NOTHING_TO_DO,)])
def test_http_1_passes_as_bytes(wire: WireProcess, changes: tuple[Tampering, ...]) -> None:
    request, answer = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n" * 9000
    with connected(wire, *changes) as ends:
        ends.client.sendall(request)
        assert received(ends.server, len(request)) == request
        ends.server.sendall(answer)
        ends.server.close()
        assert received(ends.client, len(answer) + 1) == answer
        ends.client.close()
        frames = list(ends.tap.read().frames)
    assert set(kinds(frames, DOWN)) == {Kind.KIND_BYTES, Kind.KIND_ENDED}
    down = [frame.payload for frame in frames if frame.direction == DOWN]
    assert b"".join(down) == answer


@pytest.mark.parametrize("changes", [(), (NOTHING_TO_DO,)])
def test_an_answer_that_is_not_http_2_passes(
    wire: WireProcess, changes: tuple[Tampering, ...]
) -> None:
    answer = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    with connected(wire, *changes) as ends:
        ends.client.sendall(PREFACE + SETTINGS)
        assert received(ends.server, len(PREFACE + SETTINGS)) == PREFACE + SETTINGS
        ends.server.sendall(answer)
        # Nothing is held back for the frame as which the text could be read.
        assert received(ends.client, len(answer)) == answer
        ends.server.close()
        ends.client.close()
        frames = list(ends.tap.read().frames)
    assert kinds(frames, DOWN) == [Kind.KIND_BYTES, Kind.KIND_ENDED]


@pytest.mark.parametrize("changes", [(), (NOTHING_TO_DO,)])
def test_garbage_passes_in_both_directions(
    wire: WireProcess, changes: tuple[Tampering, ...]
) -> None:
    noise = random.Random(1)
    for _ in range(20):
        up, down = PREFACE + noise.randbytes(5000), noise.randbytes(5000)
        with connected(wire, *changes) as ends:
            ends.client.sendall(up)
            ends.server.sendall(down)
            for end in (ends.client, ends.server):
                end.shutdown(socket.SHUT_WR)
            assert received(ends.server, 9000) == up
            assert received(ends.client, 9000) == down


@pytest.mark.parametrize("changes", [(), (NOTHING_TO_DO,)])
def test_frames_that_come_byte_by_byte_are_frames(
    wire: WireProcess, changes: tuple[Tampering, ...]
) -> None:
    up = PREFACE + SETTINGS + headers(1) + encode(http2.Frame(http2.DATA, 1, 1, b"12345"))
    with connected(wire, *changes) as ends:
        for at in range(len(up)):
            ends.client.sendall(up[at : at + 1])
        ends.client.shutdown(socket.SHUT_WR)
        assert received(ends.server, len(up) + 1) == up
        ends.server.sendall(SETTINGS)
        ends.server.shutdown(socket.SHUT_WR)
        assert received(ends.client, len(SETTINGS) + 1) == SETTINGS
        frames = list(ends.tap.read().frames)
    sent = [frame for frame in frames if frame.direction == UP]
    assert [frame.kind for frame in sent] == [
        Kind.KIND_OPENED,
        Kind.KIND_BYTES,
        *[Kind.KIND_FRAME] * 3,
        Kind.KIND_ENDED,
    ]
    assert [(f.name, f.value) for f in sent[3].headers] == [
        (name.decode(), value) for name, value in FIELDS
    ]


def test_a_server_may_speak_first(wire: WireProcess) -> None:
    for changes in ((), (NOTHING_TO_DO,)):
        with connected(wire, *changes) as ends:
            ends.server.sendall(SETTINGS)
            ends.client.sendall(PREFACE)
            assert received(ends.client, len(SETTINGS)) == SETTINGS
            frames = list(ends.tap.read("0s").frames)
        assert kinds(frames, DOWN) == [Kind.KIND_FRAME]


def test_untampered_bytes_do_not_wait_for_their_frame(wire: WireProcess) -> None:
    with connected(wire) as ends:
        half = PREFACE + SETTINGS[:11]
        ends.client.sendall(half)
        assert received(ends.server, len(half)) == half


@pytest.mark.parametrize("changes", [(), (NOTHING_TO_DO,)])
def test_half_a_frame_passes_with_the_end(
    wire: WireProcess, changes: tuple[Tampering, ...]
) -> None:
    half = PREFACE + SETTINGS + headers(1)[:-7]
    with connected(wire, *changes) as ends:
        ends.client.sendall(half)
        ends.client.shutdown(socket.SHUT_WR)
        assert received(ends.server, len(half) + 1) == half
        # The other direction is open still.
        ends.server.sendall(SETTINGS)
        assert received(ends.client, len(SETTINGS)) == SETTINGS
        ends.server.close()
        last = [frame for frame in ends.tap.read().frames if frame.direction == UP][-2]
    assert (last.kind, last.payload) == (Kind.KIND_BYTES, headers(1)[:-7])
    assert last.note == "the beginning of a frame that did not come whole"


@pytest.mark.parametrize("changes", [(), (NOTHING_TO_DO,)])
def test_a_block_without_its_end_passes_with_the_end(
    wire: WireProcess, changes: tuple[Tampering, ...]
) -> None:
    up = PREFACE + encode(http2.Frame(http2.HEADERS, 0, 1, encode_literal(FIELDS)))
    with connected(wire, *changes) as ends:
        ends.client.sendall(up)
        ends.client.shutdown(socket.SHUT_WR)
        assert received(ends.server, len(up) + 1) == up


def test_a_block_out_of_many_frames_is_one(wire: WireProcess) -> None:
    fields = [(b"x-%d" % at, b"v" * 1000) for at in range(200)]
    block = encode_literal(fields)
    up = bytearray(PREFACE + encode(http2.Frame(http2.HEADERS, http2.END_STREAM, 1, block[:7])))
    for at in range(7, len(block), 9000):
        flags = http2.END_HEADERS if at + 9000 >= len(block) else 0
        up += encode(http2.Frame(http2.CONTINUATION, flags, 1, block[at : at + 9000]))
    gone = Tampering(remove_field=BlockField(block=Block.BLOCK_REQUEST, name="x-199"))
    with connected(wire) as ends:
        ends.client.sendall(up)
        assert received(ends.server, len(up)) == up
        last = ends.tap.read("0s").frames[-1]
        assert [(f.name.encode(), f.value) for f in last.headers] == fields
    with connected(wire, gone) as ends:
        ends.client.sendall(up)
        ends.client.shutdown(socket.SHUT_WR)
        reader = http2.FrameReader(16384)
        came = reader.feed(received(ends.server, 10**6)[len(PREFACE) :])
    assert [frame.type for frame in came] == [http2.HEADERS] + [http2.CONTINUATION] * 12
    assert came[0].flags == http2.END_STREAM
    assert BlockDecoder().decode(b"".join(f.payload for f in came)) == fields[:-1]


def test_a_block_that_can_not_be_decoded_passes_as_it_is(wire: WireProcess) -> None:
    # An index beyond both tables (RFC 7541, 2.3.3).
    bad = encode(http2.Frame(http2.HEADERS, http2.END_HEADERS, 1, b"\xff\xff\x03"))
    up = PREFACE + bad + headers(3)
    with connected(wire, NOTHING_TO_DO) as ends:
        ends.client.sendall(up)
        assert received(ends.server, len(up)) == up
        notes = [frame.note for frame in ends.tap.read("0s").frames if frame.note]
    assert notes[0].startswith("can't be decoded: ")
    assert notes[1] == "not decoded: a block before it could not be"


def test_a_smaller_table_is_told_to_the_receiver(wire: WireProcess) -> None:
    block = b"\x20" + encode_literal(FIELDS)
    up = PREFACE + encode(http2.Frame(http2.HEADERS, http2.END_HEADERS, 1, block))
    with connected(wire, NOTHING_TO_DO) as ends:
        ends.client.sendall(up)
        assert received(ends.server, len(up)) == up


def test_a_larger_table_is_followed(wire: WireProcess) -> None:
    larger = encode(http2.Frame(http2.SETTINGS, 0, 0, encode_settings([(1, 65536)])))
    # The encoder may then take as much (RFC 7541, 6.3).
    block = b"\x3f\xe1\xff\x03" + encode_literal(FIELDS)
    up = encode(http2.Frame(http2.HEADERS, http2.END_HEADERS, 1, block))
    with connected(wire) as ends:
        ends.client.sendall(PREFACE)
        ends.server.sendall(larger)
        assert received(ends.client, len(larger)) == larger
        ends.client.sendall(up)
        assert received(ends.server, len(PREFACE + up)) == PREFACE + up
        last = ends.tap.read("0s").frames[-1]
    assert len(last.headers) == len(FIELDS)
    assert last.note == ""
