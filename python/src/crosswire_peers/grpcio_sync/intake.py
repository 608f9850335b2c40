"""The requests of a scripted call, on threads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import grpc
from crosswire.probe.v1.probe_pb2 import ProbeRequest

from crosswire_peers.grpcio_sync.reader import Reader


class Intake(Reader):
    """Takes requests off grpcio's iterator, which the half-close ends."""

    def __init__(self, requests: Iterator[ProbeRequest]) -> None:
        """Take the iterator."""
        super().__init__()
        self._requests = requests

    def _pump(self) -> None:
        # An RPC that was cancelled ends the iterator with an error; the handler learns that
        # from its context.
        with suppress(grpc.RpcError):
            super()._pump()
        self._arrived(0, over=True)

    def _take(self) -> None:
        over = next(self._requests, None) is None
        self._arrived(0 if over else 1, over)
