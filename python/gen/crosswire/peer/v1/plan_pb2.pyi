import datetime

from crosswire.peer.v1 import raw_pb2 as _raw_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class HttpVersion(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    HTTP_VERSION_UNSPECIFIED: _ClassVar[HttpVersion]
    HTTP_VERSION_1_1: _ClassVar[HttpVersion]
    HTTP_VERSION_2: _ClassVar[HttpVersion]

class Protocol(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PROTOCOL_UNSPECIFIED: _ClassVar[Protocol]
    PROTOCOL_GRPC: _ClassVar[Protocol]
    PROTOCOL_GRPC_WEB: _ClassVar[Protocol]
    PROTOCOL_CONNECT: _ClassVar[Protocol]

class Codec(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CODEC_UNSPECIFIED: _ClassVar[Codec]
    CODEC_PROTO: _ClassVar[Codec]
    CODEC_JSON: _ClassVar[Codec]

class Compression(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COMPRESSION_UNSPECIFIED: _ClassVar[Compression]
    COMPRESSION_IDENTITY: _ClassVar[Compression]
    COMPRESSION_GZIP: _ClassVar[Compression]
    COMPRESSION_DEFLATE: _ClassVar[Compression]

class Correlation(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    CORRELATION_UNSPECIFIED: _ClassVar[Correlation]
    CORRELATION_METADATA: _ClassVar[Correlation]
    CORRELATION_LISTENER: _ClassVar[Correlation]

class TlsVersion(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TLS_VERSION_UNSPECIFIED: _ClassVar[TlsVersion]
    TLS_VERSION_1_2: _ClassVar[TlsVersion]
    TLS_VERSION_1_3: _ClassVar[TlsVersion]
HTTP_VERSION_UNSPECIFIED: HttpVersion
HTTP_VERSION_1_1: HttpVersion
HTTP_VERSION_2: HttpVersion
PROTOCOL_UNSPECIFIED: Protocol
PROTOCOL_GRPC: Protocol
PROTOCOL_GRPC_WEB: Protocol
PROTOCOL_CONNECT: Protocol
CODEC_UNSPECIFIED: Codec
CODEC_PROTO: Codec
CODEC_JSON: Codec
COMPRESSION_UNSPECIFIED: Compression
COMPRESSION_IDENTITY: Compression
COMPRESSION_GZIP: Compression
COMPRESSION_DEFLATE: Compression
CORRELATION_UNSPECIFIED: Correlation
CORRELATION_METADATA: Correlation
CORRELATION_LISTENER: Correlation
TLS_VERSION_UNSPECIFIED: TlsVersion
TLS_VERSION_1_2: TlsVersion
TLS_VERSION_1_3: TlsVersion

class CallPlan(_message.Message):
    __slots__ = ("call_id", "hop", "targets", "authority", "tls", "protocol", "codec", "compression", "channel", "method", "metadata", "timeout", "correlation", "guard", "steps", "server_plan", "raw", "way", "http_version", "http_get")
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    HOP_FIELD_NUMBER: _ClassVar[int]
    TARGETS_FIELD_NUMBER: _ClassVar[int]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    TLS_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_FIELD_NUMBER: _ClassVar[int]
    CODEC_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    CORRELATION_FIELD_NUMBER: _ClassVar[int]
    GUARD_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    SERVER_PLAN_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    WAY_FIELD_NUMBER: _ClassVar[int]
    HTTP_VERSION_FIELD_NUMBER: _ClassVar[int]
    HTTP_GET_FIELD_NUMBER: _ClassVar[int]
    call_id: str
    hop: int
    targets: _containers.RepeatedScalarFieldContainer[str]
    authority: str
    tls: ClientTls
    protocol: Protocol
    codec: Codec
    compression: Compression
    channel: Channel
    method: str
    metadata: _containers.RepeatedCompositeFieldContainer[Metadatum]
    timeout: _duration_pb2.Duration
    correlation: Correlation
    guard: _duration_pb2.Duration
    steps: _containers.RepeatedCompositeFieldContainer[Step]
    server_plan: ServerPlan
    raw: _raw_pb2.RawScript
    way: str
    http_version: HttpVersion
    http_get: bool
    def __init__(self, call_id: _Optional[str] = ..., hop: _Optional[int] = ..., targets: _Optional[_Iterable[str]] = ..., authority: _Optional[str] = ..., tls: _Optional[_Union[ClientTls, _Mapping]] = ..., protocol: _Optional[_Union[Protocol, str]] = ..., codec: _Optional[_Union[Codec, str]] = ..., compression: _Optional[_Union[Compression, str]] = ..., channel: _Optional[_Union[Channel, _Mapping]] = ..., method: _Optional[str] = ..., metadata: _Optional[_Iterable[_Union[Metadatum, _Mapping]]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., correlation: _Optional[_Union[Correlation, str]] = ..., guard: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[Step, _Mapping]]] = ..., server_plan: _Optional[_Union[ServerPlan, _Mapping]] = ..., raw: _Optional[_Union[_raw_pb2.RawScript, _Mapping]] = ..., way: _Optional[str] = ..., http_version: _Optional[_Union[HttpVersion, str]] = ..., http_get: _Optional[bool] = ...) -> None: ...

class ClientTls(_message.Message):
    __slots__ = ("server_ca_pem", "cert_pem", "key_pem", "server_name", "min_version", "max_version", "alpn")
    SERVER_CA_PEM_FIELD_NUMBER: _ClassVar[int]
    CERT_PEM_FIELD_NUMBER: _ClassVar[int]
    KEY_PEM_FIELD_NUMBER: _ClassVar[int]
    SERVER_NAME_FIELD_NUMBER: _ClassVar[int]
    MIN_VERSION_FIELD_NUMBER: _ClassVar[int]
    MAX_VERSION_FIELD_NUMBER: _ClassVar[int]
    ALPN_FIELD_NUMBER: _ClassVar[int]
    server_ca_pem: str
    cert_pem: str
    key_pem: str
    server_name: str
    min_version: TlsVersion
    max_version: TlsVersion
    alpn: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, server_ca_pem: _Optional[str] = ..., cert_pem: _Optional[str] = ..., key_pem: _Optional[str] = ..., server_name: _Optional[str] = ..., min_version: _Optional[_Union[TlsVersion, str]] = ..., max_version: _Optional[_Union[TlsVersion, str]] = ..., alpn: _Optional[_Iterable[str]] = ...) -> None: ...

class Channel(_message.Message):
    __slots__ = ("key", "fresh", "service_config", "wait_for_ready", "keepalive", "limits")
    KEY_FIELD_NUMBER: _ClassVar[int]
    FRESH_FIELD_NUMBER: _ClassVar[int]
    SERVICE_CONFIG_FIELD_NUMBER: _ClassVar[int]
    WAIT_FOR_READY_FIELD_NUMBER: _ClassVar[int]
    KEEPALIVE_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    key: str
    fresh: bool
    service_config: str
    wait_for_ready: bool
    keepalive: Keepalive
    limits: Limits
    def __init__(self, key: _Optional[str] = ..., fresh: _Optional[bool] = ..., service_config: _Optional[str] = ..., wait_for_ready: _Optional[bool] = ..., keepalive: _Optional[_Union[Keepalive, _Mapping]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ...) -> None: ...

class Keepalive(_message.Message):
    __slots__ = ("time", "timeout", "permit_without_calls")
    TIME_FIELD_NUMBER: _ClassVar[int]
    TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    PERMIT_WITHOUT_CALLS_FIELD_NUMBER: _ClassVar[int]
    time: _duration_pb2.Duration
    timeout: _duration_pb2.Duration
    permit_without_calls: bool
    def __init__(self, time: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., permit_without_calls: _Optional[bool] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ("max_receive_message_bytes", "max_send_message_bytes", "max_metadata_bytes")
    MAX_RECEIVE_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_SEND_MESSAGE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_METADATA_BYTES_FIELD_NUMBER: _ClassVar[int]
    max_receive_message_bytes: int
    max_send_message_bytes: int
    max_metadata_bytes: int
    def __init__(self, max_receive_message_bytes: _Optional[int] = ..., max_send_message_bytes: _Optional[int] = ..., max_metadata_bytes: _Optional[int] = ...) -> None: ...

class Metadatum(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: bytes
    def __init__(self, name: _Optional[str] = ..., value: _Optional[bytes] = ...) -> None: ...

class Payload(_message.Message):
    __slots__ = ("encoded", "pattern")
    ENCODED_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    encoded: bytes
    pattern: Pattern
    def __init__(self, encoded: _Optional[bytes] = ..., pattern: _Optional[_Union[Pattern, _Mapping]] = ...) -> None: ...

class Pattern(_message.Message):
    __slots__ = ("size", "seed")
    SIZE_FIELD_NUMBER: _ClassVar[int]
    SEED_FIELD_NUMBER: _ClassVar[int]
    size: int
    seed: int
    def __init__(self, size: _Optional[int] = ..., seed: _Optional[int] = ...) -> None: ...

class Step(_message.Message):
    __slots__ = ("send", "receive", "read_headers", "half_close", "sleep", "cancel", "await_signal", "pause_reading", "drain", "send_headers")
    SEND_FIELD_NUMBER: _ClassVar[int]
    RECEIVE_FIELD_NUMBER: _ClassVar[int]
    READ_HEADERS_FIELD_NUMBER: _ClassVar[int]
    HALF_CLOSE_FIELD_NUMBER: _ClassVar[int]
    SLEEP_FIELD_NUMBER: _ClassVar[int]
    CANCEL_FIELD_NUMBER: _ClassVar[int]
    AWAIT_SIGNAL_FIELD_NUMBER: _ClassVar[int]
    PAUSE_READING_FIELD_NUMBER: _ClassVar[int]
    DRAIN_FIELD_NUMBER: _ClassVar[int]
    SEND_HEADERS_FIELD_NUMBER: _ClassVar[int]
    send: Send
    receive: Receive
    read_headers: ReadHeaders
    half_close: HalfClose
    sleep: Sleep
    cancel: Cancel
    await_signal: AwaitSignal
    pause_reading: PauseReading
    drain: Drain
    send_headers: SendHeaders
    def __init__(self, send: _Optional[_Union[Send, _Mapping]] = ..., receive: _Optional[_Union[Receive, _Mapping]] = ..., read_headers: _Optional[_Union[ReadHeaders, _Mapping]] = ..., half_close: _Optional[_Union[HalfClose, _Mapping]] = ..., sleep: _Optional[_Union[Sleep, _Mapping]] = ..., cancel: _Optional[_Union[Cancel, _Mapping]] = ..., await_signal: _Optional[_Union[AwaitSignal, _Mapping]] = ..., pause_reading: _Optional[_Union[PauseReading, _Mapping]] = ..., drain: _Optional[_Union[Drain, _Mapping]] = ..., send_headers: _Optional[_Union[SendHeaders, _Mapping]] = ...) -> None: ...

class Send(_message.Message):
    __slots__ = ("payload", "count", "compression")
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    payload: Payload
    count: int
    compression: Compression
    def __init__(self, payload: _Optional[_Union[Payload, _Mapping]] = ..., count: _Optional[int] = ..., compression: _Optional[_Union[Compression, str]] = ...) -> None: ...

class Receive(_message.Message):
    __slots__ = ("count",)
    COUNT_FIELD_NUMBER: _ClassVar[int]
    count: int
    def __init__(self, count: _Optional[int] = ...) -> None: ...

class ReadHeaders(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class HalfClose(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Sleep(_message.Message):
    __slots__ = ("duration",)
    DURATION_FIELD_NUMBER: _ClassVar[int]
    duration: _duration_pb2.Duration
    def __init__(self, duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class Cancel(_message.Message):
    __slots__ = ("when",)
    WHEN_FIELD_NUMBER: _ClassVar[int]
    when: str
    def __init__(self, when: _Optional[str] = ...) -> None: ...

class AwaitSignal(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class PauseReading(_message.Message):
    __slots__ = ("duration",)
    DURATION_FIELD_NUMBER: _ClassVar[int]
    duration: _duration_pb2.Duration
    def __init__(self, duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class Drain(_message.Message):
    __slots__ = ("background",)
    BACKGROUND_FIELD_NUMBER: _ClassVar[int]
    background: bool
    def __init__(self, background: _Optional[bool] = ...) -> None: ...

class SendHeaders(_message.Message):
    __slots__ = ("metadata",)
    METADATA_FIELD_NUMBER: _ClassVar[int]
    metadata: _containers.RepeatedCompositeFieldContainer[Metadatum]
    def __init__(self, metadata: _Optional[_Iterable[_Union[Metadatum, _Mapping]]] = ...) -> None: ...

class ServerPlan(_message.Message):
    __slots__ = ("steps", "compression", "status", "throw", "return_nothing", "status_and_message", "forward", "await_cancellation", "go_on")
    STEPS_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    THROW_FIELD_NUMBER: _ClassVar[int]
    RETURN_NOTHING_FIELD_NUMBER: _ClassVar[int]
    STATUS_AND_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    FORWARD_FIELD_NUMBER: _ClassVar[int]
    AWAIT_CANCELLATION_FIELD_NUMBER: _ClassVar[int]
    GO_ON_FIELD_NUMBER: _ClassVar[int]
    steps: _containers.RepeatedCompositeFieldContainer[Step]
    compression: Compression
    status: ServerStatus
    throw: Throw
    return_nothing: ReturnNothing
    status_and_message: StatusAndMessage
    forward: CallPlan
    await_cancellation: AwaitCancellation
    go_on: GoOn
    def __init__(self, steps: _Optional[_Iterable[_Union[Step, _Mapping]]] = ..., compression: _Optional[_Union[Compression, str]] = ..., status: _Optional[_Union[ServerStatus, _Mapping]] = ..., throw: _Optional[_Union[Throw, _Mapping]] = ..., return_nothing: _Optional[_Union[ReturnNothing, _Mapping]] = ..., status_and_message: _Optional[_Union[StatusAndMessage, _Mapping]] = ..., forward: _Optional[_Union[CallPlan, _Mapping]] = ..., await_cancellation: _Optional[_Union[AwaitCancellation, _Mapping]] = ..., go_on: _Optional[_Union[GoOn, _Mapping]] = ...) -> None: ...

class ServerStatus(_message.Message):
    __slots__ = ("code", "message", "details", "trailers")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    TRAILERS_FIELD_NUMBER: _ClassVar[int]
    code: int
    message: str
    details: _containers.RepeatedCompositeFieldContainer[StatusDetail]
    trailers: _containers.RepeatedCompositeFieldContainer[Metadatum]
    def __init__(self, code: _Optional[int] = ..., message: _Optional[str] = ..., details: _Optional[_Iterable[_Union[StatusDetail, _Mapping]]] = ..., trailers: _Optional[_Iterable[_Union[Metadatum, _Mapping]]] = ...) -> None: ...

class StatusDetail(_message.Message):
    __slots__ = ("type_url", "value")
    TYPE_URL_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    type_url: str
    value: bytes
    def __init__(self, type_url: _Optional[str] = ..., value: _Optional[bytes] = ...) -> None: ...

class Throw(_message.Message):
    __slots__ = ("kind", "text")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Throw.Kind]
        KIND_ERROR: _ClassVar[Throw.Kind]
        KIND_PANIC: _ClassVar[Throw.Kind]
        KIND_LATER: _ClassVar[Throw.Kind]
        KIND_CANCELLATION: _ClassVar[Throw.Kind]
    KIND_UNSPECIFIED: Throw.Kind
    KIND_ERROR: Throw.Kind
    KIND_PANIC: Throw.Kind
    KIND_LATER: Throw.Kind
    KIND_CANCELLATION: Throw.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    kind: Throw.Kind
    text: str
    def __init__(self, kind: _Optional[_Union[Throw.Kind, str]] = ..., text: _Optional[str] = ...) -> None: ...

class ReturnNothing(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class StatusAndMessage(_message.Message):
    __slots__ = ("status", "payload")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    status: ServerStatus
    payload: Payload
    def __init__(self, status: _Optional[_Union[ServerStatus, _Mapping]] = ..., payload: _Optional[_Union[Payload, _Mapping]] = ...) -> None: ...

class GoOn(_message.Message):
    __slots__ = ("status", "steps")
    STATUS_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    status: ServerStatus
    steps: _containers.RepeatedCompositeFieldContainer[Step]
    def __init__(self, status: _Optional[_Union[ServerStatus, _Mapping]] = ..., steps: _Optional[_Iterable[_Union[Step, _Mapping]]] = ...) -> None: ...

class AwaitCancellation(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
