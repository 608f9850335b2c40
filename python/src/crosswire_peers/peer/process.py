"""The life of a peer's process: what starts it, what it prints, what ends it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading

from crosswire_peers.peer.backend import Backend
from crosswire_peers.peer.control import PREFIX, Control, Methods
from crosswire_peers.peer.routes import Routes

DEFAULT_CONTROL = "127.0.0.1:0"
ENDINGS = (signal.SIGTERM, signal.SIGINT)


def serve(backend: Backend) -> None:
    """Serve the contract of a peer, joined to its library."""
    serve_methods(Routes(backend))


def serve_methods(methods: Methods, prefix: str = PREFIX) -> None:
    """Open the control port, announce it, and serve it in a thread of its own."""
    host, _, port = os.environ.get("CROSSWIRE_CONTROL", DEFAULT_CONTROL).rpartition(":")
    control = Control((host, int(port)), methods, prefix)
    threading.Thread(target=control.serve_forever, name="control", daemon=True).start()
    bound_host, bound_port = control.server_address[:2]
    print(json.dumps({"control": f"{bound_host!s}:{bound_port}"}), flush=True)


def end_when_told() -> None:
    """End at once on SIGTERM and SIGINT and, if the environment asks, with standard input.

    Has to come before any other thread is started: a thread inherits which signals are blocked.
    A handler would do only if the main thread came to run it, which one that has just gone to
    wait in epoll doesn't; `sigwait` can't miss a signal that is blocked.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    threading.Thread(target=_await_signal, name="signals", daemon=True).start()
    if os.environ.get("CROSSWIRE_STDIN") == "watch":
        threading.Thread(target=_await_end_of_input, name="stdin", daemon=True).start()


def _await_signal() -> None:
    signal.sigwait(ENDINGS)
    _end()


def _await_end_of_input() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    _end()


def _end() -> None:
    """End without tidying up: an ordinary exit would wait for every thread that serves a call."""
    os._exit(0)
