"""Calls on threads that no server is there for, and the ends of channels."""

from __future__ import annotations

import threading
from typing import Any

import grpc
import pytest
from ports import free_port

from crosswire_peers.discovery.sync import DiscoveryChannel
from discovery.calling import call, channel, stub
from discovery.serving import KINDS, Group
from discovery.stage import eventually

# grpcio's own threads raise when a channel is closed at a bad moment.
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")


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
