"""A reviewer's cases, and taking one or giving it back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import panel
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Review
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.models import CaseRow
from openimr.service.cases.pages import address, carry_out, opened, page
from openimr.service.cases.projecting import clocks
from openimr.service.notices.models import Outgoing
from openimr.service.office.clocks import chip
from openimr.service.office.parts import Badge, Cell, Column, Confirm, Crumb, Row
from openimr.service.outbox import desk
from openimr.service.outbox.making import CannotMake, make
from openimr.service.reviewers import declaring

PLACE = "/office/review/"
_COLUMNS = [
    Column("Case"),
    Column("Treatments", narrow=False),
    Column("Priority"),
    Column("Review due"),
    Column("Determination due"),
    Column("What is to do"),
]
_PAPERS = [Column("Paper"), Column("Case"), Column("Came")]


@requires("review.draft")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The cases that this reviewer holds: to accept, to write, with a question out, signed."""
    code = acting(request.user).reviewer
    rows = CaseRow.objects.filter(reviewers__contains=f" {code} ").order_by("due", "number")
    found = [(Case.model_validate_json(row.data)) for row in rows[:500]]
    open_ones = [_row(case, review) for case in found if (review := _of(case, code)) and not review.signed]
    done = [_row(case, review) for case in found if (review := _of(case, code)) and review.signed]
    context = {
        "columns": _COLUMNS,
        "open_ones": open_ones,
        "done": done,
        "paper_columns": _PAPERS,
        "papers": [_paper(one) for one in desk.lying(code or "", [case.number for case in found])],
        "crumbs": [Crumb("My cases")],
    }
    return render(request, "review/mine.html", context)


@requires("review.draft")
@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """A paper of the office to this reviewer, as long as the case is theirs."""
    code = acting(request.user).reviewer
    row = Outgoing.objects.filter(pk=number, role=desk.REVIEWER, name=code).first()
    held = row and CaseRow.objects.filter(number=row.case_number, reviewers__contains=f" {code} ").exists()
    if row is None or not held:
        raise Http404("There is no such paper on your desk.")
    try:
        data = make(row)
    except CannotMake as problem:
        messages.error(request, str(problem))
        return redirect("review:mine")
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.case_number}-{row.kind}.pdf"'
    return response


def _paper(row: Outgoing) -> Row:
    return Row(
        [Cell(row.title), Cell(row.case_number), Cell(when=row.queued)],
        reverse("review:paper", args=[row.pk]),
        str(row.pk),
        f"{row.title}, {row.case_number}",
    )


def _of(case: Case, code: str | None) -> Review | None:
    return next((one for one in reversed(case.open_reviews) if one.reviewer == code), None)


def _row(case: Case, review: Review) -> Row:
    now = clock.now()
    legal = next((one for one in clocks(case, now) if one.clock == "I9" and one.due is not None), None)
    todo, to = _todo(case, review)
    names = [one.normalised.disputed if one.normalised else one.text for one in case.eligible_items]
    return Row(
        [
            Cell(case.number),
            Cell("; ".join(names)),
            Cell(badge=Badge("Expedited", "warn") if case.priority == "expedited" else Badge("Standard")),
            Cell(when=review.due) if review.due else Cell("Not stated"),
            Cell(clock=chip(legal, now)) if legal else Cell("Not running"),
            Cell(badge=todo),
        ],
        to,
        case.number,
        case.number,
    )


def _todo(case: Case, review: Review) -> tuple[Badge, str]:
    if review.signed:
        return Badge("Signed", "good", "check_circle"), ""
    if review.accepted is None:
        return Badge("Accept or refuse", "warn", "help_outline"), address(case.number, "review/accept/")
    if case.state == "C2":
        return Badge("Your question is out", "info", "forum"), address(case.number, "review/")
    if review.returned:
        return Badge("Returned for clarification", "bad", "undo"), address(case.number, "review/")
    return Badge("To write", "plain", "edit"), address(case.number, "review/")


class AcceptForm(CaseForm):
    """The declaration: each relation with a yes or a no, none chosen beforehand."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.needed = ("qualified", *(one.key for one in declaring.questions(self.case)))
        for one in declaring.questions(self.case):
            self.fields[one.key] = forms.ChoiceField(
                label=one.title,
                required=False,
                choices=[("no", "No"), ("yes", "Yes")],
                widget=forms.RadioSelect,
            )
        self.fields["qualified"] = forms.BooleanField(
            label="I know the condition, the treatments in dispute and the guidelines of the area, and they are within "
            "my scope of practice.",
            required=False,
        )

    @property
    def groups(self) -> list[tuple[str, str, list[Any]]]:
        """The relations by kind, as bound fields."""
        found: dict[str, tuple[str, list[Any]]] = {}
        for one in declaring.questions(self.case):
            found.setdefault(one.kind, (one.law, []))[1].append(self[one.key])
        return [(kind, law, fields) for kind, (law, fields) in found.items()]

    @property
    def answers(self) -> dict[str, bool]:
        """Those that were given."""
        keys = [one.key for one in declaring.questions(self.case)]
        return {key: self.cleaned_data[key] == "yes" for key in keys if self.cleaned_data.get(key)}


@requires("reviewer.accept")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, case_number: str) -> HttpResponse:
    """The declaration of no conflict; the file opens only afterwards."""
    case = opened(case_number)
    review = _of(case, acting(request.user).reviewer)
    if review is not None and review.accepted and request.method == "GET":
        return redirect(address(case_number, "review/"))
    form = AcceptForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        answers = form.answers
        command = partial(
            panel.accept,
            acting(request.user),
            case_number,
            answers,
            qualified=form.cleaned_data["qualified"],
            **form.terms,
        )
        declared = any(answers.values())
        done = (
            "You declared a relation, so the case went back to the office, and its file is closed to you."
            if declared
            else "The case is yours; the file is open."
        )
        if carry_out(request, form, command, done):
            return redirect(PLACE if declared else address(case_number, "review/"))
    context = page(
        request,
        case,
        "Review",
        form=form,
        review=review,
        concerned=declaring.concerned(case),
        listed=declaring.counterparties(),
        base=address(case_number, "review/"),
    )
    return render(request, "review/accept.html", context)


class RefuseForm(CaseForm):
    """Why the case is given back."""

    needed = ("reason",)

    reason = forms.CharField(
        label="Why you give it back",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="You need not say more than a few words, such as “not my specialty”.",
    )


@requires("reviewer.refuse")
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, case_number: str) -> HttpResponse:
    """Giving the case back with a reason."""
    case = opened(case_number)
    form = RefuseForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        command = partial(
            panel.refuse, acting(request.user), case_number, form.cleaned_data["reason"], **form.terms
        )
        if carry_out(request, form, command, "The case went back to the office."):
            return redirect(PLACE)
    confirm = Confirm(
        title="Give the case back",
        sentence="The case goes back to the office, which chooses another reviewer.",
        button="Give it back",
        back=PLACE,
        consequences=[
            "Its file is closed to you at once.",
            "You are not asked about this case again.",
            "What you typed is kept, and nobody else reads it.",
        ],
        form=form,
        danger=True,
        law="LC 139.5(d)",
    )
    return render(request, "review/confirm.html", page(request, case, "Review", confirm=confirm))
