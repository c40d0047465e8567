"""The notice of assignment: who is served how, and when the records are then due."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from openimr.service import clock
from openimr.service.cases.commands import assignment as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.records import AssignmentNotified
from openimr.service.cases.domain.folding import Meta, fold
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.filed import RECORDS_CLOCKS, STATUTE_CLOCK
from openimr.service.cases.notifying import facts_of
from openimr.service.cases.pages import opened
from openimr.service.cases.projecting import clocks
from openimr.service.cases.steps import Clocks, Preview, Said, Step, acts, looks, preview_of, sent, show
from openimr.service.notices import NoticeRefused, preview
from openimr.service.office.clocks import chip
from openimr.service.records.forms import AssignForm

_WORDS = {"electronic": "electronically", "fax": "by fax", "mail": "by mail"}


@acts("case.assign")
def assign(request: HttpRequest, case_number: str) -> HttpResponse:
    """Send the notice of assignment to all parties."""
    case = opened(case_number)
    form = AssignForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        "Records",
        "The notice of assignment is in the outbox.",
        lambda actor, _: commands.assign(
            actor, case_number, services=form.services(), paragraphs=form.paragraphs, **form.terms
        ),
        sends=lambda actor: commands.assign(actor, case_number),
    ):
        return moved
    case = form.case
    previews = _previews(case, form) if looks(request, form, "preview") else []
    step = Step(
        heading="Send the notice of assignment",
        button="Send it to all parties",
        lead="One paper: the finding of eligibility, the assignment, and the request for the records.",
        law="8 CCR 9792.10.4(b), LC 4610.5(k)",
        consequences=[
            "The records clock starts: the way in which the claims administrator is served decides it.",
            "One copy for each party goes to the outbox, with its own way of service.",
        ],
        clocks=[_own(case), *_due(case)],
        said=[_refused(case)] if case.refusals else [],
        previews=previews,
        other_buttons=[("preview", "Show the notices first")],
        closed=""
        if case.state == "B0"
        else "The notice goes out once the regulator found the case eligible.",
    )
    return show(request, form, "Records", step)


def _own(case: Case) -> Clocks:
    now = clock.now()
    return Clocks("This notice is due", [chip(one, now) for one in clocks(case, now) if one.clock == "I4"])


def _due(case: Case) -> list[Clocks]:
    """When the records would be due, for each way in which the claims administrator can be served."""
    now = clock.now()
    administrator = next((one for one in commands.served(case) if one.role == commands.OWES_RECORDS), None)
    out = []
    for way in commands.ways(administrator) if administrator else ():
        due = clocks_if(
            case,
            now,
            ("assignment.notice_sent", now, {"service": way}),
            only=(*RECORDS_CLOCKS, STATUTE_CLOCK),
        )
        out.append(
            Clocks(
                f"Records due if the claims administrator is served {_WORDS[way]} now",
                [chip(one, now) for one in due],
            )
        )
    return out


def _refused(case: Case) -> Said:
    lines = [f"Treatment {one.item}: {one.title}. {one.message}" for one in case.refusals]
    return Said("Not part of the review; named in the notice", lines, tone="warn")


def _previews(case: Case, form: AssignForm) -> list[Preview]:
    """What each party would read."""
    services = form.services()
    service = services.get(commands.OWES_RECORDS)
    if service is None:
        form.add_error(None, "The case names no claims administrator.")
        return []
    now = clock.now()
    after = fold(
        case, AssignmentNotified(service=service, services=services), Meta(case.version + 1, "", "", now)
    )
    out = []
    try:
        facts = facts_of(after, now, {})
        for one in commands.served(case):
            draft = preview("assignment", facts, commands.SERVED[one.role], confirmed=form.paragraphs)
            out.append(preview_of(draft, f"{one.shown}, {_WORDS[services[one.role]]}"))
    except NoticeRefused as problem:
        form.add_error(None, str(problem))
    return out
