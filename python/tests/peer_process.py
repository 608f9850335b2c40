"""A peer as the harness sees it: a process, and ProtoJSON over its control port."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

PROBE = "/crosswire.probe.v1.Probe/"
_ids = count()


class ControlError(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status}: {body}")
        self.status = status
        self.body = body


class PeerProcess:
    """A running peer with one listener, "main"."""

    def __init__(self, peer: str) -> None:
        self.peer = peer
        environment = {
            "PATH": os.environ["PATH"],
            "CROSSWIRE_PEER": peer,
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
        self.address: str = self.post("Listen", {"id": "main", "bind": "127.0.0.1:0"})["address"]

    def exchange(self, path: str, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.control, timeout=90)
        connection.request("POST", path, body)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return response.status, answer

    def post(self, method: str, body: Json) -> Json:
        return self.lines(method, body)[0]

    def lines(self, method: str, body: Json) -> list[Json]:
        path = f"/crosswire.peer.v1.Peer/{method}"
        status, answer = self.exchange(path, json.dumps(body).encode())
        found = [json.loads(line) for line in answer.splitlines()]
        if status != 200:
            raise ControlError(status, found[0])
        return found

    def plan(self, method: str, steps: list[Json] | None = None, **fields: Any) -> Json:
        path = method if method.startswith("/") else PROBE + method
        call_id = f"{self.peer}-{next(_ids)}"
        base = {"callId": call_id, "targets": [self.address], "method": path, "steps": steps or []}
        return base | fields

    def answer(self, plan: Json) -> Json:
        return self.post("Call", {"calls": [plan]})

    @contextmanager
    def calls_under_way(self, plans: list[Json]) -> Iterator[list[Json]]:
        """Make calls while the block runs, which has to bring them to their end.

        Their answers are there after it, in the order in which they came.
        """
        answers: list[Json] = []
        batches = [plans[start : start + 64] for start in range(0, len(plans), 64)]
        with ThreadPoolExecutor(len(batches)) as pool:
            made = [pool.submit(self.lines, "Call", {"calls": batch}) for batch in batches]
            yield answers
            for each in made:
                answers += each.result()

    def outcome(self, method: str, steps: list[Json] | None = None, **fields: Any) -> Json:
        answer = self.answer(self.plan(method, steps, **fields))
        assert "outcome" in answer, answer
        outcome: Json = answer["outcome"]
        return outcome

    def observed(self, call_id: str, until: str = "UNTIL_SETTLED", wait: str = "20s") -> Json:
        return self.post("Observe", {"callIds": [call_id], "until": until, "wait": wait})

    def stop(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(30)


def kinds(outcome: Json) -> list[tuple[int, str]]:
    """Events as (step, kind), the kind without its prefix."""
    return [
        (event.get("step", 0), event["kind"].removeprefix("EVENT_KIND_"))
        for event in outcome.get("events", [])
    ]


def bodies(report: Json) -> list[str]:
    """The bodies of the messages of an outcome or observation, in base64."""
    return [json.loads(message["json"]).get("body", "") for message in report.get("messages", [])]
