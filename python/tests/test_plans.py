"""Plans that make no sense, or ask for what grpcio can't do, or for a connection of their own."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from peer_process import PeerProcess

BAD: list[tuple[str, str, dict[str, Any]]] = [
    ("no generated stub", "/Nobody/Knows", {}),
    ("no targets", "Unary", {"targets": []}),
    ("server_plan", "/MyService/Health", {"serverPlan": {}}),
    ("no step of a client", "Unary", {"steps": [{"sendHeaders": {}}]}),
    ("None is no step", "Unary", {"steps": [{}]}),
    ("takes one", "Unary", {"steps": [{"send": {"count": 2}}]}),
    ("before the one request", "ServerStream", {"steps": [{"receive": {}}]}),
    ("unreadable payload", "Unary", {"steps": [{"send": {"payload": {"encoded": "/w=="}}}]}),
    ("a pattern", "/MyService/Health", {"steps": [{"send": {"payload": {"pattern": {}}}}]}),
    (
        "more than a message",
        "Unary",
        {"steps": [{"send": {"payload": {"pattern": {"size": "99999999999"}}}}]},
    ),
]

UNSUPPORTED: list[tuple[int, str, dict[str, Any]]] = [
    (-1, "protocol", {"protocol": "PROTOCOL_CONNECT"}),
    (-1, "protocol", {"protocol": "PROTOCOL_GRPC_WEB"}),
    (-1, "codec", {"codec": "CODEC_JSON"}),
    (-1, "httpVersion", {"httpVersion": "HTTP_VERSION_1_1"}),
    (-1, "httpGet", {"httpGet": True}),
    (-1, "tls.minVersion", {"tls": {"minVersion": "TLS_VERSION_1_3"}}),
    (-1, "targets", {"targets": ["127.0.0.1:1", "localhost:2"]}),
    (0, "send.compression", {"steps": [{"send": {"compression": "COMPRESSION_GZIP"}}]}),
]


@pytest.mark.parametrize(("text", "method", "fields"), BAD)
def test_bad_plan(peer: PeerProcess, text: str, method: str, fields: dict[str, Any]) -> None:
    error = peer.answer(peer.plan(method, **fields))["harnessError"]
    assert error["kind"] == "KIND_BAD_PLAN"
    assert text in error["text"]


@pytest.mark.parametrize(("step", "field", "fields"), UNSUPPORTED)
def test_unsupported(peer: PeerProcess, step: int, field: str, fields: dict[str, Any]) -> None:
    found = peer.answer(peer.plan("Unary", **fields))["unsupportedStep"]
    assert (found.get("step", 0), found["field"]) == (step, field)
    assert found["reason"]


def test_bad_server_plan_is_seen_on_the_server(peer: PeerProcess) -> None:
    plan = peer.plan("Unary", serverPlan={"steps": [{"halfClose": {}}]})
    assert peer.answer(plan)["outcome"]["code"] == 13
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["harnessError"]["kind"] == "KIND_BAD_PLAN"


def client_of(peer: PeerProcess, **fields: Any) -> str:
    plan = peer.plan("Unary", **fields)
    peer.answer(plan)
    found: str = peer.observed(plan["callId"])["hops"][0]["peerAddress"]
    return found


def test_fresh_is_a_connection_of_its_own(peer: PeerProcess) -> None:
    shared = {client_of(peer) for _ in range(3)}
    fresh = {client_of(peer, channel={"fresh": True}) for _ in range(3)}
    assert len(shared) == 1
    assert len(fresh | shared) == 4


def test_correlation_by_listener(peer: PeerProcess) -> None:
    address = peer.post("Listen", {"id": "own", "bind": "127.0.0.1:0"})["address"]
    peer.outcome("Unary", targets=[address], correlation="CORRELATION_LISTENER")
    (hop,) = peer.observed("own")["hops"]
    peer.post("Close", {"listener": "own", "mode": "MODE_ABRUPT"})
    assert [each["name"] for each in hop["metadata"]] == ["user-agent"]
    assert hop["listener"] == "own"


@pytest.mark.parametrize("hop", ["", "x", "-1", "99999999999"])
def test_a_hop_that_is_none(peer: PeerProcess, hop: str) -> None:
    value = base64.b64encode(hop.encode()).decode()
    address = peer.post("Listen", {"id": "hop", "bind": "127.0.0.1:0"})["address"]
    peer.outcome(
        "Unary",
        targets=[address],
        correlation="CORRELATION_LISTENER",
        metadata=[{"name": "crosswire-hop", "value": value}],
    )
    hops = peer.observed("hop")["hops"]
    peer.post("Close", {"listener": "hop", "mode": "MODE_ABRUPT"})
    assert "hop" not in hops[-1]


def test_limits_are_the_library_s(peer: PeerProcess) -> None:
    big = [{"send": {"payload": {"pattern": {"size": "2000"}}}}]
    channel = {"key": "small", "limits": {"maxReceiveMessageBytes": 1000}}
    assert peer.outcome("Unary", big, channel=channel)["code"] == 8


def test_compression_is_asked_for(peer: PeerProcess) -> None:
    plan = peer.plan("Unary", [{"send": {}}], compression="COMPRESSION_GZIP")
    assert peer.answer(plan)["outcome"].get("code", 0) == 0


def test_unix_socket(peer: PeerProcess, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = str(tmp_path_factory.mktemp("s") / "s")
    request = {"id": "uds", "transport": "TRANSPORT_UDS", "bind": path}
    address = peer.post("Listen", request)["address"]
    assert address == f"unix:{path}"
    assert peer.outcome("Unary", targets=[address]).get("code", 0) == 0
    peer.post("Close", {"listener": "uds", "mode": "MODE_ABRUPT"})
