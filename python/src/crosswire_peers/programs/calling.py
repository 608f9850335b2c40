"""Running a client on threads or on an event loop, and telling its user what went wrong."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from collections.abc import Callable, Coroutine
from typing import Any

import grpc
import grpc.aio

from crosswire_peers.programs.channels import open_aio_channel, open_channel
from crosswire_peers.programs.off_main import off_main


def run(flags: Namespace, client: Callable[[grpc.Channel], None], *, watches: bool = False) -> None:
    """Run a client on threads; a failed RPC is one line on stderr and exit code 1.

    One that `watches` is run on the main thread, where it has to see to signals itself.
    """
    try:
        with open_channel(flags) as channel:
            if watches:
                client(channel)
            else:
                off_main(lambda: client(channel))
    except grpc.RpcError as error:
        sys.exit(explanation(error))
    except grpc.FutureTimeoutError:
        sys.exit(unavailable("no connection in time"))


def run_aio(
    flags: Namespace, client: Callable[[grpc.aio.Channel], Coroutine[Any, Any, None]]
) -> None:
    """Run a client on an event loop, likewise."""
    try:
        asyncio.run(_run_aio(flags, client))
    except grpc.RpcError as error:
        sys.exit(explanation(error))
    except asyncio.TimeoutError:
        sys.exit(unavailable("no connection in time"))


async def _run_aio(
    flags: Namespace, client: Callable[[grpc.aio.Channel], Coroutine[Any, Any, None]]
) -> None:
    async with open_aio_channel(flags) as channel:
        await client(channel)


def explanation(error: Any) -> str:
    """What to tell the user. UNAVAILABLE is apart: it is about the way, not about the call."""
    if error.code() is grpc.StatusCode.UNAVAILABLE:
        return unavailable(error.details())
    return f"RPC failed: {error.code().name} {error.details()}"


def unavailable(reason: str) -> str:
    """What to tell a user who should check the network."""
    return f"UNAVAILABLE: {reason}; check the network and the server's address"
