"""Listeners, endings and services of the peer."""

from __future__ import annotations

import http.client
import json

import pytest
from peer_process import ControlError, Json, PeerProcess

from connect_py.spoken import ABC, SPOKEN

HEALTH = "/grpc.health.v1.Health/Check"


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ({"throw": {"kind": "KIND_ERROR", "text": "boom"}}, 2),
        ({"throw": {"kind": "KIND_LATER", "text": "boom"}}, 2),
        ({"throw": {"kind": "KIND_CANCELLATION", "text": "boom"}}, 1),
        ({"returnNothing": {}}, 2),
        ({"statusAndMessage": {"status": {"code": 9}}}, 9),
    ],
)
def test_ends_as_handlers_do(peer: PeerProcess, ending: Json, code: int) -> None:
    plan = peer.plan("Unary", [ABC], serverPlan=ending)
    assert peer.answer(plan)["outcome"]["code"] == code
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["settled"]
    assert "cancelled" not in hop
    assert "harnessError" not in hop


def test_forwards(peer: PeerProcess) -> None:
    status: Json = {"code": 6, "message": "there"}
    onward: Json = {
        "targets": [peer.address],
        "method": "/crosswire.probe.v1.Probe/Unary",
        "serverPlan": {"status": status},
    }
    plan = peer.plan("Unary", [ABC], serverPlan={"forward": onward})
    outcome = peer.answer(plan)["outcome"]
    assert (outcome["code"], outcome["message"]) == (6, "there")
    assert len(peer.observed(plan["callId"])["hops"]) == 2


def test_finds_fault_with_what_it_cannot_do(peer: PeerProcess) -> None:
    plan = peer.plan("Unary", [ABC], serverPlan={"status": {"code": 99}})
    peer.answer(plan)
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["harnessError"]["kind"] == "KIND_BAD_PLAN"


def test_serves_health(peer: PeerProcess) -> None:
    named: Json = {"send": {"payload": {"encoded": "CglNeVNlcnZpY2U="}}}
    serving = peer.outcome(HEALTH, [named])["messages"][0]["json"]
    peer.post("SetHealth", {"listener": "main", "serving": False})
    not_serving = peer.outcome(HEALTH, [named])["messages"][0]["json"]
    peer.post("SetHealth", {"listener": "main", "serving": True})
    assert [json.loads(each) for each in (serving, not_serving)] == [
        {"status": "SERVING"},
        {"status": "NOT_SERVING"},
    ]
    unknown: Json = {"send": {"payload": {"encoded": "CgF4"}}}
    assert peer.outcome(HEALTH, [unknown])["code"] == 5


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/MyService/Health", 0),
        ("/grpc.testing.TestService/EmptyCall", 0),
        ("/grpc.testing.TestService/UnimplementedCall", 12),
        ("/grpc.testing.UnimplementedService/UnimplementedCall", 12),
    ],
)
@pytest.mark.parametrize("spoken", SPOKEN.values(), ids=SPOKEN)
def test_serves(peer: PeerProcess, path: str, code: int, spoken: Json) -> None:
    assert peer.outcome(path, **spoken).get("code", 0) == code


def test_limits_what_it_takes(peer: PeerProcess) -> None:
    limits = {"maxReceiveMessageBytes": 100}
    request: Json = {"id": "small", "bind": "127.0.0.1:0", "limits": limits}
    address = peer.post("Listen", request)["address"]
    large: Json = {"send": {"payload": {"pattern": {"size": "200"}}}}
    assert peer.outcome("Unary", [large], targets=[address])["code"] == 8
    assert peer.outcome("Unary", [ABC], targets=[address]).get("code", 0) == 0
    peer.post("Close", {"listener": "small"})


def test_listens_for_http1_alone(peer: PeerProcess) -> None:
    request: Json = {"id": "http1", "bind": "127.0.0.1:0", "transport": "TRANSPORT_HTTP1"}
    address = peer.post("Listen", request)["address"]
    spoken = SPOKEN["connect-http1"]
    assert peer.outcome("Unary", [ABC], targets=[address], **spoken).get("code", 0) == 0
    connection = http.client.HTTPConnection(address, timeout=10)
    connection.request("POST", "/MyService/Health", "{}", {"content-type": "application/json"})
    assert connection.getresponse().status == 200
    connection.close()
    peer.post("Close", {"listener": "http1", "mode": "MODE_ABRUPT"})


def test_drains(peer: PeerProcess) -> None:
    address = peer.post("Listen", {"id": "draining", "bind": "127.0.0.1:0"})["address"]
    held: Json = {"steps": [{"awaitSignal": {"name": "go"}}]}
    plan = peer.plan("Unary", [ABC], targets=[address], serverPlan=held)
    with peer.calls_under_way([plan]) as answers:
        assert peer.observed(plan["callId"], "UNTIL_ENTERED")["seen"]
        peer.post("Signal", {"callId": plan["callId"], "name": "go"})
        peer.post("Close", {"listener": "draining", "mode": "MODE_DRAIN"})
    assert answers[0]["outcome"].get("code", 0) == 0
    assert peer.outcome("Unary", [ABC], targets=[address])["code"] == 14


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"keepalive": {"time": "1s"}}, "keepalive"),
        ({"maxConcurrentStreams": 1}, "maxConcurrentStreams"),
        ({"threads": 2}, "threads"),
        ({"compression": "COMPRESSION_IDENTITY"}, "compression"),
    ],
)
def test_says_what_a_listener_cannot(peer: PeerProcess, fields: Json, named: str) -> None:
    answer = peer.post("Listen", {"id": "odd", "bind": "127.0.0.1:0"} | fields)
    assert answer["unsupported"]["field"] == named


def test_refuses_an_address_that_is_taken(peer: PeerProcess) -> None:
    with pytest.raises(ControlError):
        peer.post("Listen", {"id": "again", "bind": peer.address})
