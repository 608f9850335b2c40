"""The subjects server: `python -m crosswire_peers.programs.subjects_server --port 8003`."""

from __future__ import annotations

import grpc
import grpc.aio
from subjects.subjects_pb2_grpc import add_SimpleRpcServerServicer_to_server

from crosswire_peers.programs.flags import server_parser
from crosswire_peers.programs.publishing import Program
from crosswire_peers.programs.starting import start
from crosswire_peers.services.aio.subjects import Subjects as AioSubjects
from crosswire_peers.services.sync.subjects import Subjects

PROGRAM = Program(
    module="crosswire_peers.programs.subjects_server",
    name="subjects",
    service="SimpleRpcServer",
    path="/rpc_calc",
)


def add(server: grpc.Server) -> None:
    """Add the service on threads."""
    add_SimpleRpcServerServicer_to_server(Subjects(), server)


def add_aio(server: grpc.aio.Server) -> None:
    """Add the service on an event loop."""
    add_SimpleRpcServerServicer_to_server(AioSubjects(), server)


def main() -> None:
    """Serve until told to stop."""
    arguments = server_parser("Serves the question types of school subjects.", "[::]:8003")
    arguments.add_argument("--port", type=int, help="port of [::], instead of an address")
    flags = arguments.parse_args()
    if flags.port is not None:
        flags.address = f"[::]:{flags.port}"
    start(PROGRAM, flags, add, add_aio)


if __name__ == "__main__":
    main()
