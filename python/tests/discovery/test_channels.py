"""The channel on threads, over real servers in real registries."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import grpc
import pytest

from crosswire_peers.discovery import PolicyName
from crosswire_peers.discovery.sync import DiscoveryChannel
from discovery.serving import KINDS, SERVICE, Group, was_being_sent
from discovery.stage import eventually, free_port, news

# grpcio's own threads raise when a channel is closed at a bad moment.
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


@contextmanager
def channel(
    uri: str, policy: PolicyName = "round_robin", *, known: int = 0
) -> Iterator[DiscoveryChannel]:
    """A channel, which knows so many servers already."""
    with DiscoveryChannel(uri, policy=policy) as opened:
        eventually(lambda: len({call(opened) for _ in range(12)}) >= known if known else True)
        yield opened


def stub(opened: grpc.Channel, kind: str = "unary_unary") -> Any:
    return getattr(opened, kind)(f"/{SERVICE}/{kind}")


def call(opened: grpc.Channel, kind: str = "unary_unary", **options: Any) -> str:
    """Make a call of a kind, and tell who served it."""
    request = iter([b"1", b"2"]) if kind.startswith("stream") else b"1"
    found = stub(opened, kind)(request, **options)
    if kind.endswith("stream"):
        found = list(found)[-1]
    return str(found.decode().split()[0])


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
    one, other = group.add_all("one", "other")
    with channel(group.uri, "least_connections", known=2) as opened:
        dropped = stub(opened, "unary_stream")(b"hold")
        next(dropped)
        busy = "one" if one.entered.acquire(timeout=0.5) else "other"
        assert busy == "one" or other.entered.acquire()
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


def test_waits_for_the_first_server_if_it_may(group: Group) -> None:
    with channel(group.uri) as opened:
        waiting = stub(opened).future(b"", wait_for_ready=True)
        blocked = threading.Thread(target=call, args=[opened], kwargs={"wait_for_ready": True})
        blocked.start()
        assert not waiting.done()
        group.add("late")
        assert waiting.result() == b"late"
        blocked.join()


def test_no_servers_are_unavailable(group: Group) -> None:
    with channel(group.uri) as opened:
        for kind in KINDS:
            with pytest.raises(grpc.RpcError) as error:
                call(opened, kind)
            assert error.value.code() is grpc.StatusCode.UNAVAILABLE
            assert error.value.details() == f"no servers in {group.uri}"


def test_a_server_that_is_not_there_is_unavailable(group: Group) -> None:
    group.add("gone").stop()
    with channel(group.uri) as opened:
        with pytest.raises(grpc.RpcError) as error:
            call(opened)
        assert error.value.code() is grpc.StatusCode.UNAVAILABLE
        assert f"127.0.0.1:{group.servers['gone'].port}" in str(error.value.details())


@pytest.mark.parametrize("scheme", ["zookeeper", "consul"])
def test_no_registry_is_unavailable_and_named(scheme: str) -> None:
    address = f"127.0.0.1:{free_port()}"
    with channel(f"{scheme}://{address}/x") as opened:
        for _ in range(2):
            with pytest.raises(grpc.RpcError) as error:
                call(opened)
            assert error.value.code() is grpc.StatusCode.UNAVAILABLE
            assert address in str(error.value.details())


def test_a_deadline_and_a_cancellation_end_the_waiting(group: Group) -> None:
    with channel(group.uri) as opened:
        with pytest.raises(grpc.RpcError) as error:
            call(opened, timeout=0.2, wait_for_ready=True)
        assert error.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        waiting = stub(opened, "unary_stream")(b"", timeout=0.2, wait_for_ready=True)
        assert waiting.code() is grpc.StatusCode.DEADLINE_EXCEEDED
        waiting = stub(opened).future(b"", wait_for_ready=True)
        assert waiting.cancel()
        assert waiting.code() is grpc.StatusCode.CANCELLED
        with pytest.raises(grpc.FutureCancelledError):
            waiting.result()


def test_closing_ends_calls_that_wait_and_calls_under_way(group: Group) -> None:
    server = group.add("a")
    with channel(group.uri, known=1) as opened:
        held = stub(opened).future(b"hold")
        server.entered.acquire()
    assert held.code() is grpc.StatusCode.CANCELLED


def test_interceptors_and_connectivity_work_as_on_any_channel(group: Group) -> None:
    class Interceptor(grpc.UnaryUnaryClientInterceptor):
        seen = 0

        def intercept_unary_unary(self, continuation: Any, details: Any, request: Any) -> Any:
            self.seen += 1
            return continuation(details, request)

    group.add("a")
    interceptor = Interceptor()
    with channel(group.uri) as opened:
        grpc.channel_ready_future(opened).result(timeout=20)
        intercepted = grpc.intercept_channel(opened, interceptor)
        assert call(intercepted) == "a"
        assert stub(intercepted).future(b"").result() == b"a"
        response, ended = stub(intercepted).with_call(b"")
        assert (response, ended.code()) == (b"a", grpc.StatusCode.OK)
    assert interceptor.seen == 3


def test_many_targets_share_a_session_and_close_everything(zookeeper: str) -> None:
    def sessions() -> int:
        return sum(thread.name == "zookeeper session" for thread in threading.enumerate())

    eventually(lambda: sessions() == 0)
    opened = [DiscoveryChannel(f"zookeeper://{zookeeper}/many-{n}") for n in range(200)]
    for one in opened:
        with pytest.raises(grpc.RpcError, match="no servers"):
            call(one)
    assert sessions() == 1
    for one in opened:
        one.close()
    eventually(lambda: sessions() == 0)
