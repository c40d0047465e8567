"""Folding one event into the case; each event class has one function that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.parts import Frozen, Happening


@dataclass(frozen=True, slots=True)
class Meta:
    """What the ledger knows about an event beside what it carries."""

    number: int
    actor: str
    role: str
    at: datetime


Folder = Callable[[Case, Any, Meta], Case]
_FOLDERS: dict[type[EventData], Folder] = {}
E = TypeVar("E", bound=EventData)
F = TypeVar("F", bound=Frozen)


def folds(kind: type[E]) -> Callable[[Callable[[Case, E, Meta], Case]], Callable[[Case, E, Meta], Case]]:
    """Register the function that folds events of ``kind``."""

    def register(function: Callable[[Case, E, Meta], Case]) -> Callable[[Case, E, Meta], Case]:
        _FOLDERS[kind] = function
        return function

    return register


def fold(case: Case | None, event: EventData, meta: Meta) -> Case:
    """The case after ``event``.

    Raises:
        ValueError: there is no case and the event does not open one.
    """
    from openimr.service.cases.domain.folding.intake import opened
    from openimr.service.cases.domain.tasks import reconcile

    after = opened(event, meta) if case is None else _FOLDERS[type(event)](case, event, meta)
    after = changed(after, version=meta.number)
    return reconcile(after, meta.at)


def replay(events: Iterable[tuple[EventData, Meta]], case: Case | None = None) -> Case:
    """The case that a sequence of events gives.

    Raises:
        ValueError: there is no event.
    """
    for event, meta in events:
        case = fold(case, event, meta)
    if case is None:
        raise ValueError("A case needs at least one event.")
    return case


def changed(part: F, **values: Any) -> F:
    """``part`` with other values."""
    return part.model_copy(update=values)


def moved(case: Case, state: str, meta: Meta, **values: Any) -> Case:
    """The case in another state."""
    since = {} if case.state == state else {"state_since": meta.at}
    return case.model_copy(update={"state": state, **since, **values})


def happened(case: Case, type: str, at: date | datetime, **details: Any) -> tuple[Happening, ...]:  # noqa: A002
    """The case's happenings with one more, for the law's clocks."""
    given = {key: value for key, value in details.items() if value is not None}
    return (*case.happenings, Happening(type=type, at=at, details=given))


def replaced(parts: tuple[F, ...], old: F, **values: Any) -> tuple[F, ...]:
    """``parts`` with one of them changed."""
    return tuple(one.model_copy(update=values) if one is old else one for one in parts)
