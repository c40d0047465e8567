"""Clerical corrections: proposed by one person, approved by another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from openimr.service.accounts.access import requires
from openimr.service.cases.commands import issuing as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.people import shown
from openimr.service.issuing import clerical
from openimr.service.issuing.forms import CorrectForm, ReasonForm, ServeForm
from openimr.service.issuing.steps import step

_LAW = "LC 4610.6(g); no source sets a procedure for corrections (V17): own arrangement"


@require_http_methods(["GET", "POST"])
@requires("letter.correct")
def propose(request: HttpRequest, case_number: str) -> HttpResponse:
    """Propose a correction."""
    return step(
        request,
        case_number,
        CorrectForm,
        lambda actor, form: commands.propose_correction(
            actor, case_number, form.changes, form.cleaned_data["reason"], **form.terms
        ),
        tab="Letter",
        title="Correct a clerical error",
        sentence="Only names, dates, a treatment’s words copied wrongly and page cites can be put right.",
        consequences=(
            "A second person must approve before anything is signed.",
            "No decision and no reason changes; that takes a new review after an appeal (LC 4610.6(h), (i)).",
        ),
        law=_LAW,
        button="Propose the correction",
        done="The correction waits for a second person.",
        back="letter/",
    )


@require_http_methods(["GET", "POST"])
@requires("letter.correct")
def approve(request: HttpRequest, case_number: str) -> HttpResponse:
    """Approve it as a second person: a new version is signed and served on all."""
    return step(
        request,
        case_number,
        ServeForm,
        lambda actor, form: commands.approve_correction(
            actor, case_number, service=form.cleaned_data["service"], **form.terms
        ),
        tab="Letter",
        title="Approve the correction",
        sentence="A new version is signed, stored, and served again on all parties today.",
        consequences=(
            "The version before stays in the file; both days of mailing stand in the new one.",
            "Whether the time to appeal starts again is not settled (V17): the notice says to count from the first day.",
            "A published copy of the old version is replaced when the new one is published.",
        ),
        law=_LAW,
        button="Approve, sign and serve",
        done="The corrected letter is issued; its papers are in the outbox.",
        back="letter/",
        template="issuing/approve.html",
        context=_proposed,
    )


@require_http_methods(["GET", "POST"])
@requires("letter.correct")
def drop(request: HttpRequest, case_number: str) -> HttpResponse:
    """Drop it."""
    return step(
        request,
        case_number,
        ReasonForm,
        lambda actor, form: commands.drop_correction(
            actor, case_number, form.cleaned_data["reason"], **form.terms
        ),
        tab="Letter",
        title="Drop the correction",
        sentence="The letter stays as it is.",
        button="Drop it",
        done="The correction was dropped; the letter stays as it is.",
        back="letter/",
        template="issuing/approve.html",
        context=_proposed,
    )


def _proposed(case: Case) -> dict[str, Any]:
    if not case.correction:
        return {}
    who = shown([case.correction["by"]])[case.correction["by"]]
    return {"proposed": {**case.correction, "who": who, "rows": clerical.told(case.correction["changes"])}}
