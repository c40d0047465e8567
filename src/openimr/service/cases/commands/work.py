"""Who does which work: taking it, giving it back, putting it before a supervisor. One case or many.

A case has at most one open task in a queue, so the queue's key and the case number name the task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import work as events
from openimr.service.cases.domain.parts import Task
from openimr.service.cases.domain.tasks import Queue, queue
from openimr.service.cases.models import TaskRow
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Conflict, Forbidden, Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.clock import PACIFIC

#: How many cases `take_next` tries before it says that others were faster.
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case of many: whether it was done, and in one sentence what was said."""

    number: str
    done: bool
    said: str


def claim(actor: Actor, number: str, key: str, *, submission: str | None = None) -> Case:
    """Take the work of the queue ``key`` on a case.

    Raises:
        Refused: there is no such open work, or it is the actor's already.
        Forbidden: the queue is another role's.
        Conflict: a colleague has it; the message says who and since when.
    """
    with work(actor, submission=submission) as unit:
        where = queue(key)
        task = _open_task(unit, unit.load(number, "task.claim"), where)
        if task.claimed_by == actor.id:
            raise Refused(f"You have case {number} already.")
        if task.claimed_by:
            raise _taken(unit.actor, number, task)
        unit.emit(number, events.TaskClaimed(task=task.id, by=actor.id))
    return unit.case(number)


def take_next(actor: Actor, key: str) -> Case:
    """Take what is most urgent of the queue ``key`` and nobody's: expedited first, then by the legal due date.

    What was escalated waits for somebody who takes it knowingly, and is passed over.

    Raises:
        Refused: nothing waits.
        Forbidden: the queue is another role's.
    """
    waiting = in_order(open_tasks(key).filter(claimed_by=None, escalated=None))
    for number in waiting.values_list("case_id", flat=True)[:_TRIES]:
        try:
            return claim(actor, number, key)
        except Forbidden:
            raise
        except Refused:
            continue
    raise Refused(f"Nothing waits in “{queue(key).title}” that nobody has.")


def give_back(
    actor: Actor, number: str, key: str, reason: str | None = None, *, submission: str | None = None
) -> Case:
    """Give work back to its queue.

    Raises:
        Refused: the actor does not have it.
    """
    with work(actor, submission=submission) as unit:
        where = queue(key)
        task = _open_task(unit, unit.load(number, "task.return"), where)
        if task.claimed_by != actor.id:
            raise (
                _taken(unit.actor, number, task) if task.claimed_by else Refused(f"Nobody has case {number}.")
            )
        unit.emit(number, events.TaskReturned(task=task.id, reason=(reason or "").strip() or None))
    return unit.case(number)


def escalate(actor: Actor, number: str, key: str, reason: str, *, submission: str | None = None) -> Case:
    """Put work before a supervisor: it goes back to the queue with the reason, marked.

    Raises:
        Refused: no reason is given, or it waits for a supervisor already.
        Conflict: a colleague has it.
    """
    if not reason.strip():
        raise Refused("Say what the supervisor should decide.", field="reason")
    with work(actor, submission=submission) as unit:
        where = queue(key)
        task = _open_task(unit, unit.load(number, "task.escalate"), where)
        if task.claimed_by not in (None, actor.id):
            raise _taken(unit.actor, number, task)
        if task.escalated and task.claimed_by is None:
            raise Refused(f"Case {number} waits for a supervisor already: {task.escalated}")
        unit.emit(number, events.TaskEscalated(task=task.id, reason=reason.strip()))
    return unit.case(number)


def one_by_one(numbers: Iterable[str], command: Callable[[str], object], done: str) -> list[Outcome]:
    """Run ``command`` on each case, each in its own transaction; ``done`` is what is said where it went well."""
    outcomes = []
    for number in dict.fromkeys(numbers):
        try:
            command(number)
        except Refused as problem:
            outcomes.append(Outcome(number, False, problem.message))
        else:
            outcomes.append(Outcome(number, True, done))
    return outcomes


def open_tasks(*keys: str) -> QuerySet[TaskRow]:
    """The open tasks of these queues."""
    return TaskRow.objects.filter(done=None, queue__in=keys)


def in_order(tasks: QuerySet[TaskRow]) -> QuerySet[TaskRow]:
    """The order in which work is taken: expedited first, then by the legal due date, then the oldest."""
    return tasks.order_by("-expedited", F("due").asc(nulls_last=True), "opened")


def _open_task(unit: Unit, case: Case, where: Queue) -> Task:
    if where.role != unit.actor.role:
        raise Forbidden(f"“{where.title}” is the work of {where.role.replace('_', ' ')}, not yours.")
    for task in case.tasks:
        if task.queue == where.key and task.done is None:
            return task
    raise Refused(f"Case {case.number} has no open work in “{where.title}” any more.")


def _taken(actor: Actor, number: str, task: Task) -> Conflict:
    who = shown([task.claimed_by], to=actor).get(task.claimed_by or "", "Somebody")
    since = ""
    if task.claimed:
        at = task.claimed.astimezone(PACIFIC)
        since = f" since {at:%b} {at.day}, {at.hour % 12 or 12}:{at:%M %p}"
    return Conflict(f"{who} has case {number}{since}; nothing was changed.")
