"""The methods of the control port: asked in threads of it, done in the loop of the taps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from crosswire.wire.v1.wire_pb2 import (
    CloseTapRequest,
    CloseTapResponse,
    OpenTapRequest,
    OpenTapResponse,
    ReadTapRequest,
    ReadTapResponse,
)
from google.protobuf.message import Message

from crosswire_peers.peer.address import AddressError
from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.peer.routes import Route, parse
from crosswire_peers.wire.record import Entry
from crosswire_peers.wire.tampering.changes import Changes
from crosswire_peers.wire.tap import Tap
from crosswire_peers.wire.tls import client_context, server_context

MOST_TAPS = 4096
LONGEST_WAIT = 600.0

T = TypeVar("T")


class WireMethods:
    """The taps of this process, by their ids. All of them live in one loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take the loop, which another thread runs."""
        self._loop = loop
        self._taps: dict[str, Tap] = {}
        self._methods: dict[str, Callable[[bytes], Message]] = {
            "OpenTap": lambda body: self._open(parse(body, OpenTapRequest())),
            "ReadTap": lambda body: self._read(parse(body, ReadTapRequest())),
            "CloseTap": lambda body: self._close(parse(body, CloseTapRequest())),
        }

    def find(self, name: str) -> Route | None:
        """The method of this name, if there is one."""
        return self._methods.get(name)

    def _open(self, request: OpenTapRequest) -> OpenTapResponse:
        try:
            changes = Changes(request.tamperings)
            front = server_context(request.front) if request.HasField("front") else None
            back = client_context(request.back) if request.HasField("back") else None
            tap = Tap(request, changes, front, back)
            return OpenTapResponse(address=self._in_loop(self._opened(request, tap)))
        except (OSError, AddressError) as error:
            # TLS material that can't be read is an OSError too (ssl.SSLError).
            return OpenTapResponse(error=" ".join(str(error).split()))

    async def _opened(self, request: OpenTapRequest, tap: Tap) -> str:
        if request.id in self._taps:
            raise BadRequest(f"there is a tap {request.id!r} already")
        if len(self._taps) >= MOST_TAPS:
            raise BadRequest(f"{MOST_TAPS} taps are open, no more are taken")
        address = tap.open(request.bind)
        self._taps[request.id] = tap
        return address

    def _read(self, request: ReadTapRequest) -> ReadTapResponse:
        wait = min(request.wait.ToNanoseconds() / 1e9, LONGEST_WAIT)
        entries, response = self._in_loop(self._content(request.id, wait))
        # Here, and not in the loop: it takes seconds for a full record.
        response.frames.extend(entry.as_frame() for entry in entries)
        return response

    async def _content(self, id: str, wait: float) -> tuple[list[Entry], ReadTapResponse]:
        tap = self._tap(id)
        if wait > 0:
            await tap.quiet(wait)
        left_out, applied = tap.record.left_out, tap.changes.applied
        return list(tap.record.entries), ReadTapResponse(frames_left_out=left_out, applied=applied)

    def _close(self, request: CloseTapRequest) -> CloseTapResponse:
        self._in_loop(self._closed(request.id))
        return CloseTapResponse()

    async def _closed(self, id: str) -> None:
        self._tap(id).close()
        del self._taps[id]

    def _tap(self, id: str) -> Tap:
        if id not in self._taps:
            raise BadRequest(f"there is no tap {id!r}")
        return self._taps[id]

    def _in_loop(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
