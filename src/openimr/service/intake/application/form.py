"""The application as a Django form, made from the fields of :class:`openimr.law.forms.Application`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField

from openimr.law.forms import Application, Flaw, flaws
from openimr.service import clock
from openimr.service.intake.application.fields import (
    DayField,
    FlagField,
    LinesField,
    OneOfField,
    TextField,
)
from openimr.service.intake.application.layout import (
    ARRIVAL,
    GROUPS,
    LABELS,
    PARTS,
    PERSONS,
    SPECIAL,
    Group,
)

_REVIEWS = [("standard", "Regular"), ("expedited", "Expedited")]
_SERVICES = [
    ("mail", "Mail"),
    ("fax", "Fax"),
    ("express", "Express mail or overnight delivery"),
    ("electronic", "Electronically"),
    ("personal", "In person"),
]
_FILERS = [
    ("employee", "Injured worker"),
    ("attorney", "Attorney of the worker"),
    ("agent", "Another agent of the worker"),
    ("requesting physician", "Requesting physician"),
    ("emergency provider", "Emergency provider"),
    ("claims administrator", "Claims administrator"),
    ("employer", "Employer"),
]
_CHANNELS = [
    ("mail", "Mail"),
    ("fax", "Fax"),
    ("electronic", "Electronically"),
    ("web", "Web form"),
    ("api", "Program interface"),
]


def _own() -> dict[str, forms.Field]:
    """The fields that are no person's, new ones each time."""
    return {
        "priority": OneOfField(_REVIEWS, few=True, label="Review asked for"),
        "ur_priority": OneOfField(_REVIEWS, few=True, label="Utilization review was"),
        "formulary": FlagField(label="The dispute is about a drug under the formulary"),
        "date_of_birth": DayField(label="Date of birth"),
        "claim_number": TextField(label="Claim number", max_length=80),
        "injury_date": DayField(label="Date of injury"),
        "eams_number": TextField(label="EAMS case number", max_length=40),
        "jurisdictional_claim_number": TextField(label="Jurisdictional claim number", max_length=40),
        "agent_designated": DayField(label="Agent named on"),
        "adjuster": TextField(label="Adjuster"),
        "rfa_date": DayField(label="Date of the request for authorization"),
        "ur_decision_date": DayField(label="Date of the decision"),
        "ur_served_date": DayField(label="Decision served on"),
        "ur_service": OneOfField(_SERVICES, label="Served by"),
        "ur_outcome": OneOfField(
            [("denied", "Denied"), ("modified", "Modified")], few=True, label="The treatment was"
        ),
        "ur_basis": OneOfField(
            [
                ("necessity", "Not medically necessary"),
                ("missing information", "Requested information was not received"),
                ("other", "Another reason"),
            ],
            few=True,
            label="Reason given",
        ),
        "liability_disputed": FlagField(
            label="Liability is disputed too",
            help_text="For the injury or the body part, apart from medical necessity.",
        ),
        "form_enclosed": FlagField(label="The application form came with the decision"),
        "primary_diagnosis": TextField(label="Main diagnosis", help_text="With the ICD code where known."),
        "treatments": LinesField(
            rows=5,
            label="Treatments that were denied or modified",
            help_text="One treatment on each line, as worded on the decision.",
            max_length=20_000,
        ),
        "treatment_given": FlagField(label="The treatment was given already"),
        "certified": FlagField(
            label="The physician certifies an imminent and serious threat to health",
            help_text="For expedited review only; enclose the certification.",
        ),
        "statement": forms.CharField(
            required=False,
            max_length=8000,
            label="Why the treatment is needed",
            widget=forms.Textarea(attrs={"rows": 4}),
            empty_value=None,
        ),
        "filer": OneOfField(_FILERS, label="Signed by"),
        "signed": FlagField(label="The form is signed"),
        "signed_on": DayField(label="Date signed"),
        "consent": FlagField(label="Consent to obtain medical records"),
        "ur_copy_attached": FlagField(label="A copy of the decision is enclosed"),
        "received": DayField(label="Received on"),
        "channel": OneOfField(_CHANNELS, label="By"),
    }


