"""Waiting on the event loop for other threads, and in other threads for the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

T = TypeVar("T")


async def arrival(signal: Future[None]) -> None:
    """Wait for a signal. Unlike asyncio.wrap_future, giving up doesn't cancel the signal."""
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    signal.add_done_callback(lambda _: loop.call_soon_threadsafe(arrived.set))
    await arrived.wait()


def when_given(signal: Future[None], callback: Callable[[], None]) -> None:
    """Call back on the event loop once a signal has come."""
    loop = asyncio.get_running_loop()
    signal.add_done_callback(lambda _: loop.call_soon_threadsafe(callback))


def on_loop(loop: asyncio.AbstractEventLoop, coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on the loop, and wait in a thread beside it for what it returns."""
    return asyncio.run_coroutine_threadsafe(coroutine, loop).result()
