"""One connection over a tap: the client's side, the server's side, and a way in each direction."""

from __future__ import annotations

import asyncio
import socket
from functools import partial
from typing import TYPE_CHECKING

from crosswire.frame.v1.frame_pb2 import Direction

from crosswire_peers.wire.end import End
from crosswire_peers.wire.record import Kind
from crosswire_peers.wire.tampering.passage import Passage
from crosswire_peers.wire.way import Way, both_ways

if TYPE_CHECKING:
    from crosswire_peers.wire.tap import Tap

TO_SERVER = Direction.DIRECTION_TO_SERVER
TO_CLIENT = Direction.DIRECTION_TO_CLIENT
# How long dialling the server may take, its handshake of TLS included, in seconds.
DIAL_LIMIT = 10.0


class Connection:
    """A connection that came. It is over when both sides are."""

    def __init__(self, tap: Tap, number: int, client: socket.socket) -> None:
        """Take the accepted socket; nothing is read of it yet."""
        self._tap = tap
        self._socket = client
        self._tell = partial(tap.record.add, number)
        self._front = End(self._lost, partial(self._tell, TO_SERVER))
        self._back = End(self._lost, partial(self._tell, TO_CLIENT))
        self._joining: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Dial the server and let both sides speak."""
        self._tell(TO_SERVER, Kind.KIND_OPENED)
        self._joining = asyncio.get_running_loop().create_task(self._join())
        self._joining.add_done_callback(self._joined)

    def abort(self) -> None:
        """End both sides at once."""
        if self._joining is not None:
            self._joining.cancel()
        self._front.abort()
        self._back.abort()

    async def _join(self) -> None:
        if await self._take_client() and await self._dial():
            self._let_pass()

    def _joined(self, _: asyncio.Task[None]) -> None:
        """Hear that both sides are there, or that they won't be: a task that is cancelled before
        it began has no `finally`.
        """
        self._joining = None
        self._lost()

    async def _take_client(self) -> bool:
        tap = self._tap
        taking = asyncio.get_running_loop().connect_accepted_socket(
            lambda: self._front, self._socket, ssl=tap.front
        )
        try:
            await taking
        except OSError as error:
            self._tell(TO_SERVER, Kind.KIND_ENDED, note=f"no TLS with the client: {error}")
            return False
        return True

    async def _dial(self) -> bool:
        tap = self._tap
        host, port = tap.upstream
        name = tap.server_name if tap.back else None
        loop = asyncio.get_running_loop()
        try:
            if port is None:
                to_socket = loop.create_unix_connection(lambda: self._back, host)
                await asyncio.wait_for(to_socket, DIAL_LIMIT)
            else:
                to_port = loop.create_connection(
                    lambda: self._back, host, port, ssl=tap.back, server_hostname=name
                )
                await asyncio.wait_for(to_port, DIAL_LIMIT)
        except (OSError, ValueError, asyncio.TimeoutError) as error:
            why = str(error) or "it took too long"
            self._tell(TO_CLIENT, Kind.KIND_RESET, note=f"can't dial {tap.dialled}: {why}")
            self._front.reset()
            return False
        return True

    def _let_pass(self) -> None:
        up = Way(self._back.write, partial(self._tell, TO_SERVER))
        down = Way(self._front.write, partial(self._tell, TO_CLIENT))
        both_ways(up, down)
        changes = self._tap.changes
        if changes:
            up.passage, down.passage = Passage.both(changes, self._back.write, self._front.write)
        self._front.join(self._back, up)
        self._back.join(self._front, down)

    def _lost(self) -> None:
        """Look whether all is over: no side is there, and none is being made."""
        if self._joining is None and self._front.gone and self._back.gone:
            self._socket.close()
            self._tap.ended(self)
