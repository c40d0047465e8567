"""The records of the clocks: ``data/clocks.yaml``, checked on load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, get_args

from openimr.law.case_facts import event_types
from openimr.law.clock_conditions import CONDITIONS
from openimr.law.clock_starts import STARTS
from openimr.law.counting import Unit
from openimr.law.model import Law, Priority
from openimr.law.service_extensions import table
from openimr.law.tables import laws, read, require

_FILE = "clocks"
Take = Literal["first", "last", "each"]


@dataclass(frozen=True, slots=True)
class Late:
    """Why a person must confirm before anyone is told that a clock was missed.

    It holds for triggers from ``start`` on and, if ``condition`` is named, where that condition holds.
    """

    start: date
    condition: str | None
    why: str


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One clock in one variant; the fields are those of a record, explained at the head of the file."""

    id: str
    clock: str
    title: str
    trigger: tuple[str, ...]
    take: Take
    starts: str | None
    amount: int | None
    unit: Unit | None
    without_number: str | None
    moved: bool
    extension: str | None
    extension_law: Law | None
    extended_by: tuple[str, ...]
    measured_by: str | None
    met_by: tuple[str, ...]
    met_from: tuple[str | None, ...] | None
    met_before: bool
    met_when: str | None
    only_if: tuple[str, ...]
    if_: tuple[str, ...]
    not_started_if: tuple[str, ...]
    tolled_if: tuple[str, ...]
    priority: Priority | None
    formulary: bool | None
    formulary_unknown: bool
    effective_from: date | None
    effective_to: date | None
    effective_by: str | None
    kind: Literal["duty", "period"]
    consequence: str | None
    duty_of: str | None
    law: tuple[Law, ...]
    asks: str | None
    ask_if_late: tuple[Late, ...]

    def fits(self, priority: Priority, formulary: bool | None) -> bool:
        """Whether this variant is that of a case with this priority and kind of dispute."""
        if self.priority is not None and self.priority != priority:
            return False
        if self.formulary is None:
            return True
        return self.formulary_unknown if formulary is None else self.formulary is formulary


@cache
def rules() -> Mapping[str, tuple[ClockRule, ...]]:
    """Clock to its records, in the order of the file.

    Raises:
        LawError: a record breaks the rules of the file; the message names it.
    """
    found: dict[str, list[ClockRule]] = {}
    seen: set[str] = set()
    for row in read(_FILE):
        one = _rule(row)
        require(one.id not in seen, _FILE, one.id, "two records have this id")
        seen.add(one.id)
        found.setdefault(one.clock, []).append(one)
    for clock, records in found.items():
        same = {(one.trigger, one.take) for one in records}
        require(len({take for _, take in same}) == 1, _FILE, clock, "the records of a clock differ in take")
    return {clock: tuple(records) for clock, records in found.items()}


_KEYS = {
    "id", "clock", "title", "trigger", "take", "starts", "amount", "unit", "without_number", "moved", "extension",
    "extended_by", "measured_by", "met_by", "met_from", "met_before", "met_when", "only_if", "if", "not_started_if",
    "tolled_if", "priority", "formulary", "formulary_unknown", "effective_from", "effective_to", "effective_by",
    "kind", "consequence", "duty_of", "law", "asks", "ask_if_late",
}  # fmt: skip


def _rule(row: Mapping[str, Any]) -> ClockRule:
    entry = row.get("id")

    def must(condition: object, rule: str) -> None:
        require(condition, _FILE, entry, rule)

    must(entry, "a record needs an id")
    must(not set(row) - _KEYS, f"unknown keys {sorted(set(row) - _KEYS)}")
    for key in ("title", "trigger", "met_by", "duty_of", "consequence", "law"):
        must(key in row, f"{key} is missing")
    must(("amount" in row) != ("without_number" in row), "either amount and unit, or without_number")
    must("amount" not in row or row.get("unit") in get_args(Unit), f"{row.get('unit')!r} is no unit")
    must(row.get("take", "first") in get_args(Take), f"{row.get('take')!r} is not first, last or each")
    must(row.get("kind", "duty") in ("duty", "period"), f"{row.get('kind')!r} is neither duty nor period")
    must(row.get("priority") in (None, *get_args(Priority)), f"{row.get('priority')!r} is no priority")
    named = [*row["trigger"], *row["met_by"], *row.get("extended_by", ())]
    named += [row["effective_by"]] if "effective_by" in row else []
    for event in named:
        must(event in event_types(), f"{event!r} is no event")
    late = tuple(Late(one["from"], one.get("if"), one["why"]) for one in row.get("ask_if_late", ()))
    conditions = [
        *row.get("only_if", ()), *row.get("if", ()), *row.get("not_started_if", ()), *row.get("tolled_if", ()),
        *(one.condition for one in late if one.condition),
    ]  # fmt: skip
    for condition in conditions:
        must(condition in CONDITIONS, f"{condition!r} is no condition")
    must(row.get("starts") in (None, *STARTS), f"{row.get('starts')!r} is no start")
    extension = row.get("extension")
    if extension:
        must(table(extension["set"]), "no such set of extensions")
    cited = laws(row["law"], _FILE, entry)
    unproven = "; ".join(f"{one.cite}: {one.evidence.meaning}" for one in cited if not one.evidence.acts)
    asks = " ".join(part for part in (row.get("asks"), f"{unproven}." if unproven else None) if part)
    return ClockRule(
        id=str(entry),
        clock=row.get("clock", entry),
        title=row["title"],
        trigger=tuple(row["trigger"]),
        take=row.get("take", "first"),
        starts=row.get("starts"),
        amount=row.get("amount"),
        unit=row.get("unit"),
        without_number=row.get("without_number"),
        moved=row.get("moved", True),
        extension=extension["set"] if extension else None,
        extension_law=laws([extension["law"]], _FILE, entry)[0] if extension else None,
        extended_by=tuple(row.get("extended_by", ())),
        measured_by=row.get("measured_by"),
        met_by=tuple(row["met_by"]),
        met_from=tuple(row["met_from"]) if "met_from" in row else None,
        met_before=row.get("met_before", False),
        met_when=row.get("met_when"),
        only_if=tuple(row.get("only_if", ())),
        if_=tuple(row.get("if", ())),
        not_started_if=tuple(row.get("not_started_if", ())),
        tolled_if=tuple(row.get("tolled_if", ())),
        priority=row.get("priority"),
        formulary=row.get("formulary"),
        formulary_unknown=row.get("formulary_unknown") == "this",
        effective_from=row.get("effective_from"),
        effective_to=row.get("effective_to"),
        effective_by=row.get("effective_by"),
        kind=row.get("kind", "duty"),
        consequence=row["consequence"],
        duty_of=row["duty_of"],
        law=cited,
        asks=asks or None,
        ask_if_late=late,
    )
