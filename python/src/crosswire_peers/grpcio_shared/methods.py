"""The methods that this peer has generated stubs for, looked up by path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from crosswire.probe.v1.probe_pb2 import ProbeRequest
from crosswire.probe.v1.probe_pb2_grpc import ProbeStub
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pool import Default
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1.health_pb2_grpc import HealthStub
from order.orders_pb2_grpc import OrderHandlerStub
from subjects.subjects_pb2_grpc import SimpleRpcServerStub
from users.users_pb2_grpc import MyServiceStub

Stub: TypeAlias = Callable[[Any], object]

SERVICES: dict[str, Stub] = {
    "MyService": MyServiceStub,
    "SimpleRpcServer": SimpleRpcServerStub,
    "order.OrderHandler": OrderHandlerStub,
    "crosswire.probe.v1.Probe": ProbeStub,
    "grpc.health.v1.Health": HealthStub,
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


def _methods() -> Iterator[Method]:
    for name, stub in SERVICES.items():
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
