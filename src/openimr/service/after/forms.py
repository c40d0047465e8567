"""Forms of what comes after the determination."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast, get_args

from django import forms

from openimr.law.fees import Tier
from openimr.law.model import Priority
from openimr.service.after.grounds import grounds
from openimr.service.after.prices import OUTCOMES
from openimr.service.cases.commands.appeals import PETITIONERS
from openimr.service.cases.forms import CaseForm
from openimr.service.office.asking import AskingForm

_YES_NO = (("yes", "Yes"), ("no", "No"))
_TITLES = {
    "decided": "Decided",
    "ended_pre": "Ended before a reviewer had it",
    "ended_post": "Ended while a reviewer had it",
    "standard": "Standard",
    "expedited": "Expedited",
    "drugs": "Drugs only",
    "other": "Not only drugs",
}


def day(label: str, **more: Any) -> forms.DateField:
    """A day as a field."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date", "class": "short"}), **more
    )


class ReceiptForm(CaseForm):
    """When the claims administrator got the determination."""

    received = day("Day on which the claims administrator got it")
    given = forms.ChoiceField(
        label="Was the treatment given already?",
        help_text="Then it is reimbursed within 20 days; otherwise it is authorized within 5 working days.",
        choices=_YES_NO,
        widget=forms.RadioSelect,
    )


class AuthorizedForm(CaseForm):
    """That what was overturned was authorized or reimbursed."""

    authorized = day("Day of the authorization or payment")
    how = forms.ChoiceField(
        label="What was done",
        choices=(("authorized", "Authorized"), ("reimbursed", "Reimbursed, the treatment had been given")),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="How this is known", required=False, max_length=1000)


class NoteForm(CaseForm):
    """A note with a step."""

    note = forms.CharField(label="How this is known", required=False, max_length=1000)


class BareForm(CaseForm):
    """A step that needs nothing but a yes."""


class PetitionForm(CaseForm):
    """A petition as it was served on the office."""

    filed = day("Day on which it was filed")
    by = forms.ChoiceField(
        label="Who filed it",
        choices=tuple((one, one.capitalize()) for one in PETITIONERS),
        widget=forms.RadioSelect,
    )
    grounds = forms.TypedMultipleChoiceField(
        label="Grounds that it names",
        help_text="Those that are left out are given up (8 CCR 10575(b)).",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    adjudication_number = forms.CharField(
        label="Number of the board’s file (ADJ)", required=False, max_length=40
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        cast("forms.TypedMultipleChoiceField", self.fields["grounds"]).choices = [
            (one.number, f"{one.number}. {one.title}: {one.text}") for one in grounds()
        ]


class DecisionForm(CaseForm):
    """The day of the board's decision."""

    decided = day("Day of the board’s decision")


class RemandForm(DecisionForm):
    """The board's order."""

    fact = forms.CharField(
        label="The fact that the board found wrong",
        help_text="In a whole sentence, as the order names it. The parties and the new reviewer read it, and quality "
        "looks whether the new letter says it again.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class _Dollars(forms.DecimalField):
    """An amount in dollars; its value is cents."""

    def __init__(self, **more: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short"})
        super().__init__(max_digits=7, decimal_places=2, min_value=Decimal("0.01"), widget=widget, **more)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("$", "").replace(",", "") if isinstance(value, str) else value)

    def clean(self, value: Any) -> Any:
        given = super().clean(value)
        return None if given is None else int(given * 100)


class InvoiceForm(CaseForm):
    """The fee; amount and reason only where the tables give none."""

    amount = _Dollars(
        label="Amount in dollars", error_messages={"required": "Enter the amount, as in 345.00."}
    )
    reason = forms.CharField(
        label="Where the amount was read",
        max_length=500,
        error_messages={"required": "Say where the amount was read, so that somebody else can check it."},
    )

    def __init__(self, *given: Any, by_hand: bool = True, **more: Any) -> None:
        super().__init__(*given, **more)
        if not by_hand:
            del self.fields["amount"], self.fields["reason"]


class PriceForm(AskingForm):
    """A price that somebody read."""

    amount = _Dollars(label="Amount in dollars")
    outcome = forms.ChoiceField(label="For a review that", choices=[(one, _TITLES[one]) for one in OUTCOMES])
    priority = forms.ChoiceField(
        label="Priority",
        choices=[("", "Any"), *((one, _TITLES[one]) for one in get_args(Priority))],
        required=False,
    )
    tier = forms.ChoiceField(
        label="Treatments",
        choices=[("", "Any"), *((one, _TITLES[one]) for one in get_args(Tier))],
        required=False,
    )
    since = day("For applications received from")
    to = day("until", required=False)
    why = forms.CharField(
        label="Where it was read", help_text="So that somebody else can check it.", max_length=500
    )


class EndForm(AskingForm):
    """Until when a price holds."""

    to = day("Last day on which applications were received")
