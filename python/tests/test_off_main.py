"""Work on a thread of its own, and watches that are told to stop at any moment."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from crosswire_peers.programs.off_main import off_main

# Calls again and again over a channel that is new each time, and is told to stop in their midst.
STOPS = """
import random, signal
from concurrent import futures
import grpc
from crosswire_peers.programs.watching import watch

answer = grpc.unary_stream_rpc_method_handler(lambda request, context: iter([request]))
server = grpc.server(futures.ThreadPoolExecutor(2))
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("t", {"m": answer}),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
signal.signal(signal.SIGALRM, lambda *_: signal.raise_signal(signal.SIGTERM))
for _ in range(100):
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        call = channel.unary_stream("/t/m")
        list(call(b""))
        try:
            signal.setitimer(signal.ITIMER_REAL, random.uniform(0.0001, 0.01))
            watch(lambda: ("server", [str(len(one)) for one in call(b"")]), 0)
        except KeyboardInterrupt:
            pass  # It came before the watch had begun, or as it was over.
    print("stopped")
server.stop(0).wait()
"""


def test_hands_on_what_comes_of_it() -> None:
    assert off_main(lambda: threading.current_thread() is threading.main_thread()) is False
    with pytest.raises(ZeroDivisionError):
        off_main(lambda: 1 // 0)


def test_a_channel_closes_at_whatever_moment_its_watch_is_stopped() -> None:
    run = [sys.executable, "-c", STOPS]
    done = subprocess.run(run, stdout=subprocess.PIPE, text=True, timeout=100, check=True)
    assert done.stdout.count("stopped") == 100
