"""Subjects on an event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TypeAlias

import grpc
import grpc.aio
from subjects.subjects_pb2 import QuestionType, Subject
from subjects.subjects_pb2_grpc import SimpleRpcServerServicer

from crosswire_peers.services.catalogue import QUESTION_TYPES

Context: TypeAlias = "grpc.aio.ServicerContext[Subject, QuestionType]"


class Subjects(SimpleRpcServerServicer):
    """SimpleRpcServer: streams the question types of a subject."""

    async def GetSubjectQuestionTypes(
        self, request: Subject, context: Context
    ) -> AsyncIterator[QuestionType]:
        """Send one message a question type; an unknown subject ends with NOT_FOUND."""
        if request.name not in QUESTION_TYPES:
            await context.abort(grpc.StatusCode.NOT_FOUND, f"unknown subject: {request.name}")
        for name in QUESTION_TYPES[request.name]:
            yield QuestionType(name=name)
