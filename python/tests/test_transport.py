"""What carries calls: addresses, limits, compression, keepalive, and waiting for a server."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from peer_process import Json, PeerProcess, bodies
from ports import free_port
from relay import Relay
from test_kinds import ABC, ABC_BODY, KINDS

SIZE = 100_000
ALGORITHMS = ("COMPRESSION_GZIP", "COMPRESSION_DEFLATE")
HELD: Json = {"steps": [{"awaitSignal": {"name": "end"}}]}
ABRUPT: Json = {"mode": "MODE_ABRUPT"}


@contextmanager
def listener(peer: PeerProcess, **fields: object) -> Iterator[str]:
    address = peer.post("Listen", {"id": "own", "bind": "127.0.0.1:0"} | fields)["address"]
    try:
        yield address
    finally:
        peer.post("Close", {"listener": "own"} | ABRUPT)


def big(**fields: object) -> Json:
    return {"send": {"payload": {"encoded": base64.b64encode(ZEROS).decode()}} | fields}


# A body of zeros, which compress well.
ZEROS = b"\x12\xa0\x8d\x06" + bytes(SIZE)


def passed(peer: PeerProcess, kind: str, steps: list[Json], **fields: object) -> tuple[int, int]:
    """How many bytes a call takes, to the server and back."""
    with Relay(peer.address) as relay:
        channel = {"fresh": True}
        outcome = peer.outcome(kind, steps, targets=[relay.address], channel=channel, **fields)
        assert outcome.get("code", 0) == 0
        return relay.to_server.bytes, relay.to_client.bytes


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("compression", [*ALGORITHMS, "COMPRESSION_IDENTITY"])
def test_requests_are_compressed(peer: PeerProcess, kind: str, compression: str) -> None:
    to_server, _ = passed(peer, kind, [big()], compression=compression, serverPlan={})
    # `future` of a stream_unary callable takes the argument and drops it (grpc/_channel.py).
    dropped = peer.peer == "python-grpcio" and kind == "ClientStream"
    assert (to_server < SIZE / 10) == (compression in ALGORITHMS and not dropped)


def test_requests_of_a_call_that_blocks_are_compressed(peer: PeerProcess) -> None:
    way = "" if "aio" in peer.peer else "with-call"
    fields = {"compression": "COMPRESSION_GZIP", "way": way, "serverPlan": {}}
    to_server, _ = passed(peer, "ClientStream", [big()], **fields)
    assert to_server < SIZE / 10


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("compression", [*ALGORITHMS, "COMPRESSION_IDENTITY"])
def test_responses_are_compressed(peer: PeerProcess, kind: str, compression: str) -> None:
    plan = {"compression": compression, "steps": [big()]}
    _, to_client = passed(peer, kind, [], serverPlan=plan)
    # grpc.aio drops what set_compression said of a single response, unless headers went before it
    # (grpc/grpc#34690).
    dropped = "aio" in peer.peer and kind in ("Unary", "ClientStream")
    assert (to_client < SIZE / 10) == (compression in ALGORITHMS and not dropped)


@pytest.mark.parametrize("kind", ["ServerStream", "BidiStream"])
@pytest.mark.parametrize("compression", ALGORITHMS)
@pytest.mark.parametrize("usual", [True, False])
def test_some_responses_are(peer: PeerProcess, kind: str, compression: str, usual: bool) -> None:
    one = big() if usual else big(compression=compression)
    other = big(compression="COMPRESSION_IDENTITY") if usual else big()
    plan = {"steps": [one, other, one, other]} | ({"compression": compression} if usual else {})
    _, to_client = passed(peer, kind, [], serverPlan=plan)
    assert 2 * SIZE < to_client < 2.5 * SIZE


def test_a_listener_compresses_as_it_is_told(peer: PeerProcess) -> None:
    with listener(peer, compression="COMPRESSION_GZIP") as address, Relay(address) as relay:
        for compression in ("COMPRESSION_UNSPECIFIED", "COMPRESSION_IDENTITY"):
            before = relay.to_client.bytes
            plan = {"compression": compression, "steps": [big()]}
            peer.outcome("Unary", targets=[relay.address], serverPlan=plan)
            small = relay.to_client.bytes - before < SIZE / 10
            assert small == (compression == "COMPRESSION_UNSPECIFIED")


def test_unix_sockets_and_ipv6(peer: PeerProcess, tmp_path: Path) -> None:
    socket = {"transport": "TRANSPORT_UDS", "bind": str(tmp_path / "socket")}
    for fields in (socket, {"bind": "[::1]:0"}):
        with listener(peer, **fields) as address:
            assert bodies(peer.outcome("Unary", [ABC], targets=[address])) == [ABC_BODY]
            assert address.startswith(("unix:", "[::1]:"))


def test_waits_for_a_server_if_it_shall(peer: PeerProcess) -> None:
    address = f"127.0.0.1:{free_port()}"
    now = peer.plan("Unary", targets=[address], channel={"key": "now"})
    later = peer.plan("Unary", targets=[address], channel={"key": "later", "waitForReady": True})
    with peer.calls_under_way([later]) as answers:
        assert peer.answer(now)["outcome"]["code"] == 14
        peer.post("Listen", {"id": "late", "bind": address})
    assert answers[0]["outcome"].get("code", 0) == 0
    peer.post("Close", {"listener": "late"} | ABRUPT)


def test_names_the_authority(peer: PeerProcess) -> None:
    """It is no metadata on the server; the target's scheme tells that it is the client's choice."""
    outcome = peer.outcome("Unary", authority="example.org:1", channel={"fresh": True})
    assert outcome.get("code", 0) == 0


@pytest.mark.parametrize("side", ["client", "server"])
def test_limits_are_exact(peer: PeerProcess, side: str) -> None:
    for size, code in ((1000, 0), (1001, 8)):
        # Three bytes tell the field of a body and its length.
        body: Json = {"send": {"payload": {"pattern": {"size": str(size - 3)}}}}
        limits = {"limits": {"maxReceiveMessageBytes": 1000}}
        if side == "server":
            with listener(peer, **limits) as address:
                outcome = peer.outcome("Unary", [body], targets=[address])
        else:
            channel = {"key": "limited"} | limits
            outcome = peer.outcome("Unary", channel=channel, serverPlan={"steps": [body]})
        assert outcome.get("code", 0) == code


def test_takes_so_many_streams_at_once(peer: PeerProcess) -> None:
    with listener(peer, maxConcurrentStreams=1) as address:
        channel = {"key": "one-stream"}
        first = peer.plan("Unary", targets=[address], channel=channel, serverPlan=HELD)
        with peer.calls_under_way([first]) as answers:
            assert peer.observed(first["callId"], "UNTIL_ENTERED")["seen"]
            second = peer.plan("Unary", targets=[address], channel=channel, timeout="0.3s")
            assert peer.answer(second)["outcome"]["code"] == 4
            assert "seen" not in peer.observed(second["callId"], "UNTIL_UNSPECIFIED", "0s")
            peer.post("Signal", {"callId": first["callId"], "name": "end"})
        assert answers[0]["outcome"].get("code", 0) == 0


PINGS: Json = {"time": "0.3s", "timeout": "0.3s", "permitWithoutCalls": True}


@pytest.mark.parametrize("side", ["client", "server"])
def test_keepalive_sends_pings(peer: PeerProcess, side: str) -> None:
    """The core sends one besides, to measure the bandwidth, after DATA has come to it."""
    own = {"keepalive": PINGS} if side == "server" else {}
    with listener(peer, **own) as address, Relay(address) as relay:
        channel = {"fresh": True} | ({"keepalive": PINGS} if side == "client" else {})
        plan = peer.plan("Unary", targets=[relay.address], channel=channel, serverPlan=HELD)
        with peer.calls_under_way([plan]) as answers:
            count, least = (relay.to_server, 1) if side == "client" else (relay.to_client, 2)
            while count.pings < least:
                time.sleep(0.01)
            peer.post("Signal", {"callId": plan["callId"], "name": "end"})
    assert answers[0]["outcome"].get("code", 0) == 0
