"""The regulator's decision: eligible, item by item, or ineligible, reason by reason."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from openimr.law.eligibility import Eligibility
from openimr.service import clock
from openimr.service.cases import legal
from openimr.service.cases.commands import eligibility as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.notifying import facts_of
from openimr.service.cases.pages import opened
from openimr.service.cases.refusals import Refused
from openimr.service.cases.steps import Clocks, Preview, Said, Step, acts, looks, preview_of, sent, show
from openimr.service.eligibility import showing
from openimr.service.eligibility.forms import FindForm, RefuseForm
from openimr.service.notices import NoticeRefused, preview
from openimr.service.office.clocks import chip

_TAB = "Eligibility"


@acts("eligibility.decide")
def eligible(request: HttpRequest, case_number: str) -> HttpResponse:
    """Find the application eligible."""
    case = opened(case_number)
    form = FindForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "Found eligible. The notice of assignment is due within one business day.",
        lambda actor, data: commands.find_eligible(
            actor,
            case_number,
            priority=data["priority"],
            priority_reason=data["priority_reason"],
            formulary=data["formulary"] == "yes",
            formulary_reason=data["formulary_reason"],
            **form.terms,
        ),
    ):
        return moved
    case = form.case
    found = legal.find(case, clock.now())
    step = Step(
        heading="Find the application eligible",
        button="Find it eligible",
        lead="You decide for each treatment by your answers; here are what they come to.",
        law="LC 4610.5(k), 8 CCR 9792.10.3",
        said=[*_treatments(case, found), *_warnings(case), _track(case)],
        clocks=[_assignment(case)],
        consequences=[
            "The case is assigned. Records staff send the notice of assignment to all parties.",
            "Treatments that are not eligible are named in that notice with their reasons.",
        ],
        closed=_closed(found),
    )
    return show(request, form, _TAB, step)


def _closed(found: Eligibility) -> str:
    if found.unanswered:
        return f"A question is open: {found.unanswered[0].question} What nobody answered is unknown, not no."
    if not any(one.status == "eligible" for one in found.items):
        return "The answers leave no treatment eligible; find the application ineligible, defer it, or change an answer."
    return ""


def _treatments(case: Case, found: Eligibility) -> list[Said]:
    out = []
    for one in showing.outcomes(case, found):
        lines = [f"{reason.title}: {reason.message}" for reason in one.reasons]
        law = [law for reason in one.reasons for law in reason.law]
        asks = [reason.asks for reason in one.reasons if reason.asks]
        tone = {"good": "good", "warn": "warn", "bad": "bad"}[one.badge.tone]
        out.append(Said(f"Treatment {one.number}, {one.text}: {one.badge.text}", lines, law, asks, tone))
    return out


def _warnings(case: Case) -> list[Said]:
    text = showing.warning(case)
    return [Said("Decision of Apr 1, 2026 or later", [text], tone="warn")] if text else []


def _track(case: Case) -> Said:
    verdict = commands.track(case)
    words = {True: "is open", False: "is not open", None: "can't be told from the form"}[verdict.allowed]
    tone = {True: "good", False: "info", None: "warn"}[verdict.allowed]
    return Said(f"The expedited track {words}", verdict.working, verdict.law, verdict.asks, tone)


def _assignment(case: Case) -> Clocks:
    now = clock.now()
    due = clocks_if(case, now, ("eligibility.found", now, {}), only=("I4",))
    return Clocks("The notice of assignment would be due", [chip(one, now) for one in due])


@acts("eligibility.decide")
def ineligible(request: HttpRequest, case_number: str) -> HttpResponse:
    """Find the application ineligible: each reason is confirmed by itself, and the notice is shown before."""
    case = opened(case_number)
    now = clock.now()
    found = legal.find(case, now)
    bars = [one for one in found.reasons if one.outcome != "deferred"]
    choices = [
        (
            commands.name_of(one),
            (f"Treatment {one.item}. " if one.item is not None else "") + f"{one.title}. {one.message}",
        )
        for one in bars
    ]
    form = RefuseForm(request.POST or None, case=case, reasons=choices)
    if moved := sent(
        request,
        form,
        _TAB,
        "Found ineligible; the notice is in the outbox.",
        lambda actor, data: commands.refuse(
            actor, case_number, data["codes"], paragraphs=form.paragraphs, **form.terms
        ),
        sends=lambda actor: commands.refuse(actor, case_number, [code for code, _ in choices]),
    ):
        return moved
    case = form.case
    previews = _previews(case, found, form) if looks(request, form, "preview") else []
    step = Step(
        heading="Find the application ineligible",
        button="Find it ineligible and send the notice",
        lead="Confirm each reason that you rest the decision on. The parties may appeal it.",
        law="LC 4610.5(k), 8 CCR 9792.10.3(c)",
        said=[
            *_warnings(case),
            *(
                Said(
                    one.title,
                    [f"{'Can be cured' if one.curable else 'Can not be cured'}. {one.how or ''}"],
                    one.law,
                    [one.asks] if one.asks else [],
                    "warn" if one.asks else "info",
                )
                for one in bars
            ),
        ],
        consequences=[
            "The case ends here, unless it is appealed.",
            "Every party gets the notice at once, with each reason, its law, and what can be put right.",
        ],
        other_buttons=[("preview", "Show the notice first")],
        previews=previews,
        danger=True,
        closed="" if bars else "No answer gives a reason against the application.",
    )
    return show(request, form, _TAB, step)


def _previews(case: Case, found: Eligibility, form: RefuseForm) -> list[Preview]:
    try:
        chosen = commands.confirmed(case, found.reasons, form.cleaned_data["codes"])
        after = case.model_copy(update={"refusals": tuple(legal.refusal(one) for one in chosen)})
        facts = facts_of(after, clock.now(), {})
        draft = preview("ineligibility", facts, "employee", confirmed=form.paragraphs)
    except Refused as problem:
        form.add_error("codes" if problem.field else None, problem.message)
        return []
    except NoticeRefused as problem:
        form.add_error(None, str(problem))
        return []
    return [preview_of(draft, "the employee; the others get the same with their own address")]
