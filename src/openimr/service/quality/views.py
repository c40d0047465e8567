"""The pages of quality: what was found, and the four things that can be done with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service.accounts.access import requires
from openimr.service.accounts.permissions import NotAllowed, sees
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import quality as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import address, opened, page
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Refused
from openimr.service.cases.steps import step
from openimr.service.issuing import previews
from openimr.service.issuing.covering import cover_of
from openimr.service.issuing.held import determination
from openimr.service.issuing.making import NotMade
from openimr.service.ledger.models import Event
from openimr.service.quality.checking import signed
from openimr.service.quality.forms import AnswerForm, QuestionForm, ReleaseForm, ReturnForm
from openimr.service.quality.model import Problem
from openimr.service.review.determining import document_line

_SAID = {
    "quality.escalated": "Asked the medical director",
    "quality.answered": "The medical director answered",
    "quality.released": "Released",
}


@require_safe
@requires("quality.view")
def overview(request: HttpRequest, case_number: str) -> HttpResponse:
    """Everything that quality has to look at in one case."""
    _may_read(request)
    case = opened(case_number)
    context: dict[str, Any] = {"log": _log(case), "documents": _documents(case), "reviews": signed(case)}
    if case.state == "C3":
        try:
            found = commands.found_in(case)
            draft = commands.decided(case)
            context |= _sorted(case, found) | {
                "draft": draft,
                "items": [_compared(case, one) for one in draft.items],
                "sheets": previews.sheets(_pdf(case)),
            }
        except (Refused, NotMade) as problem:
            context["problem"] = str(problem)
    return render(request, "quality/overview.html", page(request, case, "Quality", **context))


@require_safe
@requires("quality.view")
def letter(request: HttpRequest, case_number: str) -> HttpResponse:
    """The letter as it will look, without its date of mailing."""
    _may_read(request)
    return previews.file(_preview(case_number), f"{case_number}-draft.pdf")


@require_safe
@requires("quality.view")
def picture(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """One page of it."""
    _may_read(request)
    return previews.picture(_preview(case_number), number)


def _findings(case: Case) -> dict[str, Any]:
    try:
        return _sorted(case, commands.found_in(case))
    except Refused as problem:
        return {"problem": problem.message}


@step(
    "quality.return",
    ReturnForm,
    "Quality",
    title="Return to the reviewer",
    sentence="The reviewer gets your question and the findings that you choose, and signs again.",
    consequences=(
        "The signature is undone; what the reviewer wrote stays as a draft.",
        "The reviewer is told at once, on the work page and by a message.",
        "The decision on each treatment stays the reviewer’s; nobody here may suggest one.",
        "The clock of the determination goes on.",
    ),
    law="LC 139.5(d)(3); LC 4610.6(e)",
    button="Return the review",
    done="The review is back with its reviewer.",
)
def give_back(actor: Actor, number: str, form: ReturnForm) -> Case:
    """Return the review to its reviewer."""
    return commands.return_to_reviewer(
        actor,
        number,
        form.cleaned_data["question"],
        findings=form.cleaned_data.get("findings", ()),
        review=form.cleaned_data.get("review"),
        **form.terms,
    )


@step(
    "quality.escalate",
    QuestionForm,
    "Quality",
    title="Ask the medical director",
    sentence="The case moves to the medical director’s queue until the answer is there.",
    consequences=("Nobody can release it meanwhile.", "The clock of the determination goes on."),
    law="LC 139.5(c)(1)",
    button="Send the question",
    done="The question is with the medical director.",
)
def escalate(actor: Actor, number: str, form: QuestionForm) -> Case:
    """Ask the medical director."""
    return commands.escalate(actor, number, form.cleaned_data["question"], **form.terms)


@step(
    "quality.answer",
    AnswerForm,
    "Quality",
    title="Answer quality’s question",
    sentence="The case goes back to quality with your answer.",
    law="LC 139.5(c)(1)",
    button="Send the answer",
    done="Your answer is with quality.",
    context=lambda case: {"asked": [one for one in _log(case) if one["type"] == "quality.escalated"][-1:]},
)
def answer(actor: Actor, number: str, form: AnswerForm) -> Case:
    """The medical director answers."""
    return commands.answer(actor, number, form.cleaned_data["text"], **form.terms)


@step(
    "quality.release",
    ReleaseForm,
    "Quality",
    title="Release the determination",
    sentence="You are the second person: you say that nothing stops this letter.",
    consequences=(
        "The determination is fixed word for word as the reviewer signed it.",
        "Letter and quality staff can issue the letter from now on.",
        "What you override is kept with your reason.",
    ),
    law="LC 139.5(d)(3); release by a second person: own arrangement",
    button="Release",
    done="Released. The letter can be issued.",
    to="letter/",
    template="quality/release.html",
    context=_findings,
)
def release(actor: Actor, number: str, form: ReleaseForm) -> Case:
    """Release the determination."""
    return commands.release(
        actor, number, overrides=form.overrides, note=form.cleaned_data["note"], **form.terms
    )


def _may_read(request: HttpRequest) -> None:
    if not sees(request.user, "quality.notes"):  # type: ignore[arg-type]
        raise NotAllowed(
            "Quality’s findings are for letter and quality staff, the medical director and the regulator."
        )


def _sorted(case: Case, found: tuple[Problem, ...]) -> dict[str, Any]:
    said = _answers(case)
    found = tuple(replace(one, answer=said.get((one.code, one.item, one.message), "")) for one in found)
    return {
        "stops": [one for one in found if one.severity == "stop"],
        "errors": [one for one in found if one.severity == "error"],
        "warnings": [one for one in found if one.severity == "warning"],
    }


def _answers(case: Case) -> dict[tuple[str, int | None, str], str]:
    """What the reviewers said to the checks' findings when they signed."""
    events = Event.objects.filter(stream=f"case:{case.number}", type="review.signed").order_by("number")
    return {
        (one["code"], one.get("item"), one["message"]): one["answer"]
        for event in events
        for one in event.data.get("findings", ())
        if one.get("answer")
    }


