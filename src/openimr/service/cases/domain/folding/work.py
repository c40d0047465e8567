"""Folding of tasks and notes."""

from __future__ import annotations

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.events import work as events
from openimr.service.cases.domain.folding.base import Meta, changed, folds, replaced
from openimr.service.cases.domain.parts import Note, Task


def _task(case: Case, id: str) -> Task:  # noqa: A002
    return next(one for one in case.tasks if one.id == id)


@folds(events.TaskClaimed)
def _claimed(case: Case, event: events.TaskClaimed, meta: Meta) -> Case:
    tasks = replaced(case.tasks, _task(case, event.task), claimed_by=event.by, claimed=meta.at)
    return changed(case, tasks=tasks)


@folds(events.TaskReturned)
def _returned(case: Case, event: events.TaskReturned, meta: Meta) -> Case:
    tasks = replaced(case.tasks, _task(case, event.task), claimed_by=None, claimed=None)
    return changed(case, tasks=tasks)


@folds(events.TaskEscalated)
def _escalated(case: Case, event: events.TaskEscalated, meta: Meta) -> Case:
    tasks = replaced(
        case.tasks, _task(case, event.task), escalated=event.reason, claimed_by=None, claimed=None
    )
    return changed(case, tasks=tasks)


@folds(events.NoteAdded)
def _note(case: Case, event: events.NoteAdded, meta: Meta) -> Case:
    note = Note(by=meta.actor, role=meta.role, at=meta.at, text=event.text)
    return changed(case, notes=(*case.notes, note))
