"""The servers of this peer, one a listener, each with all services.

uvicorn, of the ASGI servers that run in a process of one's own, is the one that sends trailers,
which gRPC needs, on HTTP/2 with and without TLS.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

import uvicorn
from crosswire.peer.v1.peer_pb2 import CloseRequest, ListenRequest, Transport

from crosswire_peers.connect_py.application import Application
from crosswire_peers.connect_py.health import Health
from crosswire_peers.connect_py.methods import SERVED
from crosswire_peers.connect_py.probe import ScriptedProbe
from crosswire_peers.connect_py.sockets import bind, dialled, tls
from crosswire_peers.grpcio_aio.waiting import on_loop
from crosswire_peers.peer.observations import Observations
from crosswire_peers.services.greeting import Greeting

# uvicorn closes a connection that was idle for 5 s, with a client's next call under way perhaps.
# A run's calls come in whatever time.
IDLE = 3600
DEFAULT_GRACE = 10.0


class Uvicorn(uvicorn.Server):
    """Tells when it serves, and leaves signals to the process that it is in."""

    def __init__(self, config: uvicorn.Config) -> None:
        """Take its settings."""
        super().__init__(config)
        self.serves = asyncio.Event()

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Start to serve."""
        await super().startup(sockets)
        self.serves.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class ConnectServer:
    """A server on an event loop, whose methods are for the threads beside that."""

    def __init__(
        self,
        request: ListenRequest,
        greeting: Greeting,
        probe: ScriptedProbe,
        observations: Observations,
    ) -> None:
        """Prepare it, on the loop. Raises BadRequest when its address can't be bound."""
        self._loop = asyncio.get_running_loop()
        self._health = Health(SERVED)
        http2 = request.transport != Transport.TRANSPORT_HTTP1
        context = tls(request, ["h2", "http/1.1"] if http2 else ["http/1.1"])
        self._server = Uvicorn(
            uvicorn.Config(
                Application(request, greeting, probe, self._health, observations),
                http="zttp",
                http2=http2,
                ssl_context_factory=None if context is None else lambda *_: context,
                lifespan="off",
                log_config=None,
                access_log=False,
                timeout_keep_alive=IDLE,
            )
        )
        self._socket = bind(request)
        self.address = dialled(request, self._socket)

    async def start(self) -> None:
        """Start it."""
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._socket]))
        await self._server.serves.wait()

    def set_serving(self, serving: bool) -> None:
        """Change what grpc.health.v1 says of every service."""
        self._loop.call_soon_threadsafe(self._health.set_serving, serving)

    def close(self, request: CloseRequest) -> None:
        """Stop, and wait until it has stopped."""
        on_loop(self._loop, self._close(request))

    async def _close(self, request: CloseRequest) -> None:
        if request.mode == CloseRequest.Mode.MODE_ABRUPT:
            self._abort()
        grace = request.grace.ToNanoseconds() / 1e9 if request.HasField("grace") else DEFAULT_GRACE
        self._server.config.timeout_graceful_shutdown = grace  # type: ignore[assignment]
        self._server.should_exit = True
        await self._serving
        self._abort()

    def _abort(self) -> None:
        """End what is still open, as a crash would."""
        for connection in list(self._server.server_state.connections):
            connection.transport.abort()
        for task in list(self._server.server_state.tasks):
            task.cancel()


async def serve(
    request: ListenRequest, greeting: Greeting, probe: ScriptedProbe, observations: Observations
) -> ConnectServer:
    """Start a server. Raises BadRequest when its address can't be bound."""
    server = ConnectServer(request, greeting, probe, observations)
    await server.start()
    return server
