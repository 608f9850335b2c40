"""The requests of a scripted call, on an event loop."""

from __future__ import annotations

import grpc.aio
from crosswire.probe.v1.probe_pb2 import ProbeRequest

from crosswire_peers.grpcio_aio.interceptor import ObservedContext
from crosswire_peers.grpcio_aio.reader import Reader
from crosswire_peers.grpcio_shared.entering import ENTRY


class Intake(Reader):
    """Takes requests off the call's context; the first may have been read already."""

    def __init__(self, context: ObservedContext, first: ProbeRequest | None) -> None:
        """Take the call's context. Without a first request there are none to read at all."""
        super().__init__()
        self._context = context
        self._first = first
        self._over = first is None
        self._entry = ENTRY.get()

    def close(self) -> None:
        """Let the background end with the handler that it reads for."""
        if self._task is not None:
            self._task.cancel()

    async def _take(self) -> None:
        if self._first is not None:
            self._first = None
            over = False
        else:
            over = await self._context.read() is grpc.aio.EOF
        if over:
            self._entry.half_closed()
        await self._arrived(0 if over else 1, over)
