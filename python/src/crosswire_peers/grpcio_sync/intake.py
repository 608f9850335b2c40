"""The requests of a scripted call, on threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import grpc
from crosswire.probe.v1.probe_pb2 import ProbeRequest

from crosswire_peers.grpcio_sync.reader import Reader
from crosswire_peers.peer.observations import Entry


class Intake(Reader):
    """Takes requests off grpcio's iterator, which the half-close ends."""

    def __init__(self, requests: Iterator[ProbeRequest] | None, entry: Entry) -> None:
        """Take the iterator; None where there is a single request, which has come."""
        super().__init__()
        self._requests = iter(()) if requests is None else requests
        self._over = requests is None
        self._entry = entry

    def _pump(self) -> None:
        # An RPC that was cancelled ends the iterator with an error; the handler learns that
        # from its context.
        with suppress(grpc.RpcError):
            super()._pump()
        self._arrived(0, over=True)

    def _take(self) -> None:
        over = next(self._requests, None) is None
        if over:
            self._entry.half_closed()
        self._arrived(0 if over else 1, over)
