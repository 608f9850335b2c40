"""Payloads on threads."""

from __future__ import annotations

import grpc
from crosswire.payload.v1.payload_pb2 import Everything
from crosswire.payload.v1.payload_pb2_grpc import PayloadsServicer


class Payloads(PayloadsServicer):
    """Sends back what was understood."""

    def Echo(self, request: Everything, context: grpc.ServicerContext) -> Everything:
        """Answer the request."""
        return request

    Peek = Echo
