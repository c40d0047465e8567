"""The forms of the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from openimr.law import documents as law
from openimr.law.documents import Missing
from openimr.service.cases.commands.assignment import served, ways
from openimr.service.cases.commands.records import DESCRIBED
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.forms import CaseForm
from openimr.service.clock import PACIFIC
from openimr.service.eligibility.forms import day, words

_UNCHOSEN = ("", "Choose")
_WAYS = {"electronic": "Electronically", "fax": "Fax", "mail": "Mail"}


def _select(label: str, choices: Iterable[tuple[str, str]], *, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[_UNCHOSEN, *choices], help_text=hint)


def kinds() -> list[tuple[str, str]]:
    """The types of document."""
    return list(law.types().items())


def who() -> list[tuple[str, str]]:
    """Who may have sent papers."""
    return [(one, one[0].upper() + one[1:]) for one in law.senders()]


class AssignForm(CaseForm):
    """How each party is served with the notice of assignment."""

    def __init__(self, *given: Any, case: Case, **more: Any) -> None:
        super().__init__(*given, case=case, **more)
        self.roles: list[tuple[str, str]] = []
        for one in served(case):
            name = f"service-{one.role.replace(' ', '-')}"
            open_ = ways(one)
            self.fields[name] = forms.ChoiceField(
                label=f"{one.shown} ({one.role})",
                choices=[(way, _WAYS[way]) for way in open_],
                initial=open_[0],
                widget=forms.RadioSelect,
                help_text="" if len(open_) > 1 else "The only way: the case has no other address.",
            )
            self.roles.append((name, one.role))

    def services(self) -> dict[str, str]:
        """Role to the way of service."""
        return {role: self.cleaned_data[name] for name, role in self.roles}


class AddForm(CaseForm):
    """Papers that arrived together. The files themselves are in the request."""

    rules = {"received_from": "8 CCR 9792.10.6(b)(2)"}

    received_from = _select("Who sent them", ())
    received = day("The day on which they arrived")
    channel = _select(
        "How they came",
        [
            ("electronic", "Electronically"),
            ("mail", "Mail"),
            ("fax", "Fax"),
            ("portal", "Through the portal"),
        ],
    )
    type = _select("What they are", ())
    title = forms.CharField(
        label="Title", required=False, max_length=200, help_text="Without one, the file's name is taken."
    )
    dated = day("Date of the paper", required=False, hint="The date of service, as the paper bears it.")
    author = forms.CharField(label="Author", required=False, max_length=200)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["received_from"].choices = [_UNCHOSEN, *who()]  # type: ignore[attr-defined]
        self.fields["type"].choices = [_UNCHOSEN, *kinds()]  # type: ignore[attr-defined]


class DescribeForm(CaseForm):
    """What a paper is."""

    type = _select("What it is", ())
    title = forms.CharField(label="Title", max_length=200)
    dated = day("Date of the paper", required=False)
    author = forms.CharField(label="Author", required=False, max_length=200)
    received = day("Arrived")
    received_from = forms.ChoiceField(label="Sent by", required=False)
    in_file = forms.BooleanField(
        label="Reviewers get it",
        required=False,
        help_text="Never the application form: it bears the employee's address.",
    )

    def __init__(self, *given: Any, document: Document, **more: Any) -> None:
        initial = {name: getattr(document, name) for name in DESCRIBED}
        super().__init__(*given, initial=initial, **more)
        self.fields["type"].choices = [_UNCHOSEN, *kinds()]  # type: ignore[attr-defined]
        self.fields["received_from"].choices = [("", "Not known"), *who()]  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What was typed, as the command takes it."""
        found: dict[str, Any] = {}
        for name in DESCRIBED:
            value = self.cleaned_data[name]
            if isinstance(value, date):
                value = value.isoformat()
            found[name] = value if value != "" else None
        return found


class MissingForm(CaseForm):
    """Which of the missing things are asked for."""

    needed = ("codes",)

    codes = forms.MultipleChoiceField(
        label="What to ask for", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, missing: Sequence[Missing], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["codes"].choices = [(one.code, one.message) for one in missing]  # type: ignore[attr-defined]


class SinceForm(CaseForm):
    """From when the clock of the decision runs. An expedited review wants the time too."""

    needed = ("time", "reason")

    at = day("The day on which the last paper that was needed arrived")
    time = forms.TimeField(
        label="Time of day, Pacific",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}),
        help_text="An expedited review is counted in hours.",
    )
    reason = words("Why", required=False, rows=3)

    def __init__(self, *given: Any, case: Case, reason: str, **more: Any) -> None:
        super().__init__(*given, case=case, **more)
        self.fields["reason"].label = reason
        if case.priority != "expedited":
            del self.fields["time"]

    @property
    def since(self) -> date | datetime:
        """A day, or a moment where a time was given."""
        day_: date = self.cleaned_data["at"]
        time = self.cleaned_data.get("time")
        return day_ if time is None else datetime.combine(day_, time, PACIFIC)


class PlainForm(CaseForm):
    """Nothing to fill in: one deliberate press."""
