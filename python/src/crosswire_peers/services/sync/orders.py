"""Orders on threads."""

from __future__ import annotations

import grpc
from order.orders_pb2 import JSONResponse, OrderRequest
from order.orders_pb2_grpc import OrderHandlerServicer

from crosswire_peers.services.catalogue import ORDER_ACCEPTED


class Orders(OrderHandlerServicer):
    """OrderHandler: takes every order."""

    def create_order(self, request: OrderRequest, context: grpc.ServicerContext) -> JSONResponse:
        """Book the order and answer with a JSON text."""
        return JSONResponse(rst_string=ORDER_ACCEPTED)
