"""The receiving side of a call, message by message."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import grpc.aio
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
        self._call = call
        self._streams = method.server_streaming
        self._took = took
        self._count = 0
        self._claimed = 0
        self._change = asyncio.Condition()
        self._reading = asyncio.Event()
        self._reading.set()
        self._task: asyncio.Task[None] | None = None

    async def receive(self, count: int) -> None:
        """Wait for `count` messages that no `receive` has waited for yet, or for the end.

        While a drain takes messages in the background, those it took already count.
        """
        self._claimed += count
        while self._task is None and self._count < self._claimed and not self.over:
            await self._take()
        async with self._change:
            await self._change.wait_for(lambda: self.over or self._count >= self._claimed)

    async def drain(self) -> None:
        """Take all messages until the end."""
        if self._task is not None:
            await self._task
        while not self.over:
            await self._take()

    def drain_in_background(self) -> None:
        """Take all messages from now on, in a task."""
        if self._task is None:
            self._task = asyncio.create_task(self._pump())

    def pause(self) -> None:
        """Let the background take no message for now."""
        self._reading.clear()

    def resume(self) -> None:
        """Let the background go on."""
        self._reading.set()

    async def _pump(self) -> None:
        while not self.over:
            await self._reading.wait()
            await self._take()
            async with self._change:
                self._change.notify_all()

    async def _take(self) -> None:
        if self.over:
            return
        try:
            message = await (self._call.read() if self._streams else self._call)
        except asyncio.CancelledError as error:
            # Either the RPC was cancelled, which is its outcome, or the task that reads.
            if not self._call.cancelled():
                raise
            self.over, self.error = True, error
        except Exception as error:
            self.over, self.error = True, error
        else:
            self._arrived(message)

    def _arrived(self, message: Any) -> None:
        # None is what grpcio hands out for status OK without the one response that is due.
        if message is grpc.aio.EOF or message is None:
            self.over = True
            return
        self._took(message)
        self._count += 1
        self.over = not self._streams
