"""The board: what is in jeopardy, lane by lane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain.tasks import queue, queues
from openimr.service.cases.models import CaseRow, TaskRow
from openimr.service.cases.people import shown
from openimr.service.clock import PACIFIC
from openimr.service.office.parts import Badge, Filter
from openimr.service.work.counting import Tally, count, end_of_soon, missed, near, over, soon
from openimr.service.work.listing import holder, legal_chip, level_chip, work_address
from openimr.service.work.queues import Stage, queues_of, seen_by, stages

#: Cases shown in one lane, the worst first.
_WORST = 6
_TROUBLE = {
    "missed": "Legal clock missed",
    "soon": "Legal clock within 3 days",
    "over": "Service level passed",
    "near": "Service level in jeopardy",
}


@dataclass(frozen=True, slots=True)
class BoardCard:
    """A case on the board, with both kinds of time."""

    title: str
    address: str
    text: str
    clock: Any
    level: Any
    badges: Sequence[Any]
    who: str


@dataclass(frozen=True, slots=True)
class BoardLane:
    """A stage: how much is open in it, what is late or nearly, its worst cases, and how many more there are."""

    title: str
    open: int
    missed: int
    soon: int
    over: int
    near: int
    cards: Sequence[BoardCard]
    more: int


@requires("work.view")
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Every stage with what is missed or nearly so; reviewers see their own cases alone."""
    now = clock.now()
    actor = acting(request.user)
    show, whose, priority = (request.GET.get(name, "") for name in ("show", "whose", "priority"))
    keys = [one.key for one in (queues_of(actor.role) if whose == "role" or actor.reviewer else queues())]
    tasks = seen_by(actor, *keys)
    if priority in ("standard", "expedited"):
        tasks = tasks.filter(expedited=priority == "expedited")
    tallies = count(tasks, actor, now)
    wanted = tasks.filter(_trouble(show, now))
    found = {stage.key: _worst(wanted, stage, keys) for stage in stages()}
    names = shown((one.claimed_by for ones in found.values() for one in ones), to=actor)
    return render(
        request,
        "work/board.html",
        {
            "totals": _totals(request, actor, tallies, now),
            "lanes": [_lane(stage, found[stage.key], tallies, show, actor, now, names) for stage in stages()],
            "filters": _filters(show, whose, priority, reviewer=bool(actor.reviewer)),
        },
    )


def _trouble(show: str, now: datetime) -> Q:
    today = now.astimezone(PACIFIC).date()
    kinds = {"missed": missed(now), "soon": soon(now), "over": over(today), "near": near(today)}
    if show in kinds:
        return kinds[show]
    return Q(due__lt=end_of_soon(now)) | Q(jeopardy__lte=today)


def _worst(tasks: QuerySet[TaskRow], stage: Stage, keys: Sequence[str]) -> list[TaskRow]:
    inside = [one.key for one in stage.queues if one.key in keys]
    if not inside:
        return []
    order = (F("due").asc(nulls_last=True), F("sla_due").asc(nulls_last=True), "case")
    chosen = tasks.filter(queue__in=inside).order_by(*order)
    return list(chosen.select_related("case").defer("case__data")[:_WORST])


def _lane(
    stage: Stage,
    worst: list[TaskRow],
    tallies: dict[str, Tally],
    show: str,
    actor: Actor,
    now: datetime,
    names: dict[str, str],
) -> BoardLane:
    own = [tallies[one.key] for one in stage.queues if one.key in tallies]
    sums = {
        name: sum(getattr(one, name) for one in own) for name in ("open", "missed", "soon", "over", "near")
    }
    # Without a filter a case may be both; the larger of the two kinds is at least how many there are.
    wanted = (
        sums[show] if show in _TROUBLE else max(sums["missed"] + sums["soon"], sums["over"] + sums["near"])
    )
    return BoardLane(
        title=stage.title,
        cards=[_card(one, actor, now, names) for one in worst],
        more=max(0, wanted - len(worst)),
        **sums,
    )


def _card(task: TaskRow, actor: Actor, now: datetime, names: dict[str, str]) -> BoardCard:
    where = queue(task.queue)
    badges = [Badge("Expedited", "warn", "timer")] if task.expedited else []
    badges += [Badge("Escalated", "info", title=task.escalated)] if task.escalated else []
    who = holder(task, actor, names)
    return BoardCard(
        title=task.case_id,
        address=work_address(task, actor),
        text=where.title,
        clock=legal_chip(task, now),
        level=level_chip(task, where, now),
        badges=badges,
        who="Unclaimed" if who == "Nobody" else who,
    )


def _totals(
    request: HttpRequest, actor: Actor, tallies: dict[str, Tally], now: datetime
) -> list[tuple[str, str, int, str]]:
    """By law each case counts once; by service level each piece of work."""
    cases = CaseRow.objects.filter(closed=None, due__lt=end_of_soon(now))
    if actor.reviewer:
        cases = cases.filter(reviewers__contains=f" {actor.reviewer} ")
    by_law = cases.aggregate(missed=Count("pk", filter=missed(now)), soon=Count("pk", filter=soon(now)))
    levels = {name: sum(getattr(one, name) for one in tallies.values()) for name in ("over", "near")}

    def to(show: str) -> str:
        return f"?{urlencode({**request.GET.dict(), 'show': show})}"

    return [
        (to("missed"), "cases with a legal clock missed", by_law["missed"], "bad"),
        (to("soon"), "cases due by law within 3 days", by_law["soon"], "warn"),
        (to("over"), "tasks past their service level", levels["over"], "bad"),
        (to("near"), "tasks in jeopardy of their service level", levels["near"], "warn"),
    ]


def _filters(show: str, whose: str, priority: str, *, reviewer: bool) -> list[Filter]:
    kinds: list[tuple[str, str, int | None]] = [(key, title, None) for key, title in _TROUBLE.items()]
    filters = [Filter("show", "What is wrong", kinds, show)]
    if not reviewer:
        filters.append(Filter("whose", "Work of", [("role", "My role", None)], whose))
    both: list[tuple[str, str, int | None]] = [
        ("standard", "Standard", None),
        ("expedited", "Expedited", None),
    ]
    return [*filters, Filter("priority", "Priority", both, priority)]
