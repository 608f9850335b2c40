"""A raw listener: a port, and the scripts that are played on what connects to it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine, Sequence
from typing import Any

from crosswire.peer.v1.raw_pb2 import RawScript

from crosswire_peers.http2.blocks import Field
from crosswire_peers.raw.connection import Connection
from crosswire_peers.raw.observing import Observed, Seen
from crosswire_peers.raw.player import Player

MOST_CONNECTIONS = 1000
BACKLOG = 1024


class RawListener:
    """One listener. All of it belongs to the event loop."""

    def __init__(self, id: str, scripts: Sequence[RawScript], observed: Observed) -> None:
        """Take what is played: the n-th script on the n-th connection, the last on all others."""
        self._id = id
        self._scripts = scripts or [RawScript()]
        self._observed = observed
        self._seen: Seen = observed.begin(id)
        self._connections: set[Connection] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def open_calls(self) -> int:
        """How many connections there are."""
        return len(self._connections)

    async def listen(self, bound: socket.socket) -> None:
        """Serve on a socket."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._accept, sock=bound, backlog=BACKLOG)

    def close(self) -> None:
        """Stop at once, connections and scripts too."""
        self._server.close()
        for connection in list(self._connections):
            connection.abort()
        for task in list(self._tasks):
            task.cancel()

    def _accept(self) -> Connection:
        self._seen.connections += 1
        self._seen.open += 1
        number = self._seen.connections
        script = self._scripts[min(number, len(self._scripts)) - 1]
        return Connection(script, self, self._seen.record, number, server=True)

    def made(self, connection: Connection) -> None:
        """Play the connection's steps."""
        if len(self._connections) >= MOST_CONNECTIONS:
            connection.note(f"reset: more than {MOST_CONNECTIONS} connections")
            connection.reset()
            return
        self._connections.add(connection)
        if connection.script.steps:
            self._start(Player(connection).play(connection.script.steps))

    def called(self, connection: Connection, stream: int) -> None:
        """Play a call's steps, beside all others."""
        calls = connection.script.calls
        if calls:
            script = calls[min(len(connection.came.calls), len(calls)) - 1]
            self._start(Player(connection, stream).play(script.steps))

    def entered(self, connection: Connection, stream: int, fields: list[Field]) -> None:
        """Tell of the first call."""
        if connection.came.calls and stream == connection.came.calls[0]:
            self._seen.call(connection.address, fields)
            self._observed.changed(self._id)

    def bytes_came(self, connection: Connection) -> None:
        """Somebody is there."""
        self._seen.entered = True
        self._observed.changed(self._id)

    def lost(self, connection: Connection) -> None:
        """Tell when it was the last."""
        self._connections.discard(connection)
        self._seen.open -= 1
        self._observed.bound(self._seen)
        self._seen.report.settled = self._seen.settled
        self._observed.changed(self._id)

    def _start(self, play: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(play)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._seen.fault(error)
