"""Whether the file is enough: reminding, complete, insufficient, going on without, late records."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases import filed
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import sufficiency as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.pages import address, carry_out, opened
from openimr.service.cases.projecting import moment
from openimr.service.clock import PACIFIC
from openimr.service.eligibility.steps import Clocks, Said, Step, show
from openimr.service.office.clocks import chip
from openimr.service.records import showing
from openimr.service.records.forms import MissingForm, PlainForm, SinceForm

_HERE = "records/"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@requires("records.complete")
@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, case_number: str) -> HttpResponse:
    """Remind the claims administrator of what is missing."""
    case = opened(case_number)
    missing = filed.missing(case, clock.now())
    form = MissingForm(request.POST or None, case=case, missing=missing)
    if request.method == "POST" and form.is_valid():
        command = partial(
            commands.remind, acting(request.user), case_number, form.cleaned_data["codes"], **form.terms
        )
        if carry_out(request, form, command, "The reminder is in the outbox."):
            return redirect(address(case_number, _HERE))
        case = form.case
    step = Step(
        heading="Remind the claims administrator",
        button="Send the reminder",
        back=address(case_number, _HERE),
        lead="The reminder says what is asked for, until when, and what late records may cost.",
        law="8 CCR 9792.10.5(a)(1)",
        clocks=[Clocks("The records", showing.record_clocks(case, clock.now()))],
        closed="" if missing else "Nothing is missing.",
    )
    return show(request, case, "Records", step, form)


@requires("records.complete")
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, case_number: str) -> HttpResponse:
    """Declare the file complete."""
    case = opened(case_number)
    missing = filed.missing(case, clock.now())
    certain = [one for one in missing if one.asks is None]
    label = (
        "Why the file is complete all the same" if certain else "Why a later day counts than the last paper's"
    )
    form = SinceForm(request.POST or None, case=case, reason=label, initial=_last(case))
    clocks_then: list[Clocks] = []
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "count":
            clocks_then = [_decision(case, form, "The determination would be due")]
        else:
            command = partial(
                commands.complete,
                acting(request.user),
                case_number,
                form.since,
                reason=form.cleaned_data["reason"],
                **form.terms,
            )
            if carry_out(request, form, command, "The file is complete; the clock of the decision runs."):
                return redirect(address(case_number, _HERE))
            case = form.case
    enough = filed.may_decide(case)
    step = Step(
        heading="Declare the file complete",
        button="Declare it complete",
        back=address(case_number, _HERE),
        lead="The time to decide runs from the day on which the last paper that was needed arrived.",
        law="LC 4610.6(d)(1), LC 4610.5(l)-(o)",
        clocks=clocks_then or [_if_last(case)],
        said=[*_missing(case), Said("Enough for a decision?", [enough.message], enough.law)],
        consequences=[
            "The clock of the decision starts and can't be set back.",
            "Clinical preparation begins.",
        ],
        other_buttons=[("count", "Count the due date from this day")],
        closed="" if enough.allowed else enough.message,
    )
    return show(request, case, "Records", step, form)


@requires("records.insufficient")
@require_http_methods(["GET", "HEAD", "POST"])
def insufficient(request: HttpRequest, case_number: str) -> HttpResponse:
    """Find the file insufficient, after the due date."""
    case = opened(case_number)
    now = clock.now()
    form = PlainForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        command = partial(commands.insufficient, acting(request.user), case_number, **form.terms)
        if carry_out(request, form, command, "The file is insufficient; chase it, refer it, or go on."):
            return redirect(address(case_number, _HERE))
        case = form.case
    due = filed.records_clock(case, now)
    early = due is not None and due.due is not None and now <= moment(due.due)
    missing = filed.missing(case, now)
    step = Step(
        heading="Find the file insufficient",
        button="Find it insufficient",
        back=address(case_number, _HERE),
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
    return show(request, case, "Records", step, form)


@requires("records.proceed")
@require_http_methods(["GET", "HEAD", "POST"])
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
    clocks_then: list[Clocks] = []
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "count":
            clocks_then = [_decision(case, form, "The determination would be due")]
        else:
            command = partial(
                commands.proceed,
                acting(request.user),
                case_number,
                form.since,
                form.cleaned_data["reason"],
                **form.terms,
            )
            if carry_out(request, form, command, "The review goes on; the clock of the decision runs."):
                return redirect(address(case_number, _HERE))
            case = form.case
    enough = filed.may_decide(case)
    step = Step(
        heading="Go on with what there is",
        button="Go on",
        back=address(case_number, _HERE),
        lead="The reviewer then works with the summary of the records in the decision and the parties' papers.",
        law="8 CCR 9792.10.6(b)(2)",
        clocks=clocks_then,
        said=[Said("Enough for a decision?", [enough.message], enough.law), *_missing(case)],
        consequences=["The clock of the decision starts and can't be set back."],
        other_buttons=[("count", "Count the due date from this day")],
        closed="" if enough.allowed else enough.message,
    )
    return show(request, case, "Records", step, form)


@requires("penalty.refer")
@require_http_methods(["GET", "HEAD", "POST"])
def refer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Put late records before the regulator."""
    case = opened(case_number)
    form = PlainForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        command = partial(commands.refer_late, acting(request.user), case_number, **form.terms)
        if carry_out(request, form, command, "The referral is in the outbox."):
            return redirect(address(case_number, _HERE))
        case = form.case
    late = filed.late(case, clock.now())
    said = []
    if late is not None:
        said = [Said(f"{late.title}: ${late.amount:,}", late.working, late.law, [late.asks], "warn")]
    step = Step(
        heading="Refer the late records to the regulator",
        button="Send the referral",
        back=address(case_number, _HERE),
        lead="A report of the facts. Whether there is a penalty, and how much, the regulator decides.",
        law="LC 4610.5(i), 8 CCR 9792.12(c)(6)",
        said=[*said, *_missing(case)],
        consequences=["The regulator gets the notice with what was late and how the days were counted."],
        closed="" if late is not None else "The records are not late.",
    )
    return show(request, case, "Records", step, form)


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


def _decision(case: Case, form: SinceForm, title: str) -> Clocks:
    now = clock.now()
    due = clocks_if(case, now, ("records.complete", form.since, {}), only=("I9",))
    return Clocks(title, [chip(one, now) for one in due])


def _missing(case: Case) -> list[Said]:
    out = []
    for one in showing.lacking(case, clock.now()):
        lines = [one.text, *([f"May cost {one.cost} by now, for the whole package."] if one.cost else [])]
        asks = [one.missing.asks] if one.missing.asks else []
        out.append(Said("Missing", lines, one.missing.law, asks, "warn" if asks else "bad"))
    return out
