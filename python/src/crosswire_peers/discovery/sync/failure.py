"""The end of an RPC that was given to no connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import grpc


class Failure(grpc.RpcError, grpc.Call):
    """An error like grpcio's own, with a status and no metadata."""

    def __init__(self, code: grpc.StatusCode, details: str) -> None:
        """Say which."""
        super().__init__(f"{code.name}: {details}")
        self._code, self._details = code, details

    def code(self) -> grpc.StatusCode:
        """The status code."""
        return self._code

    def details(self) -> str:
        """What went wrong."""
        return self._details

    def debug_error_string(self) -> str:
        """The same, as grpcio's errors have it."""
        return self._details

    def initial_metadata(self) -> Any:
        """None came."""
        return ()

    def trailing_metadata(self) -> Any:
        """None came."""
        return ()

    def is_active(self) -> bool:
        """It is over."""
        return False

    def time_remaining(self) -> Any:
        """It is over."""

    def cancel(self) -> bool:
        """It is over."""
        return False

    def add_callback(self, callback: Callable[[], None]) -> bool:
        """It is over."""
        return False


def late() -> Failure:
    """The end of a call whose time is out."""
    return Failure(grpc.StatusCode.DEADLINE_EXCEEDED, "Deadline Exceeded")


def cancelled() -> Failure:
    """The end of a call that its user has cancelled."""
    return Failure(grpc.StatusCode.CANCELLED, "Locally cancelled by application!")


def closed() -> Failure:
    """The end of a call whose channel was closed."""
    return Failure(grpc.StatusCode.CANCELLED, "Channel closed!")
