"""The calendar: when legal clocks run out, a month at a time; a day; one's own due dates as a file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from openimr.law.calendars import calendar
from openimr.law.states import state
from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain.tasks import queue
from openimr.service.cases.models import ClockRow
from openimr.service.cases.pages import address, tone
from openimr.service.clock import PACIFIC
from openimr.service.office.clocks import SOON, due_chip
from openimr.service.office.dates import said
from openimr.service.office.months import Due, month
from openimr.service.office.parts import Badge, Cell, Column, Crumb, Filter, Row, Tone
from openimr.service.work.closed_days import closed_days
from openimr.service.work.ics import Entry, calendar_file
from openimr.service.work.listing import OURS, as_due
from openimr.service.work.queues import held_by

_DUTIES = (
    ("ours", "Organization and regulator"),
    ("claims administrator", "Claims administrator"),
    ("employee", "Employee"),
    ("physician", "Physician"),
    ("party", "A party"),
)
_PAGE = 50


@requires("work.view")
@require_safe
def month_page(request: HttpRequest) -> HttpResponse:
    """A month of legal clocks, each day with how many of which kind run out."""
    today = clock.today()
    year, number = _month_of(request.GET.get("month", ""), today)
    first = date(year, number, 1)
    start, end = first - timedelta(days=7), first + timedelta(days=38)
    counted = (
        _clocks(request, start, end)
        .annotate(day=TruncDate("due", tzinfo=PACIFIC))
        .values("day", "title", "duty_of")
        .annotate(count=Count("pk"))
        .order_by("day", "title")
    )
    rest = _rest(request)
    dues = [
        Due(
            row["day"],
            row["title"].capitalize(),
            f"/office/calendar/{row['day']}/{rest}",
            _tone(row["day"], row["duty_of"], today),
            row["count"],
        )
        for row in counted
    ]
    grid = month(
        year,
        number,
        sorted(dues, key=lambda one: (one.day, one.tone != "bad", one.tone != "warn", -one.count)),
        today=today,
        closed=closed_days(start, end),
        before=_neighbor(request, first - timedelta(days=1)),
        after=_neighbor(request, first + timedelta(days=31)),
    )
    return render(request, "work/calendar.html", {"month": grid, "filters": _filters(request)})


@requires("work.view")
@require_safe
def day_page(request: HttpRequest, day: str) -> HttpResponse:
    """Every legal clock that runs out on a day.

    Raises:
        Http404: there is no such day.
    """
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404(f"There is no day {day}.") from None
    now = clock.now()
    actor = acting(request.user)
    found = _clocks(request, wanted, wanted + timedelta(days=1)).select_related("case").defer("case__data")
    pages = Paginator(found.order_by("due", "case"), _PAGE)
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "work/day.html",
        {
            "crumbs": [Crumb("Calendar", f"/office/calendar/?month={wanted:%Y-%m}"), Crumb(said(wanted))],
            "title": f"{wanted:%A}, {said(wanted)}",
            "closed": [name for one, name in closed_days(wanted, wanted).items() if one == wanted],
            "columns": [Column("Case"), Column("What"), Column("Whose duty"), Column("Due"), Column("State")],
            "rows": [_row(one, actor, now) for one in page.object_list],
            "page_obj": page,
            "count": pages.count,
            "filters": _filters(request),
        },
    )


@requires("work.view")
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The due dates of what one has, as a file for one's own calendar."""
    actor = acting(request.user)
    base = f"{request.scheme}://{request.get_host()}"
    tasks = list(held_by(actor).order_by("case", "queue"))
    numbers = {one.case_id for one in tasks}
    entries = [
        Entry(
            f"{one.case_id}-{one.clock}",
            f"{one.case_id}: {one.title}",
            as_due(one.due),
            f"Legal clock {one.clock}.",
            base + address(one.case_id),
        )
        for one in ClockRow.objects.filter(case__in=numbers, duty_of__in=OURS).order_by("due", "case")
    ]
    entries += [
        Entry(
            f"{one.case_id}-{one.queue}-level",
            f"{one.case_id}: service level, {queue(one.queue).title}",
            one.sla_due,
            "The organization's own aim, not a legal clock.",
            base + address(one.case_id),
        )
        for one in tasks
        if one.sla_due
    ]
    response = HttpResponse(
        calendar_file(entries, name="Due dates of my cases", now=clock.now()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="due-dates.ics"'
    return response


def _clocks(request: HttpRequest, start: date, end: date) -> QuerySet[ClockRow]:
    """The clocks due from ``start`` to before ``end`` that the reader may see and asked for."""
    actor = acting(request.user)
    found = ClockRow.objects.filter(due__gte=_midnight(start), due__lt=_midnight(end))
    if actor.reviewer:
        found = found.filter(case__reviewers__contains=f" {actor.reviewer} ")
    duty = request.GET.get("duty", "")
    if duty:
        found = found.filter(duty_of__in=OURS if duty == "ours" else [duty])
    if request.GET.get("whose") == "mine":
        found = found.filter(case__in=held_by(actor).values("case"))
    return found


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PACIFIC)


def _month_of(words: str, today: date) -> tuple[int, int]:
    known = calendar("state")
    try:
        found = date.fromisoformat(f"{words}-01")
    except ValueError:
        found = today
    found = min(max(found, known.first), known.last)
    return found.year, found.month


def _given(request: HttpRequest) -> dict[str, str]:
    return {key: str(value) for key, value in request.GET.items()}


def _neighbor(request: HttpRequest, day: date) -> str:
    known = calendar("state")
    if not known.first <= day <= known.last:
        return ""
    return f"?{urlencode({**_given(request), 'month': f'{day:%Y-%m}'})}"


def _rest(request: HttpRequest) -> str:
    kept = {key: value for key, value in _given(request).items() if key in ("duty", "whose") and value}
    return f"?{urlencode(kept)}" if kept else ""


def _filters(request: HttpRequest) -> list[Filter]:
    duties: list[tuple[str, str, int | None]] = [(key, title, None) for key, title in _DUTIES]
    filters = [Filter("duty", "Whose duty", duties, request.GET.get("duty", ""))]
    own: list[tuple[str, str, int | None]] = [("mine", "Those I have", None)]
    if acting(request.user).reviewer is None:
        filters.append(Filter("whose", "Cases", own, request.GET.get("whose", "")))
    return filters


def _tone(day: date, duty: str | None, today: date) -> Tone:
    if day < today:
        return "bad" if duty in OURS else "warn"
    if duty in OURS and day <= today + timedelta(days=SOON):
        return "warn"
    return "plain"


def _row(one: ClockRow, actor: Actor, now: datetime) -> Row:
    case: Any = one.case
    return Row(
        cells=[
            Cell(one.case_id, note="" if actor.reviewer else case.employee or ""),
            Cell(one.title.capitalize(), note=one.clock),
            Cell((one.duty_of or "Not stated").capitalize()),
            Cell(clock=due_chip(one.title, as_due(one.due), now)),
            Cell(badge=Badge(state(case.state).title, tone(case.state))),
        ],
        address=address(one.case_id),
        key=one.case_id,
        label=one.case_id,
    )
