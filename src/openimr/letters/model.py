"""The Final Determination letter as data: the schema ``determination/1``.

Dates are ISO 8601 strings (``2016-12-09``), as the JSON has them. A value that the letter does not
give is ``None``, never a guess and never an empty string. ``spans`` maps the JSON Pointer (RFC 6901)
of a value, for example ``/items/0/disputed``, to the places it was read from; it is not part of
the value of a determination, so two determinations that say the same compare equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from openimr.pages.model import Span

SCHEMA = "determination/1"

Decision = Literal["upheld", "overturned"]
CaseOutcome = Literal["upheld", "overturned", "partially overturned"]
Priority = Literal["standard", "expedited"]
Side = Literal["left", "right", "bilateral"]
Sex = Literal["male", "female"]
Source = Literal["MTUS", "ODG", "ACOEM", "Other"]
Layout = Literal["2013-federal-services", "2013-professional-review", "2013-notice", "2014", "2015"]

#: The treatment categories of the DWC's public decision search, and "Other".
Category = Literal[
    "Diagnostic Testing",
    "DMEPOS",
    "Evaluation & Management",
    "Home Health",
    "Injection",
    "Pharmaceuticals",
    "Programs",
    "Psych Services",
    "Rehabilitation",
    "Surgery",
    "Transportation",
    "Other",
]


@dataclass(frozen=True, slots=True)
class Citation:
    """One guideline that a decision rests on, with ``text`` as printed."""

    source: Source
    guideline: str | None
    year: int | None
    sections: tuple[str, ...]
    pages: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Drug:
    """A disputed drug. ``name`` as printed without its dosage form; ``strength`` without blanks."""

    name: str
    ingredients: tuple[str, ...]
    strength: str | None
    quantity: int | float | None
    refills: int | None


@dataclass(frozen=True, slots=True)
class Item:
    """One disputed treatment, what was decided on it, and why."""

    number: int
    heading: str
    disputed: str
    decision: Decision
    retrospective: bool
    category: Category
    drugs: tuple[Drug, ...]
    visits: int | None
    frequency_per_week: int | float | None
    weeks: int | float | None
    body_parts: tuple[str, ...]
    side: Side | None
    original_request: str | None
    authorized: str | None
    administrator_citations: tuple[Citation, ...]
    reviewer_citations: tuple[Citation, ...]
    rationale: str | None


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of the letter's header table."""

    assigned: str | None = None
    decision: str | None = None
    injury: str | None = None
    ur_denial: str | None = None
    application_received: str | None = None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """The reviewer's credentials, never the name. States are two-letter postal codes."""

    licensed_states: tuple[str, ...]
    certifications: tuple[str, ...]
    statement: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """The clinical case summary and what it says of the worker and the claim."""

    text: str
    age: int | None
    sex: Sex | None
    injury_date: str | None
    ur_decision_date: str | None
    diagnoses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Determination:
    """A Final Determination letter, read."""

    source: str
    sha256: str | None
    layout: Layout
    case_number: str | None
    priority: Priority | None
    dates: Dates
    reviewer: Reviewer
    documents_reviewed: tuple[str, ...]
    summary: Summary
    items: tuple[Item, ...]
    case_outcome: CaseOutcome
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found in a letter (see ``openimr check --list``).

    ``item`` is the number of the disputed item it concerns, ``quote`` the words it stands on,
    ``against`` the words or the rule that they conflict with, ``fix`` what would put it right.
    ``pointer`` is the JSON Pointer of the value that holds the quote, for showing it in place.
    """

    code: str
    severity: Literal["error", "warning"]
    item: int | None
    message: str
    quote: str
    against: str
    fix: str | None
    pointer: str | None = field(default=None, compare=False)


def outcome(decisions: list[Decision]) -> CaseOutcome:
    """The case's outcome over its items: all upheld, all overturned, or partially overturned."""
    kinds = set(decisions)
    if kinds == {"upheld"}:
        return "upheld"
    return "overturned" if kinds == {"overturned"} else "partially overturned"
