"""The channel on threads, over real servers in real registries."""

from __future__ import annotations

import threading
from collections import Counter

import grpc
import pytest

from discovery.calling import call, channel, stub
from discovery.serving import KINDS, Group, was_being_sent
from discovery.stage import eventually, news

# grpcio's own threads raise when a channel is closed at a bad moment.
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


@pytest.mark.parametrize("kind", KINDS)
def test_round_robin_is_exact_for_every_kind(group: Group, kind: str) -> None:
    group.add_all("a", "b", "c")
    with channel(group.uri, known=3) as opened:
        assert Counter(call(opened, kind) for _ in range(30)) == {"a": 10, "b": 10, "c": 10}


def test_weighted_is_exact_also_when_weights_change(group: Group) -> None:
    weights = {"a": 3, "b": 2, "c": 1}
    entries = [group.add(name, weight).entries[0] for name, weight in weights.items()]
    with channel(group.uri, "weighted", known=3) as opened:
        eventually(lambda: Counter(call(opened) for _ in range(6)) == weights)
        assert Counter(call(opened) for _ in range(60)) == {"a": 30, "b": 20, "c": 10}
        entries[2].update(weight=5)
        eventually(lambda: Counter(call(opened) for _ in range(10)) == {"a": 3, "b": 2, "c": 5})
        assert Counter(call(opened) for _ in range(100)) == {"a": 30, "b": 20, "c": 50}


def test_weight_0_gets_no_calls(zookeeper: str) -> None:
    """In ZooKeeper: Consul takes no such weight."""
    with Group(f"zookeeper://{zookeeper}/{news()}") as group:
        entry = group.add("none", 0).entries[0]
        group.add("all")
        with channel(group.uri, known=1) as opened:
            assert {call(opened) for _ in range(10)} == {"all"}
            entry.update(weight=1)
            eventually(lambda: {call(opened), call(opened)} == {"none", "all"})


def test_least_connections_counts_calls_until_they_are_done(group: Group) -> None:
    slow, fast = group.add_all("slow", "fast")
    with channel(group.uri, "least_connections", known=2) as opened:
        held = [stub(opened).future(b"hold") for _ in range(2)]
        slow.entered.acquire()
        fast.entered.acquire()
        fast.go.set()
        eventually(lambda: sum(one.done() for one in held) == 1)
        assert {call(opened) for _ in range(10)} == {"fast"}
        stream = stub(opened, "unary_stream")(b"hold")
        # Streams count too, until their caller drops them.
        assert next(stream).decode() == "fast"
        del stream
        slow.go.set()
        eventually(lambda: all(one.done() for one in held))
        eventually(lambda: {call(opened), call(opened)} == {"slow", "fast"})


def test_a_dropped_or_cancelled_stream_counts_no_more(group: Group) -> None:
    group.add_all("one", "other")
    with channel(group.uri, "least_connections", known=2) as opened:
        dropped = stub(opened, "unary_stream")(b"hold")
        busy = next(dropped).decode()
        assert {call(opened) for _ in range(6)} == {"one", "other"} - {busy}
        del dropped
        eventually(lambda: {call(opened) for _ in range(2)} == {"one", "other"})
        cancelled = stub(opened, "unary_stream")(b"hold")
        next(cancelled)
        cancelled.cancel()
        eventually(lambda: {call(opened) for _ in range(2)} == {"one", "other"})


@pytest.mark.parametrize("kind", KINDS)
def test_no_call_is_lost_when_a_server_leaves_as_planned(group: Group, kind: str) -> None:
    leaving, _, _ = group.add_all("leaving", "b", "c")
    with channel(group.uri, known=3) as opened:
        served: list[str] = []
        over = threading.Event()

        def go_on() -> None:
            while not over.is_set():
                served.append(call(opened, kind))

        caller = threading.Thread(target=go_on)
        caller.start()
        eventually(lambda: "leaving" in served)
        leaving.leave()
        eventually(lambda: len(served) > 12 and "leaving" not in served[-6:])
        leaving.stop(5)
        group.add("new")
        eventually(lambda: "new" in served[-6:])
        over.set()
        caller.join()
        assert set(served) == {"leaving", "b", "c", "new"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_was_never_sent_is_sent_elsewhere(group: Group, kind: str) -> None:
    """Its server has gone without taking the entry back; the calls meanwhile are none under way."""
    gone, _ = group.add_all("gone", "stays")
    with channel(group.uri, known=2) as opened:
        gone.stop()
        ended = []
        for _ in range(20):
            try:
                ended.append(call(opened, kind))
            except grpc.RpcError as error:
                if not was_being_sent(error):
                    raise
        assert set(ended) == {"stays"}


@pytest.mark.parametrize("kind", ["unary_unary", "unary_stream"])
def test_an_error_that_a_server_passes_on_is_its_own(group: Group, kind: str) -> None:
    servers = group.add_all("a", "b")
    with channel(group.uri, known=2) as opened:
        with pytest.raises(grpc.RpcError, match="failed to connect"):
            list(stub(opened, kind)(b"upstream"))
        assert sum(server.entered.acquire(blocking=False) for server in servers) == 1
