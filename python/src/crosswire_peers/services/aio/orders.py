"""Orders on an event loop."""

from __future__ import annotations

from typing import TypeAlias

import grpc.aio
from order.orders_pb2 import JSONResponse, OrderRequest
from order.orders_pb2_grpc import OrderHandlerServicer

from crosswire_peers.services.greeting import Greeting

Context: TypeAlias = "grpc.aio.ServicerContext[OrderRequest, JSONResponse]"


class Orders(OrderHandlerServicer):
    """OrderHandler: takes every order."""

    def __init__(self, greeting: Greeting | None = None) -> None:
        """Take what to say, which may change while the service runs."""
        self._greeting = greeting or Greeting()

    async def create_order(self, request: OrderRequest, context: Context) -> JSONResponse:
        """Book the order and answer with a JSON text."""
        return JSONResponse(rst_string=self._greeting.reply())
