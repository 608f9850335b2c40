"""The requests of a scripted call: read by steps, or by a thread in the background."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress

import grpc
from crosswire.probe.v1.probe_pb2 import ProbeRequest


class Intake:
    """Takes requests off grpcio's iterator, which one thread at a time may do."""

    def __init__(self, requests: Iterator[ProbeRequest]) -> None:
        """Take the iterator."""
        self._requests = requests
        self._ended = False
        self._count = 0
        self._claimed = 0
        self._change = threading.Condition()
        self._reading = threading.Event()
        self._reading.set()
        self._thread: threading.Thread | None = None

    def receive(self, count: int) -> None:
        """Wait for `count` requests that no `receive` has waited for yet, or for the half-close."""
        self._claimed += count
        while self._thread is None and self._count < self._claimed and not self._ended:
            self._take()
        with self._change:
            self._change.wait_for(lambda: self._ended or self._count >= self._claimed)

    def drain(self) -> None:
        """Take all requests until the half-close."""
        if self._thread is not None:
            self._thread.join()
        while not self._ended:
            self._take()

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
        # An RPC that was cancelled ends the iterator with an error; the handler learns that
        # from its context.
        with suppress(grpc.RpcError):
            while not self._ended:
                self._reading.wait()
                self._take()
        self._arrived(0, ended=True)

    def _take(self) -> None:
        ended = next(self._requests, None) is None
        self._arrived(0 if ended else 1, ended)

    def _arrived(self, count: int, ended: bool) -> None:
        with self._change:
            self._count += count
            self._ended = ended
            self._change.notify_all()
