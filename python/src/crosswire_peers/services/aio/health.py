"""grpc.health.v1 on an event loop, by grpcio's own package."""

from __future__ import annotations

from collections.abc import Iterable

import grpc.aio
from grpc_health.v1.health import OVERALL_HEALTH, aio
from grpc_health.v1.health_pb2 import HealthCheckResponse
from grpc_health.v1.health_pb2_grpc import add_HealthServicer_to_server


async def add_health(server: grpc.aio.Server, services: Iterable[str]) -> aio.HealthServicer:
    """Serve the health of the named services and of the server as a whole: all SERVING."""
    health = aio.HealthServicer()
    await set_serving(health, services, True)
    add_HealthServicer_to_server(health, server)
    return health


async def set_serving(health: aio.HealthServicer, services: Iterable[str], serving: bool) -> None:
    """Change the health of the named services and of the server as a whole."""
    status = HealthCheckResponse.SERVING if serving else HealthCheckResponse.NOT_SERVING
    for service in (OVERALL_HEALTH, *services):
        await health.set(service, status)
