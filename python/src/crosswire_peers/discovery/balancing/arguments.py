"""What a call of grpcio's callables takes beside its request, by position or by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import grpc


@dataclass(frozen=True)
class Arguments:
    """The parameters of all callables, in grpcio's order."""

    # Seconds, of which waiting for a server is part.
    timeout: float | None = None
    metadata: Any = None
    credentials: grpc.CallCredentials | None = None
    wait_for_ready: bool | None = None
    compression: grpc.Compression | None = None

    @staticmethod
    def split(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Arguments]:
        """The request, or the iterator of requests, and the rest."""
        if args:
            return args[0], Arguments(*args[1:], **kwargs)
        name = "request" if "request" in kwargs else "request_iterator"
        request = kwargs.pop(name, None)
        return request, Arguments(**kwargs)

    def for_server(self, timeout: float | None) -> dict[str, Any]:
        """What a server's own channel gets: waiting for servers isn't up to it."""
        return {
            "timeout": timeout,
            "metadata": self.metadata,
            "credentials": self.credentials,
            "compression": self.compression,
        }
