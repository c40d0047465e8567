"""Open work as rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from urllib.parse import quote

from django.urls import Resolver404, resolve

from openimr.law.states import state
from openimr.service.accounts.permissions import sees
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain.tasks import Queue, queue
from openimr.service.cases.models import ClockRow, TaskRow
from openimr.service.cases.pages import address, initials, tone
from openimr.service.cases.people import shown
from openimr.service.cases.views.overview import WORK
from openimr.service.clock import PACIFIC
from openimr.service.office.clocks import Chip, due_chip, name_of
from openimr.service.office.parts import Badge, Cell, Column, Row, Tone
from openimr.service.work.ages import ages

#: Whose clocks make a case due for the office; others' are shown where none of these runs.
OURS = ("organization", "regulator")
COLUMNS = (
    Column("Case"),
    Column("State"),
    Column("Legal clock"),
    Column("Service level"),
    Column("Waiting", numeric=True),
    Column("With"),
)


def queue_address(key: str, rest: str = "") -> str:
    """The address of a queue's page."""
    return f"/office/queues/{quote(key)}/{rest}"


def work_address(task: TaskRow, actor: Actor) -> str:
    """Where the work of a task is done by those whose queue it is; for others the case's own page."""
    rest = WORK.get(task.queue, "") if queue(task.queue).role == actor.role else ""
    return address(task.case_id, rest if _exists(rest) else "")


@cache
def _exists(rest: str) -> bool:
    try:
        resolve(address("CM26-0000001", rest))
    except Resolver404:
        return False
    return True


def rows(tasks: Sequence[TaskRow], actor: Actor, now: datetime, *, queued: bool = False) -> list[Row]:
    """A row for each task. ``queued`` names the queue too, where a table mixes several.

    The cases must have been selected along, without their ``data``.
    """
    names = shown((one.claimed_by for one in tasks), to=actor)
    others = _others(tasks)
    return [_row(one, actor, now, names, others.get(one.case_id), queued) for one in tasks]


def _others(tasks: Sequence[TaskRow]) -> dict[str, ClockRow]:
    """For cases that wait for somebody outside: the clock of theirs that runs out first."""
    waiting = [one.case_id for one in tasks if one.due is None]
    if not waiting:
        return {}
    clocks = ClockRow.objects.filter(case__in=waiting).exclude(duty_of__in=OURS).order_by("-due")
    return {one.case_id: one for one in clocks}


def _row(
    task: TaskRow, actor: Actor, now: datetime, names: dict[str, str], other: ClockRow | None, queued: bool
) -> Row:
    case = task.case
    where = queue(task.queue)
    name = case.employee or "Name not stated"
    badges = [Badge("Expedited", "warn", "timer")] if task.expedited else []
    badges += [Badge("Escalated", "info", title=task.escalated)] if task.escalated else []
    legal = legal_chip(task, now)
    level = level_chip(task, where, now)
    days, business = ages(task.opened, now)
    free = task.claimed_by is None and where.role == actor.role and actor.reviewer is None
    return Row(
        cells=[
            Cell(case.number, note=initials(name) if actor.reviewer else name, badges=badges),
            Cell(
                where.title if queued else "",
                badge=None if queued else Badge(state(case.state).title, tone(case.state)),
                note=task.escalated or "",
            ),
            _legal_cell(legal, case.due_clock, other, now),
            Cell(clock=level) if level else Cell("None set"),
            Cell(_days(business, "business day"), note=_days(days, "calendar day")),
            Cell(holder(task, actor, names)),
        ],
        address=work_address(task, actor),
        key=case.number,
        label=case.number,
        claim=queue_address(task.queue, f"claim/{case.number}/") if free else "",
        tone=_tone(legal, level),
    )


def _legal_cell(legal: Chip | None, code: str | None, other: ClockRow | None, now: datetime) -> Cell:
    if legal:
        return Cell(
            clock=legal, note=name_of(code) if code else "", note_title=f"Clock {code}" if code else ""
        )
    if other:
        chip = due_chip(other.title, as_due(other.due), now)
        whose = f"{(other.duty_of or 'somebody else').capitalize()}’s: {other.title}"
        return Cell(clock=chip, note=whose, note_title=f"Clock {other.clock}")
    return Cell("None runs")


def legal_chip(task: TaskRow, now: datetime) -> Chip | None:
    """The next legal clock of the case whose duty is the organization's or the regulator's."""
    if task.due is None:
        return None
    return due_chip("Legal clock", as_due(task.due), now)


def as_due(at: datetime) -> date | datetime:
    """A due moment as the law gave it: the end of a day in California is that day (see ``projecting.moment``)."""
    local = at.astimezone(PACIFIC)
    whole_day = (local.hour, local.minute, local.second) == (23, 59, 59)
    return local.date() if whole_day else at


def level_chip(task: TaskRow, where: Queue, now: datetime) -> Chip | None:
    """The service level of the task; in jeopardy from the day on that ``queues.yaml`` gives."""
    if task.sla_due is None:
        return None
    chip = due_chip(f"Service level, {where.sla} {where.unit} days", task.sla_due, now)
    today = now.astimezone(PACIFIC).date()
    if chip.state != "late":
        near = task.jeopardy is not None and task.jeopardy <= today
        return Chip(chip.title, chip.due, "soon" if near else "ok", chip.words)
    return chip


def holder(task: TaskRow, actor: Actor, names: dict[str, str]) -> str:
    """Who has a task, as this reader sees it: "You", a name, reviewers by their codes if they may be known, "Nobody"."""
    if task.claimed_by == actor.id:
        return "You"
    if task.claimed_by:
        return names[task.claimed_by]
    held = (task.case.reviewers or "").split()
    if task.queue.startswith("review.") and held:
        if actor.reviewer in held:
            return "You"
        return ", ".join(held) if sees(actor, "reviewer.code") else "A reviewer"
    return "Nobody"


def _tone(legal: Chip | None, level: Chip | None) -> Tone:
    if legal and legal.state == "late":
        return "bad"
    if (legal and legal.state == "soon") or (level and level.state == "late"):
        return "warn"
    return "plain"


def _days(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
