"""Payloads on an event loop."""

from __future__ import annotations

from typing import TypeAlias

import grpc.aio
from crosswire.payload.v1.payload_pb2 import Everything
from crosswire.payload.v1.payload_pb2_grpc import PayloadsServicer

Context: TypeAlias = "grpc.aio.ServicerContext[Everything, Everything]"


class Payloads(PayloadsServicer):
    """Sends back what was understood."""

    async def Echo(self, request: Everything, context: Context) -> Everything:
        """Answer the request."""
        return request

    Peek = Echo
