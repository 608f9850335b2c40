"""Running a server until SIGINT or SIGTERM, on threads or on an event loop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import grpc
import grpc.aio

from crosswire_peers.services.aio.health import add_health as add_aio_health
from crosswire_peers.services.sync.health import add_health

THREADS = 100
# Seconds that calls under way have to finish.
GRACE = 5
STOPPERS = (signal.SIGINT, signal.SIGTERM)


def bound(address: str, port: int) -> str:
    """The address with the port really bound, for one that was given as 0."""
    return f"{address.rpartition(':')[0]}:{port}"


def serve(name: str, service: str, address: str, add: Callable[[grpc.Server], None]) -> None:
    """Serve on threads. `add` adds the servicer; the health of `service` is served as well."""
    # Blocked before grpcio starts its threads, so that only `sigwait` gets them.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPERS)
    server = grpc.server(ThreadPoolExecutor(THREADS))
    add(server)
    add_health(server, [service])
    port = server.add_insecure_port(address)
    server.start()
    print(f"{name} server (grpcio) on {bound(address, port)}", flush=True)
    signal.sigwait(STOPPERS)
    server.stop(GRACE).wait()


def serve_aio(
    name: str, service: str, address: str, add: Callable[[grpc.aio.Server], None]
) -> None:
    """Serve on an event loop."""
    asyncio.run(_serve_aio(name, service, address, add))


async def _serve_aio(
    name: str, service: str, address: str, add: Callable[[grpc.aio.Server], None]
) -> None:
    server = grpc.aio.server()
    add(server)
    await add_aio_health(server, [service])
    port = server.add_insecure_port(address)
    await server.start()
    stop = asyncio.Event()
    for stopper in STOPPERS:
        asyncio.get_running_loop().add_signal_handler(stopper, stop.set)
    print(f"{name} server (grpcio-aio) on {bound(address, port)}", flush=True)
    await stop.wait()
    await server.stop(GRACE)
