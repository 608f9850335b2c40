"""The life of a peer's process: what starts it, what it prints, what ends it."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from types import FrameType

from crosswire_peers.peer.backend import Backend
from crosswire_peers.peer.control import Control
from crosswire_peers.peer.routes import Routes

DEFAULT_CONTROL = "127.0.0.1:0"


def serve(backend: Backend) -> None:
    """Open the control port, announce it, and serve it in a thread of its own."""
    end_with_parent()
    host, _, port = os.environ.get("CROSSWIRE_CONTROL", DEFAULT_CONTROL).rpartition(":")
    control = Control((host, int(port)), Routes(backend))
    threading.Thread(target=control.serve_forever, name="control", daemon=True).start()
    bound_host, bound_port = control.server_address[:2]
    print(json.dumps({"control": f"{bound_host!s}:{bound_port}"}), flush=True)


def end_with_parent() -> None:
    """End on SIGTERM and SIGINT and, if the environment asks for it, with standard input."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    if os.environ.get("CROSSWIRE_STDIN") == "watch":
        threading.Thread(target=_watch_stdin, name="stdin", daemon=True).start()


def _watch_stdin() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os._exit(0)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End at once: an ordinary exit would wait for every thread that serves a call."""
    os._exit(0)
