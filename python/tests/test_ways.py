"""Each library's ways to call, which have to come to the same."""

from __future__ import annotations

import base64

import pytest
from peer_process import Json, PeerProcess, bodies
from test_kinds import ABC, ABC_BODY, KINDS

WAYS = {
    "python-grpcio": ("", "with-call", "future", "generic"),
    "python-grpcio-aio": ("", "iterator", "generic"),
}
STATUS: Json = {"code": 9, "message": "why", "trailers": [{"name": "t", "value": "dg=="}]}
HELD: Json = {"awaitCancellation": {}}
in_every_way = pytest.mark.parametrize(
    ("peer", "way"),
    [(peer, way) for peer, ways in WAYS.items() for way in ways],
    indirect=["peer"],
    scope="session",
)


def of_interest(outcome: Json) -> Json:
    fields = ("code", "message", "headers", "trailers", "messages", "details")
    return {name: outcome[name] for name in fields if name in outcome}


@in_every_way
def test_are_declared(peer: PeerProcess, way: str) -> None:
    capabilities = peer.post("Describe", {})["capabilities"]
    declared = {one["id"] for one in capabilities if one.get("supported")}
    assert not way or f"client.way.{way}" in declared


@in_every_way
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "ending",
    [
        {},
        {"status": STATUS},
        {"status": {"code": 0, "trailers": STATUS["trailers"]}},
        {"status": STATUS | {"details": [{"typeUrl": "a/b", "value": "CAE="}]}},
        {"returnNothing": {}},
    ],
)
def test_agree(peer: PeerProcess, way: str, kind: str, ending: Json) -> None:
    headers = {"sendHeaders": {"metadata": [{"name": "h", "value": "dg=="}]}}
    plan: Json = {"steps": [headers, {"send": ABC["send"]}]} | ending
    outcome = peer.outcome(kind, [ABC], way=way, serverPlan=plan)
    assert of_interest(outcome) == of_interest(peer.outcome(kind, [ABC], serverPlan=plan))


@in_every_way
@pytest.mark.parametrize("kind", ["ClientStream", "BidiStream"])
def test_send_and_receive_many(peer: PeerProcess, way: str, kind: str) -> None:
    outcome = peer.outcome(kind, [{"send": ABC["send"] | {"count": 20}}], way=way)
    joined = base64.b64encode(b"abc" * 20).decode()
    assert bodies(outcome) == ([joined] if kind == "ClientStream" else [ABC_BODY] * 20)


@in_every_way
def test_take_turns(peer: PeerProcess, way: str) -> None:
    steps: list[Json] = [ABC, {"receive": {}}] * 5
    assert bodies(peer.outcome("BidiStream", steps, way=way)) == [ABC_BODY] * 5


@in_every_way
@pytest.mark.parametrize("kind", KINDS)
def test_keep_the_deadline(peer: PeerProcess, way: str, kind: str) -> None:
    outcome = peer.outcome(kind, way=way, timeout="0.2s", serverPlan=HELD)
    assert outcome["code"] == 4


@in_every_way
def test_end_with_the_guard(peer: PeerProcess, way: str) -> None:
    plans = [peer.plan(kind, way=way, guard="2s", serverPlan=HELD) for kind in KINDS]
    for answer in peer.lines("Call", {"calls": plans}):
        assert answer["harnessError"]["kind"] == "KIND_GUARD_EXPIRED"
        (hop,) = peer.observed(answer["callId"])["hops"]
        assert hop["cancelled"]


@in_every_way
@pytest.mark.parametrize("kind", KINDS)
def test_are_cancelled(peer: PeerProcess, way: str, kind: str) -> None:
    steps: list[Json] = [{"send": {}}, {"awaitSignal": {"name": "there"}}, {"cancel": {}}]
    plan = peer.plan(kind, steps, way=way, serverPlan=HELD)
    with peer.calls_under_way([plan]) as answers:
        peer.observed(plan["callId"], until="UNTIL_ENTERED")
        peer.post("Signal", {"callId": plan["callId"], "name": "there"})
    assert answers[0]["outcome"]["code"] == 1
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["cancelled"]


def test_a_call_that_blocks_has_to_be_there_to_be_cancelled() -> None:
    peer = PeerProcess("python-grpcio")
    try:
        plan = peer.plan("Unary", [{"cancel": {}}, {"send": {}}], way="with-call")
        assert peer.answer(plan)["unsupportedStep"]["field"] == "cancel"
    finally:
        peer.stop()


@in_every_way
@pytest.mark.parametrize("kind", KINDS)
def test_refuse_bad_metadata(peer: PeerProcess, way: str, kind: str) -> None:
    bad: list[Json] = [{"name": "UPPER", "value": "dg=="}]
    outcome = peer.outcome(kind, way=way, metadata=bad)
    # What it says of that names objects of its own, so only the codes can be compared.
    usual = peer.outcome(kind, metadata=bad)["code"]
    # grpcio cancels a call whose requests it can't take from their iterator, for any reason.
    cancels = way == "iterator" and kind in ("ClientStream", "BidiStream")
    assert outcome["code"] == (1 if cancels else usual) != 0


def test_unknown_ways_are_refused(peer: PeerProcess) -> None:
    answer = peer.answer(peer.plan("Unary", way="telepathy"))
    assert answer["unsupportedStep"]["field"] == "way"
