"""The channel on asyncio, over real servers in real registries."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import grpc
import grpc.aio
import pytest

from crosswire_peers.discovery import PolicyName
from crosswire_peers.discovery.aio import AioDiscoveryChannel
from discovery.serving import KINDS, SERVICE, Group, was_being_sent
from discovery.stage import eventually, free_port


@asynccontextmanager
async def channel(
    uri: str, policy: PolicyName = "round_robin", *, known: int = 0
) -> AsyncIterator[AioDiscoveryChannel]:
    """A channel, which knows so many servers already."""
    async with AioDiscoveryChannel(uri, policy=policy) as opened:
        while known and len({await call(opened) for _ in range(12)}) < known:
            await asyncio.sleep(0.02)
        yield opened


def stub(opened: grpc.aio.Channel, kind: str = "unary_unary") -> Any:
    return getattr(opened, kind)(f"/{SERVICE}/{kind}")


async def call(
    opened: grpc.aio.Channel, kind: str = "unary_unary", *, write: bool = False, **options: Any
) -> str:
    """Make a call of a kind, and tell who served it."""
    if not kind.startswith("stream"):
        made = stub(opened, kind)(b"1", **options)
    elif write:
        made = stub(opened, kind)(**options)
        # Of a call that is over its responses tell why.
        with suppress(asyncio.InvalidStateError):
            await made.write(b"1")
            await made.write(b"2")
        await made.done_writing()
    else:
        made = stub(opened, kind)(iter([b"1", b"2"]), **options)
    found = [one async for one in made][-1] if kind.endswith("stream") else await made
    return str(found.decode().split()[0])


async def holds(what: Callable[[], Any]) -> None:
    """Wait until something holds, and let the loop run."""
    await asyncio.to_thread(eventually, what)


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_round_robin_is_exact_for_every_kind(group: Group, kind: str, write: bool) -> None:
    async def run() -> None:
        async with channel(group.uri, known=3) as opened:
            found = Counter([await call(opened, kind, write=write) for _ in range(30)])
            assert found == {"a": 10, "b": 10, "c": 10}

    group.add_all("a", "b", "c")
    asyncio.run(run())


def test_weighted_is_exact(group: Group) -> None:
    weights = {"a": 3, "b": 2, "c": 1}

    async def run() -> None:
        async with channel(group.uri, "weighted", known=3) as opened:
            found = Counter([await call(opened) for _ in range(60)])
            assert found == {"a": 30, "b": 20, "c": 10}

    for name, weight in weights.items():
        group.add(name, weight)
    asyncio.run(run())


def test_least_connections_counts_calls_until_they_are_done_or_dropped(group: Group) -> None:
    async def both(opened: grpc.aio.Channel) -> None:
        while {await call(opened), await call(opened)} != {"a", "b"}:
            await asyncio.sleep(0.02)

    async def run() -> None:
        async with channel(group.uri, "least_connections", known=2) as opened:
            for end in ("cancel", "drop"):
                held = stub(opened, "unary_stream")(b"hold")
                busy = (await held.read()).decode()
                assert {await call(opened) for _ in range(6)} == {"a", "b"} - {busy}
                if end == "cancel":
                    held.cancel()
                del held
                gc.collect()
                await both(opened)

    group.add_all("a", "b")
    asyncio.run(run())


@pytest.mark.parametrize("kind", KINDS)
def test_no_call_is_lost_when_a_server_leaves_as_planned(group: Group, kind: str) -> None:
    served: list[str] = []

    async def go_on(opened: grpc.aio.Channel, over: asyncio.Event) -> None:
        while not over.is_set():
            served.append(await call(opened, kind, write=True))

    async def run() -> None:
        async with channel(group.uri, known=3) as opened:
            over = asyncio.Event()
            caller = asyncio.create_task(go_on(opened, over))
            await holds(lambda: "leaving" in served)
            await asyncio.to_thread(leaving.leave)
            await holds(lambda: len(served) > 12 and "leaving" not in served[-6:])
            await asyncio.to_thread(leaving.stop, 5)
            await asyncio.to_thread(group.add, "new")
            await holds(lambda: "new" in served[-6:])
            over.set()
            await caller

    leaving = group.add_all("leaving", "b", "c")[0]
    asyncio.run(run())


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_was_never_sent_is_sent_elsewhere(group: Group, kind: str, write: bool) -> None:
    async def run() -> None:
        async with channel(group.uri, known=2) as opened:
            # The loop stands still meanwhile, so that nothing is heard of it before the calls.
            gone.stop()
            calls = (call(opened, kind, write=write) for _ in range(20))
            ended = await asyncio.gather(*calls, return_exceptions=True)
            # One that was being written as the connection broke may have been sent: it says so.
            others = [one for one in ended if not was_being_sent(one)]
            assert set(others) == {"stays"}

    gone, _ = group.add_all("gone", "stays")
    asyncio.run(run())


def test_an_error_that_a_server_passes_on_is_its_own(group: Group) -> None:
    async def run() -> None:
        async with channel(group.uri, known=2) as opened:
            with pytest.raises(grpc.aio.AioRpcError, match="failed to connect"):
                await stub(opened)(b"upstream")
            assert sum(server.entered.acquire(blocking=False) for server in servers) == 1

    servers = group.add_all("a", "b")
    asyncio.run(run())


def test_waits_for_the_first_server_if_it_may(group: Group) -> None:
    async def run() -> None:
        async with channel(group.uri) as opened:
            calls = [asyncio.create_task(call(opened, kind, wait_for_ready=True)) for kind in KINDS]
            await asyncio.sleep(0.1)
            assert not any(one.done() for one in calls)
            await asyncio.to_thread(group.add, "late")
            assert await asyncio.gather(*calls) == ["late"] * 4

    asyncio.run(run())


def test_no_servers_are_unavailable(group: Group) -> None:
    async def run() -> None:
        async with channel(group.uri) as opened:
            for kind in KINDS:
                with pytest.raises(grpc.aio.AioRpcError) as error:
                    await call(opened, kind, write=True)
                assert error.value.code() is grpc.StatusCode.UNAVAILABLE
                assert error.value.details() == f"no servers in {group.uri}"

    asyncio.run(run())


@pytest.mark.parametrize("scheme", ["zookeeper", "consul"])
def test_no_registry_is_unavailable_and_named(scheme: str) -> None:
    address = f"127.0.0.1:{free_port()}"

    async def run() -> None:
        async with channel(f"{scheme}://{address}/x") as opened:
            with pytest.raises(grpc.aio.AioRpcError) as error:
                await call(opened)
            assert error.value.code() is grpc.StatusCode.UNAVAILABLE
            assert address in str(error.value.details())

    asyncio.run(run())


def test_a_deadline_and_a_cancellation_end_the_waiting(group: Group) -> None:
    async def run() -> None:
        async with channel(group.uri) as opened:
            with pytest.raises(grpc.aio.AioRpcError) as error:
                await call(opened, timeout=0.2, wait_for_ready=True)
            assert error.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
            waiting = stub(opened)(b"", wait_for_ready=True)
            assert waiting.cancel()
            assert waiting.cancelled()
            assert await waiting.code() is grpc.StatusCode.CANCELLED
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(run())


def test_closing_ends_calls_that_wait_and_calls_under_way(group: Group) -> None:
    async def run() -> None:
        async with channel(group.uri, known=1) as opened:
            held = stub(opened)(b"hold")
            await asyncio.to_thread(server.entered.acquire)
        assert await held.code() is grpc.StatusCode.CANCELLED
        assert opened.get_state() is grpc.ChannelConnectivity.SHUTDOWN
        assert asyncio.all_tasks() == {asyncio.current_task()}

    server = group.add("a")
    asyncio.run(run())


def test_the_channel_says_when_it_is_ready(group: Group) -> None:
    async def run() -> None:
        async with channel(group.uri) as opened:
            ready = asyncio.create_task(opened.channel_ready())
            await asyncio.to_thread(group.add, "a")
            await ready
            assert opened.get_state() is grpc.ChannelConnectivity.READY

    asyncio.run(run())
