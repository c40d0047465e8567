"""Receipt, implementation, appeal, remand: an overview, and one page for each step."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.after import forms
from openimr.service.after.grounds import grounds
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import appeals, implementing
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import address, opened, page
from openimr.service.cases.projecting import clocks
from openimr.service.cases.steps import step
from openimr.service.office.clocks import chip

TAB = "After"
#: The clocks of this page: authorize, reimburse, appeal.
_CLOCKS = ("I13", "I14", "I15")


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


@step(
    "implementation.record",
    forms.ReceiptForm,
    TAB,
    title="Received by the claims administrator",
    sentence="The time to authorize or reimburse begins on that day.",
    law="LC 4610.6(j); 8 CCR 9792.10.7(a)",
    button="Record",
    done="Recorded; the clock runs.",
)
def receive(actor: Actor, number: str, form: forms.ReceiptForm) -> Case:
    """When the claims administrator got the letter."""
    said = form.cleaned_data
    return implementing.receive(actor, number, said["received"], said["given"] == "yes", **form.terms)


@step(
    "implementation.record",
    forms.AuthorizedForm,
    TAB,
    title="Authorized or reimbursed",
    sentence="The decision was carried out.",
    law="LC 4610.6(j)",
    button="Record",
    done="Recorded.",
)
def authorize(actor: Actor, number: str, form: forms.AuthorizedForm) -> Case:
    """What was overturned was authorized or paid."""
    said = form.cleaned_data
    reimbursed = said["how"] == "reimbursed"
    return implementing.authorize(
        actor, number, said["authorized"], reimbursed=reimbursed, note=said["note"], **form.terms
    )


@step(
    "implementation.record",
    forms.NoteForm,
    TAB,
    title="Not authorized in time",
    sentence="The time has passed and nothing was authorized.",
    consequences=("The case can then be referred to the regulator, who alone decides on a penalty.",),
    law="LC 4610.6(j), (k)",
    button="Record",
    done="Recorded. The case can be referred to the regulator.",
)
def not_authorized(actor: Actor, number: str, form: forms.NoteForm) -> Case:
    """The time passed."""
    return implementing.not_authorized(actor, number, note=form.cleaned_data["note"], **form.terms)


@step(
    "penalty.refer",
    forms.BareForm,
    TAB,
    title="Refer to the regulator",
    sentence="The regulator gets a report with the days as they were counted.",
    consequences=("Nothing is proposed; whether anything is ordered the regulator decides.",),
    law="LC 4610.6(k); 8 CCR 9792.10.7(b)",
    button="Send the report",
    done="The report to the regulator is in the outbox.",
)
def refer(actor: Actor, number: str, form: forms.BareForm) -> Case:
    """To the regulator."""
    return implementing.refer(actor, number, **form.terms)


@step(
    "appeal.record",
    forms.PetitionForm,
    TAB,
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
)
def petition(actor: Actor, number: str, form: forms.PetitionForm) -> Case:
    """A petition was filed."""
    said = form.cleaned_data
    return appeals.file_petition(
        actor,
        number,
        filed=said["filed"],
        by=said["by"],
        grounds=said["grounds"],
        adjudication_number=said["adjudication_number"],
        **form.terms,
    )


@step(
    "appeal.record",
    forms.DecisionForm,
    TAB,
    title="Petition denied",
    sentence="The board left the determination standing.",
    law="LC 4610.6(h)",
    button="Record",
    done="Recorded.",
)
def deny(actor: Actor, number: str, form: forms.DecisionForm) -> Case:
    """The board left it standing."""
    return appeals.deny_petition(actor, number, form.cleaned_data["decided"], **form.terms)


def _new_case(case: Case) -> str:
    return address(case.number)


@step(
    "remand.order",
    forms.RemandForm,
    TAB,
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
    to=_new_case,
)
def remand(actor: Actor, number: str, form: forms.RemandForm) -> Case:
    """The board reversed."""
    said = form.cleaned_data
    return appeals.remand(actor, number, decided=said["decided"], fact=said["fact"], **form.terms)
