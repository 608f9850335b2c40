"""Frames that no library would send, by the thousand: a tap takes them, and they go on."""

from __future__ import annotations

import random
import socket
import threading

import pytest
from crosswire.frame.v1.frame_pb2 import Direction, Frame
from crosswire.wire.v1.wire_pb2 import Block, BlockField, MessageChange, Tampering

from crosswire_peers.http2.blocks import encode_literal
from crosswire_peers.http2.frames import CONTINUATION, HEADERS, PREFACE, encode
from crosswire_peers.http2.frames import Frame as Http2Frame
from wire.plain import connected, received
from wire.wire_process import WireProcess

Kind = Frame.Kind
UP = Direction.DIRECTION_TO_SERVER
DOWN = Direction.DIRECTION_TO_CLIENT
CHANGES = [
    Tampering(set_field=BlockField(block=Block.BLOCK_TRAILERS, name="x-a", value=b"1")),
    Tampering(remove_field=BlockField(block=Block.BLOCK_REQUEST, name="a")),
    Tampering(drop_message=MessageChange(direction=UP, index=0)),
    Tampering(repeat_message=MessageChange(direction=DOWN, index=0)),
    Tampering(insert_message=MessageChange(direction=UP, index=1, payload=b"new")),
    Tampering(insert_message=MessageChange(direction=DOWN, index=1, payload=b"new")),
]


def noise(chance: random.Random, count: int) -> bytes:
    """Frames of few streams and any kind, and blocks that may be whole."""
    return b"".join(encode(one(chance)) for _ in range(count))


def one(chance: random.Random) -> Http2Frame:
    stream = chance.choice((0, 1, 3, 5))
    if chance.random() < 0.4:
        fields = [(chance.choice((b"a", b":status", b"grpc-status")), b"1")]
        type = chance.choice((HEADERS, HEADERS, CONTINUATION))
        return Http2Frame(type, chance.choice((4, 5, 1)), stream, encode_literal(fields))
    payload = chance.randbytes(chance.choice((0, 1, 4, 5, 6, 8, 30)))
    return Http2Frame(chance.randrange(11), chance.randrange(256), stream, payload)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("changes", [[], CHANGES])
def test_noise_goes_on(wire: WireProcess, changes: list[Tampering], seed: int) -> None:
    chance = random.Random(seed)
    up, down = PREFACE + noise(chance, 100), noise(chance, 100)
    with connected(wire, *changes) as ends:
        for end, data in ((ends.client, up), (ends.server, down)):
            end.sendall(data)
            end.shutdown(socket.SHUT_WR)
        at_server, at_client = received(ends.server, 10**6), received(ends.client, 10**6)
        record = ends.tap.read()
    if not changes:
        assert (at_server, at_client) == (up, down)
    assert at_server.startswith(PREFACE)
    ends_told = [frame for frame in record.frames if frame.kind == Kind.KIND_ENDED]
    assert {frame.direction for frame in ends_told} == {1, 2}
    assert not [frame for frame in record.frames if frame.kind == Kind.KIND_RESET]


def test_hundreds_of_taps_are_opened_at_once(wire: WireProcess) -> None:
    ports: list[int] = []

    def some() -> None:
        for _ in range(50):
            with wire.tap("127.0.0.1:1") as tap:
                ports.append(tap.port)

    threads = [threading.Thread(target=some) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ports) == 400
