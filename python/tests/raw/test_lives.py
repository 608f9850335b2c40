"""Listeners: what is observed on them, what is refused, and how they end."""

from __future__ import annotations

import socket
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from peer_process import ControlError, Json, PeerProcess

from crosswire_peers.http2.frames import SETTINGS, Frame, encode

from .plain import START, dialled, read_all, read_frames
from .scripts import (
    ANSWER,
    HEADERS,
    Raw,
    data,
    fields,
    framed,
    frames,
    kinds_of,
    notes,
    payload,
    request,
    text,
    wait,
)

GET = encode(Frame(HEADERS, 0x5, 1, b"\x82\x84\x86\x41\0"))
CALL: list[Json] = [request("/a/b"), data(framed(b""), endStream=True), wait(end=True)]


def test_raw_answers_raw(raw: Raw) -> None:
    id, address = raw.listen({"calls": [{"steps": ANSWER}]})
    outcome = raw.call(address, CALL)
    seen = raw.seen(id)
    assert (seen["method"], seen["peerAddress"]) == ("/a/b", f"127.0.0.1:{outcome['localPort']}")
    for side in ("SERVER", "CLIENT"):
        told, came = frames(outcome, side), frames(seen, side)
        flows = [{**each, "ns": 0} for each in told], [{**each, "ns": 0} for each in came]
        # The client doesn't wait for what comes after its script.
        length = min(map(len, flows))
        assert length >= 3
        assert flows[0][:length] == flows[1][:length]
    times = [int(each["ns"]) for each in outcome["frames"]]
    assert times == sorted(times)


def test_cut_at_every_byte_both_ways(raw: Raw) -> None:
    id, address = raw.listen({"calls": [{"steps": ANSWER}], "chunk": 1})
    outcome = raw.call(address, CALL, chunk=1)
    *_, last = frames(outcome, "CLIENT", HEADERS)
    assert ("grpc-status", b"0") in fields(last)
    assert raw.seen(id)["method"] == "/a/b"


def test_plays_a_script_a_connection(raw: Raw) -> None:
    bare = {"no_preface": True}
    scripts = [{"steps": [{"write": text(each)}, {"close": {}}]} | bare for each in (b"1", b"2")]
    id, address = raw.listen(*scripts)
    came = []
    for _ in range(3):
        with dialled(address) as connection:
            came.append(read_all(connection))
    assert came == [b"1", b"2", b"2"]
    seen = raw.seen(id)
    assert [each["connection"] for each in seen["frames"] if each["kind"] == "KIND_OPENED"] == [
        1,
        2,
        3,
    ]


def test_answers_what_is_not_http2(raw: Raw) -> None:
    answer = b"HTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n"
    steps = [wait(bytes=1), {"write": text(answer)}, {"close": {}}]
    id, address = raw.listen({"steps": steps, "notHttp2": True})
    with dialled(address, START) as connection:
        assert raw.seen(id, "UNTIL_ENTERED")["frames"]
        assert read_all(connection) == answer
    seen = raw.seen(id)
    assert frames(seen) == []
    assert b"".join(payload(each) for each in seen["frames"]) == START + answer
    assert "method" not in seen


def test_breaks_a_tls_handshake(raw: Raw) -> None:
    alert = b"\x15\x03\x03\0\x02\x02\x28"
    _, address = raw.listen({"steps": [wait(bytes=1), {"write": text(alert)}], "notHttp2": True})
    with dialled(address) as connection, pytest.raises(ssl.SSLError, match="handshake failure"):
        ssl.create_default_context().wrap_socket(connection, server_hostname="x")


@pytest.mark.parametrize("first", [b"GET / HTTP/1.1\r\n\r\n", START[:23] + b"x"])
def test_leaves_what_is_not_http2(raw: Raw, first: bytes) -> None:
    id, address = raw.listen({"calls": [{"steps": ANSWER}]})
    with dialled(address, first) as connection:
        read_all(connection)
    seen = raw.seen(id)
    assert notes(seen) == ["not HTTP/2: closed"]
    assert kinds_of(seen, "SERVER")[:2] == ["OPENED", "BYTES"]


