"""The wire program's process: its taps in the main thread, its control port beside them."""

from __future__ import annotations

import asyncio
import resource
import sys

from crosswire_peers.peer.process import serve_methods
from crosswire_peers.wire.methods import WireMethods

PREFIX = "/crosswire.wire.v1.Wire/"
# Threads of the control port may hold the interpreter no longer than that from what goes over, in
# seconds; Python's own is ten times as much.
SWITCH_INTERVAL = 0.0005


def main() -> None:
    """Serve until the process is told to end."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    allow_files()
    loop = asyncio.new_event_loop()
    serve_methods(WireMethods(loop), PREFIX)
    loop.run_forever()


def allow_files() -> None:
    """Open as many files as the system lets: a tap is one, each of its connections two."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
