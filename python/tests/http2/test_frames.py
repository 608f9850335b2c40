"""Frames: read in any pieces, padded, prioritised, too long, and broken."""

from __future__ import annotations

import pytest

from crosswire_peers.http2.frames import (
    ACK,
    DATA,
    GOAWAY,
    HEADERS,
    PADDED,
    PING,
    PUSH_PROMISE,
    RST_STREAM,
    SETTINGS,
    WITH_PRIORITY,
    Frame,
    FrameError,
    FrameReader,
    content,
    encode,
    encode_settings,
    error_code,
    settings_of,
)

FRAMES = [
    Frame(SETTINGS, 0, 0, encode_settings([(4, 65535), (0xFFFF, 0xFFFFFFFF)])),
    Frame(SETTINGS, ACK, 0),
    Frame(HEADERS, 4, 1, b"\x82\x84"),
    Frame(DATA, 1, 2**31 - 1, bytes(300)),
    Frame(0xFE, 0xFF, 3, b"unknown"),
]
BYTES = b"".join(encode(frame) for frame in FRAMES)


def test_writes_a_head_as_the_specification_draws_it() -> None:
    ping = encode(Frame(PING, ACK, 0, b"12345678"))
    assert ping == b"\x00\x00\x08\x06\x01\x00\x00\x00\x0012345678"


def test_says_another_length_when_told_to() -> None:
    assert encode(Frame(DATA, 0, 1, b"abc"), length=2**24 - 1)[:3] == b"\xff\xff\xff"


@pytest.mark.parametrize("at", range(len(BYTES) + 1))
def test_reads_frames_cut_anywhere(at: int) -> None:
    reader = FrameReader()
    assert reader.feed(BYTES[:at]) + reader.feed(BYTES[at:]) == FRAMES
    assert reader.rest == b""


def test_reads_frames_that_come_byte_by_byte() -> None:
    reader = FrameReader()
    assert [frame for byte in BYTES for frame in reader.feed(bytes([byte]))] == FRAMES


def test_keeps_what_is_left_of_a_frame() -> None:
    reader = FrameReader()
    assert reader.feed(BYTES[:-1]) == FRAMES[:-1]
    assert reader.rest == encode(FRAMES[-1])[:-1]


def test_ignores_the_reserved_bit() -> None:
    assert FrameReader().feed(b"\0\0\0\0\0\xff\xff\xff\xff") == [Frame(DATA, 0, 2**31 - 1)]


def test_reads_the_longest_frame_of_all() -> None:
    longest = Frame(DATA, 0, 1, bytes(2**24 - 1))
    assert FrameReader().feed(encode(longest)) == [longest]


def test_refuses_a_frame_over_the_limit_and_gives_those_before_it() -> None:
    reader = FrameReader(limit=100)
    with pytest.raises(FrameError, match="300 bytes") as caught:
        reader.feed(BYTES)
    assert caught.value.frames == FRAMES[:3]
    with pytest.raises(FrameError, match="300 bytes"):
        reader.feed(b"")


@pytest.mark.parametrize(
    "frame",
    [
        Frame(DATA, 0, 1, b"content"),
        Frame(DATA, PADDED, 1, b"\x03content\0\0\0"),
        Frame(DATA, WITH_PRIORITY, 1, b"content"),
        Frame(HEADERS, PADDED, 1, b"\x00content"),
        Frame(HEADERS, WITH_PRIORITY, 1, b"\x80\0\0\x03\xffcontent"),
        Frame(HEADERS, PADDED | WITH_PRIORITY, 1, b"\x02\0\0\0\x03\xffcontent\0\0"),
        Frame(PUSH_PROMISE, 0, 1, b"\0\0\0\x02content"),
        Frame(PUSH_PROMISE, PADDED, 1, b"\x01\0\0\0\x02content\0"),
        Frame(PING, PADDED, 0, b"content"),
    ],
)
def test_takes_padding_and_priority_away(frame: Frame) -> None:
    assert content(frame) == b"content"


@pytest.mark.parametrize(
    "frame",
    [
        Frame(DATA, PADDED, 1, b""),
        Frame(DATA, PADDED, 1, b"\x01"),
        Frame(DATA, PADDED, 1, b"\x08content"),
        Frame(HEADERS, WITH_PRIORITY, 1, b"\0\0\0\x03"),
        Frame(HEADERS, PADDED | WITH_PRIORITY, 1, b"\x01\0\0\0\x03\xff"),
        Frame(PUSH_PROMISE, 0, 1, b"\0\0"),
    ],
)
def test_refuses_a_payload_too_short_for_its_padding(frame: Frame) -> None:
    with pytest.raises(FrameError, match="can't hold"):
        content(frame)


def test_a_payload_may_be_nothing_but_padding() -> None:
    assert content(Frame(DATA, PADDED, 1, b"\x03\0\0\0")) == b""


def test_reads_error_codes() -> None:
    assert error_code(Frame(RST_STREAM, 0, 1, b"\0\0\0\x08")) == 8
    assert error_code(Frame(GOAWAY, 0, 0, b"\0\0\0\x05\0\0\0\x0bdebug")) == 11
    assert error_code(Frame(RST_STREAM, 0, 1, b"\0\0\x08")) is None
    assert error_code(Frame(GOAWAY, 0, 0, b"\0\0\0\x05")) is None
    assert error_code(Frame(PING, 0, 0, b"\0\0\0\x05\0\0\0\x0b")) is None


def test_reads_settings() -> None:
    payload = encode_settings([(1, 0), (6, 2**32 - 1)])
    assert settings_of(Frame(SETTINGS, 0, 0, payload + b"\0\x01")) == [(1, 0), (6, 2**32 - 1)]
