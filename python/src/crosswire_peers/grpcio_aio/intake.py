"""The requests of a scripted call: read by steps, or by a task in the background."""

from __future__ import annotations

import asyncio

import grpc.aio
from crosswire.probe.v1.probe_pb2 import ProbeRequest

from crosswire_peers.grpcio_aio.interceptor import ObservedContext


class Intake:
    """Takes requests off a call, one reader at a time; the first may have been read already."""

    def __init__(self, context: ObservedContext, first: ProbeRequest | None) -> None:
        """Take the call's context. Without a first request there are none to read at all."""
        self._context = context
        self._first = first
        self._ended = first is None
        self._count = 0
        self._claimed = 0
        self._change = asyncio.Condition()
        self._reading = asyncio.Event()
        self._reading.set()
        self._task: asyncio.Task[None] | None = None

    async def receive(self, count: int) -> None:
        """Wait for `count` requests that no `receive` has waited for yet, or for the half-close."""
        self._claimed += count
        while self._task is None and self._count < self._claimed and not self._ended:
            await self._take()
        async with self._change:
            await self._change.wait_for(lambda: self._ended or self._count >= self._claimed)

    async def drain(self) -> None:
        """Take all requests until the half-close."""
        if self._task is not None:
            await self._task
        while not self._ended:
            await self._take()

    def drain_in_background(self) -> None:
        """Take all requests from now on, in a task."""
        if self._task is None:
            self._task = asyncio.create_task(self._pump())

    def pause(self) -> None:
        """Let the background take no request for now."""
        self._reading.clear()

    def resume(self) -> None:
        """Let the background go on."""
        self._reading.set()

    def close(self) -> None:
        """Let the background end with the handler that it reads for."""
        if self._task is not None:
            self._task.cancel()

    async def _pump(self) -> None:
        while not self._ended:
            await self._reading.wait()
            await self._take()

    async def _take(self) -> None:
        if self._first is not None:
            self._first = None
        else:
            self._ended = await self._context.read() is grpc.aio.EOF
        async with self._change:
            self._count += not self._ended
            self._change.notify_all()
