"""TLS of either side of a tap, with a key made for the test by openssl."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from crosswire.frame.v1.frame_pb2 import Direction, Frame
from crosswire.wire.v1.wire_pb2 import Block, BlockField, Tampering

from wire.plain import listening, received, reset
from wire.serving import EchoServer, client, code_of, echo_server
from wire.wire_process import Refused, WireProcess

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the keys")

Pair = dict[str, str]


def made(folder: Path, name: str) -> Pair:
    """A key and a certificate that is its own CA."""
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    names = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    files = ["-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.cert")]
    subprocess.run([*command.split(), *names, *files], check=True, capture_output=True)
    key, cert = Path(folder, f"{name}.key"), Path(folder, f"{name}.cert")
    return {"keyPem": key.read_text(), "certPem": cert.read_text()}


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return made(tmp_path_factory.mktemp("tls"), "front")


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return made(tmp_path_factory.mktemp("tls"), "back")


@pytest.fixture(scope="module")
def encrypted(back: Pair) -> Iterator[EchoServer]:
    pair = (back["keyPem"].encode(), back["certPem"].encode())
    with echo_server(grpc.ssl_server_credentials([pair])) as running:
        yield running


def trusting(pair: Pair) -> grpc.ChannelCredentials:
    return grpc.ssl_channel_credentials(pair["certPem"].encode())


def sides(front: Pair, back: Pair, server_name: str = "back") -> dict[str, Any]:
    return {
        "front": front | {"alpn": ["h2"]},
        "back": {"serverCaPem": back["certPem"], "serverName": server_name, "alpn": ["h2"]},
    }


NAMED = ("grpc.ssl_target_name_override", "front")


def test_calls_pass_over_tls_on_both_sides(
    wire: WireProcess, encrypted: EchoServer, front: Pair, back: Pair
) -> None:
    body = bytes(3_000_000)
    with wire.tap(encrypted.address, **sides(front, back)) as tap:
        with client(tap.address, trusting(front), NAMED) as calls:
            assert calls.unary(body) == body
            assert list(calls.stream(iter([b"a", b"b"]))) == [b"a", b"b"]
            assert code_of(lambda: calls.fail(b"")) == grpc.StatusCode.DATA_LOSS
        record = tap.read()
    assert sum(len(frame.payload) for frame in record.frames) > 6_000_000
    assert record.frames[-1].kind == Frame.Kind.KIND_ENDED


def test_calls_are_changed_under_tls(
    wire: WireProcess, encrypted: EchoServer, front: Pair, back: Pair
) -> None:
    status = BlockField(block=Block.BLOCK_TRAILERS, name="grpc-status", value=b"7")
    change = Tampering(set_field=status)
    with (
        wire.tap(encrypted.address, change, **sides(front, back)) as tap,
        client(tap.address, trusting(front), NAMED) as calls,
    ):
        assert code_of(lambda: calls.unary(b"")) == grpc.StatusCode.PERMISSION_DENIED


def test_a_server_that_is_not_trusted_is_not_reached(
    wire: WireProcess, encrypted: EchoServer, front: Pair, back: Pair
) -> None:
    for wrong in (sides(front, front), sides(front, back, "other")):
        with wire.tap(encrypted.address, **wrong) as tap:
            with client(tap.address, trusting(front), NAMED) as calls:
                assert code_of(lambda: calls.unary(b"")) == grpc.StatusCode.UNAVAILABLE
            resets = [f for f in tap.read().frames if f.kind == Frame.Kind.KIND_RESET]
        assert resets
        assert "certificate verify failed" in resets[0].note
        assert resets[0].direction == Direction.DIRECTION_TO_CLIENT


def test_a_tap_takes_only_what_its_front_does(
    wire: WireProcess, encrypted: EchoServer, front: Pair, back: Pair
) -> None:
    for more in ({"clientCaPem": back["certPem"]}, {"minVersion": "TLS_VERSION_1_3"}):
        fields = sides(front, back)
        fields["front"] |= more
        trust = ssl.create_default_context(cadata=front["certPem"])
        # In 1.3 a client hears of it only when it reads.
        trust.maximum_version = ssl.TLSVersion.TLSv1_2
        with wire.tap(encrypted.address, **fields) as tap:
            raw = socket.create_connection(("127.0.0.1", tap.port), 10)
            with raw, pytest.raises(ssl.SSLError):
                trust.wrap_socket(raw, server_hostname="front")


def test_a_tap_speaks_the_version_and_protocol_it_is_told(
    wire: WireProcess, encrypted: EchoServer, front: Pair, back: Pair
) -> None:
    fields = sides(front, back)
    fields["front"] |= {"maxVersion": "TLS_VERSION_1_2", "alpn": ["http/1.1"]}
    trust = ssl.create_default_context(cadata=front["certPem"])
    trust.set_alpn_protocols(["h2", "http/1.1"])
    with wire.tap(encrypted.address, **fields) as tap:
        raw = socket.create_connection(("127.0.0.1", tap.port), 10)
        with trust.wrap_socket(raw, server_hostname="front") as tls:
            assert (tls.version(), tls.selected_alpn_protocol()) == ("TLSv1.2", "http/1.1")


def test_a_client_without_tls_is_told(
    wire: WireProcess, encrypted: EchoServer, front: Pair, back: Pair
) -> None:
    with wire.tap(encrypted.address, **sides(front, back)) as tap:
        with socket.create_connection(("127.0.0.1", tap.port), 10) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
            while plain.recv(100):
                pass
        last = tap.read().frames[-1]
    assert last.kind == Frame.Kind.KIND_ENDED
    assert last.note.startswith("no TLS with the client: ")


def test_what_is_no_key_is_said(wire: WireProcess, front: Pair, back: Pair) -> None:
    wrong: list[dict[str, Any]] = [
        {"front": {"certPem": front["certPem"], "keyPem": back["keyPem"]}},
        {"front": {}},
        {"back": {"serverCaPem": "garbage"}},
    ]
    for fields in wrong:
        with pytest.raises(Refused, match=r"\w"), wire.tap("127.0.0.1:1", **fields):
            pass


def test_a_reset_under_tls_is_a_reset(wire: WireProcess, front: Pair) -> None:
    with listening() as (listener, address), wire.tap(address, front=front) as tap:
        trust = ssl.create_default_context(cadata=front["certPem"])
        raw = socket.create_connection(("127.0.0.1", tap.port), 10)
        client = trust.wrap_socket(raw, server_hostname="front")
        server, _ = listener.accept()
        client.sendall(b"hello")
        assert received(server, 5) == b"hello"
        reset(client)
        with server, pytest.raises(ConnectionResetError):
            server.recv(1)
        last = tap.read().frames[-1]
    assert last.kind == Frame.Kind.KIND_RESET
