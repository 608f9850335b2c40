"""A channel on asyncio, and calls that tell who served them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import grpc
import grpc.aio

from crosswire_peers.discovery import PolicyName
from crosswire_peers.discovery.aio import AioDiscoveryChannel
from discovery.serving import SERVICE
from discovery.stage import eventually


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
