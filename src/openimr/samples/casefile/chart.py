"""The chart: what each visit of a case file found, before it is put on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openimr.samples.casefile.model import DocumentType


@dataclass(frozen=True, slots=True)
class Medication:
    """A drug on the list of a visit; empty where the file does not say."""

    name: str
    strength: str = ""
    directions: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to the treating physician. Rows are (label, value)."""

    day: date
    complaint: str
    pain: str = ""
    history: str = ""
    medications: tuple[Medication, ...] = ()
    examination: tuple[tuple[str, str], ...] = ()
    function: str = ""
    plan: tuple[str, ...] = ()
    work: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """One more document of the file: a therapy note, a drug screen, an imaging report, a consultation."""

    type: DocumentType
    title: str
    day: date
    organization: str
    author: str
    rows: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """All visits, oldest first, the other documents, and the reasons of the denial, one for each item."""

    visits: tuple[Visit, ...]
    extras: tuple[Extra, ...] = ()
    reasons: tuple[str, ...] = ()
    job: str = ""
    cause: str = ""
