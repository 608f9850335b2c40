from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Direction(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    DIRECTION_UNSPECIFIED: _ClassVar[Direction]
    DIRECTION_TO_SERVER: _ClassVar[Direction]
    DIRECTION_TO_CLIENT: _ClassVar[Direction]
DIRECTION_UNSPECIFIED: Direction
DIRECTION_TO_SERVER: Direction
DIRECTION_TO_CLIENT: Direction

class HeaderField(_message.Message):
    __slots__ = ("name", "value")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: bytes
    def __init__(self, name: _Optional[str] = ..., value: _Optional[bytes] = ...) -> None: ...

class Frame(_message.Message):
    __slots__ = ("connection", "direction", "ns", "kind", "type", "flags", "stream_id", "length", "payload", "headers", "note")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Frame.Kind]
        KIND_OPENED: _ClassVar[Frame.Kind]
        KIND_FRAME: _ClassVar[Frame.Kind]
        KIND_BYTES: _ClassVar[Frame.Kind]
        KIND_ENDED: _ClassVar[Frame.Kind]
        KIND_RESET: _ClassVar[Frame.Kind]
    KIND_UNSPECIFIED: Frame.Kind
    KIND_OPENED: Frame.Kind
    KIND_FRAME: Frame.Kind
    KIND_BYTES: Frame.Kind
    KIND_ENDED: Frame.Kind
    KIND_RESET: Frame.Kind
    CONNECTION_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    NS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    FLAGS_FIELD_NUMBER: _ClassVar[int]
    STREAM_ID_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    HEADERS_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    connection: int
    direction: Direction
    ns: int
    kind: Frame.Kind
    type: int
    flags: int
    stream_id: int
    length: int
    payload: bytes
    headers: _containers.RepeatedCompositeFieldContainer[HeaderField]
    note: str
    def __init__(self, connection: _Optional[int] = ..., direction: _Optional[_Union[Direction, str]] = ..., ns: _Optional[int] = ..., kind: _Optional[_Union[Frame.Kind, str]] = ..., type: _Optional[int] = ..., flags: _Optional[int] = ..., stream_id: _Optional[int] = ..., length: _Optional[int] = ..., payload: _Optional[bytes] = ..., headers: _Optional[_Iterable[_Union[HeaderField, _Mapping]]] = ..., note: _Optional[str] = ...) -> None: ...
