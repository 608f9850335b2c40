"""What this process holds, read from the operating system."""

from __future__ import annotations

import os
from pathlib import Path

from crosswire.peer.v1.peer_pb2 import StatsResponse

PROC = Path("/proc/self")


def stats(open_calls: int) -> StatsResponse:
    """Memory, descriptors and threads now; zeros where there is no /proc."""
    if not PROC.exists():
        return StatsResponse(open_calls=open_calls)
    resident_pages = int(PROC.joinpath("statm").read_text().split()[1])
    return StatsResponse(
        rss_bytes=resident_pages * os.sysconf("SC_PAGE_SIZE"),
        descriptors=len(list(PROC.joinpath("fd").iterdir())),
        threads=len(list(PROC.joinpath("task").iterdir())),
        open_calls=open_calls,
    )
