"""The first page of the office: the queues of one's role, and what one has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from openimr.service import clock
from openimr.service.accounts.access import open_to
from openimr.service.accounts.permissions import may
from openimr.service.cases.actors import acting
from openimr.service.cases.commands.work import in_order
from openimr.service.cases.domain.tasks import Queue
from openimr.service.office.navigation import PLACES, office_nav
from openimr.service.office.parts import Column
from openimr.service.work.ages import ages
from openimr.service.work.counting import Tally, count
from openimr.service.work.listing import COLUMNS, queue_address, rows
from openimr.service.work.queues import held_by, queues_of, seen_by

#: What one has is shown up to this many.
MOST = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A queue as the page shows it; ``age`` is that of its oldest work, in words."""

    queue: Queue
    tally: Tally
    address: str
    age: str


@open_to("signed in")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The work of the reader's role; who has no queues goes to the first place that is open to them."""
    if not may(request.user, "work.view"):  # type: ignore[arg-type]
        for place in PLACES:
            if place.address != "/office/" and any(may(request.user, one) for one in place.actions):  # type: ignore[arg-type]
                return redirect(place.address)
    now = clock.now()
    actor = acting(request.user)
    own = queues_of(actor.role)
    tallies = count(seen_by(actor, *(one.key for one in own)), actor, now)
    lines = [_line(one, tallies.get(one.key, Tally(one.key)), now) for one in own]
    held = list(in_order(held_by(actor)).select_related("case").defer("case__data")[: MOST + 1])
    return render(
        request,
        "work/home.html",
        {
            "lines": [one for one in lines if not one.queue.waiting],
            "waiting": [one for one in lines if one.queue.waiting],
            "reviewer": actor.reviewer,
            "columns": [COLUMNS[0], Column("Work"), *COLUMNS[2:5]],
            "rows": [
                replace(one, cells=one.cells[:5], claim="")
                for one in rows(held[:MOST], actor, now, queued=True)
            ],
            "more": len(held) > MOST,
            "mail": _mail(request),
        },
    )


def _line(queue: Queue, tally: Tally, now: datetime) -> Line:
    age = ""
    if tally.oldest is not None:
        days, business = ages(tally.oldest, now)
        number, unit = (business, "business day") if queue.unit == "business" else (days, "day")
        age = f"{number:,} {unit}{'' if number == 1 else 's'}"
    return Line(queue, tally, queue_address(queue.key), age)


def _mail(request: HttpRequest) -> bool:
    """Whether the mail room is there and open to the reader."""
    return any(one.address == "/office/mail/" for one in office_nav(request)["office"]["links"])
