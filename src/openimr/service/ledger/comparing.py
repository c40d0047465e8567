"""Holding a table against the ledger: where they differ, and putting the table right.

Each room says what its rows should be (``rebuilding.py`` of the room); the command ``openimr audit rebuild`` asks
them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from openimr.service.ledger.models import Event


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a table does not say what the ledger says. ``subject`` is a case, a paper, a reviewer, a price."""

    subject: str
    table: str
    key: str
    column: str | None
    ledger: str
    found: str

    def __str__(self) -> str:
        """One line for people."""
        where = f"{self.subject} {self.table} {self.key}".strip() + (
            f", {self.column}" if self.column else ""
        )
        return f"{where}: the ledger gives {self.ledger}, the table holds {self.found}"


@dataclass
class Rebuilt:
    """What a rebuild went through."""

    cases: int = 0
    papers: int = 0
    reviewers: int = 0
    prices: int = 0
    events: int = 0
    differences: int = 0
    #: Streams that no row follows from; nothing can put those right.
    unreadable: int = 0


#: Columns of one row.
Columns = Mapping[str, Any]


def compare_row(
    subject: str, table: str, wanted: Columns | None, held: Columns | None
) -> Iterator[Difference]:
    """Where a row differs; ``None`` is no row."""
    if wanted is None or held is None:
        if wanted is not None:
            yield Difference(subject, table, "", None, "a row", "none")
        elif held is not None:
            yield Difference(subject, table, "", None, "no row", "a row")
        return
    for column, value in wanted.items():
        if held[column] != value:
            yield Difference(subject, table, "", column, short(value), short(held[column]))


def streams(prefix: str, using: str) -> Iterator[str]:
    """The streams of the ledger that begin so, in order."""
    found = Event.objects.using(using).filter(stream__startswith=prefix).order_by("stream")
    yield from found.values_list("stream", flat=True).distinct().iterator(chunk_size=2000)


def rebuild_rows(
    model: type[models.Model],
    prefix: str,
    columns: Callable[[list[Event]], Columns],
    *,
    write: bool,
    using: str,
    counted: Rebuilt,
    count: str,
) -> Iterator[Difference]:
    """Compare a table of which each row is one stream, named ``prefix`` and the row's key.

    Each row is compared, and with ``write`` put right, in its own transaction and locked, so the office can stay
    open. Rows that no stream speaks of go last.

    Args:
        columns: what the events of a stream make of its row.
        count: the field of ``counted`` that counts these rows.
    """
    manager = model._default_manager.using(using)
    for stream in streams(prefix, using):
        key = stream.removeprefix(prefix)
        with transaction.atomic(using=using):
            held = manager.select_for_update().filter(pk=key).values().first()
            events = list(Event.objects.using(using).filter(stream=stream).order_by("number"))
            try:
                wanted: Columns | None = columns(events)
                found = list(compare_row(key, model.__name__, wanted, held))
            except (LookupError, TypeError, ValueError):
                wanted = None
                there = "no row" if held is None else "a row"
                found = [Difference(key, model.__name__, "", None, "events that no row follows from", there)]
                counted.unreadable += 1
            if found and write and wanted is not None:
                manager.update_or_create(pk=key, defaults=dict(wanted))
        setattr(counted, count, getattr(counted, count) + 1)
        counted.events += len(events)
        counted.differences += len(found)
        yield from found
    for key in manager.values_list("pk", flat=True).iterator():
        if not Event.objects.using(using).filter(stream=f"{prefix}{key}").exists():
            counted.differences += 1
            yield Difference(str(key), model.__name__, "", None, "no row", "a row")
            if write:
                manager.filter(pk=key).delete()


def short(value: Any) -> str:
    """A value as one short text."""
    text = repr(value) if not isinstance(value, str) else value
    return text if len(text) <= 80 else f"{text[:77]}..."
