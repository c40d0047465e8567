"""Which work a case has open: one task for each queue whose condition holds, opened and done by the fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.parts import Task

#: What a queue may ask of a case beside its state.
PREDICATES: dict[str, Callable[[Case], bool]] = {
    "with_regulator": lambda case: case.escalated == "regulator",
    "not_with_regulator": lambda case: case.escalated != "regulator",
    "with_director": lambda case: case.escalated == "medical director",
    "not_with_director": lambda case: case.escalated != "medical director",
    "released": lambda case: case.released is not None,
    "not_released": lambda case: case.released is None,
    "not_published": lambda case: case.letter is not None and case.letter.published is None,
    # Nothing is charged where nothing was reviewed: a petition may also be on an ineligible application.
    "not_invoiced": lambda case: not case.invoices and (bool(case.letters) or case.state in ("T1", "T2")),
    "extension_asked": lambda case: any(one.granted is None for one in case.extensions),
    "second_reviewer_asked": lambda case: bool(
        case.second_reviewer and case.second_reviewer.get("granted") is None
    ),
    "second_reviewer_wanted": lambda case: case.second_reviewer_wanted,
}


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue as ``queues.yaml`` describes it. ``sla``, ``jeopardy`` and ``target`` are days, or ``None``."""

    key: str
    title: str
    role: str
    states: frozenset[str]
    when: tuple[str, ...]
    unit: Literal["business", "calendar"]
    sla: int | None
    jeopardy: int | None
    target: int | None
    waiting: bool
    meaning: str
    replaces: tuple[str, ...]

    def wants(self, case: Case) -> bool:
        """Whether the case has work here."""
        return case.state in self.states and all(PREDICATES[name](case) for name in self.when)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the work of queues of the programme as it is run today went that no queue of cases does."""

    where: str
    replaces: tuple[str, ...]
    meaning: str


@cache
def _file() -> dict[str, Any]:
    text = (files("openimr.service.cases.domain") / "queues.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read


@cache
def elsewhere() -> tuple[Elsewhere, ...]:
    """What became of the queues that no queue of cases replaces."""
    return tuple(
        Elsewhere(one["where"], tuple(one["replaces"]), one["meaning"]) for one in _file()["elsewhere"]
    )


@cache
def queues() -> tuple[Queue, ...]:
    """All queues, in the order of the process.

    Raises:
        ValueError: the file names a predicate that there is not, or a key twice.
    """
    found: list[Queue] = []
    for entry in _file()["queues"]:
        unknown = set(entry.get("when", ())) - set(PREDICATES)
        if unknown or any(one.key == entry["key"] for one in found):
            raise ValueError(
                f"queues.yaml, entry {entry['key']!r}: given twice, or asks for {sorted(unknown)}."
            )
        found.append(
            Queue(
                key=entry["key"],
                title=entry["title"],
                role=entry["role"],
                states=frozenset(entry["states"]),
                when=tuple(entry.get("when", ())),
                unit=entry["unit"],
                sla=entry.get("sla"),
                jeopardy=entry.get("jeopardy"),
                target=entry.get("target"),
                waiting=entry.get("waiting", False),
                meaning=entry["meaning"],
                replaces=tuple(entry.get("replaces", ())),
            )
        )
    return tuple(found)


def queue(key: str) -> Queue:
    """The queue with this key.

    Raises:
        KeyError: there is none.
    """
    for one in queues():
        if one.key == key:
            return one
    raise KeyError(key)


def reconcile(case: Case, at: datetime) -> Case:
    """The case with tasks opened and done as its state wants it."""
    tasks = []
    open_in = set()
    wanted = {one.key for one in queues() if one.wants(case)}
    for task in case.tasks:
        if task.done is None and task.queue not in wanted:
            task = task.model_copy(update={"done": at})
        if task.done is None:
            open_in.add(task.queue)
        tasks.append(task)
    tasks += [
        Task(id=f"{one.key}:{case.version}", queue=one.key, opened=at)
        for one in queues()
        if one.key in wanted and one.key not in open_in
    ]
    return case.model_copy(update={"tasks": tuple(tasks)})
