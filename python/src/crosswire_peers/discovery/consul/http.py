"""Requests to a Consul agent: one connection, whole answers, within limits."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from crosswire_peers.discovery.text import quoted
from crosswire_peers.discovery.types import RegistryError

# Seconds to connect in; also what a question without a time of its own gets.
CONNECT = 5.0
# No list of servers is larger; what is, is not read to its end.
LARGEST = 16 * 1024 * 1024


class ConsulError(RegistryError):
    """A refusal by the agent, or that it can't be reached."""

    def __init__(self, authority: str, reason: str) -> None:
        """Name the agent."""
        super().__init__(f"consul at {authority}: {reason}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the agent says."""

    status: int
    # What a blocking query goes on from: an index, or of the agent's own state a hash.
    index: int
    hash: str
    body: bytes


class Line:
    """A connection to an agent, opened when it is needed. Another thread may close it."""

    def __init__(self, authority: str) -> None:
        """Start without a connection."""
        self.authority = authority
        self._lock = threading.Lock()
        self._connection: http.client.HTTPConnection | None = None
        self._closed = False

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        body: object = None,
        timeout: float = CONNECT,
    ) -> Answer:
        """Ask once. Raises ConsulError when there is no answer in time."""
        given = {key: value for key, value in query.items() if value or key == "raw"}
        url = f"{path}?{urlencode(given)}" if given else path
        try:
            connection = self._connected()
            assert connection.sock is not None
            connection.sock.settimeout(timeout)
            connection.request(method, url, None if body is None else json.dumps(body).encode())
            return self._answer(connection.getresponse())
        # What another thread does to a connection can end in other errors than the usual ones.
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            self._drop()
            raise ConsulError(self.authority, _reason(error)) from error

    def close(self) -> None:
        """Close for good, and wake who waits for an answer."""
        with self._lock:
            self._closed = True
            connection = self._connection
        if connection and connection.sock:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def hang_up(self) -> None:
        """Give the connection back; only the thread that asks may do that."""
        self._drop()

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None or self._connection.sock is None:
            host, _, port = self.authority.rpartition(":")
            connection = http.client.HTTPConnection(host.strip("[]"), int(port), timeout=CONNECT)
            connection.connect()
            with self._lock:
                self._connection = connection
        if self._closed:
            raise OSError("closed")
        return self._connection

    def _answer(self, response: http.client.HTTPResponse) -> Answer:
        body = response.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise http.client.HTTPException("an answer too large")
        index = response.getheader("X-Consul-Index") or "0"
        digest = response.getheader("X-Consul-ContentHash") or ""
        return Answer(response.status, int(index) if index.isdecimal() else 0, digest, body)

    def _drop(self) -> None:
        with self._lock:
            connection, self._connection = self._connection, None
        if connection:
            connection.close()


def refusal(authority: str, answer: Answer) -> ConsulError:
    """What an answer that was not wanted says."""
    body = quoted(answer.body.decode(errors="replace").strip())
    return ConsulError(authority, f"{answer.status} {body}")


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    text = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return quoted(text or type(error).__name__)[1:-1]
