"""Work on the case: who does it."""

from __future__ import annotations

from openimr.service.cases.domain.events.base import EventData


class TaskClaimed(EventData):
    """Somebody took the task."""

    type = "task.claimed"
    title = "Taken"
    task: str
    by: str


class TaskReturned(EventData):
    """The task went back to its queue."""

    type = "task.returned"
    title = "Given back to the queue"
    task: str
    reason: str | None = None


class TaskEscalated(EventData):
    """The task was put before a supervisor."""

    type = "task.escalated"
    title = "Escalated"
    task: str
    reason: str


class NoteAdded(EventData):
    """A note of the office."""

    type = "note.added"
    title = "Note"
    text: str
