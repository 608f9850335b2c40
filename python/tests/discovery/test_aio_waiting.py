"""Calls on asyncio that no server is there for, and the ends of channels."""

from __future__ import annotations

import asyncio

import grpc
import grpc.aio
import pytest
from ports import free_port

from discovery.aio_calling import call, channel, stub
from discovery.serving import KINDS, Group


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
