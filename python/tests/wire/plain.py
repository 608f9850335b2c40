"""A server of bytes behind a tap, and sockets before it."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from crosswire.wire.v1.wire_pb2 import Tampering

from wire.wire_process import Tap, WireProcess

NO_LINGER = struct.pack("ii", 1, 0)


@contextmanager
def listening() -> Iterator[tuple[socket.socket, str]]:
    """A listener, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        yield listener, f"127.0.0.1:{listener.getsockname()[1]}"


class Ends:
    """Both ends of a connection over a tap."""

    def __init__(self, tap: Tap, client: socket.socket, server: socket.socket) -> None:
        self.tap = tap
        self.client = client
        self.server = server


@contextmanager
def connected(wire: WireProcess, *changes: Tampering, **fields: Any) -> Iterator[Ends]:
    """A client and a server that are connected over a tap, and nothing said yet."""
    with listening() as (listener, address):
        opening = wire.tap(address, *changes, **fields)
        with opening as tap, socket.create_connection(("127.0.0.1", tap.port), 10) as client:
            server, _ = listener.accept()
            server.settimeout(10)
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with server:
                yield Ends(tap, client, server)


def received(end: socket.socket, size: int) -> bytes:
    """So many bytes, or all until the end."""
    found = bytearray()
    while len(found) < size:
        data = end.recv(size - len(found))
        if not data:
            break
        found += data
    return bytes(found)


def reset(end: socket.socket) -> None:
    """Close it with RST."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
    end.close()
