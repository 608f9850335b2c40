"""The methods of the contract: bytes in, a message or lines of messages out."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from typing import TypeAlias, TypeVar

from crosswire.peer.v1.peer_pb2 import (
    CallRequest,
    CloseRequest,
    CloseResponse,
    DescribeRequest,
    ListenRequest,
    ObserveRequest,
    RegisterRequest,
    ResetRequest,
    ResetResponse,
    SetHealthRequest,
    SetHealthResponse,
    SignalRequest,
    SignalResponse,
    StatsRequest,
)
from google.protobuf import json_format
from google.protobuf.message import Message

from crosswire_peers.peer.backend import Backend
from crosswire_peers.peer.errors import BadRequest
from crosswire_peers.peer.stats import stats

LARGEST_BATCH = 64

Lines: TypeAlias = Iterator[list[Message]]
Route: TypeAlias = Callable[[bytes], "Message | Lines"]
M = TypeVar("M", bound=Message)
T = TypeVar("T")


class Routes:
    """The contract of one peer, joined to its library."""

    def __init__(self, backend: Backend) -> None:
        """Take the library to drive."""
        self._backend = backend
        self._routes: dict[str, Route] = {
            "Describe": lambda body: self._describe(parse(body, DescribeRequest())),
            "Listen": lambda body: backend.listen(parse(body, ListenRequest())),
            "Call": lambda body: self._call(parse(body, CallRequest())),
            "Observe": lambda body: self._observe(parse(body, ObserveRequest())),
            "Signal": lambda body: self._signal(parse(body, SignalRequest())),
            "Close": lambda body: self._close(parse(body, CloseRequest())),
            "Reset": lambda body: self._reset(parse(body, ResetRequest())),
            "Register": lambda body: backend.register(parse(body, RegisterRequest())),
            "SetHealth": lambda body: self._set_health(parse(body, SetHealthRequest())),
            "Stats": lambda body: self._stats(parse(body, StatsRequest())),
        }

    def find(self, name: str) -> Route | None:
        """The method of this name, if the contract has one."""
        return self._routes.get(name)

    def _describe(self, _: DescribeRequest) -> Message:
        return self._backend.describe()

    def _call(self, request: CallRequest) -> Lines:
        at_most_a_batch(len(request.calls))
        answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        for plan in request.calls:
            self._backend.call(plan, answers.put)
        return answered(answers, len(request.calls))

    def _observe(self, request: ObserveRequest) -> Lines:
        at_most_a_batch(len(request.call_ids))
        deadline = time.monotonic() + request.wait.ToNanoseconds() / 1e9
        observations = self._backend.observations
        ready: queue.SimpleQueue[str] = queue.SimpleQueue()
        for call_id in request.call_ids:
            observations.watch(call_id, request.until, ready.put)
        return self._observed(request, ready, deadline)

    def _observed(
        self, request: ObserveRequest, ready: queue.SimpleQueue[str], deadline: float
    ) -> Lines:
        """One answer an id: those that are ready as they come, the rest when time is over."""
        observations = self._backend.observations
        waiting = list(request.call_ids)
        while waiting:
            try:
                ids = taken(ready, max(deadline - time.monotonic(), 0))
            except queue.Empty:
                break
            for call_id in ids:
                waiting.remove(call_id)
            yield [observations.report(call_id) for call_id in ids]
        for call_id in waiting:
            observations.unwatch(call_id, ready.put)
        if waiting:
            yield [observations.report(call_id) for call_id in waiting]

    def _signal(self, request: SignalRequest) -> Message:
        self._backend.signals.give(request.call_id, request.name)
        return SignalResponse()

    def _close(self, request: CloseRequest) -> Message:
        self._backend.close(request)
        return CloseResponse()

    def _reset(self, _: ResetRequest) -> Message:
        self._backend.observations.forget()
        self._backend.signals.forget()
        self._backend.reset()
        return ResetResponse()

    def _set_health(self, request: SetHealthRequest) -> Message:
        self._backend.set_health(request)
        return SetHealthResponse()

    def _stats(self, _: StatsRequest) -> Message:
        return stats(self._backend.open_calls())


def parse(body: bytes, into: M) -> M:
    """The request in a body of ProtoJSON. Unknown fields are refused."""
    if not body.lstrip().startswith(b"{"):
        # json_format takes an empty list for a message without fields.
        raise BadRequest("the body is no JSON object")
    try:
        return json_format.Parse(body.decode(), into)
    except (json_format.ParseError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(str(error)) from error


def at_most_a_batch(items: int) -> None:
    """Refuse more items than the contract allows."""
    if items > LARGEST_BATCH:
        raise BadRequest(f"{items} items, at most {LARGEST_BATCH} are taken at once")


def answered(answers: queue.SimpleQueue[Message], expected: int) -> Lines:
    """The answers as they come, until all are there."""
    while expected > 0:
        messages = taken(answers)
        expected -= len(messages)
        yield messages


def taken(waiting: queue.SimpleQueue[T], timeout: float | None = None) -> list[T]:
    """Everything that is in a queue, at least one: what is ready together is flushed together.

    Raises queue.Empty when nothing comes within `timeout` seconds.
    """
    try:
        items = [waiting.get_nowait()]
    except queue.Empty:
        # Not at once: where the time is over before CPython (3.11) has begun to wait, the wait
        # for the first item of a SimpleQueue has no end. After a get_nowait it always begins.
        items = [waiting.get(timeout=timeout)]
    while not waiting.empty():
        items.append(waiting.get())
    return items