def test_observes_when_it_is_there(raw: Raw) -> None:
    id, address = raw.listen()
    unseen = raw.process.observed(id, "UNTIL_SETTLED", "0s")
    assert not unseen.get("seen")
    with dialled(address, START) as connection:
        read_frames(connection, 2)
        began = time.monotonic()
        with ThreadPoolExecutor(2) as pool:
            entered = pool.submit(raw.seen, id, "UNTIL_ENTERED")
            settled = pool.submit(raw.seen, id, "UNTIL_SETTLED")
            connection.sendall(GET)
            assert entered.result()["method"] == "/"
            assert not settled.done()
            connection.close()
            assert settled.result()["settled"]
        # Each as soon as it was so, and not when its time was over.
        assert time.monotonic() - began < 20
    raw.close(id)
    assert raw.seen(id)["settled"]


def test_tells_what_is_left_and_what_was_reset(raw: Raw) -> None:
    id, address = raw.listen()
    with dialled(address, START + GET[:7]) as connection:
        read_frames(connection, 2)
        linger = b"\x01\0\0\0\0\0\0\0"
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    seen = raw.seen(id)
    assert kinds_of(seen, "SERVER") == ["OPENED", "BYTES", "BYTES", "RESET"]
    assert GET[:7] in [payload(each) for each in seen["frames"]]


def test_listens_on_ipv6_and_on_a_socket(raw: Raw, tmp_path: Path) -> None:
    six = raw.process.post("Listen", {"id": "six", "bind": "[::1]:0"})["address"]
    place = {"bind": str(tmp_path / "raw"), "transport": "TRANSPORT_UDS"}
    path = raw.process.post("Listen", {"id": "path"} | place)["address"]
    assert six.startswith("[::1]:")
    assert path == f"unix:{place['bind']}"
    with (
        socket.create_connection(("::1", int(six.rpartition(":")[2])), 10) as over_six,
        socket.socket(socket.AF_UNIX) as over_path,
    ):
        over_path.connect(place["bind"])
        for connection in (over_six, over_path):
            connection.sendall(START)
            assert [each.type for each in read_frames(connection, 1)][:1] == [SETTINGS]
    assert "peerAddress" not in raw.seen("path", wait="0s")
    raw.close("six")
    raw.close("path")


def test_closes_a_listener_at_once(raw: Raw) -> None:
    id, address = raw.listen({"steps": [{"sleep": "100s"}]})
    with dialled(address, START) as connection:
        read_frames(connection, 1)
        raw.close(id)
        with suppress(ConnectionResetError):
            read_all(connection)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])))
    with pytest.raises(ControlError, match="no listener"):
        raw.close(id)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"transport": "TRANSPORT_TLS"}, "transport"),
        ({"tls": {"certPem": "x"}}, "tls"),
        ({"maxConcurrentStreams": 1}, "maxConcurrentStreams"),
        ({"processes": 2}, "processes"),
    ],
)
def test_names_what_a_listener_cannot_honour(raw: Raw, request_: Json, field: str) -> None:
    answer = raw.process.post("Listen", {"id": "x", "bind": "127.0.0.1:0"} | request_)
    assert answer["unsupported"]["field"] == field


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"id": "main", "bind": "127.0.0.1:0"}, "already"),
        ({"id": "y"}, "bind is empty"),
        ({"id": "y", "bind": "127.0.0.1"}, "no host:port"),
        ({"id": "y", "bind": "127.0.0.1:99999"}, "can't bind"),
    ],
)
def test_refuses_listeners_that_cannot_be(raw: Raw, request_: Json, error: str) -> None:
    with pytest.raises(ControlError, match=error):
        raw.process.post("Listen", request_)


def test_describes_itself(raw: Raw) -> None:
    description = raw.process.post("Describe", {})
    assert (description["peer"], description["language"]) == ("raw", "python")
    assert description["userAgent"] == "crosswire-raw"
    assert [each["name"] for each in description["libraries"]] == ["hpack"]
    supported = {each["id"] for each in description["capabilities"] if each["supported"]}
    assert supported >= {"client.raw", "server.raw"}


def test_forgets_when_reset() -> None:
    process = PeerProcess("raw")
    raw = Raw(process)
    id, address = raw.listen()
    with dialled(address, START + GET):
        raw.seen(id, "UNTIL_ENTERED")
    process.post("Signal", {"callId": "c", "name": "n"})
    process.post("Reset", {})
    assert not process.observed(id, "UNTIL_UNSPECIFIED").get("seen")
    assert process.stop() == 0


def test_needs_no_grpc() -> None:
    """An instrument must not lean on what it measures."""
    process = PeerProcess("raw")
    maps = Path(f"/proc/{process.process.pid}/maps").read_text()
    assert "cygrpc" not in maps
    assert "python" in maps
    assert process.stop() == 0
