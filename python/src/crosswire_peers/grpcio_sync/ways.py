"""Other ways to call on threads than the one that the peer uses otherwise."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, cast

import grpc
from crosswire.peer.v1.plan_pb2 import CallPlan
from google.protobuf.message import Message

from crosswire_peers.grpcio_shared.channels import GENERIC, WITH_CALL
from crosswire_peers.grpcio_shared.methods import Method
from crosswire_peers.grpcio_shared.scripted_call import Took
from crosswire_peers.grpcio_sync.inbox import Inbox

# A response, or each of many, by a future. Otherwise it is waited for in grpcio's own functions.
FUTURE = "future"

WAYS = (WITH_CALL, FUTURE, GENERIC)


def blocks(plan: CallPlan, method: Method) -> bool:
    """Whether a plan's call is made by the form that blocks."""
    return plan.way == WITH_CALL and not method.server_streaming


class WithCall:
    """A call that blocks, in a thread, with what an ordinary call shows of itself once it is over.

    It gives nothing to cancel it with: the end of its channel does, and grpcio then says CANCELLED.
    """

    def __init__(self, stub: Any, channel: grpc.Channel, request: Any, arguments: Any) -> None:
        """Begin."""
        self._channel = channel
        self._over: Future[tuple[Message, Any]] = Future()
        work = (stub, request, arguments)
        threading.Thread(target=self._run, args=work, daemon=True).start()

    def result(self) -> Message:
        """Wait for the response. Raises what grpcio raises."""
        return self._over.result()[0]

    def done(self) -> bool:
        """Whether it is over."""
        return self._over.done()

    def cancel(self) -> bool:
        """End it from outside, and tell whether it was still under way."""
        under_way = not self._over.done()
        self._channel.close()
        return under_way

    def add_callback(self, callback: Callable[[], object]) -> bool:
        """Call back when it is over."""
        self._over.add_done_callback(lambda _: callback())
        return True

    def __getattr__(self, name: str) -> Any:
        """What tells how it ended: the call, or the error in its stead."""
        error = self._over.exception()
        return getattr(self._over.result()[1] if error is None else error, name)

    def _run(self, stub: Any, request: Any, arguments: Any) -> None:
        try:
            self._over.set_result(stub.with_call(request, **arguments))
        except Exception as error:
            self._over.set_exception(error)


class FutureInbox(Inbox):
    """Takes responses from futures: of the call itself, or of a thread that reads each of many."""

    def __init__(self, call: Any, method: Method, took: Took) -> None:
        """Take the call, and whom to tell of each message."""
        super().__init__(call, method, took)
        self._call = call
        if method.server_streaming:
            self._thread_of_reads = ThreadPoolExecutor(1, thread_name_prefix="responses")
            if not call.add_callback(self._no_more_reads):
                self._no_more_reads()
            self._next = self._read
        else:
            self._next = self._result

    def _no_more_reads(self) -> None:
        self._thread_of_reads.shutdown(wait=False)

    def _read(self) -> Message | None:
        try:
            reading = self._thread_of_reads.submit(self._call.__next__)
        except RuntimeError:
            # The call is over; its last messages may still be there.
            return cast("Message", next(self._call))
        return cast("Message", reading.result())

    def _result(self) -> Message | None:
        over = threading.Event()
        self._call.add_done_callback(lambda _: over.set())
        over.wait()
        if error := self._call.exception():
            raise error
        return cast("Message | None", self._call.result())
