"""Calling again and again until told to stop, and telling which server served."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

import grpc

from crosswire_peers.programs.calling import explanation
from crosswire_peers.programs.off_main import off_main

STOPPERS = (signal.SIGINT, signal.SIGTERM)

# The server's host and port, and what it said.
Answer: TypeAlias = tuple[str, list[str]]


def watch(ask: Callable[[], Answer], interval: float) -> None:
    """Ask on threads, with `interval` seconds from one question to the next. Main thread only."""
    try:
        # Also SIGINT: a shell starts what runs in its background with that ignored.
        for stopper in STOPPERS:
            signal.signal(stopper, signal.default_int_handler)
        while True:
            try:
                show(*off_main(ask))
            except grpc.RpcError as error:
                show_failure(error)
            time.sleep(interval)
    except KeyboardInterrupt:
        return


async def watch_aio(ask: Callable[[], Coroutine[Any, Any, Answer]], interval: float) -> None:
    """Ask on an event loop, likewise."""
    loop = asyncio.get_running_loop()
    asking = loop.create_task(_watch_aio(ask, interval))
    for stopper in STOPPERS:
        loop.add_signal_handler(stopper, asking.cancel)
    await asyncio.wait([asking])
    if not asking.cancelled():
        await asking


async def _watch_aio(ask: Callable[[], Coroutine[Any, Any, Answer]], interval: float) -> None:
    while True:
        try:
            show(*await ask())
        except grpc.RpcError as error:
            show_failure(error)
        await asyncio.sleep(interval)


def server_of(call: object, flags: Namespace) -> str:
    """Which server a call went to. grpcio's own calls don't tell; a channel of discovery's do."""
    server: str = getattr(call, "server", flags.target or flags.address)
    return server


def show(server: str, names: list[str]) -> None:
    """Print one answer in one piece, at once also where the output is no terminal."""
    print(" ".join([server, *names]), flush=True)


def show_failure(error: Any) -> None:
    """Print one failed call."""
    print(explanation(error), file=sys.stderr, flush=True)
