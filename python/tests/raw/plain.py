"""Plain sockets at the other end of the raw peer."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from crosswire_peers.http2.frames import PREFACE, Frame, FrameReader, encode

T = TypeVar("T")
START = PREFACE + encode(Frame(4, 0, 0))


@contextmanager
def dialled(address: str, first: bytes = b"") -> Iterator[socket.socket]:
    """A connection to a raw listener."""
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(first)
        yield connection


@contextmanager
def listening() -> Iterator[tuple[str, socket.socket]]:
    """A listener that a raw client dials."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        yield f"127.0.0.1:{server.getsockname()[1]}", server


def read_all(connection: socket.socket) -> bytes:
    """All bytes until the other side's FIN."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def read_frames(connection: socket.socket, count: int) -> list[Frame]:
    """The next frames, at least so many."""
    reader, found = FrameReader(), list[Frame]()
    while len(found) < count and (data := connection.recv(65536)):
        found += reader.feed(data)
    return found
