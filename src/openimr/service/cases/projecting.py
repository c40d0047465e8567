"""From a case to its rows, and saving what changed of them."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from openimr.law import CaseFacts, Clock, deadlines
from openimr.law import Happening as LawHappening
from openimr.law.calendars import calendar
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.tasks import Queue, queue
from openimr.service.cases.models import CaseRow, ClockRow, ItemRow, TaskRow
from openimr.service.clock import PACIFIC

#: States in which nothing of the organization's is open any more.
CLOSED = frozenset({"A1", "A5", "D0", "D2", "D3", "E1", "E2", "T1", "T2", "K0"})
#: Whose unmet clocks make a case due for the office.
_OURS = ("organization", "regulator")
#: When a day ends.
_END = time(23, 59, 59)
#: A moment before all others: clocks are computed as unmet or met, never as missed, whatever day it is.
_LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)

Rows = dict[tuple[type[Any], tuple[Any, ...]], dict[str, Any]]


def as_text(case: Case) -> str:
    """The case as JSON in one form only: PostgreSQL gives the keys of what events carry back in its own order."""
    plain = case.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def facts(case: Case) -> CaseFacts:
    """What the law's clocks look at."""
    return CaseFacts(
        priority=case.priority,
        formulary=case.formulary,
        events=tuple(LawHappening(one.type, one.at, one.details) for one in case.happenings),
    )


def clocks(case: Case, now: datetime) -> tuple[Clock, ...]:
    """Every legal clock of the case, at the moment ``now``."""
    return deadlines(facts(case), now=now)


def moment(at: date | datetime) -> datetime:
    """A due day as the moment it ends in California; a due moment as it is."""
    if isinstance(at, datetime):
        return at.astimezone(UTC)
    return datetime.combine(at, _END, PACIFIC).astimezone(UTC)


def due_of(at: datetime) -> date | datetime:
    """The other way round: the day whose end in California ``at`` is, or the moment itself."""
    local = at.astimezone(PACIFIC)
    return local.date() if local.time() == _END else at


def name_key(name: str | None) -> str | None:
    """A name in one form: without accents, case, punctuation and order of its words."""
    if not name:
        return None
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return " ".join(sorted(words)) or None


def number_key(number: str | None) -> str | None:
    """A claim number in one form: letters and digits alone."""
    if not number:
        return None
    return "".join(char for char in number.upper() if char.isalnum()) or None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _last(case: Case, kind: str) -> datetime | None:
    for one in reversed(case.happenings):
        if one.type == kind:
            return moment(one.at) if not isinstance(one.at, datetime) else one.at
    return None


def _due(day: date, days: int | None, unit: str) -> date | None:
    if days is None:
        return None
    return calendar("state").plus_open(day, days) if unit == "business" else day + timedelta(days=days)


def rows(case: Case) -> Rows:
    """All rows of the case: ``(model, key) -> columns``. The same case gives the same rows on any day."""
    form = case.application
    unmet = (
        ()
        if case.state in CLOSED
        else tuple(one for one in clocks(case, _LONG_AGO) if one.due is not None and one.state == "running")
    )
    ours = min(
        (one for one in unmet if one.duty_of in _OURS),
        key=lambda one: moment(one.due or date.max),
        default=None,
    )
    due = moment(ours.due) if ours and ours.due else None
    employee = case.employee.name if case.employee else None
    letter = case.letters[0] if case.letters else None
    held = " ".join(one.reviewer for one in case.open_reviews)
    by_role = {one.role: one for one in case.parties}
    found: Rows = {
        (CaseRow, (case.number,)): {
            "version": case.version,
            "state": case.state,
            "state_since": case.state_since,
            "opened": case.opened,
            "received": case.received,
            "channel": case.channel,
            "priority": case.priority,
            "formulary": case.formulary,
            "employee": employee,
            "employee_key": name_key(employee),
            "date_of_birth": _day(form.get("date_of_birth")),
            "claim_number": form.get("claim_number"),
            "claim_key": number_key(form.get("claim_number")),
            "injury_date": _day(form.get("injury_date")),
            "ur_decision_date": _day(form.get("ur_decision_date")),
            "claims_administrator": by_role["claims administrator"].shown
            if "claims administrator" in by_role
            else None,
            "physician": by_role["requesting physician"].shown if "requesting physician" in by_role else None,
            "reviewers": f" {held} " if held else None,
            "due": due,
            "due_clock": ours.clock if ours else None,
            "assigned": _last(case, "assignment.notice_sent"),
            "records_complete": _last(case, "records.complete"),
            "issued": letter.issued if letter else None,
            "published": case.letters[-1].published if case.letters else None,
            "outcome": case.letters[-1].outcome if case.letters else None,
            "closed": case.state_since if case.state in CLOSED else None,
            "data": as_text(case),
        }
    }
    decided = {one["number"]: one.get("decision") for one in (case.determination or {}).get("items", ())}
    for item in case.items:
        normal = item.normalised
        drug = normal.drugs[0].get("name") if normal and normal.drugs else None
        found[ItemRow, (case.number, item.number)] = {
            "text": item.text,
            "category": normal.category if normal else None,
            "drug": drug,
            "eligible": item.eligible,
            "decision": decided.get(item.number),
        }
    for task in case.tasks:
        found[TaskRow, (case.number, task.id)] = _task(case, task, queue(task.queue), due)
    for index, one in enumerate(unmet):
        assert one.due is not None
        found[ClockRow, (case.number, f"{one.clock}:{index}")] = {
            "clock": one.clock,
            "title": one.title,
            "due": moment(one.due),
            "duty_of": one.duty_of,
        }
    return found


def _task(case: Case, task: Any, where: Queue, due: datetime | None) -> dict[str, Any]:
    day = task.opened.astimezone(PACIFIC).date()
    return {
        "queue": task.queue,
        "opened": task.opened,
        "claimed_by": task.claimed_by,
        "claimed": task.claimed,
        "escalated": task.escalated,
        "done": task.done,
        "sla_due": _due(day, where.sla, where.unit),
        "jeopardy": _due(day, where.jeopardy, where.unit),
        "due": None if task.done else due,
        "expedited": case.priority == "expedited",
    }


#: The columns that make the key of a row, by model.
_KEYS: dict[type[Any], tuple[str, ...]] = {
    CaseRow: ("number",),
    ItemRow: ("case_id", "number"),
    TaskRow: ("case_id", "task"),
}


def save(before: Case | None, after: Case, *, using: str = "default") -> None:
    """Write the rows that differ between two states of one case."""
    old = rows(before) if before else {}
    new = rows(after)
    added: dict[type[Any], list[Any]] = {}
    clocks_before = [value for (model, _), value in old.items() if model is ClockRow]
    clocks_after = [value for (model, _), value in new.items() if model is ClockRow]
    for (model, key), values in new.items():
        if model is ClockRow or old.get((model, key)) == values:
            continue
        keys = dict(zip(_KEYS[model], key, strict=True))
        if (model, key) in old:
            model.objects.using(using).filter(**keys).update(**values)
        else:
            added.setdefault(model, []).append(model(**keys, **values))
    for model in (CaseRow, ItemRow, TaskRow):
        if model in added:
            model.objects.using(using).bulk_create(added[model])
    for model, key in old:
        if model is not ClockRow and (model, key) not in new:
            model.objects.using(using).filter(**dict(zip(_KEYS[model], key, strict=True))).delete()
    if clocks_before != clocks_after:
        ClockRow.objects.using(using).filter(case_id=after.number).delete()
        ClockRow.objects.using(using).bulk_create(
            [ClockRow(case_id=after.number, **one) for one in clocks_after]
        )
