"""The orders client: `python -m crosswire_peers.programs.orders_client`."""

from __future__ import annotations

import grpc
import grpc.aio
from order.orders_pb2 import OrderRequest
from order.orders_pb2_grpc import OrderHandlerStub

from crosswire_peers.programs.calling import run, run_aio
from crosswire_peers.programs.flags import client_parser

ORDER = OrderRequest(phone="12990", price="50")


def call(channel: grpc.Channel) -> None:
    """Place the order, and print the answer."""
    print(OrderHandlerStub(channel).create_order(ORDER).rst_string)


async def call_aio(channel: grpc.aio.Channel) -> None:
    """Do the same on an event loop."""
    reply = await OrderHandlerStub(channel).create_order(ORDER)
    print(reply.rst_string)


def main() -> None:
    """Call once."""
    flags = client_parser("Places an order.", "localhost:12006").parse_args()
    if flags.library == "grpcio":
        run(flags, call)
    else:
        run_aio(flags, call_aio)


if __name__ == "__main__":
    main()
