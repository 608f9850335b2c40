"""The channel on asyncio, over real servers in real registries."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter

import grpc
import grpc.aio
import pytest

from discovery.aio_calling import call, channel, holds, stub
from discovery.serving import KINDS, Group, was_being_sent


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


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_was_never_sent_waits_for_a_server_to_come(group: Group, kind: str) -> None:
    async def run() -> None:
        async with channel(group.uri, known=1) as opened:
            gone.stop()
            calls = (call(opened, kind, wait_for_ready=True, timeout=30) for _ in range(20))
            waiting = asyncio.gather(*calls, return_exceptions=True)
            await asyncio.to_thread(group.add, "new")
            others = [one for one in await waiting if not was_being_sent(one)]
            assert set(others) == {"new"}

    gone = group.add("gone")
    asyncio.run(run())


def test_an_error_that_a_server_passes_on_is_its_own(group: Group) -> None:
    async def run() -> None:
        async with channel(group.uri, known=2) as opened:
            with pytest.raises(grpc.aio.AioRpcError, match="failed to connect"):
                await stub(opened)(b"upstream")
            assert sum(server.entered.acquire(blocking=False) for server in servers) == 1

    servers = group.add_all("a", "b")
    asyncio.run(run())


@pytest.mark.parametrize("kind", ["unary_unary", "unary_stream"])
def test_an_error_in_the_words_of_grpcio_is_the_last_word(group: Group, kind: str) -> None:
    async def run() -> None:
        async with channel(group.uri, known=1) as opened:
            made = stub(opened, kind)(b"internal")
            assert await asyncio.wait_for(made.code(), 20) is grpc.StatusCode.INTERNAL
            assert made.done()

    group.add("a")
    asyncio.run(run())
