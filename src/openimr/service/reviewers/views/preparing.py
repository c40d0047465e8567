"""The clinical consultant's page: the issues, and the specialty that fits."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import panel
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, carry_out, opened, page
from openimr.vocabulary import specialties

TAB = "Preparation"


class PrepareForm(CaseForm):
    """What is recommended, and why. Nothing is chosen beforehand."""

    specialty = forms.ChoiceField(
        label="Recommended specialty",
        required=False,
        choices=[("", "Choose"), *((one.name, one.name) for one in specialties.all_specialties())],
        help_text="The specialty whose physicians treat this condition and give or order these treatments.",
    )
    issues = forms.CharField(
        label="Issues",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What is in dispute and what it turns on, in a few sentences. No decision, and no names.",
    )


@requires("review.prepare")
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, case_number: str) -> HttpResponse:
    """Setting out the case for the choice of a reviewer."""
    case = opened(case_number)
    form = PrepareForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        command = partial(
            panel.prepare, acting(request.user), case_number, said["specialty"], said["issues"], **form.terms
        )
        if carry_out(request, form, command, "The case waits for a reviewer."):
            return redirect(address(case_number))
    return render(request, "reviewers/prepare.html", page(request, case, TAB, form=form, **_basis(case)))


def _basis(case: Case) -> dict[str, Any]:
    """What the recommendation can rest on: who asked for the treatment, and what it is."""
    physician = next((one for one in case.parties if one.role == "requesting physician"), None)
    named = physician.specialty if physician else None
    known = specialties.lookup(named) if named else None
    return {
        "physician_specialty": named,
        "physician_known": known.name if known else None,
        "diagnosis": case.application.get("primary_diagnosis"),
        "unconfirmed": [
            one.number
            for one in case.eligible_items
            if one.confirmed_by is None or one.normalised is None or one.normalised.category is None
        ],
    }
