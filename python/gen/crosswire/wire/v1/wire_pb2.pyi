import datetime

from crosswire.frame.v1 import frame_pb2 as _frame_pb2
from crosswire.peer.v1 import peer_pb2 as _peer_pb2
from crosswire.peer.v1 import plan_pb2 as _plan_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Block(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    BLOCK_UNSPECIFIED: _ClassVar[Block]
    BLOCK_REQUEST: _ClassVar[Block]
    BLOCK_RESPONSE: _ClassVar[Block]
    BLOCK_TRAILERS: _ClassVar[Block]
BLOCK_UNSPECIFIED: Block
BLOCK_REQUEST: Block
BLOCK_RESPONSE: Block
BLOCK_TRAILERS: Block

class OpenTapRequest(_message.Message):
    __slots__ = ("id", "bind", "upstream", "front", "back", "record", "tamperings")
    ID_FIELD_NUMBER: _ClassVar[int]
    BIND_FIELD_NUMBER: _ClassVar[int]
    UPSTREAM_FIELD_NUMBER: _ClassVar[int]
    FRONT_FIELD_NUMBER: _ClassVar[int]
    BACK_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    TAMPERINGS_FIELD_NUMBER: _ClassVar[int]
    id: str
    bind: str
    upstream: str
    front: _peer_pb2.ServerTls
    back: _plan_pb2.ClientTls
    record: bool
    tamperings: _containers.RepeatedCompositeFieldContainer[Tampering]
    def __init__(self, id: _Optional[str] = ..., bind: _Optional[str] = ..., upstream: _Optional[str] = ..., front: _Optional[_Union[_peer_pb2.ServerTls, _Mapping]] = ..., back: _Optional[_Union[_plan_pb2.ClientTls, _Mapping]] = ..., record: _Optional[bool] = ..., tamperings: _Optional[_Iterable[_Union[Tampering, _Mapping]]] = ...) -> None: ...

class OpenTapResponse(_message.Message):
    __slots__ = ("address", "error")
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    address: str
    error: str
    def __init__(self, address: _Optional[str] = ..., error: _Optional[str] = ...) -> None: ...

class ReadTapRequest(_message.Message):
    __slots__ = ("id", "wait")
    ID_FIELD_NUMBER: _ClassVar[int]
    WAIT_FIELD_NUMBER: _ClassVar[int]
    id: str
    wait: _duration_pb2.Duration
    def __init__(self, id: _Optional[str] = ..., wait: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class ReadTapResponse(_message.Message):
    __slots__ = ("frames", "frames_left_out", "applied")
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    FRAMES_LEFT_OUT_FIELD_NUMBER: _ClassVar[int]
    APPLIED_FIELD_NUMBER: _ClassVar[int]
    frames: _containers.RepeatedCompositeFieldContainer[_frame_pb2.Frame]
    frames_left_out: int
    applied: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, frames: _Optional[_Iterable[_Union[_frame_pb2.Frame, _Mapping]]] = ..., frames_left_out: _Optional[int] = ..., applied: _Optional[_Iterable[int]] = ...) -> None: ...

class CloseTapRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class CloseTapResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Tampering(_message.Message):
    __slots__ = ("set_field", "remove_field", "add_field", "replace_message", "drop_message", "repeat_message", "insert_message", "drop_resets", "hold_end")
    SET_FIELD_FIELD_NUMBER: _ClassVar[int]
    REMOVE_FIELD_FIELD_NUMBER: _ClassVar[int]
    ADD_FIELD_FIELD_NUMBER: _ClassVar[int]
    REPLACE_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DROP_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    REPEAT_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    INSERT_MESSAGE_FIELD_NUMBER: _ClassVar[int]
    DROP_RESETS_FIELD_NUMBER: _ClassVar[int]
    HOLD_END_FIELD_NUMBER: _ClassVar[int]
    set_field: BlockField
    remove_field: BlockField
    add_field: BlockField
    replace_message: MessageChange
    drop_message: MessageChange
    repeat_message: MessageChange
    insert_message: MessageChange
    drop_resets: Resets
    hold_end: _duration_pb2.Duration
    def __init__(self, set_field: _Optional[_Union[BlockField, _Mapping]] = ..., remove_field: _Optional[_Union[BlockField, _Mapping]] = ..., add_field: _Optional[_Union[BlockField, _Mapping]] = ..., replace_message: _Optional[_Union[MessageChange, _Mapping]] = ..., drop_message: _Optional[_Union[MessageChange, _Mapping]] = ..., repeat_message: _Optional[_Union[MessageChange, _Mapping]] = ..., insert_message: _Optional[_Union[MessageChange, _Mapping]] = ..., drop_resets: _Optional[_Union[Resets, _Mapping]] = ..., hold_end: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ...) -> None: ...

class BlockField(_message.Message):
    __slots__ = ("block", "name", "value")
    BLOCK_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    block: Block
    name: str
    value: bytes
    def __init__(self, block: _Optional[_Union[Block, str]] = ..., name: _Optional[str] = ..., value: _Optional[bytes] = ...) -> None: ...

class MessageChange(_message.Message):
    __slots__ = ("direction", "index", "payload")
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_FIELD_NUMBER: _ClassVar[int]
    direction: _frame_pb2.Direction
    index: int
    payload: bytes
    def __init__(self, direction: _Optional[_Union[_frame_pb2.Direction, str]] = ..., index: _Optional[int] = ..., payload: _Optional[bytes] = ...) -> None: ...

class Resets(_message.Message):
    __slots__ = ("direction",)
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    direction: _frame_pb2.Direction
    def __init__(self, direction: _Optional[_Union[_frame_pb2.Direction, str]] = ...) -> None: ...
