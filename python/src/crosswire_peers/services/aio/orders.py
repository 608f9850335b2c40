"""Orders on an event loop."""

from __future__ import annotations

from typing import TypeAlias

import grpc.aio
from order.orders_pb2 import JSONResponse, OrderRequest
from order.orders_pb2_grpc import OrderHandlerServicer

from crosswire_peers.services.catalogue import ORDER_ACCEPTED

Context: TypeAlias = "grpc.aio.ServicerContext[OrderRequest, JSONResponse]"


class Orders(OrderHandlerServicer):
    """OrderHandler: takes every order."""

    async def create_order(self, request: OrderRequest, context: Context) -> JSONResponse:
        """Book the order and answer with a JSON text."""
        return JSONResponse(rst_string=ORDER_ACCEPTED)
