"""Changes to calls of Connect and gRPC-Web: to bodies, ends and statuses, as each writes them."""

from __future__ import annotations

import base64
import gzip
import json
import time
from typing import Any

import pytest
from crosswire.wire.v1.wire_pb2 import Tampering
from google.protobuf.duration_pb2 import Duration
from google.rpc.status_pb2 import Status

from crosswire_peers.http2.frames import SETTINGS, WINDOW_UPDATE
from wire.spoken import (
    DOWN,
    UP,
    Fields,
    Part,
    Spoken,
    cut,
    envelope,
    header,
    message,
    ok,
    request,
    spoken,
    trailer,
)
from wire.wire_process import WireProcess

WEB, STREAM, UNARY = "application/grpc-web+proto", "application/connect+json", "application/proto"
WEB_END = envelope(b"grpc-status: 0\r\nx-tail: 1\r\n", 0x80)
STREAM_END = envelope(b'{"metadata":{"x-tail":["1"]}}', 0x02)


def web(wire: WireProcess, *changes: Tampering, size: int = 1000) -> Spoken:
    body = envelope(b"a") + envelope(b"bc") + WEB_END
    response = ok(WEB, *cut(body, size))
    return spoken(wire, *changes, request=request(WEB, envelope(b"a")), response=response)


def stream(wire: WireProcess, *changes: Tampering, end: bytes = STREAM_END, **more: str) -> Spoken:
    body = envelope(b"a") + envelope(b"bc") + end
    response = ok(STREAM, body, **more)
    return spoken(wire, *changes, request=request(STREAM, envelope(b"a")), response=response)


def unary(wire: WireProcess, *changes: Tampering, response: Part, **more: str) -> Spoken:
    asking = request(UNARY, b"as", b"ked")
    asking.fields |= {name.replace("_", "-"): value for name, value in more.items()}
    return spoken(wire, *changes, request=asking, response=response)


def error(body: bytes, **more: str) -> Part:
    fields: Fields = {":status": "404", "content-type": "application/json"} | more
    return Part(fields, [body])


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_web_trailers_are_in_the_body(wire: WireProcess, size: int) -> None:
    seen = web(wire, trailer("grpc-status", b"9"), trailer("x-more", b"2"), size=size)
    tail = envelope(b"grpc-status: 9\r\nx-tail: 1\r\nx-more: 2\r\n", 0x80)
    assert seen.response.body == envelope(b"a") + envelope(b"bc") + tail
    assert seen.applied == [1, 1]


@pytest.mark.parametrize("size", [1, 1000])
def test_web_messages(wire: WireProcess, size: int) -> None:
    seen = web(
        wire,
        message("drop_message", DOWN),
        message("insert_message", DOWN, 9),
        message("replace_message", UP),
        size=size,
    )
    assert seen.response.body == envelope(b"bc") + envelope(b"new") + WEB_END
    assert seen.request.body == envelope(b"new")
    assert seen.applied == [1, 1, 1]


def test_web_trailers_may_all_be_in_the_head(wire: WireProcess) -> None:
    asking = request(WEB, envelope(b"a"))
    response = ok(WEB, grpc_status="5", content_length="0")
    seen = spoken(wire, trailer("grpc-status", b"9"), request=asking, response=response)
    assert (seen.response.fields["grpc-status"], seen.response.body) == ("9", b"")
    changes = [message("insert_message", DOWN), trailer("grpc-status", b"0")]
    seen = spoken(wire, *changes, request=asking, response=response)
    assert seen.response.body == envelope(b"new") + envelope(b"grpc-status: 0\r\n", 0x80)
    assert "grpc-status" not in seen.response.fields
    assert "content-length" not in seen.response.fields
    assert seen.applied == [1, 1]


def test_a_stream_ends_with_json(wire: WireProcess) -> None:
    detail = Status(code=10)
    detail.details.add(type_url="type.googleapis.com/a.D", value=b"\x08\x01")
    packed = base64.b64encode(detail.SerializeToString())
    seen = stream(
        wire,
        trailer("grpc-status", b"10"),
        trailer("grpc-message", b"caf%C3%A9"),
        trailer("grpc-status-details-bin", packed),
        trailer("x-tail", b"2"),
    )
    messages = envelope(b"a") + envelope(b"bc")
    assert seen.response.body.startswith(messages + b"\x02")
    assert json.loads(seen.response.body[len(messages) + 5 :]) == {
        "error": {
            "code": "aborted",
            "message": "café",
            "details": [{"type": "a.D", "value": "CAE"}],
        },
        "metadata": {"x-tail": ["2"]},
    }
    assert seen.applied == [1, 1, 1, 1]


def test_an_error_of_a_stream_becomes_none(wire: WireProcess) -> None:
    end = envelope(gzip.compress(b'{"error":{"code":"internal","message":"no"}}'), 0x03)
    seen = stream(wire, trailer("grpc-status", b"0"), end=end)
    assert seen.response.body.endswith(envelope(b"{}", 0x02))


def test_an_end_that_cannot_be_read_is_left(wire: WireProcess) -> None:
    end = envelope(b"no gzip", 0x03)
    seen = stream(wire, trailer("grpc-status", b"10"), end=end)
    assert seen.response.body.endswith(end)
    assert seen.applied == [0]


