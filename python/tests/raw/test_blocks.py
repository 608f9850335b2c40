"""Header blocks that are sent, byte for byte at a plain socket."""

from __future__ import annotations

import pytest

from crosswire_peers.http2.blocks import BlockAssembler, BlockDecoder
from crosswire_peers.http2.frames import PREFACE, Frame, encode

from .plain import dialled, read_all
from .scripts import (
    CONTINUATION,
    HEADERS,
    PING,
    Raw,
    headers,
    text,
    wait,
)
from .sending import CLOSE, ONE, read, sent_by_server


def test_sends_names_and_values_as_they_are(raw: Raw) -> None:
    fields: list[tuple[str, str | bytes]] = [
        ("Grpc-Status", "0"),
        ("a b\xff", b"\0\r\n\xff"),
        ("", ""),
        ("twice", "1"),
        ("twice", "2"),
    ]
    (block,) = read(sent_by_server(raw, [headers(fields, stream=ONE, endStream=True)]))
    assert (block.type, block.flags, block.stream) == (HEADERS, 0x5, 1)
    assert BlockDecoder().decode(block.payload) == [
        (name.encode("latin-1"), value if isinstance(value, bytes) else value.encode())
        for name, value in fields
    ]


def test_sends_a_block_as_it_is(raw: Raw) -> None:
    step = {"headers": {"block": text(b"\x80\xff"), "stream": ONE}}
    assert read(sent_by_server(raw, [step])) == [Frame(HEADERS, 0x4, 1, b"\x80\xff")]
    empty = {"headers": {"block": "", "stream": ONE}}
    assert read(sent_by_server(raw, [empty])) == [Frame(HEADERS, 0x4, 1)]


@pytest.mark.parametrize(
    ("cut", "lengths"),
    [
        ([], [10]),
        ([4], [4, 6]),
        ([10], [10]),
        ([0, 1, 0], [0, 1, 0, 9]),
        ([20], [10]),
    ],
)
def test_cuts_a_block(raw: Raw, cut: list[int], lengths: list[int]) -> None:
    step = {"headers": {"block": text(bytes(10)), "stream": ONE, "cut": cut, "endStream": True}}
    found = read(sent_by_server(raw, [step]))
    assert [len(each.payload) for each in found] == lengths
    assert [each.type for each in found] == [HEADERS] + [CONTINUATION] * (len(lengths) - 1)
    # END_STREAM is HEADERS' own flag, END_HEADERS that of the last.
    assert found[0].flags & 1
    assert [bool(each.flags & 4) for each in found] == [False] * (len(lengths) - 1) + [True]


def test_cuts_a_megabyte_at_16384(raw: Raw) -> None:
    value = bytes(range(256)) * 4096
    found = read(sent_by_server(raw, [headers([("large", value)], stream=ONE)]))
    assert {len(each.payload) for each in found[:-1]} == {16384}
    assembler = BlockAssembler()
    *_, block = [assembler.add(each) for each in found]
    assert block is not None
    assert BlockDecoder().decode(block.encoded) == [(b"large", value)]


def test_leaves_a_block_open(raw: Raw) -> None:
    """Nothing comes after it, not even what the peer would send by itself."""
    step = headers([("a", "b")], stream=ONE, noEndHeaders=True)
    steps = [wait(calls=1), step, wait(stream={"id": 0}, frames={"type": PING}), CLOSE]
    _, address = raw.listen({"no_preface": True, "steps": steps})
    get = Frame(HEADERS, 0x5, 1, b"\x82\x84\x86\x41\0")
    with dialled(address, PREFACE + encode(get)) as connection:
        first = connection.recv(65536)
        connection.sendall(encode(Frame(PING, 0, 0, bytes(8))))
        rest = read_all(connection)
    assert [(each.type, each.flags) for each in read(first)] == [(HEADERS, 0)]
    assert rest == b""
