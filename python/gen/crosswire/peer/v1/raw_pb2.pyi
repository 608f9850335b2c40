import datetime

from crosswire.frame.v1 import frame_pb2 as _frame_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RawScript(_message.Message):
    __slots__ = ("steps", "calls", "chunk", "no_preface", "no_acks", "no_windows", "settings", "not_http2")
    STEPS_FIELD_NUMBER: _ClassVar[int]
    CALLS_FIELD_NUMBER: _ClassVar[int]
    CHUNK_FIELD_NUMBER: _ClassVar[int]
    NO_PREFACE_FIELD_NUMBER: _ClassVar[int]
    NO_ACKS_FIELD_NUMBER: _ClassVar[int]
    NO_WINDOWS_FIELD_NUMBER: _ClassVar[int]
    SETTINGS_FIELD_NUMBER: _ClassVar[int]
    NOT_HTTP2_FIELD_NUMBER: _ClassVar[int]
    steps: _containers.RepeatedCompositeFieldContainer[RawStep]
    calls: _containers.RepeatedCompositeFieldContainer[RawCallScript]
    chunk: int
    no_preface: bool
    no_acks: bool
    no_windows: bool
    settings: _containers.RepeatedCompositeFieldContainer[RawSetting]
    not_http2: bool
    def __init__(self, steps: _Optional[_Iterable[_Union[RawStep, _Mapping]]] = ..., calls: _Optional[_Iterable[_Union[RawCallScript, _Mapping]]] = ..., chunk: _Optional[int] = ..., no_preface: _Optional[bool] = ..., no_acks: _Optional[bool] = ..., no_windows: _Optional[bool] = ..., settings: _Optional[_Iterable[_Union[RawSetting, _Mapping]]] = ..., not_http2: _Optional[bool] = ...) -> None: ...

class RawCallScript(_message.Message):
    __slots__ = ("steps",)
    STEPS_FIELD_NUMBER: _ClassVar[int]
    steps: _containers.RepeatedCompositeFieldContainer[RawStep]
    def __init__(self, steps: _Optional[_Iterable[_Union[RawStep, _Mapping]]] = ...) -> None: ...

class RawSetting(_message.Message):
    __slots__ = ("id", "value")
    ID_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    id: int
    value: int
    def __init__(self, id: _Optional[int] = ..., value: _Optional[int] = ...) -> None: ...

class RawStream(_message.Message):
    __slots__ = ("call", "id", "new")
    CALL_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    NEW_FIELD_NUMBER: _ClassVar[int]
    call: int
    id: int
    new: bool
    def __init__(self, call: _Optional[int] = ..., id: _Optional[int] = ..., new: _Optional[bool] = ...) -> None: ...

class RawStep(_message.Message):
    __slots__ = ("write", "frame", "headers", "data", "sleep", "close", "repeat")
    WRITE_FIELD_NUMBER: _ClassVar[int]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    DATA_FIELD_NUMBER: _ClassVar[int]
    AWAIT_FIELD_NUMBER: _ClassVar[int]
    SLEEP_FIELD_NUMBER: _ClassVar[int]
    CLOSE_FIELD_NUMBER: _ClassVar[int]
    REPEAT_FIELD_NUMBER: _ClassVar[int]
    write: bytes
    frame: RawFrame
    headers: RawHeaders
    data: RawData
    sleep: _duration_pb2.Duration
    close: RawClose
    repeat: RawRepeat
    def __init__(self, write: _Optional[bytes] = ..., frame: _Optional[_Union[RawFrame, _Mapping]] = ..., headers: _Optional[_Union[RawHeaders, _Mapping]] = ..., data: _Optional[_Union[RawData, _Mapping]] = ..., sleep: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., close: _Optional[_Union[RawClose, _Mapping]] = ..., repeat: _Optional[_Union[RawRepeat, _Mapping]] = ..., **kwargs) -> None: ...

