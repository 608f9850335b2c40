"""The requests of a scripted call: read by steps, or by a thread in the background."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import grpc
from crosswire.probe.v1.probe_pb2 import ProbeRequest

from crosswire_peers.peer.errors import BadPlan


class Intake:
    """Takes requests off grpcio's iterator, which one thread at a time may do."""

    def __init__(self, requests: Iterator[ProbeRequest]) -> None:
        """Take the iterator."""
        self._requests = requests
        self._reading = threading.Event()
        self._reading.set()
        self._thread: threading.Thread | None = None

    def receive(self, count: int) -> None:
        """Take this many requests, or all that come before the half-close."""
        if self._thread is not None:
            raise BadPlan("receive while a drain takes everything in the background")
        for _ in islice(self._requests, count):
            pass

    def drain(self) -> None:
        """Take all requests until the half-close."""
        if self._thread is not None:
            self._thread.join()
            return
        for _ in self._requests:
            pass

    def drain_in_background(self) -> None:
        """Take all requests from now on, in a thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._pump, daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Let the background take no request for now."""
        self._reading.clear()

    def resume(self) -> None:
        """Let the background go on."""
        self._reading.set()

    def _pump(self) -> None:
        with suppress(grpc.RpcError):
            for _ in self._requests:
                self._reading.wait()
