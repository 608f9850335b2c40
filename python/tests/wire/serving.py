"""A server of grpcio and its clients, for bytes instead of messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import grpc

Context = Any
LARGEST = 64 * 1024 * 1024
OPTIONS = [
    ("grpc.max_receive_message_length", LARGEST),
    ("grpc.max_send_message_length", LARGEST),
    ("grpc.use_local_subchannel_pool", 1),
]


class EchoServer:
    """What a call is answered with, and what was seen of it."""

    def __init__(self) -> None:
        self.metadata: dict[str, str | bytes] = {}
        self.requests: list[bytes] = []
        self.entered = Event()
        self.cancelled = Event()
        self.address = ""

    def expect(self) -> None:
        """Look at the next call that waits, and at none before it."""
        self.entered, self.cancelled = Event(), Event()

    def unary(self, request: bytes, context: Context) -> bytes:
        self._see(context)
        self.requests = [request]
        context.send_initial_metadata([("x-head", "1")])
        context.set_trailing_metadata([("x-tail", "2")])
        return request

    def fail(self, _: bytes, context: Context) -> bytes:
        self._see(context)
        context.abort(grpc.StatusCode.DATA_LOSS, "lost it")
        return b""

    def wait(self, _: bytes, context: Context) -> bytes:
        over = self.cancelled
        context.add_callback(over.set)
        self.entered.set()
        over.wait(30)
        return b""

    def stream(self, requests: Iterable[bytes], context: Context) -> Iterator[bytes]:
        self._see(context)
        self.requests = []
        for request in requests:
            self.requests.append(request)
            yield request

    def _see(self, context: Context) -> None:
        self.metadata = dict(context.invocation_metadata())


@contextmanager
def echo_server(credentials: grpc.ServerCredentials | None = None) -> Iterator[EchoServer]:
    """A running server, its address filled in."""
    echo = EchoServer()
    handlers: dict[str, Any] = {
        "Unary": grpc.unary_unary_rpc_method_handler(echo.unary),
        "Fail": grpc.unary_unary_rpc_method_handler(echo.fail),
        "Wait": grpc.unary_unary_rpc_method_handler(echo.wait),
        "Stream": grpc.stream_stream_rpc_method_handler(echo.stream),
    }
    server = grpc.server(ThreadPoolExecutor(32), options=OPTIONS)
    server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("Echo", handlers)])
    if credentials is None:
        port = server.add_insecure_port("127.0.0.1:0")
    else:
        port = server.add_secure_port("127.0.0.1:0", credentials)
    server.start()
    echo.address = f"127.0.0.1:{port}"
    yield echo
    server.stop(0).wait()


@contextmanager
def client(
    address: str, credentials: grpc.ChannelCredentials | None = None, *options: tuple[str, Any]
) -> Iterator[Client]:
    """A channel of its own."""
    all = [*OPTIONS, *options]
    if credentials is None:
        channel = grpc.insecure_channel(address, all)
    else:
        channel = grpc.secure_channel(address, credentials, all)
    with channel:
        yield Client(channel)


class Client:
    """The methods of the server."""

    def __init__(self, channel: grpc.Channel) -> None:
        self.unary: Any = channel.unary_unary("/Echo/Unary")
        self.fail: Any = channel.unary_unary("/Echo/Fail")
        self.wait: Any = channel.unary_unary("/Echo/Wait")
        self.stream: Any = channel.stream_stream("/Echo/Stream")


def code_of(call: Any) -> grpc.StatusCode:
    """How a call ended that was to fail, or not."""
    try:
        call()
    except grpc.RpcError as error:
        found: grpc.StatusCode = error.code()
        return found
    return grpc.StatusCode.OK
