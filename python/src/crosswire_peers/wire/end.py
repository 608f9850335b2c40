"""One side of a connection: its socket, whose end and whose back pressure the other side gets."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import Protocol, cast

from crosswire.frame.v1.frame_pb2 import Frame

from crosswire_peers.wire.record import Kind
from crosswire_peers.wire.way import Way

# Closing with it sends RST instead of FIN (socket(7)).
NO_LINGER = struct.pack("ii", 1, 0)


class Tell(Protocol):
    """Writes down how a side ended."""

    def __call__(self, kind: Frame.Kind, /, *, note: str = "") -> None:
        """Write it down."""
        ...


class End(asyncio.Protocol):
    """A side. A FIN or RST that comes is passed on; with TLS, which knows no half of a connection
    in asyncio, an end is the end of both directions.
    """

    def __init__(self, on_lost: Callable[[], None], tell: Tell) -> None:
        """Take what is told when the socket is closed."""
        self._on_lost = on_lost
        self._tell = tell
        self._transport: asyncio.Transport | None = None
        self._other: End | None = None
        self._way: Way | None = None
        # What comes before the other side is there; empty bytes for its end.
        self._early: list[bytes] = []
        self._lost = False
        self._lost_by: Exception | None = None
        # It sends no more; it is sent no more.
        self._ended = False
        self._finished = False

    @property
    def gone(self) -> bool:
        """Whether its socket is closed, or was never open."""
        return self._transport is None or self._lost

    def join(self, other: End, way: Way) -> None:
        """Let the other side have what came, and what comes."""
        self._other, self._way = other, way
        for data in self._early:
            if data:
                way.take(data)
            else:
                self._end()
        self._early.clear()
        if self._lost:
            self._pass_loss(self._lost_by)
        elif self._transport is not None:
            self._transport.resume_reading()

    def write(self, data: bytes) -> None:
        """Send it, after what was sent before. What comes too late goes nowhere."""
        if data and self._transport is not None and not self._lost and not self._finished:
            self._transport.write(data)

    def finish(self) -> None:
        """Send FIN after everything; close when both have."""
        if self._finished or self._lost or self._transport is None:
            return
        self._finished = True
        if self._ended or not self._transport.can_write_eof():
            self._transport.close()
        else:
            self._transport.write_eof()

    def reset(self) -> None:
        """Send RST, after what was sent before as far as it can be."""
        if self._lost or self._transport is None:
            return
        self._finished = True
        found = self._transport.get_extra_info("socket")
        found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        if self._transport.get_write_buffer_size() > 0:
            self._transport.close()
        else:
            self._transport.abort()

    def abort(self) -> None:
        """Close at once. That isn't written down: nobody outside did it."""
        self._other = None
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait with reading until the other side is there."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        """Pass it on."""
        if self._way is None:
            self._early.append(data)
        else:
            self._way.take(data)

    def eof_received(self) -> bool:
        """Pass it on; the socket stays open for the other direction."""
        if self._way is None:
            self._early.append(b"")
        else:
            self._end()
        return self._transport is not None and self._transport.can_write_eof()

    def connection_lost(self, exc: Exception | None) -> None:
        """Pass it on, where it is this side that did it."""
        self._lost, self._lost_by = True, exc
        if self._other is not None:
            self._pass_loss(exc)
            self._other.resume_reading()
        self._on_lost()

    def pause_writing(self) -> None:
        """Read no more of the other side: this one takes nothing for now."""
        if self._other is not None and self._other._transport is not None:
            self._other._transport.pause_reading()

    def resume_writing(self) -> None:
        """Read the other side again."""
        if self._other is not None:
            self._other.resume_reading()

    def resume_reading(self) -> None:
        """Read again what comes, if anything can."""
        if self._transport is not None and not self._lost:
            self._transport.resume_reading()

    def _end(self) -> None:
        """This side sends no more."""
        if self._ended or self._way is None or self._other is None:
            return
        self._ended = True
        self._way.end(self._other.finish)
        self._tell(Kind.KIND_ENDED)
        if self._finished and self._transport is not None:
            self._transport.close()

    def _pass_loss(self, by: Exception | None) -> None:
        if self._way is None or self._other is None:
            return
        if self._finished and not isinstance(by, ConnectionError):
            # Closed from here, since TLS has no half of a connection, or both were over. What
            # TLS has against data that comes then is nobody's reset.
            self._other.finish()
        elif by is None:
            self._end()
        else:
            self._way.end(self._other.reset)
            self._tell(Kind.KIND_RESET, note="" if isinstance(by, ConnectionError) else str(by))
