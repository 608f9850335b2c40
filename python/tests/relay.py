"""A relay of TCP that counts what passes: bytes, and the PING frames that are no answers."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

PREFACE = len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
FRAME_HEADER = 9
PING, ACK = 6, 1


class Count:
    """What passed in one direction, over all connections."""

    def __init__(self) -> None:
        self.bytes = self.pings = 0

    def frames(self, passed: bytes) -> bytes:
        """Count the frames (RFC 9113, 4.1), and give back what isn't a whole one yet."""
        while len(passed) >= FRAME_HEADER:
            size = FRAME_HEADER + int.from_bytes(passed[:3], "big")
            if len(passed) < size:
                break
            self.pings += passed[3] == PING and not passed[4] & ACK
            passed = passed[size:]
        return passed


class Relay:
    """What stands before a server."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._server = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets = [self._listener]
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.to_server, self.to_client = Count(), Count()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._sockets:
            # Whoever waits for it in another thread hears of that, and not of its closing.
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            self._sockets += [client, server]
            for way in ((client, server, self.to_server), (server, client, self.to_client)):
                threading.Thread(target=self._pass, args=way, daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, count: Count) -> None:
        unread, skip = b"", PREFACE if count is self.to_server else 0
        try:
            while data := source.recv(65536):
                count.bytes += len(data)
                unread += data
                if len(unread) >= skip:
                    unread, skip = count.frames(unread[skip:]), 0
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return
