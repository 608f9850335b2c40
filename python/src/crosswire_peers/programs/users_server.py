"""The users server: `python -m crosswire_peers.programs.users_server`."""

from __future__ import annotations

import grpc
import grpc.aio
from users.users_pb2_grpc import add_MyServiceServicer_to_server

from crosswire_peers.programs.flags import server_parser
from crosswire_peers.programs.publishing import Program
from crosswire_peers.programs.starting import start
from crosswire_peers.services.aio.users import Users as AioUsers
from crosswire_peers.services.sync.users import Users

PROGRAM = Program(
    module="crosswire_peers.programs.users_server",
    name="users",
    service="MyService",
    path="/users",
)


def add(server: grpc.Server) -> None:
    """Add the service on threads."""
    add_MyServiceServicer_to_server(Users(), server)


def add_aio(server: grpc.aio.Server) -> None:
    """Add the service on an event loop."""
    add_MyServiceServicer_to_server(AioUsers(), server)


def main() -> None:
    """Serve until told to stop."""
    start(PROGRAM, server_parser("Serves users.", "[::]:50051").parse_args(), add, add_aio)


if __name__ == "__main__":
    main()
