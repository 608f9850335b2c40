"""Waiting on the event loop for what happens in another thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future


async def arrival(signal: Future[None]) -> None:
    """Wait for a signal. Unlike asyncio.wrap_future, giving up doesn't cancel the signal."""
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    signal.add_done_callback(lambda _: loop.call_soon_threadsafe(arrived.set))
    await arrived.wait()
