"""Running a server until SIGINT or SIGTERM, on threads or in worker processes."""

from __future__ import annotations

import signal
import sys
from argparse import Namespace
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

import grpc
import grpc.aio

from crosswire_peers.programs.processes import workers
from crosswire_peers.programs.publishing import Program, publish, withdraw
from crosswire_peers.services.sync.health import add_health

THREADS = 100
# Seconds that calls under way have to finish.
GRACE = 5
STOPPERS = (signal.SIGINT, signal.SIGTERM)

Add: TypeAlias = Callable[[grpc.Server], None]
# What runs beside a server, from before its first call to after its last.
Beside: TypeAlias = Callable[[], AbstractContextManager[object]]


def bind(server: grpc.Server | grpc.aio.Server, address: str) -> str:
    """Bind a server, and tell the address with the port, which may have been given as 0.

    Raises OSError when it can't be bound.
    """
    try:
        port = server.add_insecure_port(address)
    except RuntimeError as error:
        raise OSError(error) from error
    return f"{address.rpartition(':')[0]}:{port}"


def options_of(flags: Namespace) -> list[tuple[str, int]]:
    """Whether the port is shared; the core does so unasked, and then nobody notices a clash."""
    return [("grpc.so_reuseport", int(bool(flags.worker)))]


def supervise(program: Program, flags: Namespace) -> None:
    """Let workers serve, and be known and stopped for them."""
    with workers(program.module, flags.address, flags.processes) as address:
        # Not earlier: a process inherits which signals are blocked.
        block_stoppers()
        publish_until_stopped(program, flags, address)


def serve(program: Program, flags: Namespace, add: Add, beside: Beside = nullcontext) -> None:
    """Serve on threads. `add` adds the servicer; health is served as well."""
    if not flags.worker:
        block_stoppers()
    server = grpc.server(ThreadPoolExecutor(THREADS), options=options_of(flags))
    add(server)
    add_health(server, [program.service])
    address = bind(server, flags.worker or flags.address)
    with beside():
        server.start()
        try:
            if flags.worker:
                serve_input(program, flags, address)
            else:
                publish_until_stopped(program, flags, address)
        finally:
            server.stop(GRACE).wait()


def block_stoppers() -> None:
    """Keep the signals for `sigwait`: before any thread starts, which would get them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPERS)


def publish_until_stopped(program: Program, flags: Namespace, address: str) -> None:
    """Be known until a signal says to stop, and for a little longer not be known any more."""
    entries = publish(program, flags, int(address.rpartition(":")[2]))
    announce(program, flags, address)
    signal.sigwait(STOPPERS)
    withdraw(entries)


def serve_input(program: Program, flags: Namespace, address: str) -> None:
    """Wait until a worker's supervisor lets go of its input, or has died."""
    announce(program, flags, address)
    sys.stdin.read()


def announce(program: Program, flags: Namespace, address: str) -> None:
    """Say that the server serves, in one line."""
    print(f"{program.name} server ({flags.library}) on {address}", flush=True)
