"""Orders on threads."""

from __future__ import annotations

import grpc
from order.orders_pb2 import JSONResponse, OrderRequest
from order.orders_pb2_grpc import OrderHandlerServicer

from crosswire_peers.services.greeting import Greeting


class Orders(OrderHandlerServicer):
    """OrderHandler: takes every order."""

    def __init__(self, greeting: Greeting | None = None) -> None:
        """Take what to say, which may change while the service runs."""
        self._greeting = greeting or Greeting()

    def create_order(self, request: OrderRequest, context: grpc.ServicerContext) -> JSONResponse:
        """Book the order and answer with a JSON text."""
        return JSONResponse(rst_string=self._greeting.reply())
