"""The client that blocks, which has to come to the same as the one on the event loop."""

from __future__ import annotations

import base64

import pytest
from peer_process import Json, PeerProcess, bodies, kinds

from connect_py.spoken import ABC, KINDS, SPOKEN

VALUE = {"value": base64.b64encode(b"v").decode()}
STATUS: Json = {"code": 9, "message": "why", "trailers": [{"name": "x-trail"} | VALUE]}
HELD: Json = {"awaitCancellation": {}}
DETAIL: Json = {"typeUrl": "type.googleapis.com/google.protobuf.Int32Value", "value": "CAU="}

# Streams both ways at once are HTTP/2's.
SPEAKS = [
    (name, kind)
    for name in SPOKEN
    for kind in KINDS
    if kind != "BidiStream" or not name.endswith("http1")
]
in_everything = pytest.mark.parametrize(("spoken", "kind"), SPEAKS)


def of_interest(outcome: Json) -> Json:
    """What is the same whenever the call is made: a date isn't."""
    fields = ("code", "message", "trailers", "messages", "details")
    shown = {name: outcome[name] for name in fields if name in outcome}
    return shown | {"headers": [one for one in outcome["headers"] if one["name"] != "date"]}


def test_is_declared(peer: PeerProcess) -> None:
    capabilities = peer.post("Describe", {})["capabilities"]
    assert "client.way.sync" in {one["id"] for one in capabilities if one.get("supported")}


@in_everything
@pytest.mark.parametrize(
    "ending", [{}, {"status": STATUS}, {"status": STATUS | {"details": [DETAIL]}}]
)
def test_agrees(peer: PeerProcess, spoken: str, kind: str, ending: Json) -> None:
    headers = {"sendHeaders": {"metadata": [{"name": "x-head"} | VALUE]}}
    fields: Json = {"serverPlan": {"steps": [headers, ABC]} | ending} | SPOKEN[spoken]
    usual, blocking = (peer.outcome(kind, [ABC], way=way, **fields) for way in ("", "sync"))
    assert of_interest(blocking) == of_interest(usual)


def test_takes_turns(peer: PeerProcess) -> None:
    steps: list[Json] = [ABC, {"receive": {}}] * 3
    outcome = peer.outcome("BidiStream", steps, way="sync", **SPOKEN["connect"])
    turns = [event for event in kinds(outcome) if event[1] in ("SENT", "RECEIVED")]
    assert turns == [(i, "SENT" if i % 2 == 0 else "RECEIVED") for i in range(6)]


def test_makes_many_calls_at_once(peer: PeerProcess) -> None:
    """None keeps another waiting, though each may keep a thread of the HTTP client's busy."""
    steps: list[Json] = [ABC, {"awaitSignal": {"name": "go"}}, ABC]
    fields: Json = {"way": "sync"} | SPOKEN["connect"]
    plans = [peer.plan("BidiStream", steps, **fields) for _ in range(64)]
    with peer.calls_under_way(plans) as answers:
        for plan in plans:
            assert peer.observed(plan["callId"], "UNTIL_ENTERED")["seen"]
        for plan in plans:
            peer.post("Signal", {"callId": plan["callId"], "name": "go"})
    assert [len(bodies(answer["outcome"])) for answer in answers] == [2] * 64


@in_everything
def test_keeps_the_deadline(peer: PeerProcess, spoken: str, kind: str) -> None:
    plan = peer.plan(kind, [ABC], way="sync", timeout="0.5s", serverPlan=HELD, **SPOKEN[spoken])
    assert peer.answer(plan)["outcome"]["code"] == 4
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["cancelled"]


def test_ends_with_the_guard(peer: PeerProcess) -> None:
    fields: Json = {"way": "sync", "guard": "1s", "serverPlan": HELD} | SPOKEN["connect"]
    plans = [peer.plan(kind, [ABC], **fields) for kind in KINDS]
    for answer in peer.lines("Call", {"calls": plans}):
        assert answer["harnessError"]["kind"] == "KIND_GUARD_EXPIRED"
        (hop,) = peer.observed(answer["callId"], wait="30s")["hops"]
        assert hop["cancelled"]


@pytest.mark.parametrize("kind", KINDS)
def test_has_no_handle_to_cancel_with(peer: PeerProcess, kind: str) -> None:
    plan = peer.plan(kind, [ABC, {"cancel": {}}], way="sync", serverPlan=HELD)
    assert peer.answer(plan)["unsupportedStep"]["field"] == "cancel"


def test_asks_for_health(peer: PeerProcess) -> None:
    outcome = peer.outcome("/grpc.health.v1.Health/Check", way="sync")
    assert outcome["messages"][0]["json"] == '{"status": "SERVING"}'
