"""Channel arguments of the gRPC core for what plans and listeners ask for.

Names as in https://github.com/grpc/grpc/blob/master/include/grpc/impl/channel_arg_names.h
"""

from __future__ import annotations

import json
from typing import TypeAlias

import grpc
from crosswire.peer.v1.peer_pb2 import ListenRequest
from crosswire.peer.v1.plan_pb2 import CallPlan, Channel, Compression, Keepalive, Limits

from crosswire_peers.grpcio_shared.targets import by_registry

Options: TypeAlias = list[tuple[str, "int | str"]]

# Of a service config: https://github.com/grpc/grpc/blob/master/doc/service_config.md
BALANCING = "loadBalancingConfig"

COMPRESSION = {
    Compression.COMPRESSION_UNSPECIFIED: None,
    Compression.COMPRESSION_IDENTITY: grpc.Compression.NoCompression,
    Compression.COMPRESSION_GZIP: grpc.Compression.Gzip,
    Compression.COMPRESSION_DEFLATE: grpc.Compression.Deflate,
}


def channel_options(plan: CallPlan) -> Options:
    """The arguments of the channel that a plan asks for."""
    options = _limits(plan.channel.limits) + _keepalive(plan.channel)
    if plan.channel.fresh:
        # Channels to one address share connections of a global pool otherwise.
        options.append(("grpc.use_local_subchannel_pool", 1))
    if config := _service_config(plan):
        options.append(("grpc.service_config", config))
    if plan.authority:
        options.append(("grpc.default_authority", plan.authority))
    if plan.tls.server_name:
        options.append(("grpc.ssl_target_name_override", plan.tls.server_name))
    return options


def _service_config(plan: CallPlan) -> str:
    """The service config that is for the core, which doesn't balance a registry's servers."""
    config = plan.channel.service_config
    if not config or not by_registry(plan):
        return config
    rest = {name: value for name, value in json.loads(config).items() if name != BALANCING}
    return json.dumps(rest)


def server_options(request: ListenRequest) -> Options:
    """The arguments of the server that a listener asks for."""
    options = _limits(request.limits) + _keepalive(request)
    options.append(("grpc.so_reuseport", int(request.reuse_port)))
    if request.max_concurrent_streams:
        options.append(("grpc.max_concurrent_streams", request.max_concurrent_streams))
    return options


def _limits(limits: Limits) -> Options:
    options: Options = []
    if limits.max_receive_message_bytes:
        options.append(("grpc.max_receive_message_length", limits.max_receive_message_bytes))
    if limits.max_send_message_bytes:
        options.append(("grpc.max_send_message_length", limits.max_send_message_bytes))
    if limits.max_metadata_bytes:
        # Between the soft and the absolute limit, the core rejects at random.
        options.append(("grpc.max_metadata_size", limits.max_metadata_bytes))
        options.append(("grpc.absolute_max_metadata_size", limits.max_metadata_bytes))
    return options


def _keepalive(holder: Channel | ListenRequest) -> Options:
    return _pings(holder.keepalive) if holder.HasField("keepalive") else []


def _pings(keepalive: Keepalive) -> Options:
    options: Options = []
    if keepalive.HasField("time"):
        options.append(("grpc.keepalive_time_ms", keepalive.time.ToMilliseconds()))
    if keepalive.HasField("timeout"):
        options.append(("grpc.keepalive_timeout_ms", keepalive.timeout.ToMilliseconds()))
    if keepalive.permit_without_calls:
        options.append(("grpc.keepalive_permit_without_calls", 1))
    return options