def _compared(case: Case, item: Any) -> dict[str, Any]:
    asked = next((one for one in case.eligible_items if one.number == item.number), None)
    return {
        "number": item.number,
        "asked": asked.text if asked else "",
        "letter": item.heading,
        "decision": item.decision,
        "same": asked is not None and " ".join(asked.text.split()) == " ".join(item.heading.split()),
    }


def _documents(case: Case) -> list[dict[str, Any]]:
    reviews = signed(case)
    return [
        {
            "line": document_line(one),
            "address": address(case.number, f"file/{one.id}/"),
            "reviewed": all(one.id in review.documents_reviewed for review in reviews),
        }
        for one in case.documents
        if one.in_file
    ]


def _log(case: Case) -> list[dict[str, Any]]:
    names = shown(entry["by"] for entry in case.quality)
    log = [
        {
            **entry,
            "what": _SAID.get(entry["type"], entry["type"]),
            "who": names[entry["by"]],
            "text": entry.get("reason") or entry.get("answer") or entry.get("note") or "",
            "overridden": [one for one in entry.get("findings", ()) if one.get("reason")],
        }
        for entry in case.quality
    ]
    for review in case.reviews:
        who = shown(one["by"] for one in review.returned)
        log += [
            {
                "type": "quality.returned",
                "what": f"Returned to reviewer {review.reviewer}",
                "who": who[one["by"]],
                "at": one["at"],
                "text": one["reason"],
                "overridden": [],
            }
            for one in review.returned
        ]
    return sorted(log, key=lambda one: str(one["at"]))


def _pdf(case: Case) -> bytes:
    said = determination(case) if case.released else commands.decided(case)
    return previews.preview(said, cover_of(case))


def _preview(case_number: str) -> bytes:
    from django.http import Http404

    try:
        return _pdf(opened(case_number))
    except (Refused, NotMade) as problem:
        raise Http404(str(problem)) from problem
