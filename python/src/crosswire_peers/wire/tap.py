"""A tap: a listener before one server, which dials that for every connection that comes."""

from __future__ import annotations

import asyncio
import socket
import ssl

from crosswire.wire.v1.wire_pb2 import OpenTapRequest

from crosswire_peers.peer.address import host_and_port
from crosswire_peers.wire.connection import Connection
from crosswire_peers.wire.record import Record
from crosswire_peers.wire.tampering.changes import Changes

BACKLOG = 1024
# How long a tap accepts nothing after the system let it not accept, in seconds.
PAUSE = 0.1
# How many connections of a tap may be open at once.
MOST_CONNECTIONS = 1000


def upstream_of(text: str) -> tuple[str, int | None]:
    """Where a tap dials: a host and its port, or the path of a Unix socket. Raises AddressError."""
    path = text.removeprefix("unix:")
    return (path, None) if path != text else host_and_port(text)


class Tap:
    """A tap, once opened. Everything of it happens in one loop."""

    def __init__(
        self,
        request: OpenTapRequest,
        changes: Changes,
        front: ssl.SSLContext | None,
        back: ssl.SSLContext | None,
    ) -> None:
        """Take what is done to calls, and the TLS of either side."""
        self.changes = changes
        self.record = Record(request.record)
        self.dialled = request.upstream
        self.upstream = upstream_of(request.upstream)
        self.server_name = request.back.server_name or self.upstream[0]
        self.front = front
        self.back = back
        self._accepted = 0
        self._open: set[Connection] = set()
        self._waiting: set[asyncio.Future[None]] = set()
        self._listener: socket.socket | None = None

    def open(self, bind: str) -> str:
        """Listen; gives the address. Raises OSError where that can't be bound."""
        host, port = host_and_port(bind)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
        listener.setblocking(False)
        self._listener = listener
        asyncio.get_running_loop().add_reader(listener, self._accept, listener)
        bound = listener.getsockname()
        return f"[{bound[0]}]:{bound[1]}" if ":" in bound[0] else f"{bound[0]}:{bound[1]}"

    async def quiet(self, wait: float) -> None:
        """Wait until no connection is open, or so many seconds."""
        if not self._open:
            return
        over = asyncio.get_running_loop().create_future()
        self._waiting.add(over)
        await asyncio.wait([over], timeout=wait)
        self._waiting.discard(over)

    def close(self) -> None:
        """End the listener and its connections."""
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None
        for connection in list(self._open):
            connection.abort()

    def ended(self, connection: Connection) -> None:
        """Hear that a connection is over on both sides."""
        self._open.discard(connection)
        if self._open:
            return
        for over in self._waiting:
            if not over.done():
                over.set_result(None)

    def _accept(self, listener: socket.socket) -> None:
        """Take the connections that wait."""
        try:
            while len(self._open) < MOST_CONNECTIONS:
                client, _ = listener.accept()
                client.setblocking(False)
                # asyncio does so only where the protocol is said: not of what is accepted.
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._accepted += 1
                connection = Connection(self, self._accepted, client)
                self._open.add(connection)
                connection.start()
        except (BlockingIOError, ConnectionAbortedError):
            return
        except OSError:
            pass
        # No room, here or in the system: a listener that is left readable would spin.
        loop = asyncio.get_running_loop()
        loop.remove_reader(listener)
        loop.call_later(PAUSE, self._resume, listener)

    def _resume(self, listener: socket.socket) -> None:
        if self._listener is listener:
            asyncio.get_running_loop().add_reader(listener, self._accept, listener)
