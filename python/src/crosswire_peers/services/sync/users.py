"""Users on threads."""

from __future__ import annotations

import grpc
from google.protobuf.empty_pb2 import Empty
from users.users_pb2 import UserReply, UserReq
from users.users_pb2_grpc import MyServiceServicer

from crosswire_peers.services.catalogue import find_users


class Users(MyServiceServicer):
    """MyService: looks users up."""

    def Health(self, request: Empty, context: grpc.ServicerContext) -> Empty:
        """Answer Empty; returning None instead would fail the call."""
        return Empty()

    def User(self, request: UserReq, context: grpc.ServicerContext) -> UserReply:
        """Return the known users among the ids asked for."""
        return UserReply(message="success", data=find_users(request.userIDs))
