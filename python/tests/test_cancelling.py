"""Calls that don't get to their end by themselves."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from peer_process import PeerProcess, kinds
from test_kinds import KINDS

HANGS: dict[str, Any] = {"awaitCancellation": {}}


def settled(peer: PeerProcess, call_id: str) -> dict[str, Any]:
    (hop,) = peer.observed(call_id)["hops"]
    assert hop["settled"]
    found: dict[str, Any] = hop
    return found


def in_each_kind(peer: PeerProcess, **fields: Any) -> list[dict[str, Any]]:
    """The answers to calls of each kind, made at once: they have to be at the server in time."""
    return peer.lines("Call", {"calls": [peer.plan(kind, **fields) for kind in KINDS]})


def comes_to_rest(peer: PeerProcess) -> bool:
    """Whether no call is left open. The guard answers for a call first and ends it then."""
    until = time.monotonic() + 20
    while peer.post("Stats", {}).get("openCalls", 0):
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_deadline(peer: PeerProcess) -> None:
    for answer in in_each_kind(peer, timeout="3s", serverPlan=HANGS):
        assert answer["outcome"]["code"] == 4
        hop = settled(peer, answer["callId"])
        assert hop["cancelled"]
        assert 0 < float(hop["timeLeft"].removesuffix("s")) <= 3.01


def test_no_deadline_leaves_no_time(peer: PeerProcess) -> None:
    plan = peer.plan("Unary")
    peer.answer(plan)
    assert "timeLeft" not in settled(peer, plan["callId"])


@pytest.mark.parametrize("kind", KINDS)
def test_cancel_before(peer: PeerProcess, kind: str) -> None:
    outcome = peer.outcome(kind, [{"cancel": {}}, {"send": {}}, {"receive": {}}], serverPlan=HANGS)
    assert outcome["code"] == 1
    assert kinds(outcome) == [(1, "OPENED"), (0, "CANCELLED"), (-1, "ENDED")]


@pytest.mark.parametrize("kind", KINDS)
def test_cancel_during(peer: PeerProcess, kind: str) -> None:
    steps: list[dict[str, Any]] = [{"send": {}}, {"awaitSignal": {"name": "now"}}, {"cancel": {}}]
    plan = peer.plan(kind, steps, serverPlan={"steps": [{"awaitSignal": {"name": "never"}}]})
    answers: list[dict[str, Any]] = []
    caller = threading.Thread(target=lambda: answers.append(peer.answer(plan)))
    caller.start()
    assert peer.observed(plan["callId"], "UNTIL_ENTERED")["seen"]
    assert not peer.observed(plan["callId"], "UNTIL_SETTLED", "0s")["hops"][0].get("settled")
    peer.post("Signal", {"callId": plan["callId"], "name": "now"})
    caller.join(10)
    outcome = answers[0]["outcome"]
    assert outcome["code"] == 1
    assert kinds(outcome)[-3:] == [(1, "SIGNALLED"), (2, "CANCELLED"), (-1, "ENDED")]
    assert settled(peer, plan["callId"])


@pytest.mark.parametrize("kind", KINDS)
def test_cancel_under_a_step_that_waits(peer: PeerProcess, kind: str) -> None:
    steps: list[dict[str, Any]] = [{"cancel": {"when": "now"}}, {"send": {}}, {"receive": {}}]
    plan = peer.plan(kind, steps, serverPlan=HANGS)
    with peer.calls_under_way([plan]) as answers:
        assert peer.observed(plan["callId"], "UNTIL_ENTERED")["seen"]
        peer.post("Signal", {"callId": plan["callId"], "name": "now"})
    outcome = answers[0]["outcome"]
    assert outcome["code"] == 1
    assert (0, "CANCELLED") in kinds(outcome)
    assert settled(peer, plan["callId"])["cancelled"]


@pytest.mark.parametrize("kind", KINDS)
def test_cancel_after(peer: PeerProcess, kind: str) -> None:
    steps: list[dict[str, Any]] = [{"send": {}}, {"halfClose": {}}, {"drain": {}}, {"cancel": {}}]
    plan = peer.plan(kind, steps)
    outcome = peer.answer(plan)["outcome"]
    assert outcome.get("code", 0) == 0
    assert (3, "CANCELLED") not in kinds(outcome)
    assert not settled(peer, plan["callId"]).get("cancelled")


def test_a_signal_that_comes_early_is_kept(peer: PeerProcess) -> None:
    plan = peer.plan("Unary", [{"awaitSignal": {"name": "go"}}])
    peer.post("Signal", {"callId": plan["callId"], "name": "go"})
    assert (0, "SIGNALLED") in kinds(peer.answer(plan)["outcome"])


def test_the_server_awaits_a_signal(peer: PeerProcess) -> None:
    plan = peer.plan("Unary", serverPlan={"steps": [{"awaitSignal": {"name": "go"}}]})
    peer.post("Signal", {"callId": plan["callId"], "name": "go"})
    assert peer.answer(plan)["outcome"].get("code", 0) == 0
    assert (0, "SIGNALLED") in kinds(settled(peer, plan["callId"]))


def test_guard(peer: PeerProcess) -> None:
    for answer in in_each_kind(peer, guard="3s", serverPlan=HANGS):
        assert answer["harnessError"]["kind"] == "KIND_GUARD_EXPIRED"
        assert settled(peer, answer["callId"])


@pytest.mark.parametrize("step", [{"sleep": {"duration": "60s"}}, {"awaitSignal": {"name": "no"}}])
def test_guard_ends_a_plan_that_waits(peer: PeerProcess, step: dict[str, Any]) -> None:
    plan = peer.plan("BidiStream", [{"send": {}}, step], guard="3s", serverPlan=HANGS)
    assert peer.answer(plan)["harnessError"]["kind"] == "KIND_GUARD_EXPIRED"
    assert settled(peer, plan["callId"])
    assert comes_to_rest(peer)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_there(peer: PeerProcess, kind: str) -> None:
    outcome = peer.outcome(kind, [{"send": {}}], targets=["127.0.0.1:1"])
    assert outcome["code"] == 14
    assert outcome["nativeError"]["class"].startswith("grpc.")


@pytest.mark.parametrize("kind", KINDS)
def test_metadata_that_cannot_be_sent(peer: PeerProcess, kind: str) -> None:
    outcome = peer.outcome(kind, [{"send": {}}], metadata=[{"name": "Not Allowed", "value": ""}])
    # Of a unary call on a loop, grpcio's error has no status.
    assert outcome["code"] == (2 if "aio" in peer.peer and kind == "Unary" else 13)


def test_waiting_for_a_call_that_never_comes(peer: PeerProcess) -> None:
    answer = peer.observed("nobody", "UNTIL_ENTERED", "0.1s")
    assert answer == {"callId": "nobody"}


def test_reset_forgets(peer: PeerProcess) -> None:
    plan = peer.plan("Unary")
    peer.answer(plan)
    assert peer.observed(plan["callId"])["seen"]
    peer.post("Reset", {})
    assert "seen" not in peer.observed(plan["callId"], wait="0s")
    assert peer.outcome("Unary").get("code", 0) == 0
