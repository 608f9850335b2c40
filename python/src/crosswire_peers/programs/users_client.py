"""The users client: `python -m crosswire_peers.programs.users_client`."""

from __future__ import annotations

import asyncio

import grpc
import grpc.aio
from google.protobuf.empty_pb2 import Empty
from users.users_pb2 import UserReply, UserReq
from users.users_pb2_grpc import MyServiceStub

from crosswire_peers.programs.calling import run, run_aio
from crosswire_peers.programs.flags import client_parser, seconds

IDS = (1, 2)
# Seconds that a call may take.
DEADLINE = 1


def call(channel: grpc.Channel, connect_timeout: float) -> None:
    """Wait for the connection, check the service, and print the users."""
    grpc.channel_ready_future(channel).result(timeout=connect_timeout)
    stub = MyServiceStub(channel)
    stub.Health(Empty(), timeout=DEADLINE)
    show(stub.User(UserReq(userIDs=IDS), timeout=DEADLINE))


async def call_aio(channel: grpc.aio.Channel, connect_timeout: float) -> None:
    """Do the same on an event loop."""
    await asyncio.wait_for(channel.channel_ready(), connect_timeout)
    stub = MyServiceStub(channel)
    await stub.Health(Empty(), timeout=DEADLINE)
    show(await stub.User(UserReq(userIDs=IDS), timeout=DEADLINE))


def show(reply: UserReply) -> None:
    """Print one user a line."""
    for user in reply.data:
        print(user.name, user.age, user.email)


def main() -> None:
    """Call once."""
    arguments = client_parser("Asks for the users 1 and 2.", "localhost:50051")
    arguments.add_argument(
        "--connect-timeout",
        type=seconds,
        default="5s",
        metavar="DURATION",
        help="how long to wait for the connection, by default 5s",
    )
    flags = arguments.parse_args()
    if flags.library == "grpcio":
        run(flags, lambda channel: call(channel, flags.connect_timeout))
    else:
        run_aio(flags, lambda channel: call_aio(channel, flags.connect_timeout))


if __name__ == "__main__":
    main()
