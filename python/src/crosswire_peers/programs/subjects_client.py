"""The subjects client: `python -m crosswire_peers.programs.subjects_client --subject Chinese`."""

from __future__ import annotations

import grpc
import grpc.aio
from subjects.subjects_pb2 import Subject
from subjects.subjects_pb2_grpc import SimpleRpcServerStub

from crosswire_peers.programs.calling import run, run_aio
from crosswire_peers.programs.flags import parser


def call(address: str, subject: str) -> None:
    """Print one question type a line, as they come."""
    with grpc.insecure_channel(address) as channel:
        stub = SimpleRpcServerStub(channel)
        for question_type in stub.GetSubjectQuestionTypes(Subject(name=subject)):
            print(question_type.name)


async def call_aio(address: str, subject: str) -> None:
    """Do the same on an event loop."""
    async with grpc.aio.insecure_channel(address) as channel:
        stub = SimpleRpcServerStub(channel)
        async for question_type in stub.GetSubjectQuestionTypes(Subject(name=subject)):
            print(question_type.name)


def main() -> None:
    """Call once."""
    arguments = parser("Asks for the question types of a subject.", "localhost:8003")
    arguments.add_argument("--subject", default="Chinese", help="in English, by default Chinese")
    flags = arguments.parse_args()
    if flags.library == "grpcio":
        run(lambda: call(flags.address, flags.subject))
    else:
        run_aio(call_aio(flags.address, flags.subject))


if __name__ == "__main__":
    main()
