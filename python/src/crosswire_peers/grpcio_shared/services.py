"""The services of a peer's server, whose generated functions serve both APIs of grpcio."""

from __future__ import annotations

from typing import Any

from crosswire.probe.v1.probe_pb2_grpc import ProbeServicer, add_ProbeServicer_to_server
from order.orders_pb2_grpc import OrderHandlerServicer, add_OrderHandlerServicer_to_server
from subjects.subjects_pb2_grpc import (
    SimpleRpcServerServicer,
    add_SimpleRpcServerServicer_to_server,
)
from users.users_pb2_grpc import MyServiceServicer, add_MyServiceServicer_to_server


def add_services(
    server: Any,
    probe: ProbeServicer,
    users: MyServiceServicer,
    subjects: SimpleRpcServerServicer,
    orders: OrderHandlerServicer,
) -> None:
    """Add all but health, which each API adds in a way of its own."""
    add_ProbeServicer_to_server(probe, server)
    add_MyServiceServicer_to_server(users, server)
    add_SimpleRpcServerServicer_to_server(subjects, server)
    add_OrderHandlerServicer_to_server(orders, server)
