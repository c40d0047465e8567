"""Forms of the letter: how it is served, what is corrected, that a copy was compared."""

from __future__ import annotations

from typing import Any

from django import forms

from openimr.service.cases.forms import CaseForm
from openimr.service.issuing import clerical
from openimr.service.issuing.covering import SERVICES
from openimr.service.issuing.held import NotReleased, determination


class ServeForm(CaseForm):
    """How the letter is served on all parties; nothing is chosen beforehand."""

    rules = {"service": "LC 4610.6(f), (h)"}

    service = forms.ChoiceField(
        label="How the letter is served",
        help_text="It decides how many days are added to the time to appeal (8 CCR 10575(c)).",
        choices=tuple(SERVICES.items()),
        widget=forms.RadioSelect,
    )


class ReasonForm(CaseForm):
    """Why something is dropped."""

    reason = forms.CharField(label="Why it is dropped", max_length=1000)


class CorrectForm(CaseForm):
    """Every clerical field of the letter, with what stands there now. The names of fields are pointers."""

    reason = forms.CharField(
        label="What went wrong",
        help_text="The parties read this, as in “The date of injury was copied from another form.”",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        try:
            self.clerical = clerical.fields(self.case, determination(self.case))
        except NotReleased:
            self.clerical = ()
        for one in self.clerical:
            if one.options:
                choices = dict.fromkeys((one.value or "", *one.options))
                field: forms.Field = forms.ChoiceField(choices=[(text, text) for text in choices])
            elif one.kind == "date":
                field = forms.CharField(widget=forms.DateInput(attrs={"type": "date", "class": "short"}))
            else:
                field = forms.CharField(max_length=1000)
            field.required = False
            field.label, field.initial = one.title, one.value or ""
            self.fields[one.pointer] = field

    @property
    def changes(self) -> dict[str, str]:
        """Pointer to what was typed, for the fields that were changed."""
        return {
            one.pointer: self.cleaned_data[one.pointer]
            for one in self.clerical
            if self.cleaned_data.get(one.pointer, "") != (one.value or "")
        }


class PublishForm(CaseForm):
    """That the copy was compared with the original."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    looked = forms.BooleanField(
        label="I compared the copy with the original page by page, and nothing in it tells who anybody is",
        required=False,
    )
