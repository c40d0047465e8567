"""Which facts of two items differ: only what both state; what one of them does not say is unknown, not different."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openimr.archive.index.catalog import fold

#: Fields of the index that are facts of an item, with their headings, in the order in which they are shown.
FACTS = {
    "drug": "Drug",
    "quantity": "Quantity",
    "visits": "Visits",
    "body_part": "Body part",
    "side": "Side",
    "diagnosis_category": "Diagnosis category",
    "diagnosis": "Diagnosis",
    "age": "Age",
    "age_group": "Age group",
    "sex": "Sex",
    "priority": "Review",
    "guideline": "Guideline",
    "section": "Section of a guideline",
    "specialty": "Reviewer's specialty",
    "kind": "Type of review",
    "year": "Year",
}
#: Facts that make two items more alike where they agree, beside what was looked for.
_TELLING = ("visits", "side", "diagnosis", "guideline", "age_group", "sex", "specialty")
_QUANTITY = re.compile(r"#\s?(\d{1,3}(?:,\d{3})+|\d{1,4})\b")

Value = str | int


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact on which two items differ, with every value that each states."""

    fact: str
    here: tuple[Value, ...]
    there: tuple[Value, ...]

    @property
    def title(self) -> str:
        """The fact as a heading."""
        return FACTS[self.fact]


def stated(fields: Mapping[str, Any], fact: str) -> tuple[Value, ...]:
    """What an item states of a fact: ``()`` where it says nothing.

    ``fields`` are those of :class:`openimr.archive.searching.Hit`. A quantity is stated where the disputed treatment
    prints one number after a ``#``.
    """
    if fact == "quantity":
        found = _QUANTITY.findall(fields.get("disputed", ""))
        return (int(found[0].replace(",", "")),) if len(found) == 1 else ()
    value = fields.get(fact)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def differences(here: Mapping[str, Any], there: Mapping[str, Any]) -> tuple[Difference, ...]:
    """The facts that both items state, and state differently."""
    out = []
    for fact in FACTS:
        ours, theirs = stated(here, fact), stated(there, fact)
        if fact == "age_group" and stated(here, "age") and stated(there, "age"):
            continue
        if ours and theirs and _plain(ours) != _plain(theirs):
            out.append(Difference(fact, ours, theirs))
    return tuple(out)


def agreement(here: Mapping[str, Any], there: Mapping[str, Any]) -> float:
    """The share, from 0 to 1, of the telling facts stated ``here`` on which the other item agrees."""
    told = [fact for fact in _TELLING if stated(here, fact)]
    same = sum(bool(_plain(stated(here, fact)) & _plain(stated(there, fact))) for fact in told)
    return same / len(told) if told else 0.0


def _plain(values: tuple[Value, ...]) -> frozenset[Value]:
    return frozenset(fold(one) if isinstance(one, str) else one for one in values)
