"""The clinical consultant's page: the issues, and the specialty that fits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openimr.service.accounts.access import requires
from openimr.service.cases.commands import panel
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import opened, page
from openimr.service.cases.steps import sent
from openimr.vocabulary import specialties

TAB = "Preparation"


def _grouped(first: str | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """All specialties by field, in the order of the alphabet; ``first``, the requesting physician’s, stands on top too."""
    fields: dict[str, list[tuple[str, str]]] = {}
    for one in sorted(specialties.all_specialties(), key=lambda one: (one.group.lower(), one.name.lower())):
        fields.setdefault(one.group, []).append((one.name, one.name))
    # A field of one specialty is no heading worth having.
    alone = [names[0] for names in fields.values() if len(names) == 1]
    groups = [(field, names) for field, names in fields.items() if len(names) > 1]
    known = [("The requesting physician’s", [(first, first)])] if first else []
    return [*known, *groups, ("Other fields", sorted(alone))]


class PrepareForm(CaseForm):
    """What is recommended, and why. Nothing is chosen beforehand."""

    needed = ("specialty", "issues")

    specialty = forms.ChoiceField(
        label="Recommended specialty",
        required=False,
        choices=[("", "Choose")],
        widget=forms.Select(attrs={"data-combobox": ""}),
        help_text="The specialty whose physicians treat this condition and give or order these treatments.",
    )
    issues = forms.CharField(
        label="Issues",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What is in dispute and what it turns on, in a few sentences. No decision, and no names.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        physician = next((one for one in self.case.parties if one.role == "requesting physician"), None)
        known = specialties.lookup(physician.specialty) if physician and physician.specialty else None
        field = self.fields["specialty"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Choose"), *_grouped(known.name if known else None)]


@requires("review.prepare")
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, case_number: str) -> HttpResponse:
    """Setting out the case for the choice of a reviewer."""
    case = opened(case_number)
    form = PrepareForm(request.POST or None, case=case)
    if moved := sent(
        request,
        form,
        TAB,
        "The case waits for a reviewer.",
        lambda actor, said: panel.prepare(
            actor, case_number, said["specialty"], said["issues"], **form.terms
        ),
        to="",
    ):
        return moved
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
