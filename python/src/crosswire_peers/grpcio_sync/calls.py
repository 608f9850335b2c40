"""The calls that this peer makes, each in a thread of a pool and under its guard."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from crosswire.peer.v1.peer_pb2 import CallResponse
from crosswire.peer.v1.plan_pb2 import CallPlan

from crosswire_peers.grpcio_shared.checks import method_of
from crosswire_peers.grpcio_shared.scripted_call import Keep
from crosswire_peers.grpcio_sync.channels import Channels
from crosswire_peers.grpcio_sync.client import ClientCall
from crosswire_peers.grpcio_sync.ways import WAYS
from crosswire_peers.peer.alarms import Alarm, Alarms
from crosswire_peers.peer.answers import Answer, Done, failure, guard_expired, guard_of
from crosswire_peers.peer.signals import Signals

# Several requests of 64 calls, all of which may wait for a signal.
THREADS = 512


class Calls:
    """Makes calls, and answers each exactly once."""

    def __init__(self, signals: Signals) -> None:
        """Start without channels."""
        self.channels = Channels()
        self._signals = signals
        self._alarms = Alarms()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="call")
        self._open: set[ClientCall] = set()

    @property
    def open_calls(self) -> int:
        """How many calls are under way."""
        return len(self._open)

    def start(self, plan: CallPlan, done: Done, keep: Keep = None) -> ClientCall | None:
        """Start a call in a thread of the pool, if it can be made. `keep` gets its responses."""
        try:
            call = ClientCall(plan, method_of(plan, WAYS), self._signals)
        except Exception as error:
            done(failure(plan.call_id, error))
            return None
        answer = Answer(done)
        alarm = self._alarms.after(guard_of(plan), lambda: expire(call, plan, answer))
        self._open.add(call)
        self._pool.submit(self._run, call, plan, answer, alarm, keep)
        return call

    def _run(
        self, call: ClientCall, plan: CallPlan, answer: Answer, alarm: Alarm, keep: Keep
    ) -> None:
        failed = False
        try:
            outcome = call.run(self.channels, keep)
            response = CallResponse(call_id=plan.call_id, outcome=outcome)
        except Exception as error:
            failed = True
            response = failure(plan.call_id, error)
        alarm.off()
        self._open.discard(call)
        if answer.give(response) and failed:
            call.stop()


def expire(call: ClientCall, plan: CallPlan, answer: Answer) -> None:
    """Answer for a call that the guard has to end, and end it."""
    if answer.give(guard_expired(plan)):
        call.stop()
