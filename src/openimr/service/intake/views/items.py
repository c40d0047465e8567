"""The treatments of a new case: as worded, what the vocabulary made of them, confirmed by a person."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openimr.service.accounts.access import requires
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import intake as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.duplicates import matches
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, carry_out, opened, page
from openimr.service.cases.people import shown
from openimr.service.cases.selectors import get
from openimr.service.intake.treatments import TreatmentForm, words_for


class LinesForm(CaseForm):
    """The treatments as lines."""

    treatments = forms.CharField(
        label="Treatments, one on each line",
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        strip=False,
    )
    reason = forms.CharField(
        label="Why they are split anew",
        help_text="A few words, such as “two drugs stood in one line”.",
        max_length=500,
    )


@requires("item.correct")
@require_safe
def items(request: HttpRequest, case_number: str) -> HttpResponse:
    """All treatments of the case."""
    return _page(request, opened(case_number))


@requires("item.correct")
@require_POST
def confirm(request: HttpRequest, case_number: str, number: int) -> HttpResponseBase:
    """Confirm or correct one treatment."""
    case = opened(case_number)
    if number not in {one.number for one in case.items}:
        messages.error(request, f"Case {case_number} has no treatment {number} any more.")
        return redirect("case-items", case_number=case_number)
    form = TreatmentForm(request.POST, case=case, item=case.item(number))
    if form.is_valid():
        command = partial(
            commands.confirm_item,
            acting(request.user),
            case_number,
            number,
            form.normalised(),
            **form.terms,
        )
        undo = reverse("case-item-reopen", args=[case_number, number])
        if carry_out(request, form, command, f"Treatment {number} is confirmed.", undo=undo):
            return redirect(f"{address(case_number, 'items/')}#item-{_next(get(case_number), number)}")
    return _page(request, get(case_number), {number: form}, status=422)


@requires("item.correct")
@require_POST
def reopen(request: HttpRequest, case_number: str, number: int) -> HttpResponseBase:
    """Take a confirmation back."""
    form = CaseForm(request.POST, case=opened(case_number))
    command = partial(commands.reopen_item, acting(request.user), case_number, number)
    if not carry_out(request, form, command, f"Treatment {number} is to be looked at again."):
        messages.error(request, " ".join(str(one) for one in form.non_field_errors()))
    return redirect(f"{address(case_number, 'items/')}#item-{number}")


@requires("item.correct")
@require_POST
def confirm_all(request: HttpRequest, case_number: str) -> HttpResponseBase:
    """Confirm every treatment that was ticked as looked at, as it stands."""
    case = opened(case_number)
    form = CaseForm(request.POST, case=case)
    chosen = [int(one) for one in request.POST.getlist("looked") if one.isdecimal()]
    if form.is_valid():
        command = partial(commands.confirm_items, acting(request.user), case_number, chosen, **form.terms)
        if carry_out(request, form, command, f"{len(chosen)} treatments are confirmed."):
            return redirect("case-items", case_number=case_number)
    return _page(request, get(case_number), all_form=form, status=422)


@requires("application.correct")
@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: HttpRequest, case_number: str) -> HttpResponseBase:
    """Split and join the treatments."""
    case = opened(case_number)
    initial = {"treatments": "\n".join(one.text for one in case.items)}
    form = LinesForm(request.POST or None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        command = partial(
            commands.split,
            acting(request.user),
            case_number,
            form.cleaned_data["treatments"].splitlines(),
            form.cleaned_data["reason"],
            **form.terms,
        )
        if carry_out(request, form, command, "The treatments are split anew; look at those that changed."):
            return redirect("case-items", case_number=case_number)
    status = 422 if form.errors else 200
    return render(
        request, "intake/lines.html", page(request, get(case_number), "Treatments", form=form), status=status
    )


@requires("application.correct")
@require_POST
def start(request: HttpRequest, case_number: str) -> HttpResponseBase:
    """Begin the eligibility review."""
    form = CaseForm(request.POST, case=opened(case_number))
    if form.is_valid():
        command = partial(commands.start_review, acting(request.user), case_number, **form.terms)
        if carry_out(request, form, command, "The eligibility review has begun."):
            return redirect(address(case_number, "eligibility/"))
    return _page(request, get(case_number), start_form=form, status=422)


@requires("item.correct")
@require_safe
def words(request: HttpRequest, kind: str) -> HttpResponse:
    """Words of the vocabulary for what is being typed: options of a data list."""
    said = next((str(request.GET[name]) for name in request.GET), "")
    return render(request, "intake/_words.html", {"words": words_for(kind, said[:80])})


def _next(case: Case, number: int) -> int:
    """The next treatment that nobody confirmed, else this one."""
    waiting = [one.number for one in case.items if one.confirmed_by is None]
    return next((one for one in waiting if one > number), waiting[0] if waiting else number)


def _page(
    request: HttpRequest,
    case: Case,
    refused: dict[int, TreatmentForm] | None = None,
    *,
    all_form: CaseForm | None = None,
    start_form: CaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = acting(request.user)
    names = shown(one.confirmed_by for one in case.items)
    forms_: list[dict[str, Any]] = []
    for one in case.items:
        form = (refused or {}).get(one.number) or TreatmentForm(case=case, item=one)
        forms_.append({"item": one, "form": form, "by": names.get(one.confirmed_by or "", "")})
    waiting = sum(one.confirmed_by is None for one in case.items)
    found = matches(case) if case.state in ("A0", "A2", "A3", "A4") else []
    context = page(
        request,
        case,
        "Treatments",
        treatments=forms_,
        waiting=waiting,
        # The one primary button: the first treatment that waits; when none does, the review's beginning.
        first_waiting=next((one.number for one in case.items if one.confirmed_by is None), 0),
        all_form=all_form or CaseForm(case=case),
        start_form=start_form or CaseForm(case=case),
        may_correct=bool(verdict(actor, "application.correct", case)),
        may_confirm=bool(verdict(actor, "item.correct", case)),
        found=found,
        same=[one for one in found if one.same],
    )
    return render(request, "intake/items.html", context, status=status)
