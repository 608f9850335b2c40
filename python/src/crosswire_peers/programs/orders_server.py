"""The orders server: `python -m crosswire_peers.programs.orders_server`."""

from __future__ import annotations

from contextlib import AbstractContextManager, closing, nullcontext

import grpc
import grpc.aio
from order.orders_pb2_grpc import add_OrderHandlerServicer_to_server

from crosswire_peers.discovery import follow_key
from crosswire_peers.programs.flags import server_parser
from crosswire_peers.programs.publishing import Program
from crosswire_peers.programs.starting import start
from crosswire_peers.services.aio.orders import Orders as AioOrders
from crosswire_peers.services.greeting import Greeting
from crosswire_peers.services.sync.orders import Orders

PROGRAM = Program(
    module="crosswire_peers.programs.orders_server",
    name="orders",
    service="order.OrderHandler",
    path="/orders",
)


def main() -> None:
    """Serve until told to stop."""
    arguments = server_parser("Takes orders.", "[::]:12006")
    example = "consul://host:port/key, whose text replaces the greeting"
    arguments.add_argument("--settings", metavar="URI", help=example)
    flags = arguments.parse_args()
    greeting = Greeting()

    def add(server: grpc.Server) -> None:
        add_OrderHandlerServicer_to_server(Orders(greeting), server)

    def add_aio(server: grpc.aio.Server) -> None:
        add_OrderHandlerServicer_to_server(AioOrders(greeting), server)

    def follow() -> AbstractContextManager[object]:
        if not flags.settings:
            return nullcontext()
        return closing(follow_key(flags.settings, greeting.change))

    start(PROGRAM, flags, add, add_aio, follow)


if __name__ == "__main__":
    main()
