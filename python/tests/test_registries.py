"""Peers that make listeners known in real registries, and find them there."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from peer_process import ControlError, Json, PeerProcess
from ports import free_port
from registries import entries, eventually

REGISTRIES = ("zookeeper", "consul")


@pytest.fixture(params=REGISTRIES)
def uri(request: pytest.FixtureRequest, peer: PeerProcess, addresses: dict[str, str]) -> str:
    """A place of a registry that only one test of one peer uses."""
    name = f"{peer.peer}-{request.node.originalname.replace('_', '-')}"
    return f"{request.param}://{addresses[request.param]}/{name}"


class Group:
    """Listeners of a peer that are known in a registry."""

    def __init__(self, peer: PeerProcess, uri: str, weights: dict[str, int]) -> None:
        self.peer, self.uri = peer, uri
        self.ids = list(weights)
        self.entries = [self.add(id, weight) for id, weight in weights.items()]

    def add(self, id: str, weight: int) -> str:
        self.peer.post("Listen", {"id": id, "bind": "127.0.0.1:0"})
        return self.register(id, weight)

    def register(self, id: str, weight: int) -> str:
        request = {"listener": id, "registry": self.uri, "weight": weight, "checkInterval": "0.2s"}
        entry: str = self.peer.post("Register", request)["entry"]
        return entry

    def close(self, id: str, **fields: str) -> None:
        self.peer.post("Close", {"listener": id, "mode": "MODE_DRAIN"} | fields)

    def served(self, calls: int, policy: str = "round_robin") -> Counter[str]:
        """By which listeners so many calls were served, which all have to succeed."""
        config = json.dumps({"loadBalancingConfig": [{policy: {}}]})
        channel = {"key": self.uri, "serviceConfig": config}
        found: Counter[str] = Counter()
        for _ in range(calls):
            plan = self.peer.plan("Unary", targets=[self.uri], channel=channel)
            answer = self.peer.answer(plan)
            assert answer["outcome"].get("code", 0) == 0, answer
            found[self.peer.observed(plan["callId"])["hops"][0]["listener"]] += 1
        return found

    def all_served(self, ids: set[str], policy: str = "round_robin") -> None:
        """Wait until calls go to these listeners, and to no other."""
        eventually(lambda: set(self.served(12, policy)) == ids)


@pytest.fixture
def group(peer: PeerProcess, uri: str) -> Iterator[Group]:
    made = Group(peer, uri, {"a": 3, "b": 2, "c": 1})
    yield made
    for id in made.ids:
        made.close(id)
    peer.post("Close", {"channelKey": uri})


@pytest.mark.parametrize("policy", ["random", "round_robin", "least_connections"])
def test_finds_all_and_balances(group: Group, policy: str) -> None:
    group.all_served({"a", "b", "c"}, policy)
    if policy == "round_robin":
        assert group.served(12, policy) == {"a": 4, "b": 4, "c": 4}


def test_weights_are_exact_and_change_meanwhile(group: Group) -> None:
    group.all_served({"a", "b", "c"}, "weighted")
    eventually(lambda: group.served(12, "weighted") == {"a": 6, "b": 4, "c": 2})
    assert group.served(24, "weighted") == {"a": 12, "b": 8, "c": 4}
    entry = group.register("c", 5)
    assert entry == group.entries[2]
    eventually(lambda: group.served(10, "weighted") == {"a": 3, "b": 2, "c": 5})
    assert group.served(20, "weighted") == {"a": 6, "b": 4, "c": 10}


def test_a_planned_drain_fails_no_call(group: Group) -> None:
    group.all_served({"a", "b", "c"})
    group.ids.remove("b")
    closer = threading.Thread(target=lambda: group.close("b", settle="1s", grace="5s"))
    closer.start()
    while closer.is_alive():
        group.served(1)
    closer.join()
    assert set(group.served(12)) == {"a", "c"}


def test_a_listener_comes_while_calls_run(group: Group) -> None:
    group.all_served({"a", "b", "c"})
    group.ids.append("d")
    group.add("d", 1)
    group.all_served({"a", "b", "c", "d"})


def test_a_drain_takes_entries_back_and_serves_on_meanwhile(group: Group) -> None:
    peer, listener = group.peer, group.ids.pop()
    assert entries(group.uri) == set(group.entries)
    address = peer.post("Listen", {"id": "kept", "bind": "127.0.0.1:0"})["address"]
    group.ids.append("kept")
    kept = group.register("kept", 1)
    peer.post("Close", {"listener": listener, "mode": "MODE_ABRUPT"})
    closer = threading.Thread(target=lambda: group.close("kept", settle="8s"))
    group.ids.remove("kept")
    closer.start()
    eventually(lambda: kept not in entries(group.uri), 7.9)
    fresh: Json = {"targets": [address], "channel": {"fresh": True}}
    assert closer.is_alive()
    assert peer.outcome("Unary", **fresh).get("code", 0) == 0
    closer.join()
    assert peer.outcome("Unary", **fresh)["code"] == 14
    # As a crash would: what was closed abruptly is still there.
    assert group.entries[2] in entries(group.uri)


def test_a_server_that_has_gone_is_not_called(peer: PeerProcess, uri: str) -> None:
    Group(peer, uri, {"left": 1})
    peer.post("Close", {"listener": "left", "mode": "MODE_ABRUPT"})
    outcome = peer.outcome("Unary", targets=[uri], channel={"key": uri}, timeout="25s")
    assert outcome["code"] == 14


def test_a_sick_listener_is_taken_out_and_back_in(
    peer: PeerProcess, addresses: dict[str, str]
) -> None:
    group = Group(peer, f"consul://{addresses['consul']}/{peer.peer}-sick", {"a": 1, "b": 1})
    group.all_served({"a", "b"})
    peer.post("SetHealth", {"listener": "a"})
    group.all_served({"b"})
    peer.post("SetHealth", {"listener": "a", "serving": True})
    group.all_served({"a", "b"})
    for id in group.ids:
        group.close(id)


def test_waits_for_ready_for_the_first_server(peer: PeerProcess, uri: str) -> None:
    plan = peer.plan("Unary", targets=[uri], channel={"key": uri, "waitForReady": True})
    with peer.calls_under_way([plan]) as answers:
        group = Group(peer, uri, {"late": 1})
    assert answers[0]["outcome"].get("code", 0) == 0
    group.close("late")


def test_an_empty_place_is_unavailable(peer: PeerProcess, uri: str) -> None:
    outcome = peer.outcome("Unary", targets=[uri], timeout="25s")
    assert outcome["code"] == 14
    assert peer.outcome("BidiStream", targets=[uri], timeout="25s")["code"] == 14


def test_a_closed_key_has_no_watch(peer: PeerProcess, addresses: dict[str, str]) -> None:
    group = Group(peer, f"consul://{addresses['consul']}/{peer.peer}-watched", {"w": 1})
    group.all_served({"w"})
    before = peer.post("Stats", {})["descriptors"]
    peer.post("Close", {"channelKey": group.uri})
    eventually(lambda: peer.post("Stats", {})["descriptors"] < before)
    group.close("w")


@pytest.mark.parametrize("kind", REGISTRIES)
def test_no_registry_there(peer: PeerProcess, kind: str) -> None:
    uri = f"{kind}://127.0.0.1:{free_port()}/nobody"
    answer = peer.post("Register", {"listener": "main", "registry": uri})
    assert answer["error"]
    assert "\n" not in answer["error"]
    outcome = peer.outcome("Unary", targets=[uri], timeout="25s")
    assert outcome["code"] == 14
    assert uri.split("/")[2] in outcome["message"]


@pytest.mark.parametrize("uri", ["zookeeper://h", "consul://h:1/a/b?x=1", "consul://h:1/"])
def test_a_place_that_is_none(peer: PeerProcess, uri: str) -> None:
    with pytest.raises(ControlError, match="400"):
        peer.post("Register", {"listener": "main", "registry": uri})
    error = peer.answer(peer.plan("Unary", targets=[uri]))["harnessError"]
    assert error["kind"] == "KIND_BAD_PLAN"


@pytest.mark.parametrize("config", ["{", '{"loadBalancingConfig": [{"nix": {}}]}', "[]"])
def test_a_policy_that_is_none(peer: PeerProcess, config: str) -> None:
    fields: Json = {"targets": ["consul://127.0.0.1:1/x"], "channel": {"serviceConfig": config}}
    error = peer.answer(peer.plan("Unary", **fields))["harnessError"]
    assert error["kind"] == "KIND_BAD_PLAN"


def test_a_key_s_channels_are_closed_and_no_other(peer: PeerProcess) -> None:
    # Limits of its own, since channels that are alike share a connection. A new channel may get
    # that of one just closed, which the core closes a little later; so it is counted instead.
    keyed = {"key": "k", "limits": {"maxReceiveMessageBytes": 5000}}
    other = connection(peer, {})
    assert connection(peer, keyed) != other
    before = peer.post("Stats", {})["descriptors"]
    peer.post("Close", {"channelKey": "k"})
    # Both ends of the connection are the peer's.
    eventually(lambda: peer.post("Stats", {})["descriptors"] <= before - 2)
    assert connection(peer, {}) == other


def connection(peer: PeerProcess, channel: Json) -> str:
    plan = peer.plan("Unary", channel=channel)
    peer.answer(plan)
    found: str = peer.observed(plan["callId"])["hops"][0]["peerAddress"]
    return found
