"""A connection of the raw peer: reads everything, and does what the script leaves to it."""

from __future__ import annotations

import asyncio
import socket

from crosswire.peer.v1.raw_pb2 import RawScript

from crosswire_peers.http2.frames import (
    HEADER_TABLE_SIZE,
    PREFACE,
    RST_STREAM,
    SETTINGS,
    Frame,
    encode_settings,
    settings_of,
)
from crosswire_peers.raw import sockets
from crosswire_peers.raw.came import Came, is_acknowledgement
from crosswire_peers.raw.input import Input
from crosswire_peers.raw.output import Output, Unit
from crosswire_peers.raw.owner import Owner
from crosswire_peers.raw.record import TO_CLIENT, TO_SERVER, Record
from crosswire_peers.raw.way import Way
from crosswire_peers.raw.windows import Windows

# How long the other side may take to close after this side has. To close for good with something
# unread would be a reset, which overtakes what was sent before (RFC 9293, 3.10.4, CLOSE).
LINGER = 1.0
# Between pieces, in seconds: the system may join what is written before the last piece has left.
PIECE_PAUSE = 0.0005
MOST_STREAMS = 100_000


class Connection(asyncio.Protocol):
    """One connection, as its server or as its client."""

    def __init__(
        self, script: RawScript, owner: Owner, record: Record, number: int, server: bool
    ) -> None:
        """Take what is played on it."""
        self.script = script
        self.server = server
        self.came = Came()
        self.windows = Windows()
        self.address = ""
        self.local_port = 0
        self.output = Output(self._hand_over, self._sent)
        self.incoming = Way(record, number, TO_SERVER if server else TO_CLIENT)
        self.outgoing = Way(record, number, TO_CLIENT if server else TO_SERVER)
        self._owner = owner
        self._record = record
        self._number = number
        self._reset: set[int] = set()
        self._input = Input(self)
        self._drained: asyncio.Future[None] | None = None
        # No more is sent: why not is told once.
        self._shut = False
        self._told = False

    # What the event loop calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, with the preface unless the script has its own."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.set_write_buffer_limits(0)
        self._take_addresses(transport)
        (self.incoming if self.server else self.outgoing).opened()
        if not self.script.no_preface and not self.script.not_http2:
            self._send_preface()
        self._owner.made(self)

    def _take_addresses(self, transport: asyncio.Transport) -> None:
        """Only what came over TCP has an address."""
        if transport.get_extra_info("socket").family == socket.AF_UNIX:
            return
        host, port = transport.get_extra_info("peername")[:2]
        self.address = f"{host}:{port}"
        self.local_port = transport.get_extra_info("sockname")[1]

    def data_received(self, data: bytes) -> None:
        """Take what came, whether a script waits for it or not."""
        self.came.bytes += len(data)
        self._input.take(data)
        self.came.changed()

    def eof_received(self) -> bool:
        """Close as well: who calls has nothing more to ask, who serves nothing more to say."""
        self._input.end()
        self.incoming.ended()
        self.came.closed = True
        self.end()
        return False

    def connection_lost(self, error: Exception | None) -> None:
        """Let go whoever waits."""
        if error is not None:
            self._lost_to(error)
        self._input.end()
        self._shut = self.came.over = True
        self.came.changed()
        self.resume_writing()
        self._owner.lost(self)

    def _lost_to(self, error: Exception) -> None:
        """Take what had come before the other side was gone, which a write found out."""
        sockets.read_rest(self._transport, self.data_received)
        self._input.end()
        # Of a connection with its FIN, a later RST makes EPIPE and no ECONNRESET (tcp(7)).
        if isinstance(error, BrokenPipeError):
            self.incoming.ended()
        else:
            self.incoming.reset("" if isinstance(error, ConnectionResetError) else str(error))
        self.came.closed = True

    def pause_writing(self) -> None:
        """Wait before the next piece."""
        if self._drained is None:
            self._drained = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        """Go on."""
        drained, self._drained = self._drained, None
        if drained is not None and not drained.done():
            drained.set_result(None)

    # What came, as the input reads it.

    def frame_came(self, frame: Frame) -> None:
        """Take a frame."""
        if len(self.came.streams) > MOST_STREAMS:
            self.note(f"reset: more than {MOST_STREAMS} streams")
            self.reset()
            return
        decoded = self.incoming.frame(frame)
        self.windows.came(frame)
        if frame.type == SETTINGS and not is_acknowledgement(frame):
            self.windows.settings(frame)
        self.came.frame(frame)
        if self.server and self.came.begins_call(frame):
            self._owner.called(self, frame.stream)
        if decoded is not None:
            self._owner.entered(self, decoded[0].stream, decoded[1])

    def bytes_came(self, data: bytes) -> None:
        """Take bytes that aren't frames."""
        self.incoming.plain(data)
        if self.script.not_http2:
            self._owner.bytes_came(self)

    def may_update(self, stream: int) -> bool:
        """Whether a window may still be given to a stream (RFC 9113, 5.1, closed)."""
        return stream not in self._reset and not self.came.stream(stream).ended

    def note(self, text: str) -> None:
        """Tell of something that can't be seen from the bytes."""
        self._record.note(self._number, text)

    # What scripts do.

    def end(self) -> None:
        """Close, once everything is sent, and read what still comes."""
        if self._shut:
            return
        self._shut = True
        self.outgoing.ended()
        if self.came.closed or not self._transport.can_write_eof():
            return
        try:
            self._transport.write_eof()
        except OSError:  # reset by the other side, which the event loop hasn't told yet
            self._transport.abort()
            return
        asyncio.get_running_loop().call_later(LINGER, self._transport.abort)

    def reset(self) -> None:
        """End at once, with RST."""
        if self._transport.is_closing():
            return
        self._shut = True
        self.outgoing.reset()
        sockets.reset(self._transport)

    def abort(self) -> None:
        """End without a word to the script's other side."""
        self._shut = True
        self._transport.abort()

    def _send_preface(self) -> None:
        settings = [(each.id, each.value) for each in self.script.settings]
        if not self.server:
            self.output.preface(PREFACE)
        self.output.automatic(Frame(SETTINGS, 0, 0, encode_settings(settings)))

    def _sent(self, frame: Frame) -> None:
        """Know what a frame of ours changes."""
        self.windows.sent(frame)
        if frame.type == RST_STREAM:
            self._reset.add(frame.stream)
        if frame.type == SETTINGS:
            table = dict(settings_of(frame)).get(HEADER_TABLE_SIZE)
            if table is not None:
                self.incoming.allow_table(table)
        if not self.server:
            self.came.begins_call(frame)

    async def _hand_over(self, unit: Unit) -> None:
        """Write a unit, in pieces if the script wants that, and tell of it."""
        if not self._shut:
            self._tell_unit(unit)
        size = self.script.chunk or max(len(unit.data), 1)
        for at in range(0, len(unit.data), size):
            if self._shut or self._transport.is_closing():
                self._tell_shut(unit)
                return
            self._transport.write(unit.data[at : at + size])
            if self.script.chunk:
                await asyncio.sleep(PIECE_PAUSE)
            if self._drained is not None:
                await self._drained

    def _tell_unit(self, unit: Unit) -> None:
        for frame in unit.frames:
            self.outgoing.frame(frame, unit.length)
        if not unit.frames:
            self.outgoing.plain(unit.data)

    def _tell_shut(self, unit: Unit) -> None:
        if not self._told and not unit.automatic:
            self._told = True
            self.note("not sent: the connection is over")
