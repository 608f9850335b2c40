"""All services of a listener as one ASGI application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from connectrpc.server import DEFAULT_READ_MAX_BYTES, ConnectASGIApplication
from crosswire.payload.v1.payload_connect import PayloadsASGIApplication
from crosswire.peer.v1.peer_pb2 import ListenRequest
from crosswire.probe.v1.probe_connect import ProbeASGIApplication
from official.testing.test_connect import TestServiceASGIApplication
from order.orders_connect import OrderHandlerASGIApplication
from subjects.subjects_connect import SimpleRpcServerASGIApplication
from users.users_connect import MyServiceASGIApplication

from crosswire_peers.connect_py.health import Health, HealthASGIApplication
from crosswire_peers.connect_py.interceptor import CALLS, Observer
from crosswire_peers.connect_py.official import OfficialTests
from crosswire_peers.connect_py.probe import ScriptedProbe
from crosswire_peers.connect_py.services import EchoedPayloads, Orders, Subjects, Users
from crosswire_peers.peer.observations import Entry, Observations
from crosswire_peers.services.greeting import Greeting

Scope: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Any]]
Send: TypeAlias = Callable[[Any], Awaitable[None]]
NOT_FOUND = 404


class Application:
    """Picks the service by the path, as a router of any ASGI framework does."""

    def __init__(
        self,
        request: ListenRequest,
        greeting: Greeting,
        probe: ScriptedProbe,
        health: Health,
        observations: Observations,
    ) -> None:
        """Make the services of a listener."""
        options: Any = {
            "interceptors": [Observer(observations, request.id)],
            "read_max_bytes": request.limits.max_receive_message_bytes or DEFAULT_READ_MAX_BYTES,
        }
        applications: tuple[ConnectASGIApplication[Any], ...] = (
            ProbeASGIApplication(probe, **options),
            PayloadsASGIApplication(EchoedPayloads(), **options),
            MyServiceASGIApplication(Users(), **options),
            SimpleRpcServerASGIApplication(Subjects(), **options),
            OrderHandlerASGIApplication(Orders(greeting), **options),
            TestServiceASGIApplication(OfficialTests(), **options),
            HealthASGIApplication(health, **options),
        )
        self._applications = {one.path: one for one in applications}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, and tell its observation when the library is done with it."""
        application = self._applications.get(scope["path"].rpartition("/")[0])
        if application is None:
            await send({"type": "http.response.start", "status": NOT_FOUND, "headers": []})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        entries: list[Entry] = []
        CALLS.set(entries.append)
        try:
            await application(scope, receive, send)
        finally:
            for entry in entries:
                entry.rpc_over()
