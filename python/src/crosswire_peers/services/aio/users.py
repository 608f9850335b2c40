"""Users on an event loop."""

from __future__ import annotations

from typing import TypeAlias

import grpc.aio
from google.protobuf.empty_pb2 import Empty
from users.users_pb2 import UserReply, UserReq
from users.users_pb2_grpc import MyServiceServicer

from crosswire_peers.services.catalogue import find_users

UserContext: TypeAlias = "grpc.aio.ServicerContext[UserReq, UserReply]"
HealthContext: TypeAlias = "grpc.aio.ServicerContext[Empty, Empty]"


class Users(MyServiceServicer):
    """MyService: looks users up."""

    async def Health(self, request: Empty, context: HealthContext) -> Empty:
        """Answer Empty; returning None instead would fail the call."""
        return Empty()

    async def User(self, request: UserReq, context: UserContext) -> UserReply:
        """Return the known users among the ids asked for."""
        return UserReply(message="success", data=find_users(request.userIDs))
