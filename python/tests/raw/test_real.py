"""Against a real library: a client that is answered, and a server that answers."""

from __future__ import annotations

import base64

from crosswire.probe.v1.probe_pb2 import ProbeRequest
from peer_process import PeerProcess

from .scripts import (
    ANSWER,
    HEADERS,
    PING,
    RST_STREAM,
    SETTINGS,
    Raw,
    data,
    fields,
    frame,
    framed,
    frames,
    headers,
    kinds_of,
    request,
    wait,
)

HEALTH = "/MyService/Health"


def test_answers_a_real_client(raw: Raw, grpcio: PeerProcess) -> None:
    id, address = raw.listen({"calls": [{"steps": ANSWER}]})
    metadata = [{"name": "some-bin", "value": base64.b64encode(b"\xff\0").decode()}]
    plan = grpcio.plan(HEALTH, targets=[address], channel={"fresh": True}, metadata=metadata)
    outcome = grpcio.answer(plan)["outcome"]
    assert outcome.get("code", 0) == 0
    assert len(outcome["messages"]) == 1
    seen = raw.seen(id)
    assert (seen["listener"], seen["method"], seen["settled"]) == (id, HEALTH, True)
    assert seen["peerAddress"].startswith("127.0.0.1:")
    found = {each["name"]: base64.b64decode(each["value"]) for each in seen["metadata"]}
    assert found["crosswire-call-id"].decode() == plan["callId"]
    assert found["some-bin"] == b"\xff\0"
    assert b"grpc-python" in found["user-agent"]
    (block,) = frames(seen, "SERVER", HEADERS)
    assert (":path", HEALTH.encode()) in fields(block)
    # Where an acknowledgement was unread as grpcio closed its socket, that is a reset.
    *begun, end = kinds_of(seen, "SERVER")
    assert begun == ["OPENED", "BYTES"]
    assert end in ("ENDED", "RESET")


def test_a_real_client_sees_a_status_that_no_library_sends(raw: Raw, grpcio: PeerProcess) -> None:
    trailers = headers([(":status", "200"), ("grpc-status", "5"), ("X-Up", "1")], endStream=True)
    _, address = raw.listen({"calls": [{"steps": [trailers]}]})
    outcome = grpcio.outcome(HEALTH, targets=[address], channel={"fresh": True})
    # An upper-case name makes the response malformed (RFC 9113, 8.2.1).
    assert outcome["code"] != 5


def test_calls_a_real_server(raw: Raw, grpcio: PeerProcess) -> None:
    extra = [("crosswire-call-id", "raw-calls")]
    steps = [request(HEALTH, extra=extra), data(framed(b""), endStream=True), wait(end=True)]
    outcome = raw.call(grpcio.address, steps)
    *_, last = frames(outcome, "CLIENT", HEADERS)
    assert ("grpc-status", b"0") in fields(last)
    assert grpcio.observed("raw-calls")["seen"]
    assert [each["kind"] for each in outcome["events"]] == ["EVENT_KIND_OPENED", "EVENT_KIND_ENDED"]
    (hop,) = grpcio.observed("raw-calls")["hops"]
    assert hop["peerAddress"].endswith(f":{outcome['localPort']}")


def test_a_real_server_acknowledges(raw: Raw, grpcio: PeerProcess) -> None:
    ping = frame(PING, b"12345678", stream={"id": 0})
    acks = [wait(stream={"id": 0}, frames={"type": type, "ack": True}) for type in (SETTINGS, PING)]
    outcome = raw.call(grpcio.address, [ping, *acks])
    assert [each["flags"] for each in frames(outcome, "CLIENT", PING)] == [1]
    # Both sides' settings were acknowledged.
    assert [each.get("flags", 0) for each in frames(outcome, "SERVER", SETTINGS)] == [0, 1]


def test_a_real_server_serves_a_megabyte_both_ways(raw: Raw, grpcio: PeerProcess) -> None:
    """The windows of both sides are 64 KiB at first, so that updates must be given and obeyed."""
    body = bytes(1_000_000)
    message = ProbeRequest(body=body).SerializeToString()
    steps = [
        request("/crosswire.probe.v1.Probe/Unary"),
        data(framed(message), endStream=True),
        wait(end=True),
    ]
    outcome = raw.call(grpcio.address, steps)
    came = sum(each.get("length", 0) for each in frames(outcome, "CLIENT", 0))
    assert came > 1_000_000


def test_a_thousand_streams_opened_and_reset(raw: Raw, grpcio: PeerProcess) -> None:
    cancel = frame(RST_STREAM, b"\0\0\0\x08")
    steps = [
        {"repeat": {"count": 1000, "steps": [request(HEALTH), cancel]}},
        request(HEALTH),
        data(framed(b""), endStream=True),
        wait(end=True),
    ]
    outcome = raw.call(grpcio.address, steps)
    assert [each["streamId"] for each in frames(outcome, "SERVER", RST_STREAM)] == [
        *range(1, 2001, 2)
    ]
