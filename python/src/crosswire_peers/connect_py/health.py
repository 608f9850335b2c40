"""grpc.health.v1 for connectrpc, which brings none: clients and service, as generated ones are."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator

from connectrpc.client import ConnectClient, ConnectClientSync
from connectrpc.code import Code
from connectrpc.compat import google_protobuf_codecs
from connectrpc.compression import Compression
from connectrpc.errors import ConnectError
from connectrpc.interceptor import Interceptor
from connectrpc.method import IdempotencyLevel, MethodInfo, StreamType
from connectrpc.request import Headers, RequestContext
from connectrpc.server import ConnectASGIApplication, Endpoint
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse

SERVICE = "grpc.health.v1.Health"
OVERALL = ""
SERVING = HealthCheckResponse(status=HealthCheckResponse.SERVING)
NOT_SERVING = HealthCheckResponse(status=HealthCheckResponse.NOT_SERVING)
UNKNOWN = HealthCheckResponse(status=HealthCheckResponse.SERVICE_UNKNOWN)


def _method(
    name: str, stream_type: StreamType
) -> MethodInfo[HealthCheckRequest, HealthCheckResponse]:
    return MethodInfo(
        name=name,
        service_name=SERVICE,
        input=HealthCheckRequest,
        output=HealthCheckResponse,
        idempotency_level=IdempotencyLevel.UNKNOWN,
        stream_type=stream_type,
    )


CHECK = _method("Check", StreamType.UNARY)
WATCH = _method("Watch", StreamType.SERVER_STREAM)


class HealthClient(ConnectClient):
    """Asks for the health of services."""

    async def check(
        self,
        request: HealthCheckRequest,
        *,
        headers: Headers | None = None,
        timeout_ms: int | None = None,
    ) -> HealthCheckResponse:
        """The health now."""
        return await self.execute_unary(
            request=request, method=CHECK, headers=headers, timeout_ms=timeout_ms
        )

    def watch(
        self,
        request: HealthCheckRequest,
        *,
        headers: Headers | None = None,
        timeout_ms: int | None = None,
    ) -> AsyncIterator[HealthCheckResponse]:
        """The health now, and whenever it changes."""
        return self.execute_server_stream(
            request=request, method=WATCH, headers=headers, timeout_ms=timeout_ms
        )


class HealthClientSync(ConnectClientSync):
    """The same, and blocks."""

    def check(
        self,
        request: HealthCheckRequest,
        *,
        headers: Headers | None = None,
        timeout_ms: int | None = None,
    ) -> HealthCheckResponse:
        """The health now."""
        return self.execute_unary(
            request=request, method=CHECK, headers=headers, timeout_ms=timeout_ms
        )

    def watch(
        self,
        request: HealthCheckRequest,
        *,
        headers: Headers | None = None,
        timeout_ms: int | None = None,
    ) -> Iterator[HealthCheckResponse]:
        """The health now, and whenever it changes."""
        return self.execute_server_stream(
            request=request, method=WATCH, headers=headers, timeout_ms=timeout_ms
        )


class Health:
    """Tells the health of the named services and of the server as a whole. Belongs to the loop."""

    def __init__(self, services: Iterable[str]) -> None:
        """Start with all SERVING."""
        self._known = {OVERALL, *services}
        self._serving = True
        self._changed = asyncio.Event()

    def set_serving(self, serving: bool) -> None:
        """Change the health of all of them, and tell those who watch."""
        self._serving = serving
        self._changed.set()
        self._changed = asyncio.Event()

    async def check(
        self, request: HealthCheckRequest, _: RequestContext[HealthCheckRequest, object]
    ) -> HealthCheckResponse:
        """The health now; NOT_FOUND for a service that isn't there."""
        if request.service not in self._known:
            raise ConnectError(Code.NOT_FOUND, f"unknown service: {request.service}")
        return self._now()

    async def watch(
        self, request: HealthCheckRequest, _: RequestContext[HealthCheckRequest, object]
    ) -> AsyncIterator[HealthCheckResponse]:
        """The health now, and whenever it changes; SERVICE_UNKNOWN for one that isn't there."""
        known = request.service in self._known
        while True:
            changed = self._changed
            yield self._now() if known else UNKNOWN
            await changed.wait()
            while not known:
                await self._changed.wait()

    def _now(self) -> HealthCheckResponse:
        return SERVING if self._serving else NOT_SERVING


class HealthASGIApplication(ConnectASGIApplication[Health]):
    """Serves it."""

    def __init__(
        self,
        service: Health,
        *,
        interceptors: Iterable[Interceptor] = (),
        read_max_bytes: int | None = None,
        compressions: Iterable[Compression] | None = None,
    ) -> None:
        """Take the service, and what a generated application takes."""
        super().__init__(
            service=service,
            endpoints=lambda served: {
                f"/{SERVICE}/Check": Endpoint.unary(CHECK, served.check),
                f"/{SERVICE}/Watch": Endpoint.server_stream(WATCH, served.watch),
            },
            interceptors=interceptors,
            read_max_bytes=read_max_bytes,
            compressions=compressions,
            codecs=google_protobuf_codecs(),
        )

    @property
    def path(self) -> str:
        """Where it is mounted."""
        return f"/{SERVICE}"
