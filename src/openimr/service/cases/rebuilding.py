"""Making the tables of the cases again from the ledger, and saying where they differ from it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.db import transaction

from openimr.service.cases.domain import Case, Meta, replay
from openimr.service.cases.domain.events import read
from openimr.service.cases.models import CaseRow, ClockRow, ItemRow, TaskRow
from openimr.service.cases.projecting import Rows, rows, save
from openimr.service.ledger.comparing import Difference, Rebuilt, short
from openimr.service.ledger.models import Event


def histories(using: str = "default") -> Iterator[tuple[str, list[Event]]]:
    """The events of each case, case by case."""
    events = Event.objects.using(using).filter(stream__startswith="case:").order_by("stream", "number")
    for stream, entries in groupby(events.iterator(chunk_size=2000), key=attrgetter("stream")):
        yield stream.removeprefix("case:"), list(entries)


def from_events(entries: list[Event]) -> Case:
    """The case that its events give."""
    return replay(
        (read(one.type, one.data), Meta(one.number, one.actor, one.role, one.at)) for one in entries
    )


def rebuild(*, write: bool, using: str = "default", counted: Rebuilt | None = None) -> Iterator[Difference]:
    """Every difference between the ledger and the tables; with ``write`` the tables are put right as it goes.

    Each case is compared (and written) in its own transaction, with its row locked, so the office can stay open.
    """
    counted = counted if counted is not None else Rebuilt()
    seen: set[str] = set()
    for number, entries in histories(using):
        seen.add(number)
        counted.cases += 1
        counted.events += len(entries)
        with transaction.atomic(using=using):
            CaseRow.objects.using(using).select_for_update().filter(number=number).first()
            # Somebody may have worked on the case since its events were read.
            later = Event.objects.using(using).filter(stream=f"case:{number}", number__gt=entries[-1].number)
            case = from_events([*entries, *later.order_by("number")])
            found = list(_compare(case, using))
            if found and write:
                _write(case, using)
        counted.differences += len(found)
        yield from found
    for number in CaseRow.objects.using(using).values_list("number", flat=True).iterator():
        if number not in seen and not Event.objects.using(using).filter(stream=f"case:{number}").exists():
            counted.differences += 1
            yield Difference(number, "CaseRow", "", None, "no such case", "a row")
            if write:
                CaseRow.objects.using(using).filter(number=number).delete()


def _held(number: str, using: str) -> Rows:
    held: Rows = {}
    for model, key in ((CaseRow, "number"), (ItemRow, "number"), (TaskRow, "task")):
        filters = {"number": number} if model is CaseRow else {"case_id": number}
        for row in model.objects.using(using).filter(**filters).values():
            place = (number,) if model is CaseRow else (number, row[key])
            held[model, place] = row
    return held


def _compare(case: Case, using: str) -> Iterator[Difference]:
    wanted = rows(case)
    held = _held(case.number, using)
    for place, values in wanted.items():
        model, key = place
        if model is ClockRow:
            continue
        if place not in held:
            yield Difference(case.number, model.__name__, str(key[-1]), None, "a row", "none")
            continue
        for column, value in values.items():
            if held[place][column] != value:
                yield Difference(
                    case.number,
                    model.__name__,
                    str(key[-1]),
                    column,
                    short(value),
                    short(held[place][column]),
                )
    for model, key in held:
        if (model, key) not in wanted:
            yield Difference(case.number, model.__name__, str(key[-1]), None, "no row", "a row")
    told = ("clock", "due", "title", "duty_of")
    clocks = sorted(
        tuple(one[name] for name in told) for (model, _), one in wanted.items() if model is ClockRow
    )
    there = sorted(ClockRow.objects.using(using).filter(case_id=case.number).values_list(*told))
    if clocks != there:
        yield Difference(case.number, "ClockRow", "", None, short(clocks), short(there))


def _write(case: Case, using: str) -> None:
    CaseRow.objects.using(using).filter(number=case.number).delete()
    save(None, case, using=using)
