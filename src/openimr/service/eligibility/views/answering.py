"""The questions and their answers, and the way between staff and regulator."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases import legal
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import answering as commands
from openimr.service.cases.commands.eligibility import track as track_of
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import address, carry_out, opened, page
from openimr.service.cases.people import shown as people
from openimr.service.cases.projecting import clocks
from openimr.service.cases.steps import Said, Step, acts, sent, show
from openimr.service.eligibility import showing
from openimr.service.eligibility.forms import AnswersForm, AttestForm, NoteForm
from openimr.service.office.clocks import chip

_TAB = "Eligibility"
_ATTESTED = "I looked at each of these questions in this case, and none of them applies."


@requires("case.history")
@require_safe
def questions(request: HttpRequest, case_number: str) -> HttpResponse:
    """Every question with both answers, what they come to, and what can be done."""
    return _page(request, opened(case_number), None)


@requires("eligibility.answer")
@require_POST
def answers(request: HttpRequest, case_number: str) -> HttpResponse:
    """Record the answers that were changed."""
    case = opened(case_number)
    actor = acting(request.user)
    found = legal.find(case, clock.now())
    form = AnswersForm(request.POST, case=case, questions=found.questions, side=commands.side_of(actor))
    if form.is_valid():
        command = partial(commands.answer_all, actor, case_number, form.answers(), **form.terms)
        if carry_out(request, form, command, "Your answers are recorded. Answer again to change one."):
            return redirect(address(case_number, "eligibility/"))
        case = form.case
    return _page(request, case, form)


def _page(request: HttpRequest, case: Case, form: AnswersForm | None) -> HttpResponse:
    now = clock.now()
    actor = acting(request.user)
    found = legal.find(case, now)
    side = commands.side_of(actor)
    if form is None and verdict(actor, "eligibility.answer", case):
        form = AnswersForm(case=case, questions=found.questions, side=side)
    given = [one for q in case.questions for one in (q.staff, q.regulator) if one is not None]
    listed = showing.shown(case, found, people(one.by for one in given), form)
    track = track_of(case)
    words = {True: "open", False: "not open", None: "not known"}
    waiting = [one for one in case.requests if one.kind == "eligibility"]
    context = page(
        request,
        case,
        "Eligibility",
        form=form,
        side=side,
        found=found,
        listed=listed,
        differing=[one for one in listed if one.differs],
        outcomes=showing.outcomes(case, found),
        counts=showing.counts(found),
        actions=showing.actions(actor, case, found),
        warning=showing.warning(case),
        track=track,
        track_said=words[track.allowed],
        requests=waiting,
        awaits=[chip(one, now) for one in clocks(case, now) if one.clock == "I2"],
        filing=[chip(one, now) for one in clocks(case, now) if one.clock in ("I1", "I1a", "I1c")],
    )
    status = 422 if form is not None and form.errors else 200
    return render(request, "eligibility/questions.html", context, status=status)


@acts("eligibility.answer")
def answer_open(request: HttpRequest, case_number: str) -> HttpResponse:
    """No to all that is open, as one deliberate act."""
    case = opened(case_number)
    actor = acting(request.user)
    form = AttestForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        _TAB,
        "Recorded: no to each of these questions. Answer one again to change it.",
        lambda actor, _: commands.answer_open(actor, case_number, _ATTESTED, **form.terms),
    ):
        return moved
    case = form.case
    found = legal.find(case, clock.now())
    left = commands.still_open(found.questions, commands.side_of(actor))
    said_yes = [one for one in found.questions if one.computed is True]
    step = Step(
        heading="Answer no to all that is open",
        button=f"Answer no {len(left)} times",
        lead="One answer is recorded for each question below, with the sentence that you confirm.",
        law="8 CCR 9792.10.3(a)",
        said=[
            Said(
                f"{len(left)} questions that get the answer no",
                [one.text if one.item is None else f"Treatment {one.item}: {one.text}" for one in left],
            ),
            *(
                [
                    Said(
                        "Left for an answer of their own: the facts say yes",
                        [one.title for one in said_yes],
                        tone="warn",
                    )
                ]
                if said_yes
                else []
            ),
        ],
        closed="" if left else "You have answered every question that can be answered this way.",
    )
    return show(request, form, _TAB, step)


@acts("eligibility.answer")
def route(request: HttpRequest, case_number: str) -> HttpResponse:
    """Send the case to the regulator."""
    case = opened(case_number)
    form = NoteForm(request.POST or None, case=case, required=False)
    if moved := sent(
        request,
        form,
        _TAB,
        "The case is with the regulator.",
        lambda actor, data: commands.route(actor, case_number, data["note"], **form.terms),
    ):
        return moved
    case = form.case
    counts = showing.counts(legal.find(case, clock.now()))
    step = Step(
        heading="Send to the regulator",
        button="Send it",
        lead="The regulator answers the same questions and decides.",
        law="LC 4610.5(k), 8 CCR 9792.10.3(a)",
        consequences=[
            f"Staff answered {counts['staff']} of {counts['all']} questions; {counts['open']} nobody has answered.",
            "The case moves to the regulator's queue. Your answers stay and can still be changed.",
        ],
    )
    return show(request, form, _TAB, step)


@acts("eligibility.decide")
def back(request: HttpRequest, case_number: str) -> HttpResponse:
    """Send the case back to staff."""
    case = opened(case_number)
    form = NoteForm(request.POST or None, case=case, required=True)
    if moved := sent(
        request,
        form,
        _TAB,
        "The case is back with staff.",
        lambda actor, data: commands.send_back(actor, case_number, data["note"], **form.terms),
    ):
        return moved
    case = form.case
    step = Step(
        heading="Send back to staff",
        button="Send it back",
        lead="The case returns to the office's queue; your answers stay.",
    )
    return show(request, form, _TAB, step)
