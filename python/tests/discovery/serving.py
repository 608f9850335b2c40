"""Servers to be found: each says its own name, in all four kinds of RPC."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent import futures
from typing import Any

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from crosswire_peers.discovery import Registration, parse_target, register

SERVICE = "discovery.Test"
# What a server says that could not reach another in turn, and tells its caller so.
UPSTREAM_GONE = (
    "failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.9:1: "
    "Failed to connect to remote host: Connection refused"
)
# What grpcio on asyncio says before it knows how a call has ended.
INTERNAL = "Internal error from Core"
KINDS = ("unary_unary", "unary_stream", "stream_unary", "stream_stream")


class Server:
    """A server with a name. A request `hold` is answered only after `go`."""

    def __init__(self, name: str, address: str = "127.0.0.1:0") -> None:
        self.name = name.encode()
        self.go = threading.Event()
        self.entered = threading.Semaphore(0)
        self.entries: list[Registration] = []
        self._server = grpc.server(futures.ThreadPoolExecutor(20))
        self.health = health.HealthServicer()
        health_pb2_grpc.add_HealthServicer_to_server(self.health, self._server)
        self._server.add_generic_rpc_handlers((self._handlers(),))
        self.port = self._server.add_insecure_port(address)
        self._server.start()

    def register(self, uri: str, weight: int | None = None) -> Registration:
        entry = register(
            parse_target(uri), host="127.0.0.1", port=self.port, weight=weight, check_interval=0.2
        )
        self.entries.append(entry)
        return entry

    def be_healthy(self, healthy: bool) -> None:
        status = health_pb2.HealthCheckResponse
        self.health.set("", status.SERVING if healthy else status.NOT_SERVING)

    def leave(self) -> None:
        """Take the entries back, as a planned end begins."""
        for entry in self.entries:
            entry.withdraw()
        self.entries = []

    def stop(self, grace: float | None = None) -> None:
        self.go.set()
        self._server.stop(grace).wait()

    def _handlers(self) -> grpc.GenericRpcHandler:
        handlers: dict[str, Any] = {
            "unary_unary": grpc.unary_unary_rpc_method_handler(self._answer),
            "unary_stream": grpc.unary_stream_rpc_method_handler(self._answers),
            "stream_unary": grpc.stream_unary_rpc_method_handler(self._joined),
            "stream_stream": grpc.stream_stream_rpc_method_handler(self._each),
        }
        return grpc.method_handlers_generic_handler(SERVICE, handlers)

    def _answer(self, request: bytes, context: grpc.ServicerContext) -> bytes:
        if request == b"hold":
            self.entered.release()
            self.go.wait()
        if request == b"upstream":
            self.entered.release()
            context.abort(grpc.StatusCode.UNAVAILABLE, UPSTREAM_GONE)
        if request == b"internal":
            context.abort(grpc.StatusCode.INTERNAL, INTERNAL)
        return self.name

    def _answers(self, request: bytes, context: grpc.ServicerContext) -> Iterator[bytes]:
        if request == b"hold":
            yield self.name
        yield self._answer(request, context)

    def _joined(self, requests: Iterator[bytes], _: object) -> bytes:
        return b" ".join([self.name, *requests])

    def _each(self, requests: Iterator[bytes], _: object) -> Iterator[bytes]:
        for request in requests:
            yield self.name + b" " + request


class Group:
    """Servers that are known at one place."""

    def __init__(self, uri: str) -> None:
        self.uri = uri
        self.servers: dict[str, Server] = {}

    def add(self, name: str, weight: int | None = None) -> Server:
        server = self.servers[name] = Server(name)
        server.register(self.uri, weight)
        return server

    def add_all(self, *names: str) -> list[Server]:
        return [self.add(name) for name in names]

    def __enter__(self) -> Group:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.servers.values():
            server.leave()
            server.stop()


def was_being_sent(end: object) -> bool:
    """Whether the connection broke under a call, so that nobody knows whether it was sent."""
    return isinstance(end, grpc.RpcError) and "(sendmsg: " in str(end)
