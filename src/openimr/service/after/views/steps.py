"""Receipt, implementation, appeal, remand: an overview, and one page for each step."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.after import forms
from openimr.service.after.grounds import grounds
from openimr.service.cases.commands import after as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import address, opened, page
from openimr.service.cases.projecting import clocks
from openimr.service.issuing.steps import step
from openimr.service.office.clocks import chip

HERE = "after/"
TAB = "After"
#: The clocks of this page: authorize, reimburse, appeal.
_CLOCKS = ("I13", "I14", "I15")
_both = require_http_methods(["GET", "POST"])


@require_safe
@requires("case.history")
def overview(request: HttpRequest, case_number: str) -> HttpResponse:
    """Where the case stands after its determination, and what can be recorded."""
    case = opened(case_number)
    now = clock.now()
    appeal: dict[str, Any] = dict(case.appeal or {})
    told = {one.type: one for one in case.happenings}
    received = told.get("determination.received")
    context = {
        "clocks": [chip(one, now) for one in clocks(case, now) if one.clock in _CLOCKS],
        "appeal": appeal,
        "grounds": [one for one in grounds() if one.number in appeal.get("grounds", ())],
        "overturned": bool(case.letters) and case.letters[-1].outcome != "upheld",
        "received": received,
        "referred": [one for one in case.penalties if one.get("kind") == "implementation"],
        "facts": [
            ("Received by the claims administrator", received.at if received else None),
            ("Authorized", _at(told, "treatment.authorized")),
            ("Reimbursed", _at(told, "treatment.reimbursed")),
        ],
    }
    return render(request, "after/overview.html", page(request, case, TAB, **context))


def _at(told: dict[str, Any], kind: str) -> Any:
    return told[kind].at if kind in told else None


@_both
@requires("implementation.record")
def receive(request: HttpRequest, case_number: str) -> HttpResponse:
    """When the claims administrator got the letter."""
    return step(
        request,
        case_number,
        forms.ReceiptForm,
        lambda actor, form: commands.receive(
            actor,
            case_number,
            form.cleaned_data["received"],
            form.cleaned_data["given"] == "yes",
            **form.terms,
        ),
        tab=TAB,
        title="Received by the claims administrator",
        sentence="The time to authorize or reimburse begins on that day.",
        law="LC 4610.6(j); 8 CCR 9792.10.7(a)",
        button="Record",
        done="Recorded; the clock runs.",
        back=HERE,
    )


@_both
@requires("implementation.record")
def authorize(request: HttpRequest, case_number: str) -> HttpResponse:
    """What was overturned was authorized or paid."""
    return step(
        request,
        case_number,
        forms.AuthorizedForm,
        lambda actor, form: commands.authorize(
            actor,
            case_number,
            form.cleaned_data["authorized"],
            reimbursed=form.cleaned_data["how"] == "reimbursed",
            note=form.cleaned_data["note"],
            **form.terms,
        ),
        tab=TAB,
        title="Authorized or reimbursed",
        sentence="The decision was carried out.",
        law="LC 4610.6(j)",
        button="Record",
        done="Recorded.",
        back=HERE,
    )


@_both
@requires("implementation.record")
def not_authorized(request: HttpRequest, case_number: str) -> HttpResponse:
    """The time passed."""
    return step(
        request,
        case_number,
        forms.NoteForm,
        lambda actor, form: commands.not_authorized(
            actor, case_number, note=form.cleaned_data["note"], **form.terms
        ),
        tab=TAB,
        title="Not authorized in time",
        sentence="The time has passed and nothing was authorized.",
        consequences=("The case can then be referred to the regulator, who alone decides on a penalty.",),
        law="LC 4610.6(j), (k)",
        button="Record",
        done="Recorded. The case can be referred to the regulator.",
        back=HERE,
    )


@_both
@requires("penalty.refer")
def refer(request: HttpRequest, case_number: str) -> HttpResponse:
    """To the regulator."""
    return step(
        request,
        case_number,
        forms.BareForm,
        lambda actor, form: commands.refer(actor, case_number, **form.terms),
        tab=TAB,
        title="Refer to the regulator",
        sentence="The regulator gets a report with the days as they were counted.",
        consequences=("Nothing is proposed; whether anything is ordered the regulator decides.",),
        law="LC 4610.6(k); 8 CCR 9792.10.7(b)",
        button="Send the report",
        done="The report to the regulator is in the outbox.",
        back=HERE,
    )


@_both
@requires("appeal.record")
def petition(request: HttpRequest, case_number: str) -> HttpResponse:
    """A petition was filed."""
    return step(
        request,
        case_number,
        forms.PetitionForm,
        lambda actor, form: commands.file_petition(
            actor,
            case_number,
            filed=form.cleaned_data["filed"],
            by=form.cleaned_data["by"],
            grounds=form.cleaned_data["grounds"],
            adjudication_number=form.cleaned_data["adjudication_number"],
            **form.terms,
        ),
        tab=TAB,
        title="Record a petition",
        sentence="Somebody appeals to the Workers’ Compensation Appeals Board.",
        consequences=(
            "The determination is presumed correct; a ground needs clear and convincing evidence.",
            "A late petition is recorded too: whether it is in time the board decides.",
            "Whether the duty to authorize waits meanwhile is not settled (V17).",
        ),
        law="LC 4610.6(h); 8 CCR 10575",
        button="Record the petition",
        done="The petition is recorded.",
        back=HERE,
    )


@_both
@requires("appeal.record")
def deny(request: HttpRequest, case_number: str) -> HttpResponse:
    """The board left it standing."""
    return step(
        request,
        case_number,
        forms.DecisionForm,
        lambda actor, form: commands.deny_petition(
            actor, case_number, form.cleaned_data["decided"], **form.terms
        ),
        tab=TAB,
        title="Petition denied",
        sentence="The board left the determination standing.",
        law="LC 4610.6(h)",
        button="Record",
        done="Recorded.",
        back=HERE,
    )


@_both
@requires("remand.order")
def remand(request: HttpRequest, case_number: str) -> HttpResponse:
    """The board reversed."""
    return step(
        request,
        case_number,
        forms.RemandForm,
        lambda actor, form: commands.remand(
            actor,
            case_number,
            decided=form.cleaned_data["decided"],
            fact=form.cleaned_data["fact"],
            **form.terms,
        ),
        tab=TAB,
        title="Remand to another reviewer",
        sentence="The board reversed. A new case opens at once, with the same treatments and the same file.",
        consequences=(
            "Every reviewer of this case is barred from the new one.",
            "The wrong fact is shown to the new reviewer; a letter that says it again is stopped by quality.",
            "All parties are told the new case number.",
        ),
        law="LC 4610.6(i); a new case number: own arrangement",
        button="Remand and open the new case",
        done="The new case is open; the parties are told.",
        back=HERE,
        to=_new_case,
    )


def _new_case(case: Case) -> str:
    return address(case.number)
