"""Asking for information, recording answers, deferring and resuming."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from openimr.service import clock
from openimr.service.cases import legal
from openimr.service.cases.commands import waiting as commands
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.pages import opened
from openimr.service.cases.projecting import clocks
from openimr.service.cases.steps import Clocks, Said, Step, acts, sent, show
from openimr.service.eligibility.forms import (
    DeferForm,
    InformationForm,
    ReceivedForm,
    ResumeForm,
    WithoutForm,
)
from openimr.service.office.clocks import chip

_TAB = "Eligibility"


@acts("information.request")
def request_information(request: HttpRequest, case_number: str) -> HttpResponse:
    """Ask parties for information."""
    case = opened(case_number)
    now = clock.now()
    parties = [
        (one.role, f"{one.shown} ({one.role})") for one in case.parties if one.role in commands.ASKABLE
    ]
    form = InformationForm(request.POST or None, case=case, parties=parties)
    if moved := sent(
        request,
        form,
        _TAB,
        "The request is in the outbox; the case waits for the answer.",
        lambda actor, data: commands.request_information(
            actor,
            case_number,
            data["to"],
            data["text"],
            means=data["means"],
            paragraphs=form.paragraphs,
            **form.terms,
        ),
        sends=lambda actor: commands.request_information(
            actor, case_number, [role for role, _ in parties], "…"
        ),
    ):
        return moved
    case = form.case
    chips = [
        chip(one, now)
        for means in ("electronic", "mail")
        for one in clocks_if(
            case,
            now,
            ("information.request_received", commands.had_by(means, now), {}),
            only=("I2",),
        )[-1:]
    ]
    step = Step(
        heading="Ask for information",
        button="Send the request",
        lead="What you write goes to those you choose; everybody else gets a copy.",
        law="8 CCR 9792.10.3(b), (c)",
        consequences=["The case waits. When the last answer is in, the review goes on by itself."],
        clocks=[Clocks("The answer is due: asked today electronically, by phone or fax; and by mail", chips)],
    )
    return show(request, form, _TAB, step)


@acts("information.receive")
def receive_information(request: HttpRequest, case_number: str, request_id: int) -> HttpResponse:
    """Record an answer."""
    case = opened(case_number)
    asked = next((one for one in case.requests if one.id == request_id and one.kind == "eligibility"), None)
    if asked is None:
        raise Http404("There is no such request.")
    form = ReceivedForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "The answer is recorded.",
        lambda actor, data: commands.receive_information(
            actor, case_number, request_id, data["text"], documents=data["documents"], **form.terms
        ),
    ):
        return moved
    step = Step(
        heading="Record the answer",
        button="Record it",
        said=[Said(f"Asked of: {', '.join(asked.to)}", asked.text.splitlines())],
        law="8 CCR 9792.10.3(c)",
        closed="" if asked.answered is None else "This request was answered.",
    )
    return show(request, form, _TAB, step)


@acts("information.receive")
def go_on(request: HttpRequest, case_number: str) -> HttpResponse:
    """Go on although no answer came."""
    case = opened(case_number)
    now = clock.now()
    form = WithoutForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "The review goes on with what is known.",
        lambda actor, data: commands.go_on_without(
            actor, case_number, received=data["received"], **form.terms
        ),
    ):
        return moved
    case = form.case
    waiting = [one for one in clocks(case, now) if one.clock == "I2"]
    if waiting and all(one.due is not None for one in waiting):
        del form.fields["received"]
    step = Step(
        heading="Go on without an answer",
        button="Go on",
        lead="What nobody answered stays unknown: it is no reason against the application.",
        law="8 CCR 9792.10.3(c)",
        clocks=[Clocks("The time to answer", [chip(one, now) for one in waiting])],
    )
    return show(request, form, _TAB, step)


@acts("case.defer")
def defer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Put the review on hold while liability is disputed."""
    case = opened(case_number)
    reasons = [one for one in legal.find(case, clock.now()).reasons if one.outcome == "deferred"]
    form = DeferForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "The review is on hold; the parties are told.",
        lambda actor, data: commands.defer(actor, case_number, disputed=data["disputed"], **form.terms),
    ):
        return moved
    step = Step(
        heading="Defer the review",
        button="Defer it and tell the parties",
        lead="The review waits until the dispute over liability is resolved.",
        law="LC 4610.5(k), 8 CCR 9792.10.3(d)",
        said=[Said(one.title, [one.message], one.law, [one.asks] if one.asks else []) for one in reasons],
        consequences=[
            "Every party gets a notice with what is disputed and what starts the review again.",
            "When the claims administrator serves notice that the dispute is over, 30 new days run.",
        ],
        closed="" if reasons else "No answer says that liability is disputed; answer that question first.",
    )
    return show(request, form, _TAB, step)


@acts("case.resume")
def resume(request: HttpRequest, case_number: str) -> HttpResponse:
    """Take a deferred case up again."""
    case = opened(case_number)
    form = ResumeForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "The review goes on.",
        lambda actor, data: commands.resume(
            actor, case_number, data["served"], data["service"], **form.terms
        ),
    ):
        return moved
    case = form.case
    step = Step(
        heading="Resume the review",
        button="Resume it",
        lead="On the claims administrator's notice that the dispute over liability is resolved.",
        law="LC 4610.5(h)(2)",
        said=[Said(one.title, [one.message]) for one in case.refusals],
        consequences=["The case returns to the eligibility review; 30 days to apply run from that notice."],
    )
    return show(request, form, _TAB, step)
