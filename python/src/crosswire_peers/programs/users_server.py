"""The users server: `python -m crosswire_peers.programs.users_server`."""

from __future__ import annotations

import grpc
import grpc.aio
from users.users_pb2_grpc import add_MyServiceServicer_to_server

from crosswire_peers.programs.flags import parser
from crosswire_peers.programs.serving import serve, serve_aio
from crosswire_peers.services.aio.users import Users as AioUsers
from crosswire_peers.services.sync.users import Users


def add(server: grpc.Server) -> None:
    """Add the service on threads."""
    add_MyServiceServicer_to_server(Users(), server)


def add_aio(server: grpc.aio.Server) -> None:
    """Add the service on an event loop."""
    add_MyServiceServicer_to_server(AioUsers(), server)


def main() -> None:
    """Serve until told to stop."""
    flags = parser("Serves users.", "[::]:50051").parse_args()
    if flags.library == "grpcio":
        serve("users", "MyService", flags.address, add)
    else:
        serve_aio("users", "MyService", flags.address, add_aio)


if __name__ == "__main__":
    main()
