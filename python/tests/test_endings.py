"""How calls end: statuses, exceptions, nothing, both, and by another call."""

from __future__ import annotations

from typing import Any

import pytest
from peer_process import PROBE, PeerProcess
from test_kinds import KINDS

MESSAGE = "%41 ü\n\U0001f600"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("code", range(1, 17))
def test_ends_with_a_status(peer: PeerProcess, kind: str, code: int) -> None:
    outcome = peer.outcome(kind, serverPlan={"status": {"code": code, "message": MESSAGE}})
    assert (outcome["code"], outcome["message"]) == (code, MESSAGE)
    assert outcome["nativeError"]["class"]
    assert "messages" not in outcome


@pytest.mark.parametrize("kind", ["ServerStream", "BidiStream"])
def test_ends_with_a_status_after_messages(peer: PeerProcess, kind: str) -> None:
    plan = {"steps": [{"send": {"count": 2}}], "status": {"code": 8, "message": "full"}}
    outcome = peer.outcome(kind, serverPlan=plan)
    assert (outcome["code"], outcome["message"]) == (8, "full")
    assert len(outcome["messages"]) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_ends_well_with_trailers(peer: PeerProcess, kind: str) -> None:
    trailers = [{"name": "a", "value": "Yg=="}, {"name": "c-bin", "value": "AP8="}]
    outcome = peer.outcome(kind, serverPlan={"status": {"trailers": trailers}})
    assert outcome.get("code", 0) == 0
    assert outcome["trailers"] == trailers


@pytest.mark.parametrize("kind", KINDS)
def test_carries_details(peer: PeerProcess, kind: str) -> None:
    details = [{"typeUrl": "type.example.org/a.B", "value": "CAE="}]
    status = {"code": 9, "message": "why", "details": details}
    outcome = peer.outcome(kind, serverPlan={"status": status})
    assert outcome["details"] == details


@pytest.mark.parametrize("kind", KINDS)
def test_throws(peer: PeerProcess, kind: str) -> None:
    plan = peer.plan(kind, serverPlan={"throw": {"text": "boom"}})
    outcome = peer.answer(plan)["outcome"]
    assert outcome["code"] == 2
    assert outcome["message"].endswith(": boom")
    (hop,) = peer.observed(plan["callId"])["hops"]
    assert hop["settled"]
    assert "harnessError" not in hop


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", ["KIND_LATER", "KIND_CANCELLATION", "KIND_PANIC"])
def test_throws_in_other_ways(peer: PeerProcess, kind: str, way: str) -> None:
    """Of what isn't an Exception, grpcio tells nobody: the call goes on without a handler."""
    hangs = way == "KIND_PANIC" or (way == "KIND_CANCELLATION" and "aio" in peer.peer)
    timeout = "0.5s" if hangs else "9s"
    plan = peer.plan(kind, serverPlan={"throw": {"kind": way, "text": "boom"}}, timeout=timeout)
    assert peer.answer(plan)["outcome"]["code"] == (4 if hangs else 2)
    hops = peer.observed(plan["callId"]).get("hops", [])
    # A call that hangs is over with its deadline, perhaps before a busy server has had it.
    assert hangs or len(hops) == 1
    assert [hop for hop in hops if "harnessError" in hop or "cancelled" in hop] == []
    assert peer.outcome(kind).get("code", 0) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_goes_on_after_the_end(peer: PeerProcess, kind: str) -> None:
    status = {"code": 9, "message": "why"}
    ending = {"status": status, "steps": [{"send": {}}, {"sendHeaders": {}}, {"send": {}}]}
    plan = peer.plan(kind, serverPlan={"goOn": ending})
    outcome = peer.answer(plan)["outcome"]
    assert (outcome["code"], outcome["message"]) == (9, "why")
    assert "harnessError" not in peer.observed(plan["callId"])["hops"][0]


@pytest.mark.parametrize("kind", ["Unary", "ClientStream"])
def test_returns_nothing(peer: PeerProcess, kind: str) -> None:
    outcome = peer.outcome(kind, serverPlan={"returnNothing": {}})
    # On threads, grpcio catches what serializing None raises; on a loop, it lets it through.
    assert outcome["code"] == (2 if "aio" in peer.peer else 13)
    assert "messages" not in outcome


@pytest.mark.parametrize("kind", KINDS)
def test_sets_a_status_and_returns_a_message(peer: PeerProcess, kind: str) -> None:
    ending = {"status": {"code": 13, "message": "broken"}, "payload": {"pattern": {"size": "1"}}}
    outcome = peer.outcome(kind, serverPlan={"statusAndMessage": ending})
    assert (outcome["code"], outcome["message"]) == (13, "broken")
    streams = kind in ("ServerStream", "BidiStream")
    assert len(outcome.get("messages", [])) == (1 if streams else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_forwards(peer: PeerProcess, kind: str) -> None:
    upstream: dict[str, Any] = {
        "targets": [peer.address],
        "method": PROBE + "ServerStream",
        "serverPlan": {"steps": [{"send": {}}], "status": {"code": 7, "message": "up"}},
    }
    plan = peer.plan(kind, serverPlan={"forward": upstream})
    outcome = peer.answer(plan)["outcome"]
    assert (outcome["code"], outcome["message"]) == (7, "up")
    hops = peer.observed(plan["callId"])["hops"]
    assert [(hop.get("hop", 0), hop["method"]) for hop in hops] == [
        (0, PROBE + kind),
        (1, PROBE + "ServerStream"),
    ]


def test_a_code_without_a_name_becomes_unknown(peer: PeerProcess) -> None:
    outcome = peer.outcome("Unary", serverPlan={"status": {"code": 99, "message": "odd"}})
    assert (outcome["code"], outcome["message"]) == (2, "odd")
