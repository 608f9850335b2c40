"""The methods that this peer has generated clients for, looked up by path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectrpc.client import ConnectClient, ConnectClientSync
from crosswire.payload.v1.payload_connect import PayloadsClient, PayloadsClientSync
from crosswire.probe.v1.probe_connect import ProbeClient, ProbeClientSync
from crosswire.probe.v1.probe_pb2 import ProbeRequest
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.descriptor_pool import Default
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

# The stubs import messages alone; this file is where their service is described.
from official.testing import test_pb2  # noqa: F401
from official.testing.test_connect import (
    TestServiceClient,
    TestServiceClientSync,
    UnimplementedServiceClient,
    UnimplementedServiceClientSync,
)
from order.orders_connect import OrderHandlerClient, OrderHandlerClientSync
from subjects.subjects_connect import SimpleRpcServerClient, SimpleRpcServerClientSync
from users.users_connect import MyServiceClient, MyServiceClientSync

from crosswire_peers.connect_py.health import HealthClient, HealthClientSync

# The generated clients of a service: the one that is awaited, and the one that blocks.
CLIENTS: dict[str, tuple[type[ConnectClient], type[ConnectClientSync]]] = {
    "MyService": (MyServiceClient, MyServiceClientSync),
    "SimpleRpcServer": (SimpleRpcServerClient, SimpleRpcServerClientSync),
    "order.OrderHandler": (OrderHandlerClient, OrderHandlerClientSync),
    "crosswire.probe.v1.Probe": (ProbeClient, ProbeClientSync),
    "crosswire.payload.v1.Payloads": (PayloadsClient, PayloadsClientSync),
    "grpc.testing.TestService": (TestServiceClient, TestServiceClientSync),
    "grpc.testing.UnimplementedService": (
        UnimplementedServiceClient,
        UnimplementedServiceClientSync,
    ),
    "grpc.health.v1.Health": (HealthClient, HealthClientSync),
}

# What a server says the health of: all but what it leaves out.
SERVED = tuple(name for name in CLIENTS if name != "grpc.testing.UnimplementedService")


@dataclass(frozen=True)
class Method:
    """One RPC method, with the generated clients that have it."""

    path: str
    # Its name in the generated clients.
    attribute: str
    client: type[ConnectClient]
    blocking: type[ConnectClientSync]
    client_streaming: bool
    server_streaming: bool
    # Whether the client may call it by HTTP GET.
    safe: bool
    request_class: type[Message]

    @property
    def scripted(self) -> bool:
        """Whether its requests can carry a server plan."""
        return self.request_class is ProbeRequest


def _methods() -> Iterator[Method]:
    for name in CLIENTS:
        for method in Default().FindServiceByName(name).methods:
            yield _method(name, method)


def _method(service: str, method: MethodDescriptor) -> Method:
    client, blocking = CLIENTS[service]
    return Method(
        path=f"/{service}/{method.name}",
        attribute=_snake_case(method.name),
        client=client,
        blocking=blocking,
        client_streaming=method.client_streaming,
        server_streaming=method.server_streaming,
        safe=method.GetOptions().idempotency_level == MethodOptions.NO_SIDE_EFFECTS,
        request_class=GetMessageClass(method.input_type),
    )


def _snake_case(name: str) -> str:
    """The name as the generator writes it: an underscore before each capital but the first."""
    letters = [f"_{letter.lower()}" if letter.isupper() else letter for letter in name]
    return "".join(letters).removeprefix("_")


METHODS: dict[str, Method] = {method.path: method for method in _methods()}
