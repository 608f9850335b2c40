"""The services of this peer beside the scripted one, as connectrpc's handlers."""

from __future__ import annotations

from collections.abc import AsyncIterator

from connectrpc.code import Code
from connectrpc.errors import ConnectError
from crosswire.payload.v1.payload_connect import Payloads
from crosswire.payload.v1.payload_pb2 import Everything
from google.protobuf.empty_pb2 import Empty
from order.orders_connect import OrderHandler
from order.orders_pb2 import JSONResponse, OrderRequest
from subjects.subjects_connect import SimpleRpcServer
from subjects.subjects_pb2 import QuestionType, Subject
from users.users_connect import MyService
from users.users_pb2 import UserReply, UserReq

from crosswire_peers.connect_py.interceptor import Context
from crosswire_peers.services.catalogue import QUESTION_TYPES, find_users
from crosswire_peers.services.greeting import Greeting


class Users(MyService):
    """Looks users up."""

    async def health(self, request: Empty, ctx: Context, /) -> Empty:
        """Answer Empty."""
        return Empty()

    async def user(self, request: UserReq, ctx: Context, /) -> UserReply:
        """Return the known users among the ids asked for."""
        return UserReply(message="success", data=find_users(request.userIDs))


class Subjects(SimpleRpcServer):
    """Streams the question types of a subject."""

    async def get_subject_question_types(
        self, request: Subject, ctx: Context, /
    ) -> AsyncIterator[QuestionType]:
        """Send one message a question type; an unknown subject ends with NOT_FOUND."""
        if request.name not in QUESTION_TYPES:
            raise ConnectError(Code.NOT_FOUND, f"unknown subject: {request.name}")
        for name in QUESTION_TYPES[request.name]:
            yield QuestionType(name=name)


class Orders(OrderHandler):
    """Takes every order."""

    def __init__(self, greeting: Greeting) -> None:
        """Take what to say, which may change while the service runs."""
        self._greeting = greeting

    async def create_order(self, request: OrderRequest, ctx: Context, /) -> JSONResponse:
        """Book the order and answer with a JSON text."""
        return JSONResponse(rst_string=self._greeting.reply())


class EchoedPayloads(Payloads):
    """Sends messages back as they were understood."""

    async def echo(self, request: Everything, ctx: Context, /) -> Everything:
        """The request."""
        return request

    async def peek(self, request: Everything, ctx: Context, /) -> Everything:
        """The same, safe to repeat."""
        return request
