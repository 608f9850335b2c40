"""Ports for servers of tests."""

from __future__ import annotations

import errno
import random
import socket
from contextlib import suppress

# Below those that systems give to outgoing connections, and for port 0.
RANGE = (20_000, 32_000)
# Who chooses a port, in tests of any language, holds the UDP port of its number here until the
# process ends: nobody else chooses it before it is bound, or while its server is away.
MARK = "127.0.0.2"

_marks: list[socket.socket] = []


def free_port() -> int:
    """A port that is free, and stays so."""
    while True:
        port = random.randrange(*RANGE)
        with socket.socket() as held, suppress(OSError):
            held.bind(("127.0.0.1", port))
            if _marked(port):
                return port


def _marked(port: int) -> bool:
    """Mark a port, unless somebody has."""
    mark = socket.socket(type=socket.SOCK_DGRAM)
    try:
        mark.bind((MARK, port))
    except OSError as error:
        mark.close()
        # Not every system has that address.
        return error.errno != errno.EADDRINUSE
    _marks.append(mark)
    return True
