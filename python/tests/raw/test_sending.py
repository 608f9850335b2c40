"""Steps that send, byte for byte at a plain socket."""

from __future__ import annotations

import socket

import pytest

from crosswire_peers.http2.frames import PREFACE, Frame, encode

from .plain import START, dialled, listening, read_all
from .scripts import (
    DATA,
    NEW,
    PING,
    RST_STREAM,
    SETTINGS,
    Raw,
    data,
    frame,
    frames,
    headers,
    notes,
    text,
    wait,
)
from .sending import BARE, CLOSE, ONE, read, sent_by_server

UPDATE = 8


def test_begins_with_settings(raw: Raw) -> None:
    settings = [{"id": 3, "value": 0}, {"id": 65535, "value": 2**32 - 1}]
    sent = sent_by_server(raw, [], no_preface=False, settings=settings)
    payload = b"\0\x03\0\0\0\0\xff\xff\xff\xff\xff\xff"
    assert read(sent) == [Frame(SETTINGS, 0, 0, payload)]


def test_writes_bytes_as_they_are(raw: Raw) -> None:
    steps = [{"write": text(b"HTTP/1.1 400 Bad\r\n")}, {"write": text(b"\r\n\0\xff")}]
    assert sent_by_server(raw, steps) == b"HTTP/1.1 400 Bad\r\n\r\n\0\xff"


def test_sends_frames_that_lie(raw: Raw) -> None:
    steps = [
        frame(0xFE, b"abc", flags=0xFF, stream={"id": 2**32 - 1}),
        frame(DATA, b"abc", stream=ONE, length=16_777_215),
        frame(PING, b"abc", stream={"id": 0}, length=0),
    ]
    unknown = b"\0\0\x03\xfe\xff\xff\xff\xff\xffabc"
    longer = b"\xff\xff\xff\0\0\0\0\0\x01abc"
    shorter = b"\0\0\0\x06\0\0\0\0\0abc"
    assert sent_by_server(raw, steps) == unknown + longer + shorter


def test_tells_the_length_that_a_frame_says(raw: Raw) -> None:
    id, address = raw.listen({"steps": [frame(DATA, b"abc", stream=ONE, length=99), CLOSE]} | BARE)
    with dialled(address, START) as connection:
        read_all(connection)
    (told,) = frames(raw.seen(id), "CLIENT")
    assert (told["length"], told["payload"]) == (99, text(b"abc"))


@pytest.mark.parametrize("size", [0, 1, 5, 16384, 16385, 40000])
def test_cuts_data(raw: Raw, size: int) -> None:
    payload = bytes(size)
    found = read(sent_by_server(raw, [data(payload, stream=ONE, endStream=True)]))
    assert b"".join(each.payload for each in found) == payload
    assert [len(each.payload) for each in found[:-1]] == [16384] * (len(found) - 1)
    assert [each.flags for each in found] == [0] * (len(found) - 1) + [1]


def test_cuts_data_as_told_and_pads_it(raw: Raw) -> None:
    step = data(b"abcde", stream=ONE, frameSize=2, padding=3)
    found = read(sent_by_server(raw, [step]))
    assert [each.payload for each in found] == [
        b"\x03ab\0\0\0",
        b"\x03cd\0\0\0",
        b"\x03e\0\0\0",
    ]
    assert {each.flags for each in found} == {0x8}


def test_waits_for_both_windows(raw: Raw) -> None:
    """The stream's window is 10 by the client's SETTINGS, the connection's 65,535."""
    settings = encode(Frame(SETTINGS, 0, 0, b"\0\x04\0\0\0\x0a"))
    steps = [
        wait(stream={"id": 0}, frames={"type": SETTINGS}),
        data(bytes(25), stream=ONE, endStream=True),
        CLOSE,
    ]
    _, address = raw.listen({"steps": steps} | BARE)
    with dialled(address, PREFACE + settings) as connection:
        assert [len(each.payload) for each in read(connection.recv(65536))] == [10]
        connection.sendall(encode(Frame(UPDATE, 0, 1, b"\0\0\0\x05")))
        assert [len(each.payload) for each in read(connection.recv(65536))] == [5]
        connection.sendall(encode(Frame(SETTINGS, 0, 0, b"\0\x04\0\0\0\x14")))
        assert [len(each.payload) for each in read(read_all(connection))] == [10]


def test_counts_padding_against_windows(raw: Raw) -> None:
    settings = encode(Frame(SETTINGS, 0, 0, b"\0\x04\0\0\0\x0a"))
    steps = [
        wait(stream={"id": 0}, frames={"type": SETTINGS}),
        data(bytes(7), stream=ONE, padding=3),
        CLOSE,
    ]
    _, address = raw.listen({"steps": steps} | BARE)
    with dialled(address, PREFACE + settings) as connection:
        assert [len(each.payload) for each in read(connection.recv(65536))] == [10]
        connection.sendall(encode(Frame(UPDATE, 0, 1, b"\0\0\0\x05")))
        assert [len(each.payload) for each in read(read_all(connection))] == [5]


def test_stops_waiting_for_a_window_that_will_not_come(raw: Raw) -> None:
    settings = encode(Frame(SETTINGS, 0, 0, b"\0\x04\0\0\0\0"))
    await_settings = wait(stream={"id": 0}, frames={"type": SETTINGS})
    id, address = raw.listen({"steps": [await_settings, data(bytes(7), stream=ONE), CLOSE]} | BARE)
    reset = encode(Frame(RST_STREAM, 0, 1, bytes(4)))
    with dialled(address, PREFACE + settings + reset) as connection:
        assert read_all(connection) == b""
    assert notes(raw.seen(id)) == ["7 bytes of DATA not sent: no window"]


def test_repeats(raw: Raw) -> None:
    inner = {"repeat": {"count": 2, "steps": [{"write": text(b"b")}]}}
    steps = [{"repeat": {"count": 3, "steps": [{"write": text(b"a")}, inner]}}]
    assert sent_by_server(raw, steps) == b"abb" * 3


def test_resets_the_connection(raw: Raw) -> None:
    _, address = raw.listen({"steps": [wait(bytes=1), {"close": {"reset": True}}]} | BARE)
    with dialled(address, START) as connection, pytest.raises(ConnectionResetError):
        read_all(connection)


def test_a_client_opens_streams_in_order(raw: Raw) -> None:
    get = headers([(":method", "GET")], stream=NEW)
    steps = [
        get,
        frame(RST_STREAM, bytes(4)),
        get,
        data(b"second"),
        data(b"first", stream={"call": 1}),
        data(b"second", stream={"call": 2}),
        headers([("a", "b")], stream={"id": 9}),
        data(b"ninth"),
        get,
    ]
    with listening() as (address, server):
        raw.call(address, steps)
        accepted: socket.socket = server.accept()[0]
        with accepted:
            sent = read_all(accepted)
    assert sent.startswith(PREFACE)
    found = read(sent.removeprefix(PREFACE))
    assert [each.type for each in found[:1]] == [SETTINGS]
    assert [each.stream for each in found[1:]] == [1, 1, 3, 3, 1, 3, 9, 9, 11]


def test_a_client_without_preface(raw: Raw) -> None:
    with listening() as (address, server):
        raw.call(address, [{"write": text(b"GET / HTTP/1.1\r\n\r\n")}], noPreface=True)
        accepted: socket.socket = server.accept()[0]
        with accepted:
            assert read_all(accepted) == b"GET / HTTP/1.1\r\n\r\n"
