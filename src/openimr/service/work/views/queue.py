"""A queue: what waits in it, the most urgent first, and who has it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.accounts.refusing import refuse
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.commands.work import in_order
from openimr.service.cases.domain.tasks import Queue, queue
from openimr.service.cases.models import TaskRow
from openimr.service.office.parts import Crumb, Filter
from openimr.service.work.counting import Tally, count, missed, near, over, soon
from openimr.service.work.listing import COLUMNS, queue_address, rows
from openimr.service.work.queues import seen_by

#: Rows of one page: all of them can be sent at once (DATA_UPLOAD_MAX_NUMBER_FIELDS).
PAGE = 40
_SHOWN = {
    "free": "Nobody has it",
    "mine": "I have it",
    "others": "A colleague has it",
    "escalated": "Escalated",
}
_DUE = {
    "missed": "Legal clock missed",
    "soon": "Legal clock within 3 days",
    "over": "Service level passed",
    "near": "Service level in jeopardy",
}


def own_queue(request: HttpRequest, key: str) -> Queue | HttpResponse:
    """The queue, or the page that says why it is not open to the reader.

    Raises:
        Http404: there is no such queue.
    """
    try:
        found = queue(key)
    except KeyError:
        raise Http404(f"There is no queue {key}.") from None
    if found.role != acting(request.user).role:
        who = found.role.replace("_", " ")
        return refuse(request, f"“{found.title}” is the work of {who}; the board shows how it stands.")
    return found


@requires("work.view")
@require_safe
def one_queue(request: HttpRequest, key: str) -> HttpResponse:
    """The open work of a queue."""
    found = own_queue(request, key)
    if isinstance(found, HttpResponse):
        return found
    now = clock.now()
    actor = acting(request.user)
    everything = seen_by(actor, key)
    who, due = request.GET.get("who", ""), request.GET.get("due", "")
    tally = count(everything, actor, now).get(key, Tally(key))
    wanted = _filtered(everything, actor, who, due)
    pages = Paginator(in_order(wanted).select_related("case").defer("case__data"), PAGE)
    if not who and not due:
        pages.count = tally.open  # known already
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "work/queue.html",
        {
            "crumbs": [Crumb("Work", "/office/"), Crumb(found.title)],
            "queue": found,
            "reviewer": actor.reviewer,
            "tally": tally,
            "columns": COLUMNS,
            "rows": rows(list(page.object_list), actor, now),
            "page_obj": page,
            "count": pages.count,
            "filters": _filters(tally, who, due, reviewer=bool(actor.reviewer)),
            "actions": [] if actor.reviewer else _ACTIONS,
            "bulk": queue_address(key, "bulk/"),
            "next": "" if actor.reviewer or found.waiting else queue_address(key, "next/"),
        },
    )


_ACTIONS = [("claim", "Take"), ("give-back", "Give back"), ("escalate", "Escalate")]


def _filtered(tasks: QuerySet[TaskRow], actor: Actor, who: str, due: str) -> QuerySet[TaskRow]:
    now = clock.now()
    today = clock.today()
    conditions = {
        "free": Q(claimed_by=None),
        "mine": Q(claimed_by=actor.id),
        "others": Q(claimed_by__isnull=False) & ~Q(claimed_by=actor.id),
        "escalated": Q(escalated__isnull=False),
        "missed": missed(now),
        "soon": soon(now),
        "over": over(today),
        "near": near(today),
    }
    for name, known in ((who, _SHOWN), (due, _DUE)):
        if name in known:
            tasks = tasks.filter(conditions[name])
    return tasks


def _filters(tally: Tally, who: str, due: str, *, reviewer: bool) -> list[Filter]:
    held = {"free": tally.free, "mine": tally.mine, "escalated": tally.escalated}
    held["others"] = tally.open - tally.free - tally.mine
    dates = {"missed": tally.missed, "soon": tally.soon, "over": tally.over, "near": tally.near}
    filters = [] if reviewer else [Filter("who", "With", [(k, t, held[k]) for k, t in _SHOWN.items()], who)]
    return [*filters, Filter("due", "Due", [(k, t, dates[k]) for k, t in _DUE.items()], due)]
