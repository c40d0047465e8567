"""The overview of a case: what is next, its clocks, its parties, its papers, notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.accounts.permissions import may, sees
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import acting
from openimr.service.cases.commands.notes import add_note
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.tasks import queue
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, carry_out, changes, opened, page, tabs
from openimr.service.cases.people import shown
from openimr.service.cases.projecting import clocks
from openimr.service.office.clocks import chip

#: Where the work of a queue is done: what follows the address of the case.
WORK = {
    "intake.new": "items/",
    "eligibility.staff": "eligibility/",
    "eligibility.regulator": "eligibility/",
    "eligibility.information": "eligibility/",
    "eligibility.deferred": "eligibility/",
    "assignment.notice": "records/",
    "records.wait": "records/",
    "records.insufficient": "records/",
    "clinical.prepare": "prepare/",
    "panel.choose": "reviewer/",
    "panel.second": "reviewer/",
    "review.reviewer": "review/",
    # Which question it is, the overview of the case knows.
    "review.question": "",
    "regulator.extension": "reviewer/extension/answer/",
    "regulator.second_reviewer": "reviewer/second/answer/",
    "quality.check": "quality/",
    "quality.director": "quality/",
    "letter.issue": "letter/",
    "letter.publish": "letter/",
    "implementation.wait": "after/",
    "appeal.wait": "after/",
    "finance.invoice": "fees/",
}


#: States of clocks that somebody still has to meet.
_RUNS = ("ok", "soon", "late")


class NoteForm(CaseForm):
    """A note of the office."""

    text = forms.CharField(
        label="Note",
        help_text="Seen by the office only, never by parties or reviewers.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )


@dataclass(frozen=True, slots=True)
class Open:
    """Work that waits: in which queue, since when, who has it, where it is done."""

    title: str
    meaning: str
    who: str
    address: str
    mine: bool


@requires("case.view")
@require_safe
def overview(request: HttpRequest, case_number: str) -> HttpResponse:
    """What a person needs to know of a case to go on with it."""
    case = opened(case_number)
    return _overview(request, case, NoteForm(case=case))


@requires("note.add")
@require_http_methods(["POST"])
def note(request: HttpRequest, case_number: str) -> HttpResponse:
    """Add a note."""
    case = opened(case_number)
    form = NoteForm(request.POST, case=case)
    if form.is_valid():
        command = partial(
            add_note,
            acting(request.user),
            case_number,
            form.cleaned_data["text"],
            submission=form.cleaned_data["submission"],
        )
        if carry_out(request, form, command, "The note is in the case."):
            return redirect(address(case_number))
    return _overview(request, case, form)


def _overview(request: HttpRequest, case: Case, form: NoteForm) -> HttpResponse:
    now = clock.now()
    contact = bool(sees(request.user, "employee.contact"))  # type: ignore[arg-type]
    reviewer = request.user.role == "reviewer"  # type: ignore[union-attr]
    # Notes may quote the medical file: whoever writes none reads none.
    noted = bool(may(request.user, "note.add"))  # type: ignore[arg-type]
    names = shown(
        [*(one.by for one in case.notes), *(one.claimed_by for one in case.tasks)],
        to=request.user,  # type: ignore[arg-type]
    )
    found = [(one, chip(one, now)) for one in clocks(case, now)]
    return render(
        request,
        "cases/overview.html",
        page(
            request,
            case,
            "Overview",
            work=_work(request, case, names),
            running=[look for one, look in found if one.duty_of and look.state in _RUNS],
            other_clocks=[look for one, look in found if not (one.duty_of and look.state in _RUNS)],
            office_reader=noted,
            parties=[] if reviewer else [(one, contact) for one in case.parties],
            notes=[(one, names.get(one.by, "")) for one in reversed(case.notes)] if noted else [],
            form=form,
            changes=changes(request, case),
        ),
    )


def _place(case: Case, key: str) -> str:
    asked = [one.id for one in case.requests if one.kind == "reviewer" and one.answered is None]
    return f"review/question/{asked[0]}/" if key == "review.question" and asked else WORK.get(key, "")


def _work(request: HttpRequest, case: Case, names: dict[str, str]) -> list[Open]:
    open_here = [
        one.address for one in tabs(request, case, "") if one.address != address(case.number) and not one.why
    ]
    me = acting(request.user)
    found = []
    for task in case.tasks:
        if task.done is not None:
            continue
        where = queue(task.queue)
        to = address(case.number, _place(case, task.queue))
        here = where.role == me.role and any(to.startswith(one) for one in open_here)
        if task.queue == "review.question":
            # The clinical consultant watches the question; who records the answer is led to it.
            here = bool(verdict(me, "review.answer", case))
        found.append(
            Open(
                title=where.title,
                meaning=where.meaning,
                who=names.get(task.claimed_by or "", ""),
                address=to if here else "",
                mine=task.claimed_by == me.id,
            )
        )
    return found
