"""The methods that this peer has generated stubs for, looked up by path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from crosswire.payload.v1.payload_pb2_grpc import PayloadsStub
from crosswire.probe.v1.probe_pb2 import ProbeRequest
from crosswire.probe.v1.probe_pb2_grpc import ProbeStub
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pool import Default
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1.health_pb2_grpc import HealthStub
from grpc_reflection.v1alpha.reflection_pb2_grpc import ServerReflectionStub
from official.testing.test_pb2 import DESCRIPTOR as OFFICIAL
from official.testing.test_pb2_grpc import TestServiceStub, UnimplementedServiceStub
from order.orders_pb2_grpc import OrderHandlerStub
from subjects.subjects_pb2_grpc import SimpleRpcServerStub
from users.users_pb2_grpc import MyServiceStub

from crosswire_peers.services.reflection import V1, V1ALPHA, ServerReflectionV1Stub

Stub: TypeAlias = Callable[[Any], object]

# What every listener serves, besides reflection.
SERVICES: dict[str, Stub] = {
    "MyService": MyServiceStub,
    "SimpleRpcServer": SimpleRpcServerStub,
    "order.OrderHandler": OrderHandlerStub,
    "crosswire.probe.v1.Probe": ProbeStub,
    "crosswire.payload.v1.Payloads": PayloadsStub,
    OFFICIAL.services_by_name["TestService"].full_name: TestServiceStub,
    "grpc.health.v1.Health": HealthStub,
}

CALLED: dict[str, Stub] = SERVICES | {
    V1: ServerReflectionV1Stub,
    V1ALPHA: ServerReflectionStub,
    # There to be called, and never served.
    OFFICIAL.services_by_name["UnimplementedService"].full_name: UnimplementedServiceStub,
}


@dataclass(frozen=True)
class Method:
    """One RPC method, with what its generated stub sends and returns."""

    path: str
    client_streaming: bool
    server_streaming: bool
    request_class: type[Message]
    response_class: type[Message]
    stub: Stub

    @property
    def scripted(self) -> bool:
        """Whether its requests can carry a server plan."""
        return self.request_class is ProbeRequest

    def of(self, channel: object) -> Any:
        """The stub's callable on a channel, which both APIs of grpcio generate from one file."""
        return getattr(self.stub(channel), self.path.rpartition("/")[2])

    def generic(self, channel: Any) -> Any:
        """The same callable, made by hand as the stub makes it."""
        sent = "stream" if self.client_streaming else "unary"
        returned = "stream" if self.server_streaming else "unary"
        make = getattr(channel, f"{sent}_{returned}")
        return make(
            self.path,
            request_serializer=self.request_class.SerializeToString,
            response_deserializer=self.response_class.FromString,
        )


def _methods() -> Iterator[Method]:
    for name, stub in CALLED.items():
        for method in Default().FindServiceByName(name).methods:
            yield _method(name, method, stub)


def _method(service: str, method: MethodDescriptor, stub: Stub) -> Method:
    return Method(
        path=f"/{service}/{method.name}",
        client_streaming=method.client_streaming,
        server_streaming=method.server_streaming,
        request_class=GetMessageClass(method.input_type),
        response_class=GetMessageClass(method.output_type),
        stub=stub,
    )


METHODS: dict[str, Method] = {method.path: method for method in _methods()}
