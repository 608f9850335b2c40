"""grpc.health.v1 on threads, by grpcio's own package."""

from __future__ import annotations

from collections.abc import Iterable

import grpc
from grpc_health.v1.health import OVERALL_HEALTH, HealthServicer
from grpc_health.v1.health_pb2 import HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import add_HealthServicer_to_server


def add_health(server: grpc.Server, services: Iterable[str]) -> HealthServicer:
    """Serve the health of the named services and of the server as a whole: all SERVING."""
    # Watch then runs like any other handler, on a thread that it keeps; the other way needs
    # its function to reach grpcio unwrapped, which no interceptor can do.
    health = HealthServicer(experimental_non_blocking=False)
    set_serving(health, services, True)
    add_HealthServicer_to_server(health, server)
    return health


def set_serving(health: HealthServicer, services: Iterable[str], serving: bool) -> None:
    """Change the health of the named services and of the server as a whole."""
    status = HealthCheckResponse.SERVING if serving else HealthCheckResponse.NOT_SERVING
    for service in (OVERALL_HEALTH, *services):
        health.set(service, status)
