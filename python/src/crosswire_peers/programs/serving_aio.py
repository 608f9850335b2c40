"""Running a server until SIGINT or SIGTERM, on an event loop."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Callable
from contextlib import nullcontext
from typing import TypeAlias

import grpc.aio

from crosswire_peers.programs.publishing import Program, publish, withdraw
from crosswire_peers.programs.serving import (
    GRACE,
    STOPPERS,
    Beside,
    announce,
    bind,
    options_of,
    serve_input,
)
from crosswire_peers.services.aio.health import add_health

Add: TypeAlias = Callable[[grpc.aio.Server], None]


async def serve_aio(
    program: Program, flags: Namespace, add: Add, beside: Beside = nullcontext
) -> None:
    """Serve. `add` adds the servicer; health is served as well."""
    server = grpc.aio.server(options=options_of(flags))
    add(server)
    await add_health(server, [program.service])
    address = bind(server, flags.worker or flags.address)
    with beside():
        await server.start()
        try:
            if flags.worker:
                await asyncio.to_thread(serve_input, program, flags, address)
            else:
                await _publish_until_stopped(program, flags, address)
        finally:
            await server.stop(GRACE)


async def _publish_until_stopped(program: Program, flags: Namespace, address: str) -> None:
    """Be known until a signal says to stop; the discovery module waits in threads."""
    stop = asyncio.Event()
    for stopper in STOPPERS:
        asyncio.get_running_loop().add_signal_handler(stopper, stop.set)
    port = int(address.rpartition(":")[2])
    entries = await asyncio.to_thread(publish, program, flags, port)
    announce(program, flags, address)
    await stop.wait()
    await asyncio.to_thread(withdraw, entries)
