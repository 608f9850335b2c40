"""Several processes that serve on one port: the kernel deals new connections out to them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from crosswire_peers.programs.flags import WORKER
from crosswire_peers.services.shared_port import reserved


@contextmanager
def workers(module: str, address: str, processes: int) -> Iterator[str]:
    """Run workers of this program, and tell the address that they share.

    A worker ends with its standard input, hence with its supervisor, however that ends.
    """
    with reserved(address) as shared, ExitStack() as stack:
        running = [stack.enter_context(_start(module, shared)) for _ in range(processes)]
        for worker in running:
            _await_ready(worker)
        yield shared
        # All at once: leaving the stack waits for one after the other.
        for worker in running:
            if worker.stdin is not None:
                worker.stdin.close()


def _start(module: str, address: str) -> subprocess.Popen[bytes]:
    """Start a worker with the flags of its supervisor.

    Its session is its own, so that Ctrl-C on a terminal reaches the supervisor only.
    """
    return subprocess.Popen(
        [sys.executable, "-m", module, *sys.argv[1:], WORKER, address],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _await_ready(worker: subprocess.Popen[bytes]) -> None:
    """Wait for the line that a server prints when it serves."""
    if worker.stdout is None or not worker.stdout.readline():
        sys.exit(f"worker {worker.pid} ended before it served")
