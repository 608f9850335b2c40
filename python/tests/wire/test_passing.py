"""Calls of grpcio over a tap: they end as without it, and the record tells what went over."""

from __future__ import annotations

from collections.abc import Iterable

import grpc
import pytest
from crosswire.frame.v1.frame_pb2 import Direction, Frame

from crosswire_peers.http2.frames import DATA, HEADERS, PREFACE, RST_STREAM
from wire.serving import EchoServer, client, code_of
from wire.wire_process import WireProcess

Kind = Frame.Kind


def of_type(frames: Iterable[Frame], type: int, direction: Direction) -> list[Frame]:
    return [
        frame
        for frame in frames
        if frame.kind == Kind.KIND_FRAME and frame.type == type and frame.direction == direction
    ]


def test_a_unary_call_is_told_from_its_opening_to_its_end(
    wire: WireProcess, echo: EchoServer
) -> None:
    with wire.tap(echo.address) as tap:
        with client(tap.address) as calls:
            answer, call = calls.unary.with_call(b"hello", metadata=(("x-mine", "3"),))
        assert answer == b"hello"
        assert dict(call.trailing_metadata()) == {"x-tail": "2"}
        assert echo.metadata["x-mine"] == "3"
        record = tap.read()
    frames = list(record.frames)
    assert frames[0].kind == Kind.KIND_OPENED
    assert frames[1].payload == PREFACE
    assert [frame.ns for frame in frames] == sorted(frame.ns for frame in frames)
    assert frames[0].ns < frames[-1].ns
    request = of_type(frames, HEADERS, Direction.DIRECTION_TO_SERVER)
    assert {field.name: field.value for field in request[0].headers}[":path"] == b"/Echo/Unary"
    head, tail = of_type(frames, HEADERS, Direction.DIRECTION_TO_CLIENT)
    assert {field.name: field.value for field in head.headers}["x-head"] == b"1"
    assert {field.name: field.value for field in tail.headers}["grpc-status"] == b"0"
    data = of_type(frames, DATA, Direction.DIRECTION_TO_SERVER)
    assert b"".join(frame.payload for frame in data) == b"\0\0\0\0\5hello"
    assert [frame.length for frame in data] == [len(frame.payload) for frame in data]
    assert {f.kind for f in frames} == {
        Kind.KIND_OPENED,
        Kind.KIND_FRAME,
        Kind.KIND_BYTES,
        Kind.KIND_ENDED,
    }
    assert record.frames_left_out == 0


def test_streams_go_both_ways(wire: WireProcess, echo: EchoServer) -> None:
    sent = [bytes([at]) * at for at in range(200)]
    with wire.tap(echo.address) as tap, client(tap.address) as calls:
        assert list(calls.stream(iter(sent))) == sent


@pytest.mark.parametrize("size", [3 * 1024 * 1024, 48 * 1024 * 1024])
def test_large_messages_pass(wire: WireProcess, echo: EchoServer, size: int) -> None:
    body = b"0123456789abcdef" * (size // 16)
    with wire.tap(echo.address) as tap:
        with client(tap.address) as calls:
            assert calls.unary(body) == body
        record = tap.read()
    assert (record.frames_left_out > 0) == (size > 8 * 1024 * 1024)
    assert sum(len(frame.payload) for frame in record.frames) <= 8 * 1024 * 1024


def test_errors_deadlines_and_cancellations_pass(wire: WireProcess, echo: EchoServer) -> None:
    with wire.tap(echo.address) as tap:
        with client(tap.address) as calls:
            assert code_of(lambda: calls.fail(b"")) == grpc.StatusCode.DATA_LOSS
            echo.expect()
            late = code_of(lambda: calls.wait(b"", timeout=2))
            assert late == grpc.StatusCode.DEADLINE_EXCEEDED
            assert echo.cancelled.wait(10)
            echo.expect()
            call = calls.wait.future(b"")
            assert echo.entered.wait(10)
            call.cancel()
            assert echo.cancelled.wait(10)
        record = tap.read()
    assert len(of_type(record.frames, RST_STREAM, Direction.DIRECTION_TO_SERVER)) == 2


def test_hundreds_of_connections_of_many_taps_pass(wire: WireProcess, echo: EchoServer) -> None:
    with wire.tap(echo.address) as tap:
        for _ in range(100):
            with client(tap.address) as calls:
                assert calls.unary(b"x") == b"x"
        record = tap.read()
    assert {frame.connection for frame in record.frames} == set(range(1, 101))
    assert sum(frame.kind == Kind.KIND_ENDED for frame in record.frames) == 200
