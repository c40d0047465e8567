"""Answers to questions that were put to the parties."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Header

from openimr.service.api import showing
from openimr.service.api.calling import call
from openimr.service.api.shapes import AnswerIn, CaseOut
from openimr.service.cases.commands import review, waiting

router = Router(tags=["Questions"])
_KEY = Header(..., alias="Idempotency-Key", min_length=8, max_length=200)


@router.post(
    "/cases/{case_number}/requests/{int:request_id}/information",
    response=CaseOut,
    summary="Answer a request for information",
    auth=call("answers", "information.receive"),
)
def information(
    request: HttpRequest, case_number: str, request_id: int, answer: AnswerIn, key: str = _KEY
) -> Any:
    """Answer a question of the eligibility review (8 CCR 9792.10.3): a party its own, staff for whoever wrote."""
    return _answered(waiting.receive_information, request, case_number, request_id, answer, key)


@router.post(
    "/cases/{case_number}/requests/{int:request_id}/answer",
    response=CaseOut,
    summary="Answer a question of the review",
    auth=call("answers", "review.answer"),
)
def answer(request: HttpRequest, case_number: str, request_id: int, answer: AnswerIn, key: str = _KEY) -> Any:
    """Answer the reviewer's question (LC 4610.6(b)); every party gets a copy of it."""
    return _answered(review.answer, request, case_number, request_id, answer, key)


def _answered(command: Any, request: Any, number: str, id: int, answer: AnswerIn, key: str) -> Any:  # noqa: A002
    case = command(
        request.actor,
        number,
        id,
        answer.text,
        documents=tuple(answer.documents),
        expected=answer.expected,
        submission=request.caller.submission(key),
    )
    return showing.case(request.caller, request.actor, case)
