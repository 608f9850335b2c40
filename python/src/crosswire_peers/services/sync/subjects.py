"""Subjects on threads."""

from __future__ import annotations

from collections.abc import Iterator

import grpc
from subjects.subjects_pb2 import QuestionType, Subject
from subjects.subjects_pb2_grpc import SimpleRpcServerServicer

from crosswire_peers.services.catalogue import QUESTION_TYPES


class Subjects(SimpleRpcServerServicer):
    """SimpleRpcServer: streams the question types of a subject."""

    def GetSubjectQuestionTypes(
        self, request: Subject, context: grpc.ServicerContext
    ) -> Iterator[QuestionType]:
        """Send one message a question type; an unknown subject ends with NOT_FOUND."""
        if request.name not in QUESTION_TYPES:
            context.abort(grpc.StatusCode.NOT_FOUND, f"unknown subject: {request.name}")
        for name in QUESTION_TYPES[request.name]:
            yield QuestionType(name=name)
