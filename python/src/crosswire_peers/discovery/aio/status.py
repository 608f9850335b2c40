"""The end of an RPC, kept apart from grpcio's call, which may tell another one later."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import grpc
import grpc.aio


@dataclass(frozen=True)
class Status:
    """A status with its metadata. `debug` is what the core says of the cause."""

    code: grpc.StatusCode
    details: str
    debug: str = ""
    initial_metadata: grpc.aio.Metadata = field(default_factory=grpc.aio.Metadata)
    trailing_metadata: grpc.aio.Metadata = field(default_factory=grpc.aio.Metadata)

    def is_provisional(self) -> bool:
        """Whether grpcio has made it up, and will replace it by the one that comes.

        It does so when a request can't be sent any more (grpc/grpc#36066), and then says what
        failed where the core would say the status again: so a server's own status in these words
        is no such. After a batch that the core has refused at once no other may come.
        """
        made_up = self.code is grpc.StatusCode.INTERNAL
        words = self.details == "Internal error from Core"
        return made_up and words and self.debug.startswith('Failed "execute_batch"')

    def error(self) -> BaseException:
        """What whoever waits for a response gets."""
        if self.code is grpc.StatusCode.CANCELLED:
            return asyncio.CancelledError()
        return grpc.aio.AioRpcError(
            self.code, self.initial_metadata, self.trailing_metadata, self.details, self.debug
        )


def status_of(call: Any) -> Status:
    """The status that a call of grpcio's tells at this moment. The call has to be over."""
    return Status(
        _at_once(call.code()),
        _at_once(call.details()) or "",
        _at_once(call.debug_error_string()) or "",
        _at_once(call.initial_metadata()),
        _at_once(call.trailing_metadata()),
    )


def failure(code: grpc.StatusCode, details: str) -> Status:
    """The end of a call that was given to no connection."""
    return Status(code, details, details)


def late() -> Status:
    """The end of a call whose time is out."""
    return failure(grpc.StatusCode.DEADLINE_EXCEEDED, "Deadline Exceeded")


def cancelled() -> Status:
    """The end of a call that its user has cancelled, or whose channel was closed."""
    return failure(grpc.StatusCode.CANCELLED, "Locally cancelled by application!")


def _at_once(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that has nothing to wait for, as those of a call that is over."""
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise RuntimeError("grpcio has called back before the end of an RPC")
