"""Server reflection by grpcio's own package, under both of its names.

The package has v1alpha only. v1 is the same, messages and all, but for the package's name:
https://github.com/grpc/grpc-proto/blob/master/grpc/reflection/v1/reflection.proto
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import grpc
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import Default
from grpc_reflection.v1alpha import reflection
from grpc_reflection.v1alpha.reflection_pb2 import (
    DESCRIPTOR,
    ServerReflectionRequest,
    ServerReflectionResponse,
)

V1ALPHA = reflection.SERVICE_NAME
V1 = V1ALPHA.replace("v1alpha", "v1")
METHOD = "ServerReflectionInfo"


def add_reflection(server: Any, services: Iterable[str]) -> None:
    """Tell of the named services, on a server of either API of grpcio."""
    names = [*services, V1ALPHA, V1]
    reflection.enable_server_reflection(names, server)
    asynchronous = isinstance(server, grpc.aio.Server)
    servicer = (reflection.aio if asynchronous else reflection).ReflectionServicer(names)
    handler = grpc.stream_stream_rpc_method_handler(
        servicer.ServerReflectionInfo,
        ServerReflectionRequest.FromString,
        ServerReflectionResponse.SerializeToString,
    )
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(V1, {METHOD: handler}),))


class ServerReflectionV1Stub:
    """What protoc would generate for v1, whose Python module is in no package."""

    def __init__(self, channel: Any) -> None:
        """Make its callable on a channel of either API."""
        self.ServerReflectionInfo = channel.stream_stream(
            f"/{V1}/{METHOD}",
            ServerReflectionRequest.SerializeToString,
            ServerReflectionResponse.FromString,
        )


def _describe_v1() -> None:
    """Put v1's descriptors where protobuf keeps those of all modules that were loaded."""
    v1alpha = FileDescriptorProto()
    DESCRIPTOR.CopyToProto(v1alpha)
    Default().AddSerializedFile(_renamed(v1alpha).SerializeToString())


def _renamed(file: FileDescriptorProto) -> FileDescriptorProto:
    file.name, file.package = file.name.replace("v1alpha", "v1"), V1.rpartition(".")[0]
    for message in file.message_type:
        for field in message.field:
            if field.type_name:
                field.type_name = field.type_name.replace("v1alpha", "v1")
    for service in file.service:
        for method in service.method:
            method.input_type = method.input_type.replace("v1alpha", "v1")
            method.output_type = method.output_type.replace("v1alpha", "v1")
    return file


_describe_v1()
