"""The peer of this process: CROSSWIRE_PEER names the library, and only that is loaded."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from crosswire_peers.peer.process import end_when_told

PEERS = {
    "python-grpcio": "crosswire_peers.grpcio_sync.backend",
    "python-grpcio-aio": "crosswire_peers.grpcio_aio.backend",
    "python-connect": "crosswire_peers.connect_py.backend",
    "raw": "crosswire_peers.raw.main",
    "wire": "crosswire_peers.wire.main",
}


def main() -> None:
    """Run the peer; a pin after the name ("python-grpcio@1.66") doesn't change which it is."""
    name = os.environ.get("CROSSWIRE_PEER", "").partition("@")[0]
    if name not in PEERS:
        sys.exit(f"CROSSWIRE_PEER is {name!r}, not one of {', '.join(PEERS)}")
    end_when_told()
    import_module(PEERS[name]).main()


if __name__ == "__main__":
    main()
