"""grpc.testing.TestService, Payloads and reflection, called through a peer."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from crosswire.payload.v1.payload_pb2 import COLOUR_RED, Everything
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.json_format import ParseDict
from google.protobuf.message import Message
from grpc_reflection.v1alpha.reflection_pb2 import (
    ServerReflectionRequest,
    ServerReflectionResponse,
)
from official.testing.messages_pb2 import (
    EchoStatus,
    Payload,
    ResponseParameters,
    SimpleRequest,
    StreamingInputCallRequest,
    StreamingOutputCallRequest,
)
from peer_process import Json, PeerProcess
from test_services import replies, send

TEST = "/grpc.testing.TestService/"
STREAMS = ("StreamingOutputCall", "FullDuplexCall", "HalfDuplexCall")
SIZES_OUT = (27182, 8, 1828, 45904)
SIZES_BACK = (31415, 9, 2653, 58979)
ODD = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n"
ECHO = [
    {"name": "x-grpc-test-echo-initial", "value": base64.b64encode(b"initial").decode()},
    {"name": "x-grpc-test-echo-trailing-bin", "value": base64.b64encode(b"\xab\xab\xab").decode()},
]


def asked(*sizes: int, **fields: Any) -> list[Json]:
    wanted = [ResponseParameters(size=size, interval_us=1000) for size in sizes]
    return send(StreamingOutputCallRequest(response_parameters=wanted, **fields))


def lengths(outcome: Json) -> list[int]:
    return [int(message.get("length", 0)) for message in outcome.get("messages", [])]


def enclosing(size: int) -> int:
    """The length of a response with a body of this size."""
    inner = Payload(body=bytes(size))
    return len(StreamingOutputCallRequest(payload=inner).SerializeToString())


@pytest.mark.parametrize("method", ["EmptyCall", "UnaryCall", *STREAMS, "StreamingInputCall"])
def test_metadata_comes_back(peer: PeerProcess, method: str) -> None:
    outcome = peer.outcome(TEST + method, metadata=ECHO)
    assert outcome.get("code", 0) == 0
    assert (outcome["headers"], outcome["trailers"]) == (ECHO[:1], ECHO[1:])


def test_a_body_for_a_body(peer: PeerProcess) -> None:
    request = SimpleRequest(response_size=314159, payload=Payload(body=bytes(271828)))
    assert lengths(peer.outcome(TEST + "UnaryCall", send(request))) == [enclosing(314159)]


@pytest.mark.parametrize("size", [-1, (128 << 20) + 1])
def test_bodies_have_a_limit(peer: PeerProcess, size: int) -> None:
    outcome = peer.outcome(TEST + "UnaryCall", send(SimpleRequest(response_size=size)))
    assert outcome["code"] == 3


@pytest.mark.parametrize("method", STREAMS)
def test_streams_bodies(peer: PeerProcess, method: str) -> None:
    outcome = peer.outcome(TEST + method, asked(*SIZES_BACK))
    assert lengths(outcome) == [enclosing(size) for size in SIZES_BACK]


def test_answers_each_request_as_it_comes(peer: PeerProcess) -> None:
    steps = [step for size in SIZES_BACK for step in (*asked(size), {"receive": {}})]
    outcome = peer.outcome(TEST + "FullDuplexCall", steps)
    assert lengths(outcome) == [enclosing(size) for size in SIZES_BACK]


def test_adds_up(peer: PeerProcess) -> None:
    requests = [StreamingInputCallRequest(payload=Payload(body=bytes(n))) for n in SIZES_OUT]
    steps = [step for request in requests for step in send(request)]
    outcome = peer.outcome(TEST + "StreamingInputCall", steps)
    assert replies(outcome) == [{"aggregatedPayloadSize": 74922}]


@pytest.mark.parametrize("method", ["UnaryCall", *STREAMS])
def test_ends_as_it_is_told(peer: PeerProcess, method: str) -> None:
    status = EchoStatus(code=2, message=ODD)
    one = send(SimpleRequest(response_status=status))
    outcome = peer.outcome(
        TEST + method, one if method == "UnaryCall" else asked(response_status=status)
    )
    assert (outcome["code"], outcome["message"]) == (2, ODD)


@pytest.mark.parametrize("service", ["TestService", "UnimplementedService"])
def test_leaves_out_what_it_shall(peer: PeerProcess, service: str) -> None:
    assert peer.outcome(f"/grpc.testing.{service}/UnimplementedCall")["code"] == 12


@pytest.mark.parametrize("method", ["Echo", "Peek"])
def test_payloads_come_back(peer: PeerProcess, method: str) -> None:
    everything = Everything(int64_value=-(2**63), colours=[COLOUR_RED], text_by_text={"": "x"})
    # A field that nobody knows.
    encoded = everything.SerializeToString() + b"\xfa\x3f\x01?"
    steps = [{"send": {"payload": {"encoded": base64.b64encode(encoded).decode()}}}]
    outcome = peer.outcome(f"/crosswire.payload.v1.Payloads/{method}", steps)
    assert lengths(outcome) == [len(encoded)]
    assert ParseDict(replies(outcome)[0], Everything()) == everything


def reflected(peer: PeerProcess, version: str, request: Message) -> ServerReflectionResponse:
    path = f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo"
    (message,) = peer.outcome(path, send(request))["messages"]
    return ParseDict(json.loads(message["json"]), ServerReflectionResponse())


@pytest.mark.parametrize("version", ["v1", "v1alpha"])
def test_reflects_what_is_served(peer: PeerProcess, version: str) -> None:
    response = reflected(peer, version, ServerReflectionRequest(list_services="*"))
    listed = [service.name for service in response.list_services_response.service]
    assert sorted(listed) == [
        "MyService",
        "SimpleRpcServer",
        "crosswire.payload.v1.Payloads",
        "crosswire.probe.v1.Probe",
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection",
        "grpc.testing.TestService",
        "order.OrderHandler",
    ]
    for name in listed:
        found = reflected(peer, version, ServerReflectionRequest(file_containing_symbol=name))
        file = FileDescriptorProto.FromString(
            found.file_descriptor_response.file_descriptor_proto[0]
        )
        assert name in [f"{file.package}.{one.name}".strip(".") for one in file.service]
    nobody = reflected(peer, version, ServerReflectionRequest(file_containing_symbol="no.Body"))
    assert nobody.error_response.error_code == 5
