"""The orders server: `python -m crosswire_peers.programs.orders_server`."""

from __future__ import annotations

import grpc
import grpc.aio
from order.orders_pb2_grpc import add_OrderHandlerServicer_to_server

from crosswire_peers.programs.flags import parser
from crosswire_peers.programs.serving import serve, serve_aio
from crosswire_peers.services.aio.orders import Orders as AioOrders
from crosswire_peers.services.sync.orders import Orders


def add(server: grpc.Server) -> None:
    """Add the service on threads."""
    add_OrderHandlerServicer_to_server(Orders(), server)


def add_aio(server: grpc.aio.Server) -> None:
    """Add the service on an event loop."""
    add_OrderHandlerServicer_to_server(AioOrders(), server)


def main() -> None:
    """Serve until told to stop."""
    flags = parser("Takes orders.", "[::]:12006").parse_args()
    if flags.library == "grpcio":
        serve("orders", "order.OrderHandler", flags.address, add)
    else:
        serve_aio("orders", "order.OrderHandler", flags.address, add_aio)


if __name__ == "__main__":
    main()
