"""The receiving side of a call, message by message."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import grpc
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.methods import Method


class Inbox:
    """Takes responses only when a step asks for them: grpcio lets its user pull.

    `error` is what the library raised instead of a message.
    """

    def __init__(self, call: Any, method: Method, took: Callable[[Message], None]) -> None:
        """Take the call, and whom to tell of each message."""
        self.over = False
        self.error: BaseException | None = None
        self._next: Callable[[], Message] = (
            call.__next__ if method.server_streaming else call.result
        )
        self._streams = method.server_streaming
        self._took = took
        self._count = 0
        self._claimed = 0
        self._change = threading.Condition()
        self._reading = threading.Event()
        self._reading.set()
        self._thread: threading.Thread | None = None

    def receive(self, count: int) -> None:
        """Wait for `count` messages that no `receive` has waited for yet, or for the end.

        While a drain takes messages in the background, those it took already count.
        """
        self._claimed += count
        while self._thread is None and self._count < self._claimed and not self.over:
            self._take()
        with self._change:
            self._change.wait_for(lambda: self.over or self._count >= self._claimed)

    def drain(self) -> None:
        """Take all messages until the end."""
        if self._thread is not None:
            self._thread.join()
        while not self.over:
            self._take()

    def drain_in_background(self) -> None:
        """Take all messages from now on, in a thread."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._pump, daemon=True)
            self._thread.start()

    def pause(self) -> None:
        """Let the background take no message for now."""
        self._reading.clear()

    def resume(self) -> None:
        """Let the background go on."""
        self._reading.set()

    def _pump(self) -> None:
        while not self.over:
            self._reading.wait()
            self._take()
        with self._change:
            self._change.notify_all()

    def _take(self) -> None:
        if self.over:
            return
        try:
            message = self._next()
        except StopIteration:
            self.over = True
        except (grpc.RpcError, grpc.FutureCancelledError) as error:
            self.over, self.error = True, error
        else:
            self._arrived(message)

    def _arrived(self, message: Message | None) -> None:
        if message is None:
            # What grpcio hands out for status OK without the one response that is due.
            self.over = True
            return
        self._took(message)
        with self._change:
            self._count += 1
            self.over = not self._streams
            self._change.notify_all()
