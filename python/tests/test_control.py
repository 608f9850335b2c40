"""The control port: HTTP, ProtoJSON, and what a peer says about itself."""

from __future__ import annotations

import http.client
import json

import pytest
from peer_process import ControlError, PeerProcess

PATH = "/crosswire.peer.v1.Peer/"


UNREADABLE = [b"", b"{", b"[]", b"\xff", b"{\xff}", b'{"nix": 1}', b'{"calls": 3}', b"[" * 5000]


@pytest.mark.parametrize("body", UNREADABLE)
def test_refuses_what_it_cannot_read(peer: PeerProcess, body: bytes) -> None:
    status, answer = peer.exchange(PATH + "Call", body)
    assert status == 400
    assert json.loads(answer)["error"]


@pytest.mark.parametrize("path", ["/", PATH, PATH + "Nix", "/Describe", "Call"])
def test_knows_its_paths(peer: PeerProcess, path: str) -> None:
    status, answer = peer.exchange(path, b"{}")
    assert status == 404
    assert "no such method" in json.loads(answer)["error"]


def test_takes_no_more_than_16_mib(peer: PeerProcess) -> None:
    connection = http.client.HTTPConnection(peer.control, timeout=10)
    connection.putrequest("POST", PATH + "Call")
    connection.putheader("content-length", str(16 * 1024 * 1024 + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413


def test_takes_no_more_than_64_items(peer: PeerProcess) -> None:
    for method, items in (("Call", "calls"), ("Observe", "callIds")):
        with pytest.raises(ControlError, match="at most 64"):
            peer.lines(method, {items: [{} if method == "Call" else "a"] * 65})


def test_keeps_a_connection_open(peer: PeerProcess) -> None:
    connection = http.client.HTTPConnection(peer.control, timeout=10)
    for method in ("Describe", "Call", "Nix", "Stats"):
        connection.request("POST", PATH + method, b"{}")
        response = connection.getresponse()
        response.read()
        assert not response.will_close
    connection.close()


def test_describes_itself(peer: PeerProcess) -> None:
    description = peer.post("Describe", {})
    libraries = {each["name"]: each["version"] for each in description["libraries"]}
    assert description["contractVersion"] == "1"
    assert description["peer"] == peer.peer
    assert description["runtime"].startswith("CPython 3.")
    assert set(libraries) >= {"grpcio", "protobuf", "grpcio-health-checking", "grpcio-status"}
    plan = peer.plan("/MyService/Health")
    peer.answer(plan)
    (hop,) = peer.observed(plan["callId"])["hops"]
    agents = [each["value"] for each in hop["metadata"] if each["name"] == "user-agent"]
    assert len(agents) == 1
    assert description["userAgent"].endswith(libraries["grpcio"])


def test_gives_a_reason_for_what_it_cannot_do(peer: PeerProcess) -> None:
    capabilities = peer.post("Describe", {})["capabilities"]
    ids = [each["id"] for each in capabilities]
    assert len(ids) == len(set(ids))
    assert all(each["reason"] for each in capabilities if not each.get("supported"))


def test_reads_its_own_size(peer: PeerProcess) -> None:
    stats = peer.post("Stats", {})
    assert int(stats["rssBytes"]) > 10_000_000
    assert stats["descriptors"] > 5
    assert stats["threads"] > 2


def test_refuses_listeners_that_cannot_be(peer: PeerProcess) -> None:
    for request, error in (
        ({"id": "main", "bind": "127.0.0.1:0"}, "already"),
        ({"id": "other", "bind": peer.address}, "bind"),
        ({"id": "other"}, "bind is empty"),
        ({"id": "other", "bind": "127.0.0.1:0", "transport": "TRANSPORT_TLS"}, "keyPem"),
    ):
        with pytest.raises(ControlError, match=error):
            peer.post("Listen", request)


def test_names_the_field_of_a_listener_that_it_cannot_honour(peer: PeerProcess) -> None:
    http1 = {"id": "x", "bind": "127.0.0.1:0", "transport": "TRANSPORT_HTTP1"}
    alpn = {"id": "x", "bind": "127.0.0.1:0", "transport": "TRANSPORT_TLS", "tls": {"alpn": ["h2"]}}
    assert peer.post("Listen", http1)["unsupported"]["field"] == "transport"
    assert peer.post("Listen", alpn)["unsupported"]["field"] == "tls.alpn"


def test_closes_a_listener(peer: PeerProcess) -> None:
    address = peer.post("Listen", {"id": "brief", "bind": "127.0.0.1:0"})["address"]
    assert peer.outcome("/MyService/Health", targets=[address]).get("code", 0) == 0
    peer.post("Close", {"listener": "brief", "mode": "MODE_ABRUPT"})
    assert peer.outcome("/MyService/Health", targets=[address])["code"] == 14
    with pytest.raises(ControlError, match="no listener"):
        peer.post("Close", {"listener": "brief"})


def test_ends_with_its_input() -> None:
    assert PeerProcess("python-grpcio@1.85").stop() == 0


def test_ends_at_once_when_told_to() -> None:
    for name in ("python-grpcio", "python-grpcio-aio"):
        other = PeerProcess(name)
        other.process.terminate()
        assert other.process.wait(30) == 0
