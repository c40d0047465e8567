"""Choosing the reviewer of a case: everybody on the panel with each rule's answer, then one with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases.commands import panel
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, opened, page
from openimr.service.cases.steps import sent
from openimr.service.office.parts import Confirm
from openimr.service.reviewers.due import review_due
from openimr.service.reviewers.loads import loads, seed
from openimr.service.reviewers.matching import Candidate, candidates, excluded
from openimr.service.reviewers.registry import everybody

TAB = "Reviewer"


class AssignForm(CaseForm):
    """What the chooser says: a reason, and what only a person can answer for."""

    confirmed = forms.MultipleChoiceField(
        label="I found out, and it is so", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="Why this reviewer", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, candidate: Candidate, first: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        asked = {one.rule: f"{one.title}: {one.message}" for one in candidate.asks}
        confirmed = self.fields["confirmed"]
        assert isinstance(confirmed, forms.MultipleChoiceField)
        confirmed.choices = list(asked.items())
        if not asked:
            del self.fields["confirmed"]
        self.needed = ("confirmed",) if first else ("confirmed", "reason")
        if not first:
            self.fields["reason"].help_text = "Needed: this is not the first of the order, or not free today."


class ReasonForm(CaseForm):
    """A reason."""

    needed = ("reason",)

    reason = forms.CharField(
        label="Why", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def standing(case: Case) -> tuple[tuple[Candidate, ...], str]:
    """Everybody as they stand now, and the seed of the draw."""
    today, drawn = clock.today(), seed(case)
    return candidates(case, everybody(), loads(today), today, drawn), drawn


@requires("reviewer.choose")
@require_safe
def choose(request: HttpRequest, case_number: str) -> HttpResponse:
    """The candidates in order; who has the case; what else can be asked for."""
    case = opened(case_number)
    waiting = case.state == "C0" or (case.state == "C1" and case.second_reviewer_wanted)
    found, drawn = standing(case) if waiting else ((), "")
    ready = [one for one in found if one.ready]
    return render(
        request,
        "reviewers/choose.html",
        page(
            request,
            case,
            TAB,
            waiting=waiting,
            ready=ready,
            away=[one for one in found if one.away and not one.blocked],
            blocked=[one for one in found if one.blocked],
            excluded=excluded(found),
            total=len(found),
            seed=drawn,
            due=review_due(case, clock.now()) if waiting else None,
            base=address(case.number, "reviewer/"),
            asked=[one for one in case.extensions if one.granted is None],
        ),
    )


@requires("reviewer.choose")
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, case_number: str, code: str) -> HttpResponse:
    """One candidate with every rule; the case is given to them here."""
    case = opened(case_number)
    found, drawn = standing(case)
    chosen = next((one for one in found if one.code == code), None)
    if chosen is None:
        raise Http404(f"The panel has no reviewer {code}.")
    first = bool(found) and found[0].ready and found[0].code == code
    form = AssignForm(request.POST or None, case=case, candidate=chosen, first=first)
    if moved := sent(
        request,
        form,
        TAB,
        f"{code} has the case; the notice to the code is in the outbox.",
        lambda actor, said: panel.assign(
            actor,
            case_number,
            code,
            reason=said["reason"],
            confirmed=said.get("confirmed", ()),
            **form.terms,
        ),
    ):
        return moved
    rank = next((place for place, one in enumerate(found, 1) if one.ready and one.code == code), None)
    return render(
        request,
        "reviewers/assign.html",
        page(
            request,
            case,
            TAB,
            one=chosen,
            form=form,
            rank=rank,
            seed=drawn,
            due=review_due(case, clock.now()),
            base=address(case.number, "reviewer/"),
        ),
    )


@requires("reviewer.choose")
@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, case_number: str, review: int) -> HttpResponse:
    """Taking the case back from a reviewer."""
    case = opened(case_number)
    found = next((one for one in case.open_reviews if one.id == review), None)
    if found is None:
        raise Http404("That reviewer does not have the case any more.")
    form = ReasonForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        TAB,
        f"The case was taken back from {found.reviewer}.",
        lambda actor, said: panel.release(actor, case_number, review, said["reason"], **form.terms),
    ):
        return moved
    confirm = Confirm(
        title=f"Take the case back from {found.reviewer}",
        sentence=f"{found.reviewer} loses the case and its file at once.",
        button="Take it back",
        back=address(case_number, "reviewer/"),
        consequences=[
            "What they typed is kept, and nobody else reads it.",
            "The case waits for another reviewer; the clock of the determination goes on.",
            "They can be chosen again.",
        ],
        form=form,
        danger=True,
        law="LC 139.5(d)",
    )
    return render(request, "reviewers/confirm.html", page(request, case, TAB, confirm=confirm))
