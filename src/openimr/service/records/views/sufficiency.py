"""Whether the file is enough: reminding, complete, insufficient, going on without, late records."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from openimr.service import clock
from openimr.service.cases import filed
from openimr.service.cases.commands import sufficiency as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.pages import opened
from openimr.service.cases.projecting import moment
from openimr.service.cases.steps import Clocks, Said, Step, acts, looks, sent, show
from openimr.service.clock import PACIFIC
from openimr.service.office.clocks import chip
from openimr.service.records import showing
from openimr.service.records.forms import MissingForm, PlainForm, SinceForm

_TAB = "Records"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@acts("records.complete")
def remind(request: HttpRequest, case_number: str) -> HttpResponse:
    """Remind the claims administrator of what is missing."""
    case = opened(case_number)
    missing = filed.missing(case, clock.now())
    form = MissingForm(request.POST or None, case=case, missing=missing)
    if moved := sent(
        request,
        form,
        _TAB,
        "The reminder is in the outbox.",
        lambda actor, data: commands.remind(
            actor, case_number, data["codes"], paragraphs=form.paragraphs, **form.terms
        ),
        sends=lambda actor: commands.remind(actor, case_number, [one.code for one in missing]),
    ):
        return moved
    case = form.case
    step = Step(
        heading="Remind the claims administrator",
        button="Send the reminder",
        lead="The reminder says what is asked for, until when, and what late records may cost.",
        law="8 CCR 9792.10.5(a)(1)",
        clocks=[Clocks("The records", showing.record_clocks(case, clock.now()))],
        closed="" if missing else "Nothing is missing.",
    )
    return show(request, form, _TAB, step)


@acts("records.complete")
def complete(request: HttpRequest, case_number: str) -> HttpResponse:
    """Declare the file complete."""
    case = opened(case_number)
    missing = filed.missing(case, clock.now())
    certain = [one for one in missing if one.asks is None]
    label = (
        "Why the file is complete all the same" if certain else "Why a later day counts than the last paper's"
    )
    form = SinceForm(request.POST or None, case=case, reason=label, initial=_last(case))
    if moved := sent(
        request,
        form,
        _TAB,
        "The file is complete; the clock of the decision runs.",
        lambda actor, data: commands.complete(
            actor, case_number, form.since, reason=data["reason"], **form.terms
        ),
    ):
        return moved
    case = form.case
    counted = [_decision(case, form)] if looks(request, form, "count") else []
    enough = filed.may_decide(case)
    step = Step(
        heading="Declare the file complete",
        button="Declare it complete",
        lead="The time to decide runs from the day on which the last paper that was needed arrived.",
        law="LC 4610.6(d)(1), LC 4610.5(l)-(o)",
        clocks=counted or [_if_last(case)],
        said=[*_missing(case), Said("Enough for a decision?", [enough.message], enough.law)],
        consequences=[
            "The clock of the decision starts and can't be set back.",
            "Clinical preparation begins.",
        ],
        other_buttons=[("count", "Count the due date from this day")],
        closed="" if enough.allowed else enough.message,
    )
    return show(request, form, _TAB, step)


@acts("records.insufficient")
def insufficient(request: HttpRequest, case_number: str) -> HttpResponse:
    """Find the file insufficient, after the due date."""
    case = opened(case_number)
    now = clock.now()
    form = PlainForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "The file is insufficient; chase it, refer it, or go on.",
        lambda actor, _: commands.insufficient(actor, case_number, **form.terms),
    ):
        return moved
    case = form.case
    due = filed.records_clock(case, now)
    early = due is not None and due.due is not None and now <= moment(due.due)
    missing = filed.missing(case, now)
    step = Step(
        heading="Find the file insufficient",
        button="Find it insufficient",
        lead="The due date has passed and something is missing.",
        law="8 CCR 9792.10.5(a)(1), 9792.10.6(b)(2)",
        clocks=[Clocks("The records", showing.record_clocks(case, now))],
        said=_missing(case),
        consequences=[
            "The case is chased further; late records can be referred to the regulator.",
            "Clinical staff may decide to go on with what there is.",
        ],
        closed=f"The records are due by {commands.shown(due.due)}; until then the file can't be found insufficient."
        if early and due is not None and due.due is not None
        else ""
        if missing
        else "Nothing is missing; declare the file complete instead.",
    )
    return show(request, form, _TAB, step)


@acts("records.proceed")
def proceed(request: HttpRequest, case_number: str) -> HttpResponse:
    """Go on without the missing records."""
    case = opened(case_number)
    form = SinceForm(
        request.POST or None,
        case=case,
        reason="Why what is there is enough for a decision",
        initial={"at": clock.today()},
    )
    form.fields["at"].label = "The day on which this was decided"
    form.fields["reason"].required = True
    if moved := sent(
        request,
        form,
        _TAB,
        "The review goes on; the clock of the decision runs.",
        lambda actor, data: commands.proceed(actor, case_number, form.since, data["reason"], **form.terms),
    ):
        return moved
    case = form.case
    counted = [_decision(case, form)] if looks(request, form, "count") else []
    enough = filed.may_decide(case)
    step = Step(
        heading="Go on with what there is",
        button="Go on",
        lead="The reviewer then works with the summary of the records in the decision and the parties' papers.",
        law="8 CCR 9792.10.6(b)(2)",
        clocks=counted,
        said=[Said("Enough for a decision?", [enough.message], enough.law), *_missing(case)],
        consequences=["The clock of the decision starts and can't be set back."],
        other_buttons=[("count", "Count the due date from this day")],
        closed="" if enough.allowed else enough.message,
    )
    return show(request, form, _TAB, step)


@acts("penalty.refer")
def refer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Put late records before the regulator."""
    case = opened(case_number)
    form = PlainForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "The referral is in the outbox.",
        lambda actor, _: commands.refer_late(actor, case_number, paragraphs=form.paragraphs, **form.terms),
        sends=lambda actor: commands.refer_late(actor, case_number),
    ):
        return moved
    case = form.case
    late = filed.late(case, clock.now())
    said = []
    if late is not None:
        said = [Said(f"{late.title}: ${late.amount:,}", late.working, late.law, [late.asks], "warn")]
    step = Step(
        heading="Refer the late records to the regulator",
        button="Send the referral",
        lead="A report of the facts. Whether there is a penalty, and how much, the regulator decides.",
        law="LC 4610.5(i), 8 CCR 9792.12(c)(6)",
        said=[*said, *_missing(case)],
        consequences=["The regulator gets the notice with what was late and how the days were counted."],
        closed="" if late is not None else "The records are not late.",
    )
    return show(request, form, _TAB, step)


