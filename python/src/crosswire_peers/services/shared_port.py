"""A port that several processes are going to share, as in grpcio's `multiprocessing` example."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved(address: str) -> Iterator[str]:
    """The address with a port of its own where it had 0, held until all have bound it.

    A socket that is bound with SO_REUSEPORT and doesn't listen takes no connections away from
    those that do. Raises OSError when the address can't be bound.
    """
    host, _, port = address.rpartition(":")
    family, kind, _, _, place = socket.getaddrinfo(
        host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    with socket.socket(family, kind) as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            held.bind(place)
        except OSError as error:
            raise OSError(f"{address} can't be shared: {error}") from error
        yield f"{host}:{held.getsockname()[1]}"
