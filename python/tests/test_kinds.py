"""The four kinds of RPC, message by message, on both sides."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest
from crosswire.probe.v1.probe_pb2 import ProbeResponse
from peer_process import Json, PeerProcess, bodies, kinds

KINDS = ("Unary", "ServerStream", "ClientStream", "BidiStream")
ABC: Json = {"send": {"payload": {"pattern": {"size": "3", "seed": 97}}}}
ABC_BODY = base64.b64encode(b"abc").decode()


@pytest.mark.parametrize("kind", KINDS)
def test_echoes(peer: PeerProcess, kind: str) -> None:
    outcome = peer.outcome(kind, [ABC])
    encoded = ProbeResponse(body=b"abc").SerializeToString()
    (message,) = outcome["messages"]
    assert outcome.get("code", 0) == 0
    assert message == {
        "length": str(len(encoded)),
        "sha256": hashlib.sha256(encoded).hexdigest(),
        "json": json.dumps({"body": ABC_BODY}),
        "firstBytes": base64.b64encode(encoded).decode(),
    }


def test_joins_a_client_stream(peer: PeerProcess) -> None:
    outcome = peer.outcome("ClientStream", [ABC, ABC, {"halfClose": {}}, {"receive": {}}])
    assert bodies(outcome) == [base64.b64encode(b"abcabc").decode()]
    assert kinds(outcome) == [
        (0, "OPENED"),
        (0, "SENT"),
        (1, "SENT"),
        (2, "HALF_CLOSED"),
        (3, "RECEIVED"),
        (-1, "ENDED"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_handlers_hear_of_the_end_of_many_requests(peer: PeerProcess, kind: str) -> None:
    plan = peer.plan(kind, [ABC], serverPlan={"steps": [{"drain": {}}]})
    assert peer.answer(plan)["outcome"].get("code", 0) == 0
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop.get("halfClosed", False) == (kind in ("ClientStream", "BidiStream"))


def test_takes_turns(peer: PeerProcess) -> None:
    steps: list[Json] = [ABC, {"receive": {}}] * 3
    plan = peer.plan("BidiStream", steps)
    outcome = peer.answer(plan)["outcome"]
    turns = [event for event in kinds(outcome) if event[1] in ("SENT", "RECEIVED")]
    assert turns == [(i, "SENT" if i % 2 == 0 else "RECEIVED") for i in range(6)]
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert [kind for _, kind in kinds(hop)] == ["OPENED", *["RECEIVED", "SENT"] * 3, "ENDED"]


def test_drains_in_the_background(peer: PeerProcess) -> None:
    steps: list[Json] = [{"drain": {"background": True}}, ABC, {"receive": {}}, ABC]
    outcome = peer.outcome("BidiStream", [*steps, {"receive": {}}])
    received = [step for step, kind in kinds(outcome) if kind == "RECEIVED"]
    assert received == [0, 0]


@pytest.mark.parametrize("kind", ["ServerStream", "BidiStream"])
def test_plays_what_the_server_plans(peer: PeerProcess, kind: str) -> None:
    headers = {"sendHeaders": {"metadata": [{"name": "early-bin", "value": "AP8="}]}}
    steps: list[Json] = [{"send": {}}, {"readHeaders": {}}, {"receive": {"count": 2}}]
    plan = peer.plan(kind, steps, serverPlan={"steps": [headers, {"send": {"count": 3}}]})
    outcome = peer.answer(plan)["outcome"]
    assert outcome["headers"] == [{"name": "early-bin", "value": "AP8="}]
    assert [e for e in kinds(outcome) if e[1] in ("HEADERS", "RECEIVED")] == [
        (1, "HEADERS"),
        (2, "RECEIVED"),
        (2, "RECEIVED"),
        (-1, "RECEIVED"),
    ]
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert kinds(hop) == [
        (-1, "OPENED"),
        (-1, "RECEIVED"),
        (0, "HEADERS"),
        *[(1, "SENT")] * 3,
        (-1, "ENDED"),
    ]


def test_server_reads_while_it_plays(peer: PeerProcess) -> None:
    two: Json = {"count": 2}
    drain: Json = {"drain": {"background": True}}
    server: list[Json] = [{"receive": two}, {"send": {}}, drain, {"send": {}}, {"receive": two}]
    steps: list[Json] = [{"send": two}, {"receive": {}}, {"send": two}, {"halfClose": {}}]
    plan = peer.plan("BidiStream", steps, serverPlan={"steps": server})
    outcome = peer.answer(plan)["outcome"]
    assert outcome.get("code", 0) == 0
    assert len(outcome["messages"]) == 2
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert [e for e in kinds(hop) if e[1] == "RECEIVED"] == [
        (-1, "RECEIVED"),
        (0, "RECEIVED"),
        (2, "RECEIVED"),
        (2, "RECEIVED"),
    ]


def test_an_empty_stream_needs_no_message(peer: PeerProcess) -> None:
    for kind, count in (("ClientStream", 1), ("BidiStream", 0)):
        outcome = peer.outcome(kind)
        assert outcome.get("code", 0) == 0
        assert len(outcome.get("messages", [])) == count


def test_lists_1024_messages_and_counts_the_rest(peer: PeerProcess) -> None:
    outcome = peer.outcome("ServerStream", serverPlan={"steps": [{"send": {"count": 1200}}]})
    assert len(outcome["messages"]) == 1024
    assert [kind for _, kind in kinds(outcome)].count("RECEIVED") == 1200


def test_shows_the_json_of_small_messages_only(peer: PeerProcess) -> None:
    big: Json = {"send": {"payload": {"pattern": {"size": "20000"}}}}
    (message,) = peer.outcome("Unary", [big])["messages"]
    assert message["length"] == "20004"
    assert "json" not in message
    assert len(base64.b64decode(message["firstBytes"])) == 64


def test_makes_64_calls_at_once(peer: PeerProcess) -> None:
    plans = [peer.plan("Unary", [ABC]) for _ in range(64)]
    answers = peer.lines("Call", {"calls": plans})
    assert {a["callId"] for a in answers} == {p["callId"] for p in plans}
    observed = {"callIds": [p["callId"] for p in plans], "until": "UNTIL_SETTLED", "wait": "5s"}
    assert all(each["hops"][0]["settled"] for each in peer.lines("Observe", observed))
