"""The forms of the registry: what is known by code, and, apart from it, what is sealed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms

from openimr.law.conflicts import relations
from openimr.law.reviewers import Affiliation, Board, License, ReviewerFacts
from openimr.law.tables import read
from openimr.service.office.asking import AskingForm
from openimr.service.reviewers.facts import Absence, Identity, Registered
from openimr.vocabulary import specialties

_UNKNOWN = ("", "Not known")
_PROFESSIONS = [row["name"] for row in read("reviewer_rules")["professions"]]
_DEGREES = [degree for row in read("reviewer_rules")["professions"] for degree in row["degrees"]]
_STATUS = read("reviewer_rules")["license_status"]
_YES_NO = [_UNKNOWN, ("yes", "Yes"), ("no", "No")]


def _choices(values: Any) -> list[tuple[str, str]]:
    return [_UNKNOWN, *((one, one[:1].upper() + one[1:]) for one in values)]


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class ReviewerForm(AskingForm):
    """The single values. An empty field is unknown, never a default."""

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)
    expected = forms.IntegerField(widget=forms.HiddenInput, required=False)
    degree = forms.ChoiceField(label="Degree", required=False, choices=_choices(_DEGREES))
    years = forms.DecimalField(
        label="Years of practice", required=False, min_value=0, max_value=80, decimal_places=1
    )
    weekly_hours = forms.DecimalField(
        label="Hours of practice a week now", required=False, min_value=0, max_value=168, decimal_places=1
    )
    capacity_per_day = forms.IntegerField(
        label="Cases a day", required=False, min_value=0, max_value=50, help_text="The most new cases a day."
    )
    languages = forms.CharField(
        label="Languages", required=False, max_length=200, help_text="Parted by commas."
    )
    discipline = forms.ChoiceField(
        label="Disciplinary action or sanction",
        required=False,
        choices=[_UNKNOWN, ("none", "None taken or pending"), ("taken", "Taken"), ("pending", "Pending")],
    )
    qme = forms.ChoiceField(
        label="Appointed as a qualified medical evaluator", required=False, choices=_YES_NO
    )
    active = forms.ChoiceField(
        label="On the panel", choices=[("yes", "Takes cases"), ("no", "Takes no cases")], required=True
    )
    declaration = forms.ChoiceField(
        label="Declaration of affiliations",
        required=False,
        choices=[
            ("", "Not made yet"),
            ("none", "Made: nothing to declare"),
            ("some", "Made: as listed below"),
        ],
    )
    name = forms.CharField(label="Name", required=False, max_length=200)
    email = forms.EmailField(label="E-mail", required=False)
    phone = forms.CharField(label="Phone", required=False, max_length=40)
    reason = forms.CharField(
        label="Why the entry is changed, and what it rests on",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None, *, registered: Registered | None = None) -> None:
        given: dict[str, Any] = {"submission": uuid4().hex}
        if registered is not None:
            facts = registered.facts
            given |= {
                "expected": registered.version,
                "degree": facts.degree,
                "years": facts.years,
                "weekly_hours": facts.weekly_hours,
                "capacity_per_day": facts.capacity_per_day,
                "languages": ", ".join(facts.languages),
                "discipline": facts.discipline,
                "qme": {True: "yes", False: "no", None: ""}[facts.qme],
                "active": "yes" if registered.active else "no",
                "declaration": "" if facts.declared is None else "some" if facts.declared else "none",
            }
        super().__init__(data, initial=given)
        self.new = registered is None
        if self.new:
            del self.fields["reason"]

    @property
    def practice(self) -> list[Any]:
        """The fields of profession and practice, as bound fields."""
        names = (
            "degree",
            "years",
            "weekly_hours",
            "capacity_per_day",
            "languages",
            "discipline",
            "qme",
            "active",
        )
        return [self[name] for name in names]

    @property
    def sealed(self) -> list[Any]:
        """The fields that are written and never read."""
        return [self[name] for name in ("name", "email", "phone")]


class LicenseForm(AskingForm):
    """One license. Its number is sealed: it can be given, and is never shown."""

    state = forms.CharField(label="State", max_length=2, widget=forms.TextInput(attrs={"class": "short"}))
    type = forms.ChoiceField(label="As", required=False, choices=_choices(_PROFESSIONS))
    status = forms.ChoiceField(
        label="Status", required=False, choices=_choices([*_STATUS["good"], *_STATUS["bad"]])
    )
    issued = _day("Issued")
    expires = _day("Expires")
    number = forms.CharField(label="Number (sealed)", required=False, max_length=40)

    def clean_state(self) -> str:
        """In capitals."""
        return str(self.cleaned_data["state"]).upper()


class BoardForm(AskingForm):
    """One certificate."""

    specialty = forms.ChoiceField(
        label="Specialty",
        choices=[("", "Choose"), *((one.name, one.name) for one in specialties.all_specialties())],
    )
    subspecialty = forms.ChoiceField(
        label="Subspecialty",
        required=False,
        choices=[("", "None"), *((one.name, one.name) for one in specialties.all_specialties())],
    )
    issued = _day("Issued")
    expires = _day("Expires")
    lifetime = forms.BooleanField(label="Does not expire", required=False)


class AffiliationForm(AskingForm):
    """One declared relation."""

    relation = forms.ChoiceField(
        label="Relation",
        choices=[
            ("", "Choose"),
            *((f"{kind}:{one}", f"{one} ({kind})") for kind, rows in relations().items() for one in rows),
        ],
    )
    to = forms.CharField(label="With whom", max_length=200)
    percent = forms.DecimalField(
        label="Percent of income", required=False, min_value=0, max_value=100, decimal_places=2
    )
    academic = forms.ChoiceField(label="Academic exception", required=False, choices=_YES_NO)


class AbsenceForm(AskingForm):
    """Days away."""

    first = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label="Note", required=False, max_length=200)


Rows = forms.formset_factory
LICENSES = Rows(LicenseForm, extra=1, can_delete=True, max_num=60)
BOARDS = Rows(BoardForm, extra=1, can_delete=True, max_num=20)
AFFILIATIONS = Rows(AffiliationForm, extra=1, can_delete=True, max_num=100)
ABSENCES = Rows(AbsenceForm, extra=1, can_delete=True, max_num=60)


class Entry:
    """The whole form of one reviewer: the single values and the four lists."""

    def __init__(self, data: Any = None, *, registered: Registered | None = None) -> None:
        self.registered = registered
        self.form = ReviewerForm(data, registered=registered)
        # What was sent stands alone: rows are never compared with an entry that may have changed meanwhile.
        shown = registered if data is None else None
        facts = shown.facts if shown else None
        away = [
            {"first": one.first, "last": one.last, "note": one.note}
            for one in (shown.absences if shown else ())
        ]
        self.licenses = LICENSES(data, prefix="licenses", initial=_licenses(facts))
        self.boards = BOARDS(data, prefix="boards", initial=_boards(facts))
        self.affiliations = AFFILIATIONS(data, prefix="affiliations", initial=_affiliations(facts))
        self.absences = ABSENCES(data, prefix="absences", initial=away)

    @property
    def lists(self) -> list[tuple[str, str, Any]]:
        """The lists with their titles and hints."""
        return [
            ("Licenses", "LC 139.5(d)(4)(B)", self.licenses),
            ("Board certificates", "LC 139.5(d)(4)(B)", self.boards),
            ("Declared affiliations", "LC 139.5(c)(2), (d)(5), (d)(6)", self.affiliations),
            ("Absences", "", self.absences),
        ]

    def is_valid(self) -> bool:
        """Whether every part is; each part then holds its errors."""
        parts = [self.form, *(rows for _, _, rows in self.lists)]
        good = [one.is_valid() for one in parts]  # each is asked, so that all errors are shown at once
        return all(good) and self._agrees()

    def _agrees(self) -> bool:
        given = bool(_given(self.affiliations))
        if given and self.form.cleaned_data["declaration"] != "some":
            self.form.add_error(
                "declaration",
                "Relations are listed below, but the declaration says otherwise; choose “as listed”.",
            )
        elif not given and self.form.cleaned_data["declaration"] == "some":
            self.form.add_error("declaration", "The declaration is “as listed below”, and nothing is listed.")
        return not self.form.errors

    def registered_as(self, code: str) -> Registered:
        """What was filled in."""
        said = self.form.cleaned_data
        declared = None
        if said["declaration"]:
            declared = tuple(_affiliation(one) for one in _given(self.affiliations))
        facts = ReviewerFacts(
            code=code,
            degree=said["degree"] or None,
            licenses=tuple(
                License(
                    one["state"],
                    None,
                    one["type"] or None,
                    one["status"] or None,
                    one["issued"],
                    one["expires"],
                )
                for one in _given(self.licenses)
            ),
            boards=tuple(
                Board(
                    one["specialty"],
                    one["subspecialty"] or None,
                    one["issued"],
                    one["expires"],
                    one["lifetime"],
                )
                for one in _given(self.boards)
            ),
            years=said["years"],
            weekly_hours=said["weekly_hours"],
            discipline=said["discipline"] or None,
            qme={"yes": True, "no": False}.get(said["qme"]),
            capacity_per_day=said["capacity_per_day"],
            languages=tuple(filter(None, (one.strip() for one in said["languages"].split(",")))),
            declared=declared,
        )
        absences = tuple(
            Absence(one["first"], one["last"], one["note"] or None) for one in _given(self.absences)
        )
        return Registered(facts, absences, said["active"] == "yes")

    def identity(self) -> Identity:
        """What is to be sealed; what was left empty stays as it is."""
        said = self.form.cleaned_data
        numbers = {one["state"]: one["number"] for one in _given(self.licenses) if one["number"]}
        return Identity(said["name"] or None, said["email"] or None, said["phone"] or None, numbers or None)


def _given(rows: Any) -> list[dict[str, Any]]:
    """The rows that were filled in and not struck out."""
    return [
        one.cleaned_data for one in rows.forms if one.has_changed() and not one.cleaned_data.get("DELETE")
    ]


def _affiliation(row: dict[str, Any]) -> Affiliation:
    kind, _, relation = row["relation"].partition(":")
    # What is near the law's list has no kind of its own there; the law's check asks a person about it.
    percent: Decimal | None = row["percent"]
    return Affiliation(
        kind="familial" if kind == "near" else kind,
        relation=relation,
        to=row["to"],
        percent=percent,
        academic={"yes": True, "no": False}.get(row["academic"]),
    )


def _licenses(facts: ReviewerFacts | None) -> list[dict[str, Any]]:
    return [
        {
            "state": one.state,
            "type": one.type,
            "status": one.status,
            "issued": one.issued,
            "expires": one.expires,
        }
        for one in (facts.licenses if facts else ())
    ]


def _boards(facts: ReviewerFacts | None) -> list[dict[str, Any]]:
    found = []
    for one in facts.boards if facts else ():
        known = specialties.lookup(one.specialty, fuzzy=False)
        under = specialties.lookup(one.subspecialty, fuzzy=False) if one.subspecialty else None
        found.append(
            {
                "specialty": known.name if known else one.specialty,
                "subspecialty": under.name if under else one.subspecialty,
                "issued": one.issued,
                "expires": one.expires,
                "lifetime": one.lifetime,
            }
        )
    return found


def _affiliations(facts: ReviewerFacts | None) -> list[dict[str, Any]]:
    near = set(relations()["near"])
    return [
        {
            "relation": f"{'near' if one.relation in near else one.kind}:{one.relation}",
            "to": one.to,
            "percent": one.percent,
            "academic": {True: "yes", False: "no", None: ""}[one.academic],
        }
        for one in ((facts.declared or ()) if facts else ())
    ]
