"""What asyncio's transports leave to whoever knows sockets."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from contextlib import suppress


def read_rest(transport: asyncio.Transport, take: Callable[[bytes], None]) -> None:
    """Read what the system still has of a connection that a failed write has ended."""
    with suppress(OSError):
        while data := os.read(_socket(transport).fileno(), 65536):
            take(data)


def reset(transport: asyncio.Transport) -> None:
    """Close with RST: no time to linger makes it one (RFC 9293, 3.10.5; socket(7))."""
    _socket(transport).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


def _socket(transport: asyncio.Transport) -> socket.socket:
    found: socket.socket = transport.get_extra_info("socket")
    return found
