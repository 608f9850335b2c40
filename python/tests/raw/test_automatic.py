"""What the raw peer does by itself, and doesn't when the script says no."""

from __future__ import annotations

import pytest
from peer_process import Json

from crosswire_peers.http2.frames import PREFACE, Frame, FrameReader, encode

from .plain import START, dialled, read_all, read_frames
from .scripts import DATA, HEADERS, PING, SETTINGS, WINDOW_UPDATE, Raw, frame, headers, text, wait

ZERO: Json = {"id": 0}
GET = encode(Frame(HEADERS, 0x4, 1, b"\x82\x84\x86\x41\0"))
PINGED = encode(Frame(PING, 0, 0, b"12345678"))


def body(size: int, flags: int = 0, stream: int = 1) -> bytes:
    return encode(Frame(DATA, flags, stream, bytes(size)))


def test_acknowledges_settings_and_pings(raw: Raw) -> None:
    _, address = raw.listen()
    acks = encode(Frame(SETTINGS, 1, 0)) + encode(Frame(PING, 1, 0, bytes(8)))
    with dialled(address, START + PINGED + acks) as connection:
        assert read_frames(connection, 3) == [
            Frame(SETTINGS, 0, 0),
            Frame(SETTINGS, 1, 0),
            Frame(PING, 1, 0, b"12345678"),
        ]


def test_gives_windows_back(raw: Raw) -> None:
    _, address = raw.listen({"no_acks": True})
    padded = encode(Frame(DATA, 0x8, 1, b"\x03ab\0\0\0"))
    with dialled(address, START + GET + padded) as connection:
        assert read_frames(connection, 3)[1:] == [
            Frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\x06"),
            Frame(WINDOW_UPDATE, 0, 1, b"\0\0\0\x06"),
        ]
        # Of a stream that has ended only the connection's; of an empty frame none.
        connection.sendall(body(0) + body(5, flags=1) + PINGED)
        assert read_frames(connection, 1) == [Frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\x05")]


def test_gives_no_window_to_a_stream_that_it_reset(raw: Raw) -> None:
    """A frame after its own RST_STREAM would be one on a closed stream (RFC 9113, 5.1)."""
    steps = [frame(3, bytes(4))]
    _, address = raw.listen({"no_acks": True, "calls": [{"steps": steps}]})
    with dialled(address, START + GET) as connection:
        assert read_frames(connection, 2)[1] == Frame(3, 0, 1, bytes(4))
        connection.sendall(body(5))
        assert read_frames(connection, 1) == [Frame(WINDOW_UPDATE, 0, 0, b"\0\0\0\x05")]


@pytest.mark.parametrize("fragment", [False, True])
def test_sends_nothing_by_itself_inside_what_is_not_whole(raw: Raw, fragment: bool) -> None:
    """RFC 9113, 6.10: nothing may come between the frames of a header block."""
    whole = encode(Frame(HEADERS, 0x4, 1, b"\x88"))
    first = frame(HEADERS, b"\x88", stream={"id": 1}) if fragment else {"write": text(whole[:5])}
    rest = frame(9, b"", flags=4, stream={"id": 1}) if fragment else {"write": text(whole[5:])}
    seen = wait(stream=ZERO, frames={"type": PING})
    script = {"no_preface": True, "steps": [first, seen, rest, {"close": {}}]}
    _, address = raw.listen(script)
    with dialled(address, PREFACE) as connection:
        begun = connection.recv(65536)
        connection.sendall(PINGED)
        frames = FrameReader().feed(begun + read_all(connection))
    types = [each.type for each in frames]
    assert types == ([HEADERS, 9, PING] if fragment else [HEADERS, PING])


def test_keeps_still_when_told_to(raw: Raw) -> None:
    script = {"no_preface": True, "no_acks": True, "no_windows": True}
    steps = [wait(stream={"call": 1}, frames={"type": DATA}), {"close": {}}]
    _, address = raw.listen(script | {"steps": steps})
    with dialled(address, START + PINGED + GET + body(5)) as connection:
        assert read_all(connection) == b""


def test_takes_a_larger_table_once_it_allowed_that(raw: Raw) -> None:
    """SETTINGS_HEADER_TABLE_SIZE 8192, which a size update of the client then takes."""
    id, address = raw.listen({"settings": [{"id": 1, "value": 8192}], "steps": []})
    block = b"\x3f\xe1\x3f" + b"\x82\x84\x86\x41\0"
    with dialled(address, START + encode(Frame(HEADERS, 0x5, 1, block))) as connection:
        read_frames(connection, 1)
    assert raw.seen(id)["method"] == "/"


def test_plays_the_nth_script_on_the_nth_call(raw: Raw) -> None:
    calls = [{"steps": [headers([("n", str(n))], endStream=True)]} for n in (1, 2)]
    _, address = raw.listen({"no_acks": True, "calls": calls})
    gets = b"".join(encode(Frame(HEADERS, 0x5, id, b"\x82\x84\x86\x41\0")) for id in (1, 5, 7))
    with dialled(address, START + gets) as connection:
        _, *found = read_frames(connection, 4)
    assert sorted((each.stream, each.payload[-1:]) for each in found) == [
        (1, b"1"),
        (5, b"2"),
        (7, b"2"),
    ]


def test_a_call_begins_with_the_first_frame_of_its_block(raw: Raw) -> None:
    _, address = raw.listen({"no_acks": True, "calls": [{"steps": [frame(3, bytes(4))]}]})
    with dialled(address, START + encode(Frame(HEADERS, 0, 1, b"\x82"))) as connection:
        assert read_frames(connection, 2)[1].type == 3
