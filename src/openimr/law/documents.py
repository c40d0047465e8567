"""What must be in a case's file, what is missing, what that costs, and what may be decided without it.

Source: process specification, section 6; data: ``law/data/documents.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from openimr.law.counting import plus_months
from openimr.law.model import Evidence, Law, LawError
from openimr.law.penalties import late_records
from openimr.law.tables import in_force, laws, read, require

_FILE = "documents"
#: The word for a day where a field is called ``date``.
Day = date


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document of the file, as the law looks at it.

    ``type`` is one of `types`; ``date`` is the document's own; ``received_from`` is one of `senders`, or ``None``
    if that is not recorded; ``packages`` names the deliveries that it came in.
    """

    type: str
    title: str | None = None
    date: Day | None = None
    received: Day | datetime | None = None
    received_from: str | None = None
    packages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What decides how much must be in the file. ``due`` is when the records are due (clocks I5, I5e, I5x)."""

    rfa_date: date | None = None
    due: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not in the file.

    ``cost`` is what the late package may cost the claims administrator by now, in dollars: one amount for the
    whole package, not to be added up; ``None`` where nothing is late. It is an estimate from a secondary source
    (`openimr.law.penalties`): the regulator assesses a penalty. ``by`` is whose duty it is, ``asks`` what a person
    must find out.
    """

    code: str
    law: tuple[Law, ...]
    message: str
    cost: Decimal | None
    by: str
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class MayDecide:
    """Whether the file is enough for a determination, under which rule, and why."""

    allowed: bool
    code: str
    message: str
    law: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that the claims administrator must send: statute and regulation side by side."""

    code: str
    title: str
    statute: str | None
    statute_law: Law | None
    regulation: str | None
    regulation_law: Law | None


@dataclass(frozen=True, slots=True)
class Lookback:
    """How far back reports are owed, for requests dated in a span. ``asks`` where a person must confirm it."""

    effective_from: date | None
    effective_to: date | None
    months: int
    law: tuple[Law, ...]
    asks: str | None


@dataclass(frozen=True, slots=True)
class Form:
    """A form's fields by group, as seen; ``law`` says how well that is known."""

    code: str
    title: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    law: tuple[Law, ...]


@cache
def types() -> dict[str, str]:
    """The document types, each with its title."""
    return {name: row["title"] for name, row in read(_FILE)["types"].items()}


@cache
def senders() -> dict[str, str]:
    """Who may have sent a document, with the side on which they stand."""
    return dict(read(_FILE)["senders"])


@cache
def duties() -> tuple[Duty, ...]:
    """What the claims administrator must send, in the order of the specification's table 6.1."""
    found = []
    for row in read(_FILE)["duties"]:
        code = row["code"]
        require(row["statute"] or row["regulation"], _FILE, code, "needs a statute or a regulation")
        cited = [laws([row[k]], _FILE, code)[0] if row[t] else None for t, k in _COLUMNS]
        found.append(Duty(code, row["title"], row["statute"], cited[0], row["regulation"], cited[1]))
    return tuple(found)


_COLUMNS = (("statute", "statute_law"), ("regulation", "regulation_law"))


@cache
def _lookbacks() -> tuple[Lookback, ...]:
    found = []
    for row in read(_FILE)["lookback"]:
        entry = f"lookback {row.get('from')}"
        require(Evidence(str(row["evidence"])).acts or row.get("asks"), _FILE, entry, "must say what it asks")
        cited = laws(row["law"], _FILE, entry)
        found.append(Lookback(row.get("from"), row.get("to"), row["months"], cited, row.get("asks")))
    return tuple(found)


def lookback(rfa_date: date) -> Lookback:
    """How many months before a request of that day reports are owed."""
    return in_force(_lookbacks(), rfa_date)[0]


@cache
def forms() -> tuple[Form, ...]:
    """The forms with their fields (layout as seen, not verified)."""
    return tuple(
        Form(
            row["code"],
            row["title"],
            tuple((group, tuple(names)) for group, names in row["fields"]),
            laws(row["law"], _FILE, row["code"]),
        )
        for row in read(_FILE)["forms"]
    )


def missing(
    documents: Iterable[DocumentFact], facts: FileFacts, *, now: date | datetime
) -> tuple[Missing, ...]:
    """What is not in the file, with law, message and cost, in the order of the data.

    Args:
        documents: what is in the file.
        facts: the dates that decide how much must be there.
        now: an aware date and time, or a date; the cost is that of this moment.

    Raises:
        LawError: a document has a type or a sender that is none.
    """
    present = [_known(one) for one in documents]
    late = late_records(facts.due, None, now) if facts.due is not None else None
    found = []
    for row in read(_FILE)["expected"]:
        fitting = [one for one in present if one.type in row["types"]]
        if "from" in row:
            fitting = [one for one in fitting if _side(one) == row["from"]]
        message, asks = row["message"], None if row.get("certain", True) else _PERHAPS
        if row.get("window"):
            outside = _outside(fitting, facts)
            if outside is None:
                continue
            message, asks = f"{message} {outside[0]}", outside[1]
        elif fitting:
            continue
        priced = row["by"] == "claims administrator" and row.get("certain", True) and late is not None
        if priced and late is not None:
            message = f"{message} The package is late: {'; '.join(late.working)}."
        amount = late.amount if priced and late is not None else None
        cited = laws(row["law"], _FILE, row["code"])
        found.append(Missing(row["code"], cited, message, amount, row["by"], asks))
    return tuple(found)


_PERHAPS = "There may have been nothing of the kind; a person must find out."


def _outside(reports: Sequence[DocumentFact], facts: FileFacts) -> tuple[str, str | None] | None:
    """Why no report lies within the look-back, and what to ask; ``None`` if one does, or it cannot be told.

    A file without any report is not looked at here: that the records are missing is said elsewhere.
    """
    if not reports or facts.rfa_date is None or any(one.date is None for one in reports):
        return None
    window = lookback(facts.rfa_date)
    first = plus_months(facts.rfa_date, -window.months)
    if any(one.date is not None and first <= one.date <= facts.rfa_date for one in reports):
        return None
    return f"The request is of {facts.rfa_date}; reports from {first} on are owed.", window.asks


def _known(document: DocumentFact) -> DocumentFact:
    if document.type not in types():
        raise LawError(f"{document.type!r} is no type of document; the types are {', '.join(types())}.")
    if document.received_from is not None and document.received_from not in senders():
        raise LawError(
            f"{document.received_from!r} sends no documents; those who do are {', '.join(senders())}."
        )
    return document


def _side(document: DocumentFact) -> str | None:
    return None if document.received_from is None else senders()[document.received_from]


def may_decide(documents: Sequence[DocumentFact]) -> MayDecide:
    """Whether a determination may be made on this file (8 CCR 9792.10.6(b)(2)).

    A utilization review decision alone is never enough, nor is it together with the form, bills or proofs of
    service. Documents of the employee or the physician are, even without the claims administrator's records.

    Raises:
        LawError: a document has a type or a sender that is none.
    """
    table = read(_FILE)["types"]
    useful = [one for one in map(_known, documents) if not table[one.type].get("alone")]
    clinical = [one for one in useful if table[one.type].get("clinical")]
    there = {
        "administrator": any(_side(one) == "administrator" for one in clinical),
        "employee or physician": any(_side(one) == "employee or physician" for one in useful),
        "clinical": bool(clinical),
        "nothing": True,
    }
    row = next(row for row in read(_FILE)["decidable"] if there[row["needs"]])
    message = " ".join(row["message"].split())
    return MayDecide(row["allowed"], row["code"], message, laws(row["law"], _FILE, row["code"]))
