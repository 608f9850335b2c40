"""One side of an HTTP/2 connection that sends what it is told, right or wrong.

It needs nothing but Python: no HTTP/2 library, no gRPC library.
"""

from __future__ import annotations

import base64
import contextlib
import socket
import struct
import sys  # noqa: F401  (what follows may need it)
import threading
import time  # noqa: F401
import zlib
from collections import Counter
from collections.abc import Callable

NAMES = (
    *("DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS"),
    *("PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE", "CONTINUATION"),
)
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS = range(5)
PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(5, 10)
END_STREAM = ACK = 0x1
END_HEADERS = 0x4
PADDED = 0x8
MAGIC = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FRAGMENT = 16384
PATIENCE = 60.0


def unpacked(text: str) -> bytes:
    """Bytes that would be too long to write out."""
    return zlib.decompress(base64.b64decode(text))


def framed(kind: int, flags: int, stream: int, payload: bytes, length: int | None = None) -> bytes:
    """A frame (RFC 9113, 4.1), which may lie about its length."""
    size = len(payload) if length is None else length
    return size.to_bytes(3, "big") + struct.pack(">BBL", kind & 255, flags & 255, stream) + payload


def show(kind: int, flags: int, stream: int, payload: bytes) -> None:
    """Print a frame that came."""
    name = NAMES[kind] if kind < len(NAMES) else f"type {kind}"
    start = payload[:16].hex()
    print(f"got {name} flags {flags:#x} stream {stream}: {len(payload)} bytes {start}", flush=True)