def _last(case: Case) -> dict[str, object]:
    """The day, and for an expedited review the time, at which the last paper came."""
    if not case.documents:
        return {}
    last = max(case.documents, key=lambda one: (one.received, one.added or _LONG_AGO))
    at = last.added.astimezone(PACIFIC) if last.added else None
    same_day = at is not None and at.date() == last.received
    return {
        "at": last.received,
        "time": at.time().replace(second=0, microsecond=0) if at and same_day else None,
    }


def _if_last(case: Case) -> Clocks:
    found = _last(case)
    if not found:
        return Clocks("", [])
    now = clock.now()
    due = clocks_if(case, now, ("records.complete", found["at"], {}), only=("I9",))  # type: ignore[arg-type]
    return Clocks(
        "The determination would be due, from the day of the last paper", [chip(one, now) for one in due]
    )


def _decision(case: Case, form: SinceForm) -> Clocks:
    now = clock.now()
    due = clocks_if(case, now, ("records.complete", form.since, {}), only=("I9",))
    return Clocks("The determination would be due", [chip(one, now) for one in due])


def _missing(case: Case) -> list[Said]:
    out = []
    for one in showing.lacking(case, clock.now()):
        lines = [one.text, *([f"May cost {one.cost} by now, for the whole package."] if one.cost else [])]
        asks = [one.missing.asks] if one.missing.asks else []
        out.append(Said("Missing", lines, one.missing.law, asks, "warn" if asks else "bad"))
    return out
