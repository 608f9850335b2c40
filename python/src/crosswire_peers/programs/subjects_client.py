"""The subjects client: `python -m crosswire_peers.programs.subjects_client --subject Chinese`."""

from __future__ import annotations

from argparse import Namespace

import grpc
import grpc.aio
from subjects.subjects_pb2 import Subject
from subjects.subjects_pb2_grpc import SimpleRpcServerStub

from crosswire_peers.programs.calling import run, run_aio
from crosswire_peers.programs.flags import client_parser, seconds
from crosswire_peers.programs.watching import Answer, server_of, watch, watch_aio


def call(channel: grpc.Channel, flags: Namespace) -> None:
    """Print one question type a line, as they come."""
    stub = SimpleRpcServerStub(channel)
    for question_type in stub.GetSubjectQuestionTypes(Subject(name=flags.subject)):
        print(question_type.name)


async def call_aio(channel: grpc.aio.Channel, flags: Namespace) -> None:
    """Do the same on an event loop."""
    stub = SimpleRpcServerStub(channel)
    async for question_type in stub.GetSubjectQuestionTypes(Subject(name=flags.subject)):
        print(question_type.name)


def call_often(channel: grpc.Channel, flags: Namespace) -> None:
    """Print one call a line: the server, and the question types."""
    stub = SimpleRpcServerStub(channel)

    def ask() -> Answer:
        answers = stub.GetSubjectQuestionTypes(Subject(name=flags.subject))
        names = [question_type.name for question_type in answers]
        return server_of(answers, flags), names

    watch(ask, flags.interval)


async def call_often_aio(channel: grpc.aio.Channel, flags: Namespace) -> None:
    """Do the same on an event loop."""
    stub = SimpleRpcServerStub(channel)

    async def ask() -> Answer:
        answers = stub.GetSubjectQuestionTypes(Subject(name=flags.subject))
        names = [question_type.name async for question_type in answers]
        return server_of(answers, flags), names

    await watch_aio(ask, flags.interval)


def main() -> None:
    """Call once, or until told to stop."""
    description = "Asks for the question types of a subject."
    arguments = client_parser(description, "localhost:8003", policy="random")
    arguments.add_argument("--subject", default="Chinese", help="in English, by default Chinese")
    arguments.add_argument("--watch", action="store_true", help="go on calling until Ctrl-C")
    arguments.add_argument(
        "--interval", type=seconds, default="1s", metavar="DURATION", help="by default 1s"
    )
    flags = arguments.parse_args()
    client, client_aio = (call_often, call_often_aio) if flags.watch else (call, call_aio)
    if flags.library == "grpcio":
        run(flags, lambda channel: client(channel, flags), watches=flags.watch)
    else:
        run_aio(flags, lambda channel: client_aio(channel, flags))


if __name__ == "__main__":
    main()
