"""The process of the raw peer."""

from __future__ import annotations

import asyncio

from crosswire_peers.peer.process import serve
from crosswire_peers.raw.backend import RawBackend


async def _main() -> None:
    serve(RawBackend(asyncio.get_running_loop()))
    await asyncio.Event().wait()


def main() -> None:
    """Serve the control port until the process is ended from outside."""
    asyncio.run(_main())
