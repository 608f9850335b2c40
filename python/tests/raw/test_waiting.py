"""Steps that wait: until it is there, until nothing comes any more, or until their limit."""

from __future__ import annotations

import time

import pytest
from peer_process import ControlError, Json

from crosswire_peers.http2.frames import Frame, encode

from .plain import START, dialled, read_all
from .scripts import DATA, HEADERS, PING, RST_STREAM, SETTINGS, Raw, kinds_of, notes, text, wait

DONE = [{"write": text(b"done")}, {"close": {}}]
BARE: Json = {"no_preface": True, "no_acks": True, "no_windows": True}
BLOCK = b"\x82\x84\x86\x41\0"


def head(stream: int, flags: int = 4) -> bytes:
    return encode(Frame(HEADERS, flags, stream, BLOCK))


DATA_END = encode(Frame(DATA, 1, 1))
RESET = encode(Frame(RST_STREAM, 0, 1, bytes(4)))
PINGED = encode(Frame(PING, 0, 0, bytes(8)))
ACKED = encode(Frame(PING, 1, 0, bytes(8)))
ONE: Json = {"call": 1}
ZERO: Json = {"id": 0}


def told(raw: Raw, id: str, count: int) -> list[str]:
    """So many notes of a script, which may be over a moment after its connection."""
    deadline = time.monotonic() + 20
    while len(found := notes(raw.seen(id))) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


@pytest.mark.parametrize(
    ("step", "too_little", "enough"),
    [
        (wait(end=True), head(1), DATA_END),
        (wait(end=True), head(1), RESET),
        (wait(stream=ONE, end=True), b"", head(1, flags=5)),
        (wait(stream={"id": 1}, end=True), head(1) + head(3, flags=5), DATA_END),
        (wait(reset=True), head(1, flags=5), RESET),
        (wait(stream=ZERO, frames={"type": PING}), ACKED, PINGED),
        (wait(stream=ZERO, frames={"type": PING, "ack": True}), PINGED, ACKED),
        (wait(frames={"type": PING, "count": 2}), PINGED, PINGED),
        (wait(stream=ONE, frames={"type": DATA, "count": 1}), head(1), DATA_END),
        (wait(stream=ZERO, frames={"type": SETTINGS, "count": 2}), b"", encode(Frame(4, 0, 0))),
        (wait(calls=2), head(1) + head(1), head(3)),
        (wait(bytes=len(START) + 20), bytes(9), PINGED),
    ],
)
def test_goes_on_when_it_is_there(raw: Raw, step: Json, too_little: bytes, enough: bytes) -> None:
    id, address = raw.listen({"steps": [step, *DONE]} | BARE)
    with dialled(address, START + too_little) as connection:
        connection.settimeout(0.05)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(10)
        connection.sendall(enough)
        assert read_all(connection) == b"done"
    assert notes(raw.seen(id)) == []


@pytest.mark.parametrize(
    ("step", "what"),
    [
        (wait(end=True), "end"),
        (wait(stream={"call": 7}, reset=True), "reset"),
        (wait(stream=ZERO, frames={"type": PING}), "frames"),
        (wait(calls=2), "calls"),
        (wait(bytes=10**6), "bytes"),
        (wait(closed=True), "closed"),
    ],
)
def test_goes_on_after_its_limit(raw: Raw, step: Json, what: str) -> None:
    step["await"]["limit"] = "0.05s"
    id, address = raw.listen({"steps": [step, *DONE]} | BARE)
    with dialled(address, START + head(1)) as connection:
        assert read_all(connection) == b"done"
    assert notes(raw.seen(id)) == [f"waited for {what} in vain: not within 0.05 s"]


def test_goes_on_when_nothing_comes_any_more(raw: Raw) -> None:
    id, address = raw.listen({"steps": [wait(calls=1, limit="60s"), *DONE]} | BARE)
    with dialled(address, START):
        pass
    assert kinds_of(raw.seen(id), "SERVER") == ["OPENED", "BYTES", "ENDED"]
    assert told(raw, id, 2) == [
        "waited for calls in vain: the connection is over",
        "not sent: the connection is over",
    ]


def test_waits_for_the_other_side_to_close(raw: Raw) -> None:
    id, address = raw.listen({"steps": [wait(closed=True)]})
    with dialled(address, START):
        pass
    assert notes(raw.seen(id)) == []


def test_sleeps(raw: Raw) -> None:
    _, address = raw.listen({"steps": [{"sleep": "0.15s"}, *DONE]} | BARE)
    before = time.monotonic()
    with dialled(address, START) as connection:
        assert read_all(connection) == b"done"
    assert time.monotonic() - before >= 0.15


def test_tells_once_that_there_is_nobody_to_send_to(raw: Raw) -> None:
    steps: list[Json] = [wait(closed=True), *[{"write": text(b"a")}] * 3]
    id, address = raw.listen({"steps": [*steps, {"sleep": "0s"}]})
    with dialled(address, START):
        pass
    assert told(raw, id, 1) == ["not sent: the connection is over"]


@pytest.mark.parametrize("steps", [[{"write": 3}], [{}, {"nix": 1}]])
def test_refuses_a_script_that_is_none(raw: Raw, steps: list[Json]) -> None:
    with pytest.raises(ControlError):
        raw.listen({"steps": steps})
