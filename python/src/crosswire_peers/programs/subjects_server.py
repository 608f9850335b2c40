"""The subjects server: `python -m crosswire_peers.programs.subjects_server --port 8003`."""

from __future__ import annotations

import grpc
import grpc.aio
from subjects.subjects_pb2_grpc import add_SimpleRpcServerServicer_to_server

from crosswire_peers.programs.flags import parser
from crosswire_peers.programs.serving import serve, serve_aio
from crosswire_peers.services.aio.subjects import Subjects as AioSubjects
from crosswire_peers.services.sync.subjects import Subjects


def add(server: grpc.Server) -> None:
    """Add the service on threads."""
    add_SimpleRpcServerServicer_to_server(Subjects(), server)


def add_aio(server: grpc.aio.Server) -> None:
    """Add the service on an event loop."""
    add_SimpleRpcServerServicer_to_server(AioSubjects(), server)


def main() -> None:
    """Serve until told to stop."""
    arguments = parser("Serves the question types of school subjects.", "[::]:8003")
    arguments.add_argument("--port", type=int, help="port of [::], instead of an address")
    flags = arguments.parse_args()
    address = f"[::]:{flags.port}" if flags.port else flags.address
    if flags.library == "grpcio":
        serve("subjects", "SimpleRpcServer", address, add)
    else:
        serve_aio("subjects", "SimpleRpcServer", address, add_aio)


if __name__ == "__main__":
    main()