class RawFrame(_message.Message):
    __slots__ = ("type", "flags", "stream", "payload", "length")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    FLAGS_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    type: int
    flags: int
    stream: RawStream
    payload: bytes
    length: int
    def __init__(self, type: _Optional[int] = ..., flags: _Optional[int] = ..., stream: _Optional[_Union[RawStream, _Mapping]] = ..., payload: _Optional[bytes] = ..., length: _Optional[int] = ...) -> None: ...

class RawHeaders(_message.Message):
    __slots__ = ("stream", "fields", "block", "end_stream", "cut", "no_end_headers")
    STREAM_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    END_STREAM_FIELD_NUMBER: _ClassVar[int]
    CUT_FIELD_NUMBER: _ClassVar[int]
    NO_END_HEADERS_FIELD_NUMBER: _ClassVar[int]
    stream: RawStream
    fields: _containers.RepeatedCompositeFieldContainer[_frame_pb2.HeaderField]
    block: bytes
    end_stream: bool
    cut: _containers.RepeatedScalarFieldContainer[int]
    no_end_headers: bool
    def __init__(self, stream: _Optional[_Union[RawStream, _Mapping]] = ..., fields: _Optional[_Iterable[_Union[_frame_pb2.HeaderField, _Mapping]]] = ..., block: _Optional[bytes] = ..., end_stream: _Optional[bool] = ..., cut: _Optional[_Iterable[int]] = ..., no_end_headers: _Optional[bool] = ...) -> None: ...

class RawData(_message.Message):
    __slots__ = ("stream", "payload", "end_stream", "padding", "frame_size")
    STREAM_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    END_STREAM_FIELD_NUMBER: _ClassVar[int]
    PADDING_FIELD_NUMBER: _ClassVar[int]
    FRAME_SIZE_FIELD_NUMBER: _ClassVar[int]
    stream: RawStream
    payload: bytes
    end_stream: bool
    padding: int
    frame_size: int
    def __init__(self, stream: _Optional[_Union[RawStream, _Mapping]] = ..., payload: _Optional[bytes] = ..., end_stream: _Optional[bool] = ..., padding: _Optional[int] = ..., frame_size: _Optional[int] = ...) -> None: ...

class RawAwait(_message.Message):
    __slots__ = ("stream", "end", "reset", "frames", "calls", "bytes", "closed", "limit")
    STREAM_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    CALLS_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    CLOSED_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    stream: RawStream
    end: bool
    reset: bool
    frames: RawFrameCount
    calls: int
    bytes: int
    closed: bool
    limit: _duration_pb2.Duration
    def __init__(self, stream: _Optional[_Union[RawStream, _Mapping]] = ..., end: _Optional[bool] = ..., reset: _Optional[bool] = ..., frames: _Optional[_Union[RawFrameCount, _Mapping]] = ..., calls: _Optional[int] = ..., bytes: _Optional[int] = ..., closed: _Optional[bool] = ..., limit: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class RawFrameCount(_message.Message):
    __slots__ = ("type", "count", "ack")
    TYPE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    ACK_FIELD_NUMBER: _ClassVar[int]
    type: int
    count: int
    ack: bool
    def __init__(self, type: _Optional[int] = ..., count: _Optional[int] = ..., ack: _Optional[bool] = ...) -> None: ...

class RawClose(_message.Message):
    __slots__ = ("reset",)
    RESET_FIELD_NUMBER: _ClassVar[int]
    reset: bool
    def __init__(self, reset: _Optional[bool] = ...) -> None: ...

class RawRepeat(_message.Message):
    __slots__ = ("count", "steps")
    COUNT_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    count: int
    steps: _containers.RepeatedCompositeFieldContainer[RawStep]
    def __init__(self, count: _Optional[int] = ..., steps: _Optional[_Iterable[_Union[RawStep, _Mapping]]] = ...) -> None: ...
