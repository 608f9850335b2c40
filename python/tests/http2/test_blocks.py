"""Header blocks: the specification's own examples, literals, and blocks cut into frames."""

from __future__ import annotations

from random import Random

import pytest

from crosswire_peers.http2.blocks import Block, BlockAssembler, BlockDecoder, BlockError
from crosswire_peers.http2.blocks import encode_literal as literals
from crosswire_peers.http2.frames import (
    CONTINUATION,
    DATA,
    END_HEADERS,
    END_STREAM,
    HEADERS,
    PADDED,
    PUSH_PROMISE,
    WITH_PRIORITY,
    Frame,
    FrameError,
)

Texts = list[tuple[str, str]]

REQUEST: Texts = [
    (":method", "GET"),
    (":scheme", "http"),
    (":path", "/"),
    (":authority", "www.example.com"),
]
SECURE: Texts = [
    (":method", "GET"),
    (":scheme", "https"),
    (":path", "/index.html"),
    (":authority", "www.example.com"),
]
REQUESTS = [
    REQUEST,
    [*REQUEST, ("cache-control", "no-cache")],
    [*SECURE, ("custom-key", "custom-value")],
]


def response(status: str, second: str) -> Texts:
    date = f"Mon, 21 Oct 2013 20:13:{second} GMT"
    place = ("location", "https://www.example.com")
    return [(":status", status), ("cache-control", "private"), ("date", date), place]


COOKIE = "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1"
LAST = response("200", "22")
RESPONSES = [
    response("302", "21"),
    response("307", "21"),
    [*LAST[:3], LAST[3], ("content-encoding", "gzip"), ("set-cookie", COOKIE)],
]


def texts(decoder: BlockDecoder, block: str) -> Texts:
    return [(name.decode(), value.decode()) for name, value in decoder.decode(bytes.fromhex(block))]


@pytest.mark.parametrize(
    ("block", "field"),
    [
        # C.2.1 to C.2.4: the four representations of a field.
        (
            "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
            ("custom-key", "custom-header"),
        ),
        ("040c 2f73 616d 706c 652f 7061 7468", (":path", "/sample/path")),
        ("1008 7061 7373 776f 7264 0673 6563 7265 74", ("password", "secret")),
        ("82", (":method", "GET")),
    ],
)
def test_decodes_the_representations_of_c2(block: str, field: tuple[str, str]) -> None:
    assert texts(BlockDecoder(), block) == [field]


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        pytest.param(
            [
                "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
                "8286 84be 5808 6e6f 2d63 6163 6865",
                "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
            ],
            REQUESTS,
            id="C.3",
        ),
        pytest.param(
            [
                "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
                "8286 84be 5886 a8eb 1064 9cbf",
                "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
            ],
            REQUESTS,
            id="C.4",
        ),
    ],
)
def test_decodes_the_requests_of_c3_and_c4(blocks: list[str], expected: list[Texts]) -> None:
    decoder = BlockDecoder()
    assert [texts(decoder, block) for block in blocks] == expected


C5 = [
    "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a"
    "3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
    "4803 3330 37c1 c0bf",
    "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04"
    "677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49"
    "553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e 3d31",
]
C6 = [
    "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e"
    "919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
    "4883 640e ffc1 c0bf",
    "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7"
    "821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed"
    "4ee5 b106 3d50 07",
]


@pytest.mark.parametrize("blocks", [C5, C6], ids=["C.5", "C.6"])
def test_decodes_the_responses_of_c5_and_c6(blocks: list[str]) -> None:
    # Their table holds 256 bytes, so that entries are evicted; a size update says so (6.3).
    decoder = BlockDecoder()
    assert texts(decoder, "3fe1 01") == []
    assert [texts(decoder, block) for block in blocks] == RESPONSES


@pytest.mark.parametrize("block", ["80", "ff ff ff ff ff ff ff ff ff 7f", "be", "40", "00 05 61"])
def test_refuses_what_is_no_block(block: str) -> None:
    with pytest.raises(BlockError):
        BlockDecoder().decode(bytes.fromhex(block))


def test_refuses_any_rubbish_in_the_same_way() -> None:
    random = Random(7541)
    refused = 0
    for _ in range(3000):
        block = random.randbytes(random.randrange(40))
        try:
            BlockDecoder().decode(block)
        except BlockError:
            refused += 1
    assert refused > 1000


def test_takes_a_larger_table_only_when_allowed() -> None:
    update = "3fe1 3f"  # 8192
    with pytest.raises(BlockError):
        texts(BlockDecoder(), update)
    assert texts(BlockDecoder(8192), update) == []


@pytest.mark.parametrize("size", [0, 1, 126, 127, 128, 254, 255, 16384, 2**20])
def test_encodes_literals_of_every_length(size: int) -> None:
    fields = [(b"X-Upper", bytes(size)), (b"", b"\xff\r\n"), (b":status", b"200")]
    decoder = BlockDecoder()
    assert decoder.decode(literals(fields)) == fields
    # Nothing of it is in the dynamic table.
    with pytest.raises(BlockError):
        decoder.decode(b"\xbe")


def joined(*frames: Frame) -> list[Block]:
    assembler = BlockAssembler()
    return [block for frame in frames if (block := assembler.add(frame)) is not None]


def test_joins_fragments_of_any_size() -> None:
    first = Frame(HEADERS, END_STREAM | PADDED | WITH_PRIORITY, 5, b"\x01\0\0\0\0\x0fone\0")
    rest = [Frame(CONTINUATION, 0, 5), Frame(CONTINUATION, END_HEADERS, 5, b"two")]
    (block,) = joined(Frame(DATA, 0, 3), first, *rest, Frame(DATA, 0, 3))
    assert (block.stream, block.end_stream, block.encoded) == (5, True, b"onetwo")


def test_joins_a_promise() -> None:
    first = Frame(PUSH_PROMISE, 0, 1, b"\0\0\0\x02one")
    (block,) = joined(first, Frame(CONTINUATION, END_HEADERS, 1, b"two"))
    assert (block.stream, block.end_stream, block.encoded) == (1, False, b"onetwo")


@pytest.mark.parametrize(
    "frames",
    [
        [Frame(CONTINUATION, END_HEADERS, 1)],
        [Frame(HEADERS, 0, 1), Frame(CONTINUATION, END_HEADERS, 3)],
        [Frame(HEADERS, 0, 1), Frame(HEADERS, END_HEADERS, 1)],
        [Frame(HEADERS, 0, 1), Frame(DATA, 0, 1)],
    ],
)
def test_refuses_frames_out_of_place(frames: list[Frame]) -> None:
    assembler = BlockAssembler()
    for frame in frames[:-1]:
        assert assembler.add(frame) is None
    with pytest.raises(BlockError, match="out of place"):
        assembler.add(frames[-1])
    assert not assembler.open


def test_refuses_a_fragment_shorter_than_its_padding() -> None:
    with pytest.raises(FrameError):
        BlockAssembler().add(Frame(HEADERS, PADDED | END_HEADERS, 1, b"\x09abc"))


def test_refuses_a_block_without_end() -> None:
    assembler = BlockAssembler()
    assembler.add(Frame(HEADERS, 0, 1))
    half = Frame(CONTINUATION, 0, 1, bytes(9 * 1024 * 1024))
    assembler.add(half)
    with pytest.raises(BlockError, match="more than"):
        assembler.add(half)
