"""Eligibility: what the rules find, answers of staff and regulator, the regulator's decision."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Header

from openimr.service import clock
from openimr.service.api import showing
from openimr.service.api.calling import call
from openimr.service.api.problems import Problem
from openimr.service.api.shapes import CaseOut, EligibilityAnswersIn, EligibilityDecisionIn
from openimr.service.cases import legal
from openimr.service.cases.commands import answering, waiting
from openimr.service.cases.commands import eligibility as commands

router = Router(tags=["Eligibility"])
_KEY = Header(..., alias="Idempotency-Key", min_length=8, max_length=200)


@router.get(
    "/cases/{case_number}/eligibility",
    summary="See what the rules find",
    auth=call("eligibility", "eligibility.answer"),
)
def found(request: HttpRequest, case_number: str) -> dict[str, Any]:
    """Questions with the answers of both sides, and what they come to (contract of `openimr eligibility`).

    It is a finding, not a decision. What rests on a rule that is not verified asks a person.
    """
    return legal.find(request.case, clock.now()).to_dict()  # type: ignore[attr-defined]


@router.post(
    "/cases/{case_number}/eligibility/answers",
    response=CaseOut,
    summary="Answer questions",
    auth=call("eligibility", "eligibility.answer"),
)
def answers(request: HttpRequest, case_number: str, given: EligibilityAnswersIn, key: str = _KEY) -> Any:
    """Answer for the token's side: the regulator's answers for the regulator, those of staff for intake."""
    case = answering.answer_all(
        request.actor,  # type: ignore[attr-defined]
        case_number,
        [(one.code, one.item, one.holds, one.note) for one in given.answers],
        expected=given.expected,
        submission=request.caller.submission(key),  # type: ignore[attr-defined]
    )
    return showing.case(request.caller, request.actor, case)  # type: ignore[attr-defined]


@router.post(
    "/cases/{case_number}/eligibility/decision",
    response=CaseOut,
    summary="Decide eligibility",
    auth=call("eligibility", "eligibility.decide"),
)
def decision(request: HttpRequest, case_number: str, given: EligibilityDecisionIn, key: str = _KEY) -> Any:
    """The regulator's decision (LC 4610.5(k), 8 CCR 9792.10.3)."""
    actor = request.actor  # type: ignore[attr-defined]
    terms = {"expected": given.expected, "submission": request.caller.submission(key)}  # type: ignore[attr-defined]
    if given.outcome == "ineligible":
        case = commands.refuse(actor, case_number, given.reasons, **terms)
    elif given.outcome == "deferred":
        case = waiting.defer(actor, case_number, disputed=given.disputed, **terms)
    else:
        if given.priority is None or given.formulary is None:
            missing = "priority" if given.priority is None else "formulary"
            raise Problem(
                422,
                "invalid",
                f"Say the {missing}; nothing is taken as given.",
                law="LC 4610.5(a)",
                field=missing,
            )
        case = commands.find_eligible(
            actor,
            case_number,
            priority=given.priority,
            formulary=given.formulary,
            priority_reason=given.priority_reason,
            formulary_reason=given.formulary_reason,
            **terms,
        )
    return showing.case(request.caller, actor, case)  # type: ignore[attr-defined]
