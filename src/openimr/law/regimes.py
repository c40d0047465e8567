"""Which law judges a case: the regimes P0 to P6 and the dates that choose one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from openimr.law import conditions
from openimr.law.conditions import Fact, Facts
from openimr.law.model import Law
from openimr.law.tables import laws, read, require

_FILE = "regimes"


@dataclass(frozen=True, slots=True)
class Regime:
    """The law of one case.

    ``code`` is ``None`` where the facts do not tell which regime governs; ``working`` then says what is missing.
    ``asks`` says why a person must look before the regime refuses anything (its text was not read).
    """

    code: str | None
    title: str
    law: tuple[Law, ...]
    working: tuple[str, ...]
    brings: tuple[str, ...] = ()
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    title: str
    effective_from: date | None
    effective_to: date | None
    when: Any
    brings: tuple[str, ...]
    law: tuple[Law, ...]
    asks: str | None


@cache
def _rows() -> tuple[_Row, ...]:
    data = read(_FILE)
    found = []
    for row in data["regimes"]:
        code = row.get("code")
        require(code and row.get("title"), _FILE, code, "needs a code and a title")
        for end in ("from", "to"):
            require(row[end] is None or isinstance(row[end], date), _FILE, code, f"{end!r} is no date")
        when = row.get("when")
        found.append(
            _Row(
                code=code,
                title=row["title"],
                effective_from=row["from"],
                effective_to=row["to"],
                when=conditions.checked(when, data["facts"], _FILE, code) if when else None,
                brings=tuple(row["brings"]),
                law=laws(row["law"], _FILE, code),
                asks=row.get("asks"),
            )
        )
    dated = [row for row in found if row.when is None]
    for one, following in pairwise(dated):
        ends, begins = one.effective_to, following.effective_from
        require(ends and begins and (begins - ends).days == 1, _FILE, one.code, "leaves a gap to the next")
    return tuple(found)


def regime(facts: Facts) -> Regime:
    """The regime that ``injury_date``, ``ur_decision_date`` and ``ur_communicated`` lead to.

    ``ur_communicated`` is the day the decision reached the physician; without it the day of the decision stands in,
    and the other way round. Source: process specification, section 0.
    """
    made = facts.get("ur_decision_date", Fact())
    told = facts.get("ur_communicated", Fact())
    known = dict(facts)
    if told.value is None and made.value is not None:
        known["ur_communicated"] = Fact(made.value, made.because)
    trigger = made if made.value is not None else told
    day: date | None = trigger.value
    if day is None:
        return Regime(None, "unknown", (), ("The date of the utilization review decision is not known.",))
    because = tuple(dict.fromkeys(one.because for one in (trigger, told) if one.because))
    for row in _rows():
        if row.when is not None:
            truth = conditions.test(row.when, known)
            if truth.holds:
                return _found(row, truth.because)
            if truth.holds is None:
                lacks = "The date of injury is not known; it decides whether IMR existed for this decision."
                return Regime(None, "unknown", row.law, (*because, lacks))
        elif (row.effective_from is None or row.effective_from <= day) and (
            row.effective_to is None or day <= row.effective_to
        ):
            return _found(row, because)
    return Regime(None, "unknown", (), (*because, "No regime of the rules covers this date."))


def _found(row: _Row, because: tuple[str, ...]) -> Regime:
    start = "the beginning" if row.effective_from is None else f"{row.effective_from:%Y-%m-%d}"
    end = "today" if row.effective_to is None else f"{row.effective_to:%Y-%m-%d}"
    working = (*because, f"{row.code} ({row.title}) governs decisions from {start} to {end}.")
    return Regime(row.code, row.title, row.law, working, row.brings, row.asks)


def regimes() -> tuple[Regime, ...]:
    """Every regime, in order, as a page shows them."""
    return tuple(_found(row, ()) for row in _rows())
