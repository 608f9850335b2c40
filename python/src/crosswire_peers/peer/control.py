"""The control port: ProtoJSON over plain HTTP/1.1, docs/peer-contract.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol

from google.protobuf.message import Message

from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.peer.routes import Route
from crosswire_peers.peer.tape import as_json

LARGEST_BODY = 16 * 1024 * 1024
PREFIX = "/crosswire.peer.v1.Peer/"
NDJSON = "application/x-ndjson"


class Methods(Protocol):
    """What is behind a control port."""

    def find(self, name: str) -> Route | None:
        """The method of this name, if there is one."""
        ...


class Control(ThreadingHTTPServer):
    """An HTTP server with a thread for each connection of the harness."""

    daemon_threads = True
    # The default of 5 makes a burst of connections wait a second each for a second SYN.
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], routes: Methods, prefix: str = PREFIX) -> None:
        """Bind the address, without serving yet."""
        self.routes = routes
        self.prefix = prefix
        super().__init__(address, Exchange)


class Exchange(BaseHTTPRequestHandler):
    """The requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    server: Control
    # Without a buffer, head and body are two segments, and Nagle's algorithm (RFC 896) meets
    # delayed acknowledgements: 44 ms a request.
    wbufsize = 65536
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        """Answer one method of the contract."""
        length = int(self.headers.get("content-length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            return self._fail(413, f"more than {LARGEST_BODY} bytes")
        body = self.rfile.read(length)
        prefix = self.server.prefix
        route = self.server.routes.find(self.path.removeprefix(prefix))
        if route is None or not self.path.startswith(prefix):
            return self._fail(404, f"no such method: {self.path}")
        try:
            answer = route(body)
        except BadRequest as error:
            return self._fail(400, str(error))
        if isinstance(answer, Message):
            return self._answer(200, as_json(answer).encode())
        return self._stream(answer)

    def do_GET(self) -> None:
        """Everything here is a POST."""
        self._fail(404, f"no such method: GET {self.path}")

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: thousands of control requests a second are nobody's log."""

    def _fail(self, status: int, text: str) -> None:
        self._answer(status, json.dumps({"error": text}).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, lines: Iterator[list[Message]]) -> None:
        """Write messages as lines of NDJSON, flushed as they come (chunks: RFC 9112, 7.1)."""
        self.send_response(200)
        self.send_header("content-type", NDJSON)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for messages in lines:
            text = "".join(as_json(message) + "\n" for message in messages).encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(text), text))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()
