"""The price list, made again from the ledger: one stream speaks of all its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.color import no_style
from django.db import connections, transaction

from openimr.service.after.models import PriceRow
from openimr.service.after.prices import STREAM
from openimr.service.ledger.comparing import Difference, Rebuilt, compare_row
from openimr.service.ledger.models import Event


def rebuild(*, write: bool, using: str, counted: Rebuilt) -> Iterator[Difference]:
    """Every difference between the ledger and the price list; with ``write`` it is put right."""
    with transaction.atomic(using=using):
        held = {one["id"]: one for one in PriceRow.objects.using(using).select_for_update().values()}
        events = list(Event.objects.using(using).filter(stream=STREAM).order_by("number"))
        wanted = rows(events)
        found = [
            difference
            for number in sorted({*held, *wanted})
            for difference in compare_row(
                f"price {number}", PriceRow.__name__, wanted.get(number), held.get(number)
            )
        ]
        if found and write:
            PriceRow.objects.using(using).exclude(pk__in=wanted).delete()
            for number, columns in wanted.items():
                PriceRow.objects.using(using).update_or_create(pk=number, defaults=columns)
            with connections[using].cursor() as cursor:
                # The next price gets a number of its own, even where the table was emptied with its counter.
                for statement in connections[using].ops.sequence_reset_sql(no_style(), [PriceRow]):
                    cursor.execute(statement)
    counted.prices += len(wanted)
    counted.events += len(events)
    counted.differences += len(found)
    yield from found


def rows(events: list[Event]) -> dict[int, dict[str, Any]]:
    """The rows that the events of the price list give, by number."""
    found: dict[int, dict[str, Any]] = {}
    for one in events:
        if one.type == "price.entered":
            given = {key: value for key, value in one.data.items() if key != "id"}
            days = {key: _day(given[key]) for key in ("since", "to")}
            found[one.data["id"]] = {**given, **days, "entered_by": one.actor, "entered": one.at}
        else:
            found[one.data["id"]]["to"] = _day(one.data["to"])
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
