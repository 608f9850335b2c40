from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class OrderRequest(_message.Message):
    __slots__ = ("phone", "price", "request_arg")
    class RequestArgEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    PHONE_FIELD_NUMBER: _ClassVar[int]
    PRICE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ARG_FIELD_NUMBER: _ClassVar[int]
    phone: str
    price: str
    request_arg: _containers.ScalarMap[str, str]
    def __init__(self, phone: _Optional[str] = ..., price: _Optional[str] = ..., request_arg: _Optional[_Mapping[str, str]] = ...) -> None: ...

class JSONResponse(_message.Message):
    __slots__ = ("rst_string",)
    RST_STRING_FIELD_NUMBER: _ClassVar[int]
    rst_string: str
    def __init__(self, rst_string: _Optional[str] = ...) -> None: ...
