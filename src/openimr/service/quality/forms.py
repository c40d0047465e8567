"""Forms of quality."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from openimr.service.cases.commands.quality import found_in
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.refusals import Refused
from openimr.service.quality.checking import signed

_LONG = forms.Textarea(attrs={"rows": 4})


class ReturnForm(CaseForm):
    """What goes back to the reviewer."""

    needed = ("review",)

    review = forms.TypedChoiceField(
        label="Whose review goes back", coerce=int, required=False, empty_value=None
    )
    findings = forms.MultipleChoiceField(
        label="Findings that go along", required=False, widget=forms.CheckboxSelectMultiple
    )
    question = forms.CharField(
        label="Your question",
        help_text="Say what is missing or contradicts itself. Never say which decision to make.",
        widget=_LONG,
        max_length=4000,
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        reviews = signed(self.case)
        if len(reviews) > 1:
            cast("forms.ChoiceField", self.fields["review"]).choices = [
                ("", "Choose"),
                *((one.id, one.reviewer) for one in reviews),
            ]
        else:
            del self.fields["review"]
        try:
            found = found_in(self.case)
        except Refused:
            found = ()
        cast("forms.ChoiceField", self.fields["findings"]).choices = [
            (one.key, f"{one.code}: {one.message}") for one in found
        ]
        if not found:
            del self.fields["findings"]


class QuestionForm(CaseForm):
    """A question to the medical director."""

    question = forms.CharField(label="Your question", widget=_LONG, max_length=4000)


class AnswerForm(CaseForm):
    """The medical director's answer."""

    text = forms.CharField(
        label="Your answer",
        help_text="Quality goes on with it. The decision on each treatment stays the reviewer's.",
        widget=_LONG,
        max_length=4000,
    )


class ReleaseForm(CaseForm):
    """A reason for each error with which the letter may go out."""

    note = forms.CharField(
        label="Note for the file", widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        try:
            found = found_in(self.case)
        except Refused:
            found = ()
        self.errors_found = tuple(one for one in found if one.severity == "error")
        self.needed = tuple(f"override_{one.key}" for one in self.errors_found)
        for one in self.errors_found:
            self.fields[f"override_{one.key}"] = forms.CharField(
                label=f"{one.code}: {one.message}",
                help_text="Why may the letter go out with this? Without a reason it can’t be released.",
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
                max_length=2000,
            )

    @property
    def overrides(self) -> dict[str, str]:
        """Key of a finding to the reason."""
        return {
            name.removeprefix("override_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("override_") and value
        }
