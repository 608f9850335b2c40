import datetime

from crosswire.frame.v1 import frame_pb2 as _frame_pb2
from crosswire.peer.v1 import plan_pb2 as _plan_pb2
from crosswire.peer.v1 import raw_pb2 as _raw_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Transport(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    TRANSPORT_UNSPECIFIED: _ClassVar[Transport]
    TRANSPORT_H2C: _ClassVar[Transport]
    TRANSPORT_TLS: _ClassVar[Transport]
    TRANSPORT_MTLS: _ClassVar[Transport]
    TRANSPORT_HTTP1: _ClassVar[Transport]
    TRANSPORT_UDS: _ClassVar[Transport]

class EventKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    EVENT_KIND_UNSPECIFIED: _ClassVar[EventKind]
    EVENT_KIND_OPENED: _ClassVar[EventKind]
    EVENT_KIND_SENT: _ClassVar[EventKind]
    EVENT_KIND_HEADERS: _ClassVar[EventKind]
    EVENT_KIND_RECEIVED: _ClassVar[EventKind]
    EVENT_KIND_HALF_CLOSED: _ClassVar[EventKind]
    EVENT_KIND_CANCELLED: _ClassVar[EventKind]
    EVENT_KIND_SIGNALLED: _ClassVar[EventKind]
    EVENT_KIND_ENDED: _ClassVar[EventKind]
TRANSPORT_UNSPECIFIED: Transport
TRANSPORT_H2C: Transport
TRANSPORT_TLS: Transport
TRANSPORT_MTLS: Transport
TRANSPORT_HTTP1: Transport
TRANSPORT_UDS: Transport
EVENT_KIND_UNSPECIFIED: EventKind
EVENT_KIND_OPENED: EventKind
EVENT_KIND_SENT: EventKind
EVENT_KIND_HEADERS: EventKind
EVENT_KIND_RECEIVED: EventKind
EVENT_KIND_HALF_CLOSED: EventKind
EVENT_KIND_CANCELLED: EventKind
EVENT_KIND_SIGNALLED: EventKind
EVENT_KIND_ENDED: EventKind

class DescribeRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class DescribeResponse(_message.Message):
    __slots__ = ("contract_version", "peer", "language", "runtime", "libraries", "instance_id", "capabilities", "user_agent")
    CONTRACT_VERSION_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    RUNTIME_FIELD_NUMBER: _ClassVar[int]
    LIBRARIES_FIELD_NUMBER: _ClassVar[int]
    INSTANCE_ID_FIELD_NUMBER: _ClassVar[int]
    CAPABILITIES_FIELD_NUMBER: _ClassVar[int]
    USER_AGENT_FIELD_NUMBER: _ClassVar[int]
    contract_version: str
    peer: str
    language: str
    runtime: str
    libraries: _containers.RepeatedCompositeFieldContainer[Library]
    instance_id: str
    capabilities: _containers.RepeatedCompositeFieldContainer[Capability]
    user_agent: str
    def __init__(self, contract_version: _Optional[str] = ..., peer: _Optional[str] = ..., language: _Optional[str] = ..., runtime: _Optional[str] = ..., libraries: _Optional[_Iterable[_Union[Library, _Mapping]]] = ..., instance_id: _Optional[str] = ..., capabilities: _Optional[_Iterable[_Union[Capability, _Mapping]]] = ..., user_agent: _Optional[str] = ...) -> None: ...

class Library(_message.Message):
    __slots__ = ("name", "version")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    name: str
    version: str
    def __init__(self, name: _Optional[str] = ..., version: _Optional[str] = ...) -> None: ...

class Capability(_message.Message):
    __slots__ = ("id", "supported", "limit", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    SUPPORTED_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    supported: bool
    limit: int
    reason: str
    def __init__(self, id: _Optional[str] = ..., supported: _Optional[bool] = ..., limit: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class ListenRequest(_message.Message):
    __slots__ = ("id", "transport", "bind", "tls", "limits", "keepalive", "max_concurrent_streams", "threads", "reuse_port", "compression", "settings", "processes", "raw")
    ID_FIELD_NUMBER: _ClassVar[int]
    TRANSPORT_FIELD_NUMBER: _ClassVar[int]
    BIND_FIELD_NUMBER: _ClassVar[int]
    TLS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    KEEPALIVE_FIELD_NUMBER: _ClassVar[int]
    MAX_CONCURRENT_STREAMS_FIELD_NUMBER: _ClassVar[int]
    THREADS_FIELD_NUMBER: _ClassVar[int]
    REUSE_PORT_FIELD_NUMBER: _ClassVar[int]
    COMPRESSION_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    PROCESSES_FIELD_NUMBER: _ClassVar[int]
    RAW_FIELD_NUMBER: _ClassVar[int]
    id: str
    transport: Transport
    bind: str
    tls: ServerTls
    limits: _plan_pb2.Limits
    keepalive: _plan_pb2.Keepalive
    max_concurrent_streams: int
    threads: int
    reuse_port: bool
    compression: _plan_pb2.Compression
    settings: str
    processes: int
    raw: _containers.RepeatedCompositeFieldContainer[_raw_pb2.RawScript]
    def __init__(self, id: _Optional[str] = ..., transport: _Optional[_Union[Transport, str]] = ..., bind: _Optional[str] = ..., tls: _Optional[_Union[ServerTls, _Mapping]] = ..., limits: _Optional[_Union[_plan_pb2.Limits, _Mapping]] = ..., keepalive: _Optional[_Union[_plan_pb2.Keepalive, _Mapping]] = ..., max_concurrent_streams: _Optional[int] = ..., threads: _Optional[int] = ..., reuse_port: _Optional[bool] = ..., compression: _Optional[_Union[_plan_pb2.Compression, str]] = ..., settings: _Optional[str] = ..., processes: _Optional[int] = ..., raw: _Optional[_Iterable[_Union[_raw_pb2.RawScript, _Mapping]]] = ...) -> None: ...

class ServerTls(_message.Message):
    __slots__ = ("cert_pem", "key_pem", "client_ca_pem", "min_version", "max_version", "alpn")
    CERT_PEM_FIELD_NUMBER: _ClassVar[int]
    KEY_PEM_FIELD_NUMBER: _ClassVar[int]
    CLIENT_CA_PEM_FIELD_NUMBER: _ClassVar[int]
    MIN_VERSION_FIELD_NUMBER: _ClassVar[int]
    MAX_VERSION_FIELD_NUMBER: _ClassVar[int]
    ALPN_FIELD_NUMBER: _ClassVar[int]
    cert_pem: str
    key_pem: str
    client_ca_pem: str
    min_version: _plan_pb2.TlsVersion
    max_version: _plan_pb2.TlsVersion
    alpn: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, cert_pem: _Optional[str] = ..., key_pem: _Optional[str] = ..., client_ca_pem: _Optional[str] = ..., min_version: _Optional[_Union[_plan_pb2.TlsVersion, str]] = ..., max_version: _Optional[_Union[_plan_pb2.TlsVersion, str]] = ..., alpn: _Optional[_Iterable[str]] = ...) -> None: ...

class ListenResponse(_message.Message):
    __slots__ = ("address", "unsupported")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    UNSUPPORTED_FIELD_NUMBER: _ClassVar[int]
    address: str
    unsupported: UnsupportedField
    def __init__(self, address: _Optional[str] = ..., unsupported: _Optional[_Union[UnsupportedField, _Mapping]] = ...) -> None: ...

class UnsupportedField(_message.Message):
    __slots__ = ("field", "reason")
    FIELD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    field: str
    reason: str
    def __init__(self, field: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class CallRequest(_message.Message):
    __slots__ = ("calls",)
    CALLS_FIELD_NUMBER: _ClassVar[int]
    calls: _containers.RepeatedCompositeFieldContainer[_plan_pb2.CallPlan]
    def __init__(self, calls: _Optional[_Iterable[_Union[_plan_pb2.CallPlan, _Mapping]]] = ...) -> None: ...

class CallResponse(_message.Message):
    __slots__ = ("call_id", "outcome", "harness_error", "unsupported_step")
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    HARNESS_ERROR_FIELD_NUMBER: _ClassVar[int]
    UNSUPPORTED_STEP_FIELD_NUMBER: _ClassVar[int]
    call_id: str
    outcome: Outcome
    harness_error: HarnessError
    unsupported_step: UnsupportedStep
    def __init__(self, call_id: _Optional[str] = ..., outcome: _Optional[_Union[Outcome, _Mapping]] = ..., harness_error: _Optional[_Union[HarnessError, _Mapping]] = ..., unsupported_step: _Optional[_Union[UnsupportedStep, _Mapping]] = ...) -> None: ...

class Outcome(_message.Message):
    __slots__ = ("code", "message", "details", "native_error", "headers", "trailers", "messages", "events", "local_port", "frames")
    CODE_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DETAILS_FIELD_NUMBER: _ClassVar[int]
    NATIVE_ERROR_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    TRAILERS_FIELD_NUMBER: _ClassVar[int]
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    LOCAL_PORT_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    code: int
    message: str
    details: _containers.RepeatedCompositeFieldContainer[_plan_pb2.StatusDetail]
    native_error: NativeError
    headers: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Metadatum]
    trailers: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Metadatum]
    messages: _containers.RepeatedCompositeFieldContainer[ReceivedMessage]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    local_port: int
    frames: _containers.RepeatedCompositeFieldContainer[_frame_pb2.Frame]
    def __init__(self, code: _Optional[int] = ..., message: _Optional[str] = ..., details: _Optional[_Iterable[_Union[_plan_pb2.StatusDetail, _Mapping]]] = ..., native_error: _Optional[_Union[NativeError, _Mapping]] = ..., headers: _Optional[_Iterable[_Union[_plan_pb2.Metadatum, _Mapping]]] = ..., trailers: _Optional[_Iterable[_Union[_plan_pb2.Metadatum, _Mapping]]] = ..., messages: _Optional[_Iterable[_Union[ReceivedMessage, _Mapping]]] = ..., events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ..., local_port: _Optional[int] = ..., frames: _Optional[_Iterable[_Union[_frame_pb2.Frame, _Mapping]]] = ...) -> None: ...

class NativeError(_message.Message):
    __slots__ = ("text",)
    CLASS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    text: str
    def __init__(self, text: _Optional[str] = ..., **kwargs) -> None: ...

class ReceivedMessage(_message.Message):
    __slots__ = ("length", "sha256", "json", "first_bytes")
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    JSON_FIELD_NUMBER: _ClassVar[int]
    FIRST_BYTES_FIELD_NUMBER: _ClassVar[int]
    length: int
    sha256: str
    json: str
    first_bytes: bytes
    def __init__(self, length: _Optional[int] = ..., sha256: _Optional[str] = ..., json: _Optional[str] = ..., first_bytes: _Optional[bytes] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ("step", "kind", "ns")
    STEP_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NS_FIELD_NUMBER: _ClassVar[int]
    step: int
    kind: EventKind
    ns: int
    def __init__(self, step: _Optional[int] = ..., kind: _Optional[_Union[EventKind, str]] = ..., ns: _Optional[int] = ...) -> None: ...

class HarnessError(_message.Message):
    __slots__ = ("kind", "text")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[HarnessError.Kind]
        KIND_BAD_PLAN: _ClassVar[HarnessError.Kind]
        KIND_CRASHED: _ClassVar[HarnessError.Kind]
        KIND_GUARD_EXPIRED: _ClassVar[HarnessError.Kind]
    KIND_UNSPECIFIED: HarnessError.Kind
    KIND_BAD_PLAN: HarnessError.Kind
    KIND_CRASHED: HarnessError.Kind
    KIND_GUARD_EXPIRED: HarnessError.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    kind: HarnessError.Kind
    text: str
    def __init__(self, kind: _Optional[_Union[HarnessError.Kind, str]] = ..., text: _Optional[str] = ...) -> None: ...

class UnsupportedStep(_message.Message):
    __slots__ = ("step", "field", "reason")
    STEP_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    step: int
    field: str
    reason: str
    def __init__(self, step: _Optional[int] = ..., field: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ObserveRequest(_message.Message):
    __slots__ = ("call_ids", "until", "wait")
    class Until(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        UNTIL_UNSPECIFIED: _ClassVar[ObserveRequest.Until]
        UNTIL_ENTERED: _ClassVar[ObserveRequest.Until]
        UNTIL_SETTLED: _ClassVar[ObserveRequest.Until]
    UNTIL_UNSPECIFIED: ObserveRequest.Until
    UNTIL_ENTERED: ObserveRequest.Until
    UNTIL_SETTLED: ObserveRequest.Until
    CALL_IDS_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    call_ids: _containers.RepeatedScalarFieldContainer[str]
    until: ObserveRequest.Until
    wait: _duration_pb2.Duration
    def __init__(self, call_ids: _Optional[_Iterable[str]] = ..., until: _Optional[_Union[ObserveRequest.Until, str]] = ..., wait: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ObserveResponse(_message.Message):
    __slots__ = ("call_id", "seen", "hops")
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    SEEN_FIELD_NUMBER: _ClassVar[int]
    HOPS_FIELD_NUMBER: _ClassVar[int]
    call_id: str
    seen: bool
    hops: _containers.RepeatedCompositeFieldContainer[Observation]
    def __init__(self, call_id: _Optional[str] = ..., seen: _Optional[bool] = ..., hops: _Optional[_Iterable[_Union[Observation, _Mapping]]] = ...) -> None: ...

class Observation(_message.Message):
    __slots__ = ("hop", "listener", "method", "peer_address", "metadata", "time_left", "messages", "events", "cancelled", "settled", "harness_error", "frames", "half_closed")
    HOP_FIELD_NUMBER: _ClassVar[int]
    LISTENER_FIELD_NUMBER: _ClassVar[int]
    METHOD_FIELD_NUMBER: _ClassVar[int]
    PEER_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    METADATA_FIELD_NUMBER: _ClassVar[int]
    TIME_LEFT_FIELD_NUMBER: _ClassVar[int]
    MESSAGES_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    CANCELLED_FIELD_NUMBER: _ClassVar[int]
    SETTLED_FIELD_NUMBER: _ClassVar[int]
    HARNESS_ERROR_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    HALF_CLOSED_FIELD_NUMBER: _ClassVar[int]
    hop: int
    listener: str
    method: str
    peer_address: str
    metadata: _containers.RepeatedCompositeFieldContainer[_plan_pb2.Metadatum]
    time_left: _duration_pb2.Duration
    messages: _containers.RepeatedCompositeFieldContainer[ReceivedMessage]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    cancelled: bool
    settled: bool
    harness_error: HarnessError
    frames: _containers.RepeatedCompositeFieldContainer[_frame_pb2.Frame]
    half_closed: bool
    def __init__(self, hop: _Optional[int] = ..., listener: _Optional[str] = ..., method: _Optional[str] = ..., peer_address: _Optional[str] = ..., metadata: _Optional[_Iterable[_Union[_plan_pb2.Metadatum, _Mapping]]] = ..., time_left: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., messages: _Optional[_Iterable[_Union[ReceivedMessage, _Mapping]]] = ..., events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ..., cancelled: _Optional[bool] = ..., settled: _Optional[bool] = ..., harness_error: _Optional[_Union[HarnessError, _Mapping]] = ..., frames: _Optional[_Iterable[_Union[_frame_pb2.Frame, _Mapping]]] = ..., half_closed: _Optional[bool] = ...) -> None: ...

class SignalRequest(_message.Message):
    __slots__ = ("call_id", "name")
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    call_id: str
    name: str
    def __init__(self, call_id: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class SignalResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class CloseRequest(_message.Message):
    __slots__ = ("listener", "mode", "grace", "channel_key", "settle")
    class Mode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        MODE_UNSPECIFIED: _ClassVar[CloseRequest.Mode]
        MODE_DRAIN: _ClassVar[CloseRequest.Mode]
        MODE_ABRUPT: _ClassVar[CloseRequest.Mode]
    MODE_UNSPECIFIED: CloseRequest.Mode
    MODE_DRAIN: CloseRequest.Mode
    MODE_ABRUPT: CloseRequest.Mode
    LISTENER_FIELD_NUMBER: _ClassVar[int]
    MODE_FIELD_NUMBER: _ClassVar[int]
    GRACE_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_KEY_FIELD_NUMBER: _ClassVar[int]
    SETTLE_FIELD_NUMBER: _ClassVar[int]
    listener: str
    mode: CloseRequest.Mode
    grace: _duration_pb2.Duration
    channel_key: str
    settle: _duration_pb2.Duration
    def __init__(self, listener: _Optional[str] = ..., mode: _Optional[_Union[CloseRequest.Mode, str]] = ..., grace: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., channel_key: _Optional[str] = ..., settle: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class CloseResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ResetRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ResetResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class StatsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class StatsResponse(_message.Message):
    __slots__ = ("rss_bytes", "descriptors", "threads", "open_calls")
    RSS_BYTES_FIELD_NUMBER: _ClassVar[int]
    DESCRIPTORS_FIELD_NUMBER: _ClassVar[int]
    THREADS_FIELD_NUMBER: _ClassVar[int]
    OPEN_CALLS_FIELD_NUMBER: _ClassVar[int]
    rss_bytes: int
    descriptors: int
    threads: int
    open_calls: int
    def __init__(self, rss_bytes: _Optional[int] = ..., descriptors: _Optional[int] = ..., threads: _Optional[int] = ..., open_calls: _Optional[int] = ...) -> None: ...

class RegisterRequest(_message.Message):
    __slots__ = ("listener", "registry", "host", "port", "weight", "session_timeout", "check_interval", "check_address")
    LISTENER_FIELD_NUMBER: _ClassVar[int]
    REGISTRY_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    PORT_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    SESSION_TIMEOUT_FIELD_NUMBER: _ClassVar[int]
    CHECK_INTERVAL_FIELD_NUMBER: _ClassVar[int]
    CHECK_ADDRESS_FIELD_NUMBER: _ClassVar[int]
    listener: str
    registry: str
    host: str
    port: int
    weight: int
    session_timeout: _duration_pb2.Duration
    check_interval: _duration_pb2.Duration
    check_address: str
    def __init__(self, listener: _Optional[str] = ..., registry: _Optional[str] = ..., host: _Optional[str] = ..., port: _Optional[int] = ..., weight: _Optional[int] = ..., session_timeout: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., check_interval: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., check_address: _Optional[str] = ...) -> None: ...

class RegisterResponse(_message.Message):
    __slots__ = ("entry", "error")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    entry: str
    error: str
    def __init__(self, entry: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class SetHealthRequest(_message.Message):
    __slots__ = ("listener", "serving")
    LISTENER_FIELD_NUMBER: _ClassVar[int]
    SERVING_FIELD_NUMBER: _ClassVar[int]
    listener: str
    serving: bool
    def __init__(self, listener: _Optional[str] = ..., serving: _Optional[bool] = ...) -> None: ...

class SetHealthResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
