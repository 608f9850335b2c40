"""Calls of every kind, in everything that the library speaks, to the peer's own server."""

from __future__ import annotations

import base64

import pytest
from peer_process import Json, PeerProcess, bodies, kinds

from connect_py.spoken import ABC, KINDS, SPOKEN

ABC_BODY = base64.b64encode(b"abc").decode()
DETAIL = {"typeUrl": "type.googleapis.com/google.protobuf.Int32Value", "value": "CAU="}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoken", SPOKEN.values(), ids=SPOKEN)
def test_echoes(peer: PeerProcess, kind: str, spoken: Json) -> None:
    outcome = peer.outcome(kind, [ABC], **spoken)
    assert outcome.get("code", 0) == 0
    assert bodies(outcome) == [ABC_BODY]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoken", SPOKEN.values(), ids=SPOKEN)
def test_ends_with_a_status(peer: PeerProcess, kind: str, spoken: Json) -> None:
    status = {
        "code": 5,
        "message": "nö",
        "details": [DETAIL],
        "trailers": [{"name": "t-bin", "value": "AP8="}],
    }
    plan = peer.plan(kind, [ABC], serverPlan={"status": status}, **spoken)
    outcome = peer.answer(plan)["outcome"]
    assert (outcome["code"], outcome["message"]) == (5, "nö")
    assert outcome["details"] == [DETAIL]
    assert {"name": "t-bin", "value": "AP8="} in outcome["trailers"]
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["settled"]
    assert "cancelled" not in hop


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoken", SPOKEN.values(), ids=SPOKEN)
def test_handlers_hear_of_the_end_of_many_requests(
    peer: PeerProcess, kind: str, spoken: Json
) -> None:
    plan = peer.plan(kind, [ABC], serverPlan={"steps": [{"drain": {}}]}, **spoken)
    assert peer.answer(plan)["outcome"].get("code", 0) == 0
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop.get("halfClosed", False) == (kind in ("ClientStream", "BidiStream"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoken", SPOKEN.values(), ids=SPOKEN)
def test_tells_both_sides_of_a_cancellation(peer: PeerProcess, kind: str, spoken: Json) -> None:
    steps: list[Json] = [ABC, {"awaitSignal": {"name": "now"}}, {"cancel": {}}]
    plan = peer.plan(kind, steps, serverPlan={"awaitCancellation": {}}, **spoken)
    with peer.calls_under_way([plan]) as answers:
        assert peer.observed(plan["callId"], "UNTIL_ENTERED")["seen"]
        peer.post("Signal", {"callId": plan["callId"], "name": "now"})
    (answer,) = answers
    assert answer["outcome"]["code"] == 1
    assert (2, "CANCELLED") in kinds(answer["outcome"])
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["cancelled"]


@pytest.mark.parametrize("kind", KINDS)
def test_cancels_under_a_step_that_waits(peer: PeerProcess, kind: str) -> None:
    steps: list[Json] = [{"cancel": {"when": "now"}}, ABC, {"receive": {}}]
    plan = peer.plan(kind, steps, serverPlan={"awaitCancellation": {}})
    with peer.calls_under_way([plan]) as answers:
        assert peer.observed(plan["callId"], "UNTIL_ENTERED")["seen"]
        peer.post("Signal", {"callId": plan["callId"], "name": "now"})
    (answer,) = answers
    assert answer["outcome"]["code"] == 1
    assert (0, "CANCELLED") in kinds(answer["outcome"])


@pytest.mark.parametrize("spoken", SPOKEN.values(), ids=SPOKEN)
def test_tells_both_sides_of_a_deadline(peer: PeerProcess, spoken: Json) -> None:
    fields = {"timeout": "3s", "serverPlan": {"awaitCancellation": {}}}
    # At once: they have to be at the server in time.
    plans = [peer.plan(kind, [ABC], **fields, **spoken) for kind in KINDS]
    for answer in peer.lines("Call", {"calls": plans}):
        assert answer["outcome"]["code"] == 4
        (hop,) = peer.observed(answer["callId"])["hops"]
        assert hop["cancelled"]
        assert 0 < float(hop["timeLeft"].removesuffix("s")) <= 3


def test_takes_turns(peer: PeerProcess) -> None:
    steps: list[Json] = [ABC, {"receive": {}}] * 3
    outcome = peer.outcome("BidiStream", steps, **SPOKEN["connect"])
    turns = [event for event in kinds(outcome) if event[1] in ("SENT", "RECEIVED")]
    assert turns == [(i, "SENT" if i % 2 == 0 else "RECEIVED") for i in range(6)]


def test_holds_messages_back_until_they_are_wanted(peer: PeerProcess) -> None:
    steps: list[Json] = [ABC, {"receive": {"count": 2}}, {"cancel": {}}]
    plan: Json = {"steps": [{"send": {"count": 3}}], "awaitCancellation": {}}
    outcome = peer.outcome("ServerStream", steps, serverPlan=plan)
    assert outcome["code"] == 1
    assert len(outcome["messages"]) == 2


def test_gets(peer: PeerProcess) -> None:
    steps: list[Json] = [{"send": {"payload": {"encoded": "cgM/Pj8="}}}]
    path = "/crosswire.payload.v1.Payloads/Peek"
    plan = peer.plan(path, steps, httpGet=True, **SPOKEN["connect-json"])
    outcome = peer.answer(plan)["outcome"]
    assert outcome["messages"][0]["json"] == '{"stringValue": "?>?"}'
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert "content-type" not in {each["name"] for each in hop["metadata"]}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"authority": "elsewhere"}, "authority"),
        ({"way": "telepathy"}, "way"),
        ({"compression": "COMPRESSION_DEFLATE"}, "compression"),
        ({"httpVersion": "HTTP_VERSION_1_1"}, "httpVersion"),
        ({"httpGet": True, "protocol": "PROTOCOL_CONNECT"}, "httpGet"),
        ({"channel": {"waitForReady": True}}, "channel.waitForReady"),
        ({"channel": {"limits": {"maxMetadataBytes": 9}}}, "channel.limits.maxMetadataBytes"),
        ({"tls": {"alpn": ["h2"]}}, "tls.alpn"),
    ],
)
def test_says_what_it_cannot(peer: PeerProcess, fields: Json, named: str) -> None:
    answer = peer.answer(peer.plan("Unary", [ABC], **fields))
    assert answer["unsupportedStep"]["field"] == named
