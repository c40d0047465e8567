"""Which work is whose, and what of it is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.work import open_tasks
from openimr.service.cases.domain.tasks import Queue, queues
from openimr.service.cases.models import TaskRow


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way of a case, and the queues in it."""

    key: str
    title: str
    queues: tuple[Queue, ...]


#: Stages by the first word of a queue's key.
_STAGES = (
    ("intake", "Application", ("intake",)),
    ("eligibility", "Eligibility", ("eligibility",)),
    ("records", "Records", ("assignment", "records", "clinical")),
    ("review", "Review", ("panel", "review", "regulator")),
    ("quality", "Quality and letter", ("quality", "letter")),
    ("after", "After the letter", ("implementation", "appeal", "finance")),
)


def queues_of(role: str) -> tuple[Queue, ...]:
    """The queues of a role, in the order of the process."""
    return tuple(one for one in queues() if one.role == role)


def stages() -> tuple[Stage, ...]:
    """All stages; every queue is in one of them.

    Raises:
        ValueError: a queue of ``queues.yaml`` is in none.
    """
    found = tuple(
        Stage(key, title, tuple(one for one in queues() if one.key.partition(".")[0] in words))
        for key, title, words in _STAGES
    )
    if left := {one.key for one in queues()} - {one.key for stage in found for one in stage.queues}:
        raise ValueError(f"queues.yaml: {', '.join(sorted(left))} belongs to no stage of the board.")
    return found


def seen_by(actor: Actor, *keys: str) -> QuerySet[TaskRow]:
    """The open tasks of queues as this person may see them: a reviewer those of the cases that they hold."""
    tasks = open_tasks(*keys)
    if actor.reviewer:
        tasks = tasks.filter(case__reviewers__contains=f" {actor.reviewer} ")
    return tasks


def held_by(actor: Actor) -> QuerySet[TaskRow]:
    """What this person has taken; a reviewer has the cases that were assigned to them."""
    if actor.reviewer:
        return seen_by(actor, *(one.key for one in queues_of("reviewer")))
    return TaskRow.objects.filter(done=None, claimed_by=actor.id)
