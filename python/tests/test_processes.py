"""Workers of one listener, health that is switched, and the pool of threads."""

from __future__ import annotations

import base64

import pytest
from peer_process import Json, PeerProcess
from processes import alive, children
from registries import eventually

OWN = {"fresh": True}
PLANS: list[tuple[str, Json]] = [
    ("Unary", {}),
    ("ServerStream", {}),
    ("ClientStream", {}),
    ("BidiStream", {}),
    ("/MyService/Health", {}),
    ("/grpc.health.v1.Health/Check", {}),
    ("/order.OrderHandler/create_order", {}),
    ("Unary", {"serverPlan": {"status": {"trailers": [{"name": "own", "value": "YQ=="}]}}}),
    ("Unary", {"serverPlan": {"returnNothing": {}}}),
    ("ServerStream", {"serverPlan": {"status": {"code": 5}}}),
    ("BidiStream", {"serverPlan": {"throw": {"text": "on purpose"}}}),
    # Ends with NOT_FOUND: the subject is empty.
    ("/SimpleRpcServer/GetSubjectQuestionTypes", {}),
]


def trailers(outcome: Json) -> dict[str, str]:
    found = outcome.get("trailers", [])
    return {each["name"]: base64.b64decode(each["value"]).decode() for each in found}


def health(peer: PeerProcess, address: str) -> str:
    outcome = peer.outcome("/grpc.health.v1.Health/Check", targets=[address], channel=OWN)
    found: str = outcome["messages"][0]["json"]
    return found


def test_workers_share_a_port(peer: PeerProcess) -> None:
    before = children(peer.process.pid)
    listener = {"id": "shared", "bind": "127.0.0.1:0", "processes": 3}
    address = peer.post("Listen", listener)["address"]
    workers = children(peer.process.pid) - before
    assert len(workers) == 3
    # 72 connections, dealt out by a hash: that one worker of three gets none is 1 in 10^12.
    own = [
        trailers(peer.outcome(method, targets=[address], channel=OWN, **fields))
        for method, fields in PLANS * 6
    ]
    assert {each.get("crosswire-process") for each in own} == workers
    assert sum(each.get("own") == "a" for each in own) == 6
    peer.post("SetHealth", {"listener": "shared"})
    assert {health(peer, address) for _ in range(12)} == {'{"status": "NOT_SERVING"}'}
    peer.post("Close", {"listener": "shared", "mode": "MODE_DRAIN"})
    assert not any(map(alive, workers))
    assert peer.outcome("Unary", targets=[address], channel=OWN)["code"] == 14


def test_a_listener_of_its_own_tells_no_process(peer: PeerProcess) -> None:
    assert "crosswire-process" not in trailers(peer.outcome("Unary"))


def test_a_port_that_is_taken_is_not_shared(peer: PeerProcess) -> None:
    before = children(peer.process.pid)
    status, answer = peer.exchange(
        "/crosswire.peer.v1.Peer/Listen",
        b'{"id": "taken", "processes": 2, "bind": "%b"}' % peer.address.encode(),
    )
    assert (status, b"can't be shared" in answer) == (400, True)
    assert children(peer.process.pid) == before


def test_a_socket_s_path_is_not_shared(peer: PeerProcess) -> None:
    request = {"id": "path", "bind": "s", "transport": "TRANSPORT_UDS", "processes": 2}
    assert peer.post("Listen", request)["unsupported"]["field"] == "processes"


@pytest.mark.parametrize("name", ["python-grpcio", "python-grpcio-aio"])
def test_workers_end_with_a_peer_that_is_killed(name: str) -> None:
    peer = PeerProcess(name)
    peer.post("Listen", {"id": "shared", "bind": "127.0.0.1:0", "processes": 2})
    workers = children(peer.process.pid)
    assert len(workers) == 2
    peer.process.kill()
    peer.process.wait()
    eventually(lambda: not any(map(alive, workers)))


def test_health_is_switched_and_calls_are_served(peer: PeerProcess) -> None:
    address = peer.post("Listen", {"id": "sick", "bind": "127.0.0.1:0"})["address"]
    told = []
    for serving in (False, True):
        peer.post("SetHealth", {"listener": "sick", "serving": serving})
        told.append(health(peer, address))
        assert peer.outcome("Unary", targets=[address]).get("code", 0) == 0
    peer.post("Close", {"listener": "sick", "mode": "MODE_ABRUPT"})
    assert told == ['{"status": "NOT_SERVING"}', '{"status": "SERVING"}']
    assert health(peer, peer.address) == '{"status": "SERVING"}'


def test_a_pool_of_100_serves_100_and_the_101st_waits() -> None:
    peer = PeerProcess("python-grpcio")
    request = {"id": "pool", "bind": "127.0.0.1:0", "threads": 100}
    address = peer.post("Listen", request)["address"]
    ids = [f"slow-{number}" for number in range(101)]
    slow = {"steps": [{"awaitSignal": {"name": "go"}}]}
    plans = [
        peer.plan("Unary", targets=[address], serverPlan=slow, guard="40s") | {"callId": each}
        for each in ids
    ]
    with peer.calls_under_way(plans):
        eventually(lambda: len(entered(peer, ids)) == 100)
        (last,) = set(ids) - entered(peer, ids, "1s")
        peer.post("Signal", {"callId": (set(ids) - {last}).pop(), "name": "go"})
        assert peer.observed(last, "UNTIL_ENTERED", "20s")["seen"]
        for each in ids:
            peer.post("Signal", {"callId": each, "name": "go"})
    assert peer.stop() == 0


def entered(peer: PeerProcess, ids: list[str], wait: str = "0s") -> set[str]:
    found: list[Json] = []
    for start in range(0, len(ids), 64):
        request = {"callIds": ids[start : start + 64], "until": "UNTIL_ENTERED", "wait": wait}
        found += peer.lines("Observe", request)
    return {each["callId"] for each in found if each.get("seen")}


def test_an_event_loop_has_no_threads(peer: PeerProcess) -> None:
    answer = peer.post("Listen", {"id": "t", "bind": "127.0.0.1:0", "threads": 2})
    capabilities = {each["id"]: each for each in peer.post("Describe", {})["capabilities"]}
    if peer.peer == "python-grpcio":
        peer.post("Close", {"listener": "t", "mode": "MODE_ABRUPT"})
        assert capabilities["server.threads"]["supported"]
    else:
        assert answer["unsupported"]["field"] == "threads"
        assert capabilities["server.threads"]["reason"] == answer["unsupported"]["reason"]
