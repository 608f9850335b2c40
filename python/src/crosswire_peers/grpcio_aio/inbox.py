"""The responses of a call, on an event loop."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc.aio

from crosswire_peers.grpcio_aio.reader import Reader
from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.scripted_call import Took


class Inbox(Reader):
    """Takes responses off grpcio's call.

    `error` is what the library raised instead of a message.
    """

    def __init__(self, call: Any, method: Method, took: Took) -> None:
        """Take the call, and whom to tell of each message."""
        super().__init__()
        self.error: BaseException | None = None
        self._call = call
        self._streams = method.server_streaming
        self._took = took

    async def _take(self) -> None:
        message = await self._next()
        # None is also what grpcio hands out for status OK without the one response that is due.
        if message is grpc.aio.EOF or message is None:
            await self._arrived(0, over=True)
        else:
            self._took(message)
            await self._arrived(1, over=not self._streams)

    async def _next(self) -> Any:
        try:
            return await (self._call.read() if self._streams else self._call)
        except asyncio.CancelledError as error:
            # Either the RPC was cancelled, which is its outcome, or the task that reads.
            if not self._call.done():
                raise
            self.error = error
        except Exception as error:
            self.error = error
        return None