def test_a_body_that_is_no_envelope_passes(wire: WireProcess) -> None:
    seen = stream(wire, trailer("grpc-status", b"10"), end=b"\x82oops", **{":status": "404"})
    assert seen.response.body.endswith(b"\x82oops")
    assert seen.applied == [0]


def test_a_unary_message_becomes_an_error(wire: WireProcess) -> None:
    seen = unary(
        wire,
        trailer("grpc-status", b"5"),
        trailer("grpc-message", b"not here"),
        response=ok(UNARY, b"mess", b"age", content_length="7"),
    )
    assert seen.response.fields == {":status": "404", "content-type": "application/json"}
    assert json.loads(seen.response.body) == {"code": "not_found", "message": "not here"}
    assert seen.applied == [1, 1]


@pytest.mark.parametrize("coding", [None, "gzip"])
def test_a_unary_error_changes(wire: WireProcess, coding: str | None) -> None:
    body = b'{"code":"not_found","message":"no","details":[{"type":"a.D","value":"CAE"}]}'
    more = {} if coding is None else {"content-encoding": coding}
    response = error(body if coding is None else gzip.compress(body), **more)
    seen = unary(wire, trailer("grpc-status", b"10"), response=response)
    assert seen.response.fields == {":status": "409", "content-type": "application/json"}
    assert json.loads(seen.response.body) == {**json.loads(body), "code": "aborted"}


@pytest.mark.parametrize("body", [b"", b"404 page not found"])
def test_a_status_of_http_alone_becomes_an_error(wire: WireProcess, body: bytes) -> None:
    seen = unary(wire, trailer("grpc-message", b"gone"), response=error(body))
    assert json.loads(seen.response.body) == {"code": "unimplemented", "message": "gone"}


def test_a_unary_error_becomes_a_message(wire: WireProcess) -> None:
    changes = [message("insert_message", DOWN), trailer("grpc-status", b"0")]
    seen = unary(wire, *changes, response=error(b'{"code":"not_found"}'))
    assert seen.response.fields == {":status": "200", "content-type": UNARY}
    assert seen.response.body == b"new"
    assert seen.applied == [1, 1]


def test_unary_messages(wire: WireProcess) -> None:
    changes = [message("replace_message", UP), message("replace_message", DOWN)]
    response = ok(UNARY, b"z", content_encoding="gzip", content_length="1")
    length = {"content_length": "5", "content_encoding": "gzip"}
    seen = unary(wire, *changes, response=response, **length)
    for part in (seen.request, seen.response):
        assert part.body == b"new"
        assert not {"content-length", "content-encoding"} & set(part.fields)
    assert seen.applied == [1, 1]


def test_what_has_no_place_in_a_unary_call_is_not_counted(wire: WireProcess) -> None:
    changes = [message("insert_message", UP), message("insert_message", DOWN)]
    seen = unary(wire, *changes, response=ok(UNARY, b"message"))
    assert (seen.request.body, seen.response.body) == (b"asked", b"message")
    assert seen.applied == [0, 0]


def test_unary_trailers_are_headers(wire: WireProcess) -> None:
    changes = [trailer("x-tail", b"2"), header("x-head", b"3")]
    seen = unary(wire, *changes, response=ok(UNARY, b"message", trailer_x_tail="1"))
    assert seen.response.fields["trailer-x-tail"] == "2"
    assert seen.response.fields["x-head"] == "3"
    assert seen.response.body == b"message"
    assert seen.applied == [1, 1]


def test_a_message_by_get_is_left_and_its_answer_is_not(wire: WireProcess) -> None:
    path = "/a.B/C?connect=v1&encoding=proto&message="
    asking = Part({":method": "GET", ":path": path})
    answer = ok(UNARY, b"message")
    changes = [trailer("grpc-status", b"1"), message("replace_message", UP)]
    seen = spoken(wire, *changes, request=asking, response=answer)
    assert seen.request.body == b""
    assert (seen.response.fields[":status"], seen.applied) == ("499", [1, 0])


@pytest.mark.parametrize("kind", ["application/grpc", WEB, UNARY])
def test_a_length_that_is_another_is_not_told(wire: WireProcess, kind: str) -> None:
    """connect-go tells one, in gRPC too."""
    asking, changes = request(kind, envelope(b"a")), [message("replace_message", UP)]
    asking.fields["content-length"] = "6"
    seen = spoken(wire, *changes, request=asking, response=ok(kind, b""))
    assert "content-length" not in seen.request.fields
    assert seen.request.body.endswith(b"new")


@pytest.mark.parametrize("speak", [web, stream])
def test_the_end_in_a_body_is_held_back(wire: WireProcess, speak: Any) -> None:
    began = time.monotonic()
    seen = speak(wire, Tampering(hold_end=Duration(nanos=300_000_000)))
    assert time.monotonic() - began >= 0.3
    assert seen.response.body.endswith((WEB_END, STREAM_END))
    assert seen.applied == [1]


def test_windows_are_given_back_behind_the_servers_settings(wire: WireProcess) -> None:
    """Before them a client takes no frame (RFC 9113, 3.4)."""
    seen = unary(wire, message("replace_message", UP), response=ok(UNARY, b"message"))
    assert seen.response.types[0] == SETTINGS
    assert WINDOW_UPDATE in seen.response.types
