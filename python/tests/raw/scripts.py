"""Scripts in ProtoJSON, and what is read from the frames that came of them."""

from __future__ import annotations

import base64
import struct
from typing import Any

from peer_process import Json, PeerProcess

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = (
    0, 1, 3, 4, 6, 7, 8, 9,
)  # fmt: skip
NEW = {"new": True}
ANY = {"id": 0}


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def headers(fields: list[tuple[str, str | bytes]], **rest: Any) -> Json:
    return {"headers": {"fields": [field(*each) for each in fields]} | rest}


def field(name: str, value: str | bytes) -> Json:
    return {"name": name, "value": text(value.encode() if isinstance(value, str) else value)}


def data(payload: bytes, **rest: Any) -> Json:
    return {"data": {"payload": text(payload)} | rest}


def frame(type: int, payload: bytes = b"", **rest: Any) -> Json:
    return {"frame": {"type": type, "payload": text(payload)} | rest}


def wait(**until: Any) -> Json:
    return {"await": until}


def framed(message: bytes) -> bytes:
    return b"\0" + struct.pack(">I", len(message)) + message


def request(path: str, authority: str = "x", **rest: Any) -> Json:
    fields: list[tuple[str, str | bytes]] = [
        (":method", "POST"),
        (":scheme", "http"),
        (":path", path),
        (":authority", authority),
        ("te", "trailers"),
        ("content-type", "application/grpc"),
        ("user-agent", "crosswire-raw"),
    ]
    extra = rest.pop("extra", [])
    return headers([*fields, *extra], stream=NEW, **rest)


ANSWER = [
    wait(end=True),
    headers([(":status", "200"), ("content-type", "application/grpc")]),
    data(framed(b"")),
    headers([("grpc-status", "0")], endStream=True),
]


class Raw:
    """The raw peer, with a listener for each test."""

    def __init__(self, process: PeerProcess) -> None:
        self.process = process
        self._listeners = 0

    def listen(self, *scripts: Json) -> tuple[str, str]:
        """A listener's id and address."""
        self._listeners += 1
        id = f"listener-{self._listeners}"
        request = {"id": id, "bind": "127.0.0.1:0", "raw": list(scripts)}
        return id, self.process.post("Listen", request)["address"]

    def plan(self, address: str, steps: list[Json], **rest: Any) -> Json:
        guard = {"guard": rest.pop("guard", "60s")}
        return {"callId": "c", "targets": [address], "raw": {"steps": steps} | rest} | guard

    def call(self, address: str, steps: list[Json], **rest: Any) -> Json:
        """The outcome of a raw client's script."""
        answer = self.process.answer(self.plan(address, steps, **rest))
        assert "outcome" in answer, answer
        outcome: Json = answer["outcome"]
        return outcome

    def seen(self, id: str, until: str = "UNTIL_SETTLED", wait: str = "20s") -> Json:
        (hop,) = self.process.observed(id, until, wait)["hops"]
        found: Json = hop
        return found

    def close(self, id: str) -> None:
        self.process.post("Close", {"listener": id, "mode": "MODE_ABRUPT"})


def frames(report: Json, to: str = "", type: int | None = None) -> list[Json]:
    """The frames that went to a side, of a type."""
    return [
        each
        for each in report.get("frames", [])
        if each.get("kind") == "KIND_FRAME"
        and (not to or each["direction"] == f"DIRECTION_TO_{to}")
        and (type is None or each.get("type", 0) == type)
    ]


def notes(report: Json) -> list[str]:
    return [each["note"] for each in report.get("frames", []) if "note" in each]


def kinds_of(report: Json, to: str) -> list[str]:
    """What there was beside frames, in one direction."""
    return [
        each["kind"].removeprefix("KIND_")
        for each in report["frames"]
        if each.get("direction") == f"DIRECTION_TO_{to}" and each["kind"] != "KIND_FRAME"
    ]


def payload(each: Json) -> bytes:
    return base64.b64decode(each.get("payload", ""))


def fields(each: Json) -> list[tuple[str, bytes]]:
    return [(one["name"], base64.b64decode(one.get("value", ""))) for one in each["headers"]]