class Wire:
    """A connection. What HTTP/2 wants of an endpoint it does by itself, unless told not to."""

    def __init__(
        self,
        sock: socket.socket,
        server: bool,
        *,
        preface: bool = True,
        acks: bool = True,
        windows: bool = True,
        http2: bool = True,
        chunk: int = 0,
        settings: tuple[tuple[int, int], ...] = (),
    ) -> None:
        """Send the preface: the client's magic, and SETTINGS."""
        self.sock, self.server = sock, server
        self.acks, self.windows, self.http2, self.chunk = acks, windows, http2, chunk
        self.on_call: Callable[[int], None] = lambda stream: None
        self.show = show
        self.changed, self.sending = threading.Condition(), threading.Lock()
        # What came: frames by stream, type and whether they acknowledge; streams that are over.
        self.frames: Counter[tuple[int, int, bool]] = Counter()
        self.ended: set[int] = set()
        self.resets: set[int] = set()
        self.calls: list[int] = []
        self.bytes, self.closed, self.magic = 0, False, server
        # The other side's windows: what it gave, and what is used of it.
        self.initial, self.given, self.used = 65535, Counter[int](), Counter[int]()
        if preface:
            values = b"".join(struct.pack(">HL", *one) for one in settings)
            self.send((b"" if server else MAGIC) + framed(SETTINGS, 0, 0, values))

    def read(self) -> None:
        """Take what comes until the other side has closed."""
        data = b""
        try:
            while got := self.sock.recv(65536):
                data = self.take(data + got) if self.http2 else b""
                with self.changed:
                    self.bytes += len(got)
                    self.changed.notify_all()
        except OSError:
            print("the connection was reset", flush=True)
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def take(self, data: bytes) -> bytes:
        """Take the whole frames of some bytes; return what is left."""
        if self.magic:
            if len(data) < len(MAGIC):
                return data
            data, self.magic = data[len(MAGIC) :], False
        while len(data) >= 9 and len(data) >= 9 + (size := int.from_bytes(data[:3], "big")):
            kind, flags, stream = struct.unpack(">BBL", data[3:9])
            self.came(kind, flags, stream & 0x7FFFFFFF, data[9 : 9 + size])
            data = data[9 + size :]
        return data

    def came(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        """Note a frame, answer it where that is due, and begin a call's script."""
        self.show(kind, flags, stream, payload)
        ack = kind in (SETTINGS, PING) and bool(flags & ACK)
        new = self.server and kind == HEADERS and stream % 2 == 1 and stream not in self.calls
        with self.changed:
            self.note(kind, flags, stream, payload)
            self.frames[stream, kind, ack] += 1
            if new:
                self.calls.append(stream)
            self.changed.notify_all()
        if kind in (SETTINGS, PING) and not ack and self.acks:
            self.frame(kind, ACK, 0, payload if kind == PING else b"")
        if kind == DATA and payload and self.windows:
            for one in (0, stream):
                self.frame(WINDOW_UPDATE, 0, one, struct.pack(">L", len(payload)))
        if new:
            self.on_call(stream)

    def note(self, kind: int, flags: int, stream: int, payload: bytes) -> None:
        """Keep what scripts and windows want to know."""
        if (kind in (DATA, HEADERS) and flags & END_STREAM) or kind == RST_STREAM:
            self.ended.add(stream)
        if kind == RST_STREAM:
            self.resets.add(stream)
        elif kind == WINDOW_UPDATE:
            self.given[stream] += int.from_bytes(payload, "big") & 0x7FFFFFFF
        elif kind == SETTINGS:
            for at in range(0, len(payload) - 5, 6):
                name, value = struct.unpack(">HL", payload[at : at + 6])
                self.initial = value if name == 4 else self.initial

    def send(self, data: bytes) -> None:
        """Send bytes as they are. That the other side is gone, reading tells."""
        size = self.chunk or len(data) or 1
        with self.sending, contextlib.suppress(OSError):
            for at in range(0, len(data), size):
                self.sock.sendall(data[at : at + size])

    def frame(
        self, kind: int, flags: int, stream: int, payload: bytes = b"", length: int | None = None
    ) -> None:
        """Send a frame."""
        self.send(framed(kind, flags, stream, payload, length))

    def headers(
        self,
        stream: int,
        block: bytes,
        *,
        end: bool = False,
        cut: tuple[int, ...] = (),
        whole: bool = True,
    ) -> None:
        """Send HEADERS, and CONTINUATIONs where the block has to be cut."""
        parts = []
        for size in cut:
            parts.append(block[:size])
            block = block[size:]
        while block or not parts:
            parts.append(block[:FRAGMENT])
            block = block[FRAGMENT:]
        flags = [0] * len(parts)
        flags[0] |= END_STREAM if end else 0
        flags[-1] |= END_HEADERS if whole else 0
        kinds = [HEADERS] + [CONTINUATION] * (len(parts) - 1)
        each = zip(kinds, flags, parts, strict=True)
        self.send(b"".join(framed(kind, flag, stream, part) for kind, flag, part in each))

    def data(
        self,
        stream: int,
        payload: bytes,
        *,
        end: bool = False,
        padding: int = 0,
        size: int = FRAGMENT,
    ) -> None:
        """Send DATA in frames, as the other side's windows let it."""
        extra = padding + 1 if padding else 0
        while True:
            now = self.reserve(stream, extra, min(len(payload), size))
            if now is None:
                return
            content, payload = payload[:now], payload[now:]
            flags = (END_STREAM if end and not payload else 0) | (PADDED if padding else 0)
            before = bytes([padding]) if padding else b""
            self.frame(DATA, flags, stream, before + content + bytes(padding))
            if not payload:
                return

    def reserve(self, stream: int, extra: int, wanted: int) -> int | None:
        """Wait for a window, and take so much of it; None where there will be none."""
        needed = extra + min(wanted, 1)
        with self.changed:
            self.changed.wait_for(
                lambda: self.is_over(stream) or self.room(stream) >= needed, PATIENCE
            )
            if self.is_over(stream) or (needed and self.room(stream) < needed):
                return None
            now = min(wanted, max(self.room(stream) - extra, 0))
            self.used.update({0: now + extra, stream: now + extra})
            return now

    def is_over(self, stream: int) -> bool:
        """Whether the other side takes nothing more on a stream."""
        return self.closed or stream in self.resets

    def room(self, stream: int) -> int:
        """How much the windows of the stream and of the connection take."""
        of_stream = self.initial + self.given[stream] - self.used[stream]
        return min(of_stream, 65535 + self.given[0] - self.used[0])

    def open(self) -> int:
        """Client: begin a call on the next stream that it may open."""
        self.calls.append(2 * len(self.calls) + 1)
        return self.calls[-1]

    def wait(self, holds: Callable[[], bool], seconds: float) -> None:
        """Wait until it holds or the connection is over; go on all the same after a time."""
        with self.changed:
            self.changed.wait_for(lambda: self.closed or holds(), seconds)

    def close(self, reset: bool = False) -> None:
        """End the connection, with FIN or with RST."""
        if reset:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            # Who reads must let go of the socket before it is closed.
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RD)
            self.sock.close()
            return
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_WR)
