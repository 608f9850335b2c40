"""The peer python-grpcio-aio, as the control port drives it."""

from __future__ import annotations

import asyncio

from crosswire.peer.v1.peer_pb2 import Capability, DescribeResponse, ListenRequest, UnsupportedField

from crosswire_peers.grpcio_aio.calls import Calls
from crosswire_peers.grpcio_aio.listeners import NO_THREADS, AioServer, no_threads, serve
from crosswire_peers.grpcio_aio.loop_backend import LoopBackend
from crosswire_peers.grpcio_aio.probe import Probe
from crosswire_peers.grpcio_aio.ways import WAYS
from crosswire_peers.grpcio_shared.checks import unsupported_by_listener
from crosswire_peers.grpcio_shared.description import describe
from crosswire_peers.peer.process import serve as announce_and_serve
from crosswire_peers.services.greeting import Greeting


class AioBackend(LoopBackend):
    """grpcio on an event loop, as client and as server."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without listeners and channels."""
        super().__init__(loop)
        calls = Calls(self.signals)
        self._calls = calls
        self._probe = Probe(calls, self.signals)

    def describe(self) -> DescribeResponse:
        """This instance."""
        threads = Capability(id="server.threads", reason=NO_THREADS)
        return describe("grpc-python-asyncio", WAYS, [threads])

    def _unsupported(self, request: ListenRequest) -> UnsupportedField | None:
        return unsupported_by_listener(request) or no_threads(request)

    async def _serve(self, request: ListenRequest, greeting: Greeting) -> AioServer:
        return await serve(request, greeting, self._probe, self.observations)


async def _main() -> None:
    announce_and_serve(AioBackend(asyncio.get_running_loop()))
    await asyncio.Event().wait()


def main() -> None:
    """Serve the control port until the process is ended from outside."""
    asyncio.run(_main())
