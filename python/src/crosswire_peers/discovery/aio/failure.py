"""The end of an RPC that was given to no connection, as grpcio's calls on asyncio show it."""

from __future__ import annotations

import asyncio

import grpc
import grpc.aio


class Failure:
    """A status without metadata."""

    def __init__(self, code: grpc.StatusCode, details: str) -> None:
        """Say which."""
        self._code, self._details = code, details

    async def code(self) -> grpc.StatusCode:
        """The status code."""
        return self._code

    async def details(self) -> str:
        """What went wrong."""
        return self._details

    async def debug_error_string(self) -> str:
        """The same."""
        return self._details

    async def initial_metadata(self) -> grpc.aio.Metadata:
        """None came."""
        return grpc.aio.Metadata()

    async def trailing_metadata(self) -> grpc.aio.Metadata:
        """None came."""
        return grpc.aio.Metadata()

    def cancelled(self) -> bool:
        """Whether the user did that."""
        return self._code is grpc.StatusCode.CANCELLED

    def raised(self) -> BaseException:
        """What whoever waits for a response gets."""
        if self.cancelled():
            return asyncio.CancelledError()
        none = grpc.aio.Metadata()
        return grpc.aio.AioRpcError(self._code, none, none, self._details, self._details)


def late() -> Failure:
    """The end of a call whose time is out."""
    return Failure(grpc.StatusCode.DEADLINE_EXCEEDED, "Deadline Exceeded")


def cancelled() -> Failure:
    """The end of a call that its user has cancelled, or whose channel was closed."""
    return Failure(grpc.StatusCode.CANCELLED, "Locally cancelled by application!")
