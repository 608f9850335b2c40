"""The peer python-connect, as the control port drives it."""

from __future__ import annotations

import asyncio

from crosswire.peer.v1.peer_pb2 import DescribeResponse, ListenRequest, UnsupportedField

from crosswire_peers.connect_py.calls import Calls
from crosswire_peers.connect_py.checks import unsupported_by_listener
from crosswire_peers.connect_py.description import describe
from crosswire_peers.connect_py.listeners import ConnectServer, serve
from crosswire_peers.connect_py.probe import ScriptedProbe
from crosswire_peers.grpcio_aio.loop_backend import LoopBackend
from crosswire_peers.peer.process import serve as announce_and_serve
from crosswire_peers.services.greeting import Greeting


class ConnectBackend(LoopBackend):
    """connectrpc on an event loop, as client and as server."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Start without listeners and channels."""
        super().__init__(loop)
        calls = Calls(self.signals)
        self._calls = calls
        self._probe = ScriptedProbe(calls, self.signals)

    def describe(self) -> DescribeResponse:
        """This instance."""
        return describe()

    def _unsupported(self, request: ListenRequest) -> UnsupportedField | None:
        return unsupported_by_listener(request)

    async def _serve(self, request: ListenRequest, greeting: Greeting) -> ConnectServer:
        return await serve(request, greeting, self._probe, self.observations)


async def _main() -> None:
    announce_and_serve(ConnectBackend(asyncio.get_running_loop()))
    await asyncio.Event().wait()


def main() -> None:
    """Serve the control port until the process is ended from outside."""
    asyncio.run(_main())
