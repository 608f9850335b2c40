"""The requests of a scripted call."""

from __future__ import annotations

from collections.abc import AsyncIterator

from crosswire.probe.v1.probe_pb2 import ProbeRequest

from crosswire_peers.connect_py.interceptor import ENTRY
from crosswire_peers.grpcio_aio.reader import Reader


class Intake(Reader):
    """Takes requests off connectrpc's iterator, whose first has been taken already."""

    def __init__(self, requests: AsyncIterator[ProbeRequest] | None) -> None:
        """Take the rest of the requests; None where there is a single one, which has come."""
        super().__init__()
        self._requests = requests
        self._first = True
        self._over = requests is None
        self._entry = ENTRY.get()

    def close(self) -> None:
        """Let the background end with the handler that it reads for."""
        if self._task is not None:
            self._task.cancel()

    async def _take(self) -> None:
        assert self._requests is not None
        over = False
        if self._first:
            self._first = False
        else:
            over = await anext(self._requests, None) is None
        if over:
            self._entry.half_closed()
        await self._arrived(0 if over else 1, over)
