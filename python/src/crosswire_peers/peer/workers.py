"""Workers: peers of their own that share one port, as grpcio's `multiprocessing` example does.

Not forked: the threads of grpcio's core don't survive that. A worker ends with its standard
input, so that none outlives the peer that started it, however that ended.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from crosswire.peer.v1.peer_pb2 import CloseRequest, ListenRequest, SetHealthRequest
from google.protobuf import json_format
from google.protobuf.message import Message

from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.services.shared_port import reserved

# Tells a peer that it is a worker, and says so in every response.
WORKER = "CROSSWIRE_WORKER"
LISTENER = "shared"

T = TypeVar("T")


class Worker:
    """A process that serves, ordered about over its control port."""

    def __init__(self) -> None:
        """Start it; it announces itself when it is ready."""
        settings = {"CROSSWIRE_CONTROL": "127.0.0.1:0", "CROSSWIRE_STDIN": "watch", WORKER: "yes"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crosswire_peers"],
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def ask(self, method: str, request: Message) -> dict[str, Any]:
        """Call a method of the contract. Raises BadRequest with what the worker refused."""
        connection = http.client.HTTPConnection(self._control)
        try:
            body = json_format.MessageToJson(request)
            connection.request("POST", f"/crosswire.peer.v1.Peer/{method}", body)
            response = connection.getresponse()
            answer: dict[str, Any] = json.load(response)
        except OSError as error:
            raise BadRequest(f"worker {self._process.pid}: {error}") from error
        finally:
            connection.close()
        if response.status != 200:
            raise BadRequest(answer["error"])
        return answer

    def read_address(self) -> None:
        """Wait until the worker has said where its control port is."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise BadRequest(f"worker {self._process.pid} ended before it was ready")
        self._control: str = json.loads(line)["control"]

    def close(self, request: CloseRequest) -> None:
        """Close its listener, unless it has died already, and end it."""
        with suppress(BadRequest):
            self.ask("Close", request)
        self.end()

    def end(self) -> None:
        """End the process, and wait for that."""
        # Popen's own ending closes its input, which ends it, and waits.
        with self._process:
            pass


class Workers:
    """The workers of one listener."""

    def __init__(self, request: ListenRequest) -> None:
        """Start them, and let them listen. Raises BadRequest when they can't."""
        self._workers = [Worker() for _ in range(request.processes)]
        try:
            self._each(Worker.read_address)
            self.address = self._listen(request)
        except OSError as error:
            self._each(Worker.end)
            raise BadRequest(str(error)) from error
        except BadRequest:
            self._each(Worker.end)
            raise

    def _listen(self, request: ListenRequest) -> str:
        """Have all listen on one port, which is held meanwhile."""
        own = ListenRequest()
        own.CopyFrom(request)
        own.id, own.reuse_port, own.processes = LISTENER, True, 0
        with reserved(request.bind) as own.bind:
            answers = self._each(lambda worker: worker.ask("Listen", own))
        address: str = answers[0]["address"]
        return address

    def set_serving(self, serving: bool) -> None:
        """Change the health that all of them tell."""
        request = SetHealthRequest(listener=LISTENER, serving=serving)
        self._each(lambda worker: worker.ask("SetHealth", request))

    def close(self, request: CloseRequest) -> None:
        """Close the listener of each, and end them."""
        own = CloseRequest(listener=LISTENER, mode=request.mode)
        if request.HasField("grace"):
            own.grace.CopyFrom(request.grace)
        self._each(lambda worker: worker.close(own))

    def _each(self, order: Callable[[Worker], T]) -> list[T]:
        """Give an order to all of them at once."""
        with ThreadPoolExecutor(len(self._workers)) as pool:
            return list(pool.map(order, self._workers))
