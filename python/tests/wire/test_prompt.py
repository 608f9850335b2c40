"""A tap sends what is small at once: else each write would wait for what acknowledges the last."""

from __future__ import annotations

import asyncio
import socket

from crosswire.wire.v1.wire_pb2 import OpenTapRequest

from crosswire_peers.wire.tampering.changes import Changes
from crosswire_peers.wire.tap import Tap


async def _options() -> list[int]:
    """TCP_NODELAY of both sides of a connection over a tap."""
    seen: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"here")
        await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    tap = Tap(OpenTapRequest(upstream=f"{host}:{port}"), Changes([]), None, None)
    address = tap.open("127.0.0.1:0")
    reader, writer = await asyncio.open_connection("127.0.0.1", int(address.split(":")[1]))
    # What is not HTTP/2 is passed on as well.
    writer.write(b"hello")
    assert await reader.readexactly(4) == b"here"
    for connection in tap._open:
        for end in (connection._front, connection._back):
            assert end._transport is not None
            side = end._transport.get_extra_info("socket")
            seen.append(side.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
    writer.close()
    tap.close()
    server.close()
    return seen


def test_neither_side_waits_to_have_more_to_send() -> None:
    assert [option != 0 for option in asyncio.run(_options())] == [True, True]
