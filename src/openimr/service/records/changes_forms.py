"""The forms of what changes or ends a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from openimr.law.forms import Person
from openimr.service.cases.domain import Case
from openimr.service.cases.endings import endings
from openimr.service.cases.forms import CaseForm
from openimr.service.eligibility.forms import choice, day, papers, words

_NONE = ("", "None, or not yet in the file")


class ExpediteForm(CaseForm):
    """A conversion to expedited review."""

    needed = ("document", "support", "treatment_given")

    certified_by = choice(
        "Who certifies an imminent and serious threat to health",
        [
            ("treating physician", "The treating physician"),
            ("provider", "Another provider"),
            ("other", "Somebody else"),
        ],
    )
    document = forms.ChoiceField(label="The written certification", required=False)
    support = forms.MultipleChoiceField(
        label="Papers that support it", required=False, widget=forms.CheckboxSelectMultiple
    )
    treatment_given = choice(
        "Was the treatment already provided?", [("no", "No"), ("yes", "Yes")], required=False
    )
    reason = words("What threatens the worker's health, in a few words")

    def __init__(self, *given: Any, case: Case, **more: Any) -> None:
        super().__init__(*given, case=case, **more)
        self.fields["document"].choices = [_NONE, *papers(case)]  # type: ignore[attr-defined]
        self.fields["support"].choices = papers(case)  # type: ignore[attr-defined]
        known = case.application.get("treatment_given")
        if known is not None:
            del self.fields["treatment_given"]

    @property
    def given(self) -> bool | None:
        """Whether the treatment was provided, where it was asked here."""
        return {"yes": True, "no": False}.get(self.cleaned_data.get("treatment_given", ""))


class ConsolidateForm(CaseForm):
    """The cases that go on within this one."""

    needed = ("others",)
    others = forms.MultipleChoiceField(
        label="Cases that go on within this one", required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = words("Why they are reviewed together", rows=2)

    def __init__(self, *given: Any, cases: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["others"].choices = list(cases)  # type: ignore[attr-defined]


class TerminateForm(CaseForm):
    """The end of a review."""

    rules = {"how": "LC 4610.5(g)", "reason": "LC 4610.5(g)"}

    how = choice("How the dispute ended", ())
    reason = words("How you know", hint="For the office: the letter, the call, who said it.")
    happened = day("The day on which it ended", required=False)
    notified = day(
        "The day on which this office was told",
        required=False,
        hint="The claims administrator tells within 5 days (LC 4610.5(g)).",
    )
    document = forms.ChoiceField(label="The paper that says so", required=False)
    confirmed = forms.BooleanField(
        label="I confirmed with the employee or the attorney that this is their own wish.",
        required=False,
        help_text="Only where the employee withdrew: no source that was read says that the employee may (V17).",
    )

    def __init__(self, *given: Any, case: Case, **more: Any) -> None:
        super().__init__(*given, case=case, **more)
        self.fields["how"].choices = [(one.code, one.title) for one in endings().values()]  # type: ignore[attr-defined]
        self.fields["document"].choices = [_NONE, *papers(case)]  # type: ignore[attr-defined]


class AdministratorForm(CaseForm):
    """Another claims administrator."""

    needed = ("street", "email")
    rules = {"organization": "LC 4610.5(p)", "effective": "LC 4610.5(p)"}

    organization = forms.CharField(label="New claims administrator", max_length=200)
    street = words("Street or post office box", required=False, rows=2)
    city = forms.CharField(label="City", required=False, max_length=100)
    state = forms.CharField(
        label="State", required=False, max_length=2, widget=forms.TextInput(attrs={"class": "short"})
    )
    zip = forms.CharField(
        label="ZIP code", required=False, max_length=10, widget=forms.TextInput(attrs={"class": "short"})
    )
    phone = forms.CharField(label="Phone", required=False, max_length=40)
    fax = forms.CharField(label="Fax", required=False, max_length=40)
    email = forms.EmailField(
        label="E-mail for notices",
        required=False,
        help_text="Or the address above; notices need one of both.",
    )
    effective = day("The day from which it handles the claim")
    notified = day(
        "The day on which this office was told",
        required=False,
        hint="The former administrator tells within 5 working days (LC 4610.5(p)).",
    )

    @property
    def person(self) -> Person:
        """The administrator as the law's form names one."""
        data = self.cleaned_data
        lines = [line.strip() for line in data["street"].splitlines() if line.strip()]
        return Person(
            organization=data["organization"].strip(),
            address=tuple(lines),
            city=data["city"] or None,
            state=(data["state"] or "").upper() or None,
            zip=data["zip"] or None,
            phone=data["phone"] or None,
            fax=data["fax"] or None,
            email=data["email"] or None,
        )


class LiabilityForm(CaseForm):
    """A dispute over liability: that there is one, or that it is over."""

    day = day("The day")
    what = words("What")
    service = forms.ChoiceField(
        label="How the notice was served",
        required=False,
        choices=[
            ("", "Not known"),
            ("mail", "Mail"),
            ("electronic", "Electronically"),
            ("fax", "Fax"),
            ("personal", "In person"),
        ],
    )
    document = forms.ChoiceField(label="The paper that says so", required=False)

    def __init__(self, *given: Any, case: Case, open_: bool, **more: Any) -> None:
        super().__init__(*given, case=case, **more)
        self.fields["document"].choices = [_NONE, *papers(case)]  # type: ignore[attr-defined]
        if open_:
            self.fields["day"].label = "The day on which the notice was served that it is resolved"
            self.fields["what"].label = "How it was resolved"
        else:
            self.fields["day"].label = "The day on which liability was disputed"
            self.fields["what"].label = "What is disputed"
            self.fields["what"].help_text = "The injury, the body part, the treatment."
            del self.fields["service"]