def _part(person: str, part: str) -> forms.Field:
    label = SPECIAL.get(f"{person}_{part}", LABELS[part])
    if part == "address":
        return LinesField(rows=2, label=label)
    short = {"state": 30, "zip": 12, "npi": 12, "phone": 40, "fax": 40}.get(part, 200)
    return TextField(label=label, max_length=short)


@dataclass(frozen=True, slots=True)
class Shown:
    """A group with its bound fields, as the page shows it."""

    group: Group
    fields: list[BoundField]
    more: list[BoundField]

    @property
    def open(self) -> bool:
        """Whether the group is shown unfolded."""
        return not self.group.folded or any(one.value() or one.errors for one in (*self.fields, *self.more))

    @property
    def more_open(self) -> bool:
        """Whether something stands in the folded part, so that it is shown."""
        return any(one.value() or one.errors for one in self.more)


class ApplicationForm(forms.Form):
    """The application. ``staff`` adds how it came in and the parts of persons that the paper has no box for.

    ``read`` are fields whose values the software read from a paper: each is marked until a person looked.
    """

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        staff: bool = False,
        read: frozenset[str] = frozenset(),
        initial: Mapping[str, Any] | None = None,
        without: tuple[str, ...] = (),
        **more: Any,
    ) -> None:
        given = {"submission": uuid4().hex, **(initial or {})}
        super().__init__(data, files, initial=given, **more)
        self.staff = staff
        self.read = read
        own = _own()
        for group in self._groups():
            for name in (*group.fields, *(group.more if staff else ())):
                if name in without:
                    continue
                person, part = split(name)
                self.fields[name] = own[name] if person is None else _part(person, part)
                if name in read:
                    self.fields[name].widget.attrs["data-read"] = ""

    def _groups(self) -> tuple[Group, ...]:
        return (ARRIVAL, *GROUPS) if self.staff else GROUPS

    def groups(self) -> Iterator[Shown]:
        """The groups in the order of the page."""
        for group in self._groups():
            fields_ = [self[name] for name in group.fields if name in self.fields]
            if fields_:
                yield Shown(group, fields_, [self[name] for name in group.more if name in self.fields])

    def clean(self) -> dict[str, Any]:
        """Everything that can't be true, each at its field with its rule."""
        cleaned = super().clean() or {}
        for flaw in flaws(self._made(cleaned), clock.today()):
            self._put(flaw)
        return cleaned

    def _put(self, flaw: Flaw) -> None:
        name = flaw.field if flaw.field in self.fields else None
        self.add_error(name, f"{flaw.message} {flaw.law}.")

    def application(self) -> Application:
        """The application as it was filled in."""
        return self._made(self.cleaned_data)

    def _made(self, cleaned: Mapping[str, Any]) -> Application:
        values: dict[str, Any] = {}
        for one in fields(Application):
            if one.name in PERSONS:
                person = {part: _plain(cleaned.get(f"{one.name}_{part}")) for part in PARTS}
                if any(person.values()) or one.name not in ("attorney", "agent"):
                    values[one.name] = {key: value for key, value in person.items() if value}
            else:
                values[one.name] = _plain(cleaned.get(one.name))
        return Application.from_dict(values)


def split(name: str) -> tuple[str | None, str]:
    """A form field's name as person and part; ``None`` where it is no person's."""
    for person in PERSONS:
        part = name.removeprefix(f"{person}_")
        if part != name and part in PARTS:
            return person, part
    return None, name


def initial_of(application: Mapping[str, Any]) -> dict[str, Any]:
    """What the form shows of an application given as JSON."""
    out: dict[str, Any] = {}
    for name, value in application.items():
        if name in PERSONS:
            out |= {f"{name}_{part}": inner for part, inner in (value or {}).items()}
        elif isinstance(value, str) and name in _DATES:
            out[name] = date.fromisoformat(value)
        else:
            out[name] = value
    return out


_DATES = frozenset(name for name, field_ in _own().items() if isinstance(field_, DayField))


def names_of(paths: list[str]) -> frozenset[str]:
    """Paths of the application (``employee.name``) as names of form fields."""
    return frozenset(path.replace(".", "_") for path in paths)


def _plain(value: Any) -> Any:
    return value or None if not isinstance(value, bool) else value
