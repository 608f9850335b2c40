"""Processes, as the operating system sees them."""

from __future__ import annotations

import subprocess
from pathlib import Path


def children(pid: int) -> set[str]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return set(found.stdout.split())


def alive(pid: str) -> bool:
    """Whether a process does anything still: one that waits to be reaped doesn't."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
