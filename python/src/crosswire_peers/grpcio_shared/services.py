"""The services of a peer's server, whose generated functions serve both APIs of grpcio."""

from __future__ import annotations

from typing import Any

from crosswire.payload.v1.payload_pb2_grpc import PayloadsServicer, add_PayloadsServicer_to_server
from crosswire.probe.v1.probe_pb2_grpc import ProbeServicer, add_ProbeServicer_to_server
from official.testing.test_pb2_grpc import TestServiceServicer, add_TestServiceServicer_to_server
from order.orders_pb2_grpc import OrderHandlerServicer, add_OrderHandlerServicer_to_server
from subjects.subjects_pb2_grpc import (
    SimpleRpcServerServicer,
    add_SimpleRpcServerServicer_to_server,
)
from users.users_pb2_grpc import MyServiceServicer, add_MyServiceServicer_to_server

from crosswire_peers.grpcio_shared.methods import SERVICES
from crosswire_peers.services.reflection import add_reflection


def add_services(
    server: Any,
    *,
    probe: ProbeServicer,
    payloads: PayloadsServicer,
    official: TestServiceServicer,
    users: MyServiceServicer,
    subjects: SimpleRpcServerServicer,
    orders: OrderHandlerServicer,
) -> None:
    """Add all but health, which each API adds in a way of its own, and tell of all of them."""
    add_ProbeServicer_to_server(probe, server)
    add_PayloadsServicer_to_server(payloads, server)
    add_TestServiceServicer_to_server(official, server)
    add_MyServiceServicer_to_server(users, server)
    add_SimpleRpcServerServicer_to_server(subjects, server)
    add_OrderHandlerServicer_to_server(orders, server)
    add_reflection(server, SERVICES)
