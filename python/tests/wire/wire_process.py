"""The wire program as the harness sees it: a process, and ProtoJSON over its control port."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from crosswire.wire.v1.wire_pb2 import ReadTapResponse, Tampering
from google.protobuf import json_format

_ids = count()


class Refused(Exception):
    """An answer other than 200, or a tap that can't be opened."""


class WireProcess:
    """A running wire program."""

    def __init__(self) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "CROSSWIRE_PEER": "wire",
            "CROSSWIRE_CONTROL": "127.0.0.1:0",
            "CROSSWIRE_STDIN": "watch",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crosswire_peers"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        self.control: str = json.loads(self.process.stdout.readline())["control"]

    def post(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        connection = http.client.HTTPConnection(self.control, timeout=90)
        connection.request("POST", f"/crosswire.wire.v1.Wire/{method}", json.dumps(body))
        response = connection.getresponse()
        answer: dict[str, Any] = json.loads(response.read())
        connection.close()
        if response.status != 200:
            raise Refused(f"{response.status}: {answer}")
        return answer

    @contextmanager
    def tap(self, upstream: str, *tamperings: Tampering, **fields: Any) -> Iterator[Tap]:
        """A tap before an address."""
        id = fields.pop("id", f"tap-{next(_ids)}")
        base = {"id": id, "bind": "127.0.0.1:0", "upstream": upstream, "record": True}
        changes = [json_format.MessageToDict(each) for each in tamperings]
        answer = self.post("OpenTap", base | {"tamperings": changes} | fields)
        if "address" not in answer:
            raise Refused(answer["error"])
        tap = Tap(self, id, answer["address"])
        try:
            yield tap
        finally:
            tap.close()

    def stop(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(30)


class Tap:
    """An open tap."""

    def __init__(self, wire: WireProcess, id: str, address: str) -> None:
        self._wire = wire
        self._id = id
        self._open = True
        self.address = address

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def read(self, wait: str = "10s") -> ReadTapResponse:
        answer = self._wire.post("ReadTap", {"id": self._id, "wait": wait})
        return json_format.ParseDict(answer, ReadTapResponse())

    def close(self) -> None:
        if self._open:
            self._open = False
            self._wire.post("CloseTap", {"id": self._id})
