"""Faster, another claims administrator, a dispute over liability."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from openimr.law.requirements import Verdict
from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import changes as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.pages import opened
from openimr.service.cases.projecting import CLOSED, clocks
from openimr.service.cases.steps import Clocks, Said, Step, acts, sent, show
from openimr.service.office.clocks import chip
from openimr.service.records.changes_forms import AdministratorForm, ExpediteForm, LiabilityForm


@acts("case.expedite")
def expedite(request: HttpRequest, case_number: str) -> HttpResponse:
    """Convert a regular case to expedited."""
    case = opened(case_number)
    form = ExpediteForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        "Overview",
        "The review is expedited; all parties are told.",
        lambda actor, data: commands.expedite(
            actor,
            case_number,
            certified_by=data["certified_by"],
            document=data["document"] or None,
            support=data["support"],
            treatment_given=form.given,
            reason=data["reason"],
            paragraphs=form.paragraphs,
            **form.terms,
        ),
        sends=lambda actor: commands.expedite(
            actor,
            case_number,
            certified_by="treating physician",
            document=case.documents[0].id if case.documents else None,
            support=[one.id for one in case.documents],
            treatment_given=False,
            reason="…",
        ),
    ):
        return moved
    case = form.case
    verdict = commands.convertible(case)
    never = [one for one in verdict.reasons if one.code in ("REGULAR", "IN_REVIEW", "NOT_GIVEN")]
    step = Step(
        heading="Convert to expedited",
        button="Convert it and tell all parties",
        lead="On the treating physician's written certification, with papers that support it.",
        law="8 CCR 9792.10.4(c), LC 4610.6(d)(1)(C)",
        said=[_verdict("What the law asks", verdict)],
        clocks=_before_after(case),
        consequences=[
            "Every party is told at once, with the new due dates.",
            "Records are due within 24 hours, the determination within 72 hours of a complete file.",
        ],
        closed=f"{never[0].title}: does not hold. {never[0].how}" if never else "",
    )
    return show(request, form, "Convert to expedited", step)


def _verdict(title: str, verdict: Verdict) -> Said:
    tone = {True: "good", False: "bad", None: "warn"}[verdict.allowed]
    return Said(title, verdict.working, verdict.law, verdict.asks, tone)


def _before_after(case: Case) -> list[Clocks]:
    now = clock.now()
    wanted = ("I4", "I5", "I5e", "I5s", "I5x", "I9")
    before = [one for one in clocks(case, now) if one.clock in wanted and one.met_at is None]
    after = clocks_if(case, now, ("case.expedited", now, {}), priority="expedited", only=wanted)
    return [
        Clocks("Clocks now", [chip(one, now) for one in before]),
        Clocks("Clocks afterwards", [chip(one, now) for one in after if one.met_at is None]),
    ]


@acts("mail.sort")
def administrator(request: HttpRequest, case_number: str) -> HttpResponse:
    """Another claims administrator took the claim over."""
    case = opened(case_number)
    form = AdministratorForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        "Overview",
        "The change is recorded; both administrators and all parties are told.",
        lambda actor, data: commands.change_administrator(
            actor, case_number, form.person, data["effective"], notified=data["notified"], **form.terms
        ),
    ):
        return moved
    case = form.case
    now_ = next((one for one in case.parties if one.role == "claims administrator"), None)
    lines = (
        [now_.shown, *now_.address, *filter(None, [now_.city, now_.email])] if now_ else ["None is named."]
    )
    step = Step(
        heading="Change the claims administrator",
        button="Record the change",
        lead="Notices go to the new one from now on; due dates stay as they are.",
        law="LC 4610.5(p)",
        said=[Said("The claims administrator now", lines)],
        consequences=["The former and the new administrator and all parties get a notice of the change."],
    )
    return show(request, form, "Change the claims administrator", step)


@acts("mail.sort")
def liability(request: HttpRequest, case_number: str) -> HttpResponse:
    """Record that liability is disputed, or no longer."""
    case = opened(case_number)
    open_ = commands.liability_open(case)
    form = LiabilityForm(request.POST or None, case=case, open_=open_)
    done = (
        "Recorded: liability is no longer disputed."
        if open_
        else "Recorded: liability is disputed. Whether that defers the review the regulator decides."
    )
    if moved := sent(
        request,
        form,
        "Overview",
        done,
        lambda actor, data: _liability(actor, case_number, data, form.terms, open_=open_),
    ):
        return moved
    case = form.case
    closed = ""
    if case.state in CLOSED:
        closed = "The case is over; nothing changes in it any more."
    elif case.state == "A4":
        closed = "The case is deferred: resume it with the notice on the page Eligibility."
    step = Step(
        heading="Liability is no longer disputed" if open_ else "Record a dispute over liability",
        button="Record it",
        lead="A dispute over liability for the injury or the treatment, on other grounds than medical necessity.",
        law="LC 4610.5(h)(2), (k)",
        consequences=["It is recorded. The review goes on unless the regulator defers it."]
        if not open_
        else ["A new window of 30 days to apply runs from the day on which the notice was served."],
        closed=closed,
    )
    return show(request, form, "Liability", step)


def _liability(
    actor: Actor, number: str, data: dict[str, Any], terms: dict[str, Any], *, open_: bool
) -> Case:
    day, what, document = data["day"], data["what"], data["document"] or None
    if not open_:
        return commands.dispute_liability(actor, number, day, what, document=document, **terms)
    service = data["service"] or None
    return commands.resolve_liability(actor, number, day, what, service=service, document=document, **terms)
