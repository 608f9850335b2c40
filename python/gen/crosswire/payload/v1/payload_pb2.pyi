import datetime

from google.protobuf import any_pb2 as _any_pb2
from google.protobuf import duration_pb2 as _duration_pb2
from google.protobuf import empty_pb2 as _empty_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import struct_pb2 as _struct_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf import wrappers_pb2 as _wrappers_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Colour(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    COLOUR_UNSPECIFIED: _ClassVar[Colour]
    COLOUR_RED: _ClassVar[Colour]
    COLOUR_GREEN: _ClassVar[Colour]
    COLOUR_DARKEST: _ClassVar[Colour]
COLOUR_UNSPECIFIED: Colour
COLOUR_RED: Colour
COLOUR_GREEN: Colour
COLOUR_DARKEST: Colour

class Inner(_message.Message):
    __slots__ = ("text", "number")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    text: str
    number: int
    def __init__(self, text: _Optional[str] = ..., number: _Optional[int] = ...) -> None: ...

class Everything(_message.Message):
    __slots__ = ("double_value", "float_value", "int32_value", "int64_value", "uint32_value", "uint64_value", "sint32_value", "sint64_value", "fixed32_value", "fixed64_value", "sfixed32_value", "sfixed64_value", "bool_value", "string_value", "bytes_value", "colour", "recursive", "inner", "optional_int32", "optional_string", "choice_text", "choice_number", "choice_inner", "choice_bool", "packed", "unpacked", "texts", "inners", "colours", "text_by_text", "inner_by_int32", "bytes_by_bool", "colour_by_int64", "double_by_uint64", "any", "timestamp", "duration", "struct", "value", "list", "field_mask", "empty", "null_value", "wrapped_double", "wrapped_float", "wrapped_int64", "wrapped_uint64", "wrapped_int32", "wrapped_uint32", "wrapped_bool", "wrapped_string", "wrapped_bytes", "renamed", "field_2_with_3_digits4")
    class TextByTextEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class InnerByInt32Entry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: Inner
        def __init__(self, key: _Optional[int] = ..., value: _Optional[_Union[Inner, _Mapping]] = ...) -> None: ...
    class BytesByBoolEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: bool
        value: bytes
        def __init__(self, key: _Optional[bool] = ..., value: _Optional[bytes] = ...) -> None: ...
    class ColourByInt64Entry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: Colour
        def __init__(self, key: _Optional[int] = ..., value: _Optional[_Union[Colour, str]] = ...) -> None: ...
    class DoubleByUint64Entry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: int
        value: float
        def __init__(self, key: _Optional[int] = ..., value: _Optional[float] = ...) -> None: ...
    DOUBLE_VALUE_FIELD_NUMBER: _ClassVar[int]
    FLOAT_VALUE_FIELD_NUMBER: _ClassVar[int]
    INT32_VALUE_FIELD_NUMBER: _ClassVar[int]
    INT64_VALUE_FIELD_NUMBER: _ClassVar[int]
    UINT32_VALUE_FIELD_NUMBER: _ClassVar[int]
    UINT64_VALUE_FIELD_NUMBER: _ClassVar[int]
    SINT32_VALUE_FIELD_NUMBER: _ClassVar[int]
    SINT64_VALUE_FIELD_NUMBER: _ClassVar[int]
    FIXED32_VALUE_FIELD_NUMBER: _ClassVar[int]
    FIXED64_VALUE_FIELD_NUMBER: _ClassVar[int]
    SFIXED32_VALUE_FIELD_NUMBER: _ClassVar[int]
    SFIXED64_VALUE_FIELD_NUMBER: _ClassVar[int]
    BOOL_VALUE_FIELD_NUMBER: _ClassVar[int]
    STRING_VALUE_FIELD_NUMBER: _ClassVar[int]
    BYTES_VALUE_FIELD_NUMBER: _ClassVar[int]
    COLOUR_FIELD_NUMBER: _ClassVar[int]
    RECURSIVE_FIELD_NUMBER: _ClassVar[int]
    INNER_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_INT32_FIELD_NUMBER: _ClassVar[int]
    OPTIONAL_STRING_FIELD_NUMBER: _ClassVar[int]
    CHOICE_TEXT_FIELD_NUMBER: _ClassVar[int]
    CHOICE_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CHOICE_INNER_FIELD_NUMBER: _ClassVar[int]
    CHOICE_BOOL_FIELD_NUMBER: _ClassVar[int]
    PACKED_FIELD_NUMBER: _ClassVar[int]
    UNPACKED_FIELD_NUMBER: _ClassVar[int]
    TEXTS_FIELD_NUMBER: _ClassVar[int]
    INNERS_FIELD_NUMBER: _ClassVar[int]
    COLOURS_FIELD_NUMBER: _ClassVar[int]
    TEXT_BY_TEXT_FIELD_NUMBER: _ClassVar[int]
    INNER_BY_INT32_FIELD_NUMBER: _ClassVar[int]
    BYTES_BY_BOOL_FIELD_NUMBER: _ClassVar[int]
    COLOUR_BY_INT64_FIELD_NUMBER: _ClassVar[int]
    DOUBLE_BY_UINT64_FIELD_NUMBER: _ClassVar[int]
    ANY_FIELD_NUMBER: _ClassVar[int]
    TIMESTAMP_FIELD_NUMBER: _ClassVar[int]
    DURATION_FIELD_NUMBER: _ClassVar[int]
    STRUCT_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    LIST_FIELD_NUMBER: _ClassVar[int]
    FIELD_MASK_FIELD_NUMBER: _ClassVar[int]
    EMPTY_FIELD_NUMBER: _ClassVar[int]
    NULL_VALUE_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_DOUBLE_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_FLOAT_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_INT64_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_UINT64_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_INT32_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_UINT32_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_BOOL_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_STRING_FIELD_NUMBER: _ClassVar[int]
    WRAPPED_BYTES_FIELD_NUMBER: _ClassVar[int]
    RENAMED_FIELD_NUMBER: _ClassVar[int]
    FIELD_2_WITH_3_DIGITS4_FIELD_NUMBER: _ClassVar[int]
    CLASS_FIELD_NUMBER: _ClassVar[int]
    double_value: float
    float_value: float
    int32_value: int
    int64_value: int
    uint32_value: int
    uint64_value: int
    sint32_value: int
    sint64_value: int
    fixed32_value: int
    fixed64_value: int
    sfixed32_value: int
    sfixed64_value: int
    bool_value: bool
    string_value: str
    bytes_value: bytes
    colour: Colour
    recursive: Everything
    inner: Inner
    optional_int32: int
    optional_string: str
    choice_text: str
    choice_number: int
    choice_inner: Inner
    choice_bool: bool
    packed: _containers.RepeatedScalarFieldContainer[int]
    unpacked: _containers.RepeatedScalarFieldContainer[int]
    texts: _containers.RepeatedScalarFieldContainer[str]
    inners: _containers.RepeatedCompositeFieldContainer[Inner]
    colours: _containers.RepeatedScalarFieldContainer[Colour]
    text_by_text: _containers.ScalarMap[str, str]
    inner_by_int32: _containers.MessageMap[int, Inner]
    bytes_by_bool: _containers.ScalarMap[bool, bytes]
    colour_by_int64: _containers.ScalarMap[int, Colour]
    double_by_uint64: _containers.ScalarMap[int, float]
    any: _any_pb2.Any
    timestamp: _timestamp_pb2.Timestamp
    duration: _duration_pb2.Duration
    struct: _struct_pb2.Struct
    value: _struct_pb2.Value
    list: _struct_pb2.ListValue
    field_mask: _field_mask_pb2.FieldMask
    empty: _empty_pb2.Empty
    null_value: _struct_pb2.NullValue
    wrapped_double: _wrappers_pb2.DoubleValue
    wrapped_float: _wrappers_pb2.FloatValue
    wrapped_int64: _wrappers_pb2.Int64Value
    wrapped_uint64: _wrappers_pb2.UInt64Value
    wrapped_int32: _wrappers_pb2.Int32Value
    wrapped_uint32: _wrappers_pb2.UInt32Value
    wrapped_bool: _wrappers_pb2.BoolValue
    wrapped_string: _wrappers_pb2.StringValue
    wrapped_bytes: _wrappers_pb2.BytesValue
    renamed: int
    field_2_with_3_digits4: int
    def __init__(self, double_value: _Optional[float] = ..., float_value: _Optional[float] = ..., int32_value: _Optional[int] = ..., int64_value: _Optional[int] = ..., uint32_value: _Optional[int] = ..., uint64_value: _Optional[int] = ..., sint32_value: _Optional[int] = ..., sint64_value: _Optional[int] = ..., fixed32_value: _Optional[int] = ..., fixed64_value: _Optional[int] = ..., sfixed32_value: _Optional[int] = ..., sfixed64_value: _Optional[int] = ..., bool_value: _Optional[bool] = ..., string_value: _Optional[str] = ..., bytes_value: _Optional[bytes] = ..., colour: _Optional[_Union[Colour, str]] = ..., recursive: _Optional[_Union[Everything, _Mapping]] = ..., inner: _Optional[_Union[Inner, _Mapping]] = ..., optional_int32: _Optional[int] = ..., optional_string: _Optional[str] = ..., choice_text: _Optional[str] = ..., choice_number: _Optional[int] = ..., choice_inner: _Optional[_Union[Inner, _Mapping]] = ..., choice_bool: _Optional[bool] = ..., packed: _Optional[_Iterable[int]] = ..., unpacked: _Optional[_Iterable[int]] = ..., texts: _Optional[_Iterable[str]] = ..., inners: _Optional[_Iterable[_Union[Inner, _Mapping]]] = ..., colours: _Optional[_Iterable[_Union[Colour, str]]] = ..., text_by_text: _Optional[_Mapping[str, str]] = ..., inner_by_int32: _Optional[_Mapping[int, Inner]] = ..., bytes_by_bool: _Optional[_Mapping[bool, bytes]] = ..., colour_by_int64: _Optional[_Mapping[int, Colour]] = ..., double_by_uint64: _Optional[_Mapping[int, float]] = ..., any: _Optional[_Union[_any_pb2.Any, _Mapping]] = ..., timestamp: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., duration: _Optional[_Union[datetime.timedelta, _duration_pb2.Duration, _Mapping]] = ..., struct: _Optional[_Union[_struct_pb2.Struct, _Mapping]] = ..., value: _Optional[_Union[_struct_pb2.Value, _Mapping]] = ..., list: _Optional[_Union[_struct_pb2.ListValue, _Mapping]] = ..., field_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ..., empty: _Optional[_Union[_empty_pb2.Empty, _Mapping]] = ..., null_value: _Optional[_Union[_struct_pb2.NullValue, str]] = ..., wrapped_double: _Optional[_Union[_wrappers_pb2.DoubleValue, _Mapping]] = ..., wrapped_float: _Optional[_Union[_wrappers_pb2.FloatValue, _Mapping]] = ..., wrapped_int64: _Optional[_Union[_wrappers_pb2.Int64Value, _Mapping]] = ..., wrapped_uint64: _Optional[_Union[_wrappers_pb2.UInt64Value, _Mapping]] = ..., wrapped_int32: _Optional[_Union[_wrappers_pb2.Int32Value, _Mapping]] = ..., wrapped_uint32: _Optional[_Union[_wrappers_pb2.UInt32Value, _Mapping]] = ..., wrapped_bool: _Optional[_Union[_wrappers_pb2.BoolValue, _Mapping]] = ..., wrapped_string: _Optional[_Union[_wrappers_pb2.StringValue, _Mapping]] = ..., wrapped_bytes: _Optional[_Union[_wrappers_pb2.BytesValue, _Mapping]] = ..., renamed: _Optional[int] = ..., field_2_with_3_digits4: _Optional[int] = ..., **kwargs) -> None: ...
