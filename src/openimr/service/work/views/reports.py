"""Reports: the month with every definition, a queue over time, its control charts, the reviewers day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from openimr.law.calendars import calendar
from openimr.service import charts, clock
from openimr.service.accounts.access import requires
from openimr.service.accounts.permissions import sees
from openimr.service.accounts.refusing import refuse
from openimr.service.cases.domain.tasks import Queue, queue, queues
from openimr.service.office.parts import Crumb, Filter
from openimr.service.work import experts
from openimr.service.work.control import LOWER_SPECIFICATION, METRICS, WEEKS, Week, baseline, weeks
from openimr.service.work.history import Day, days, open_ages
from openimr.service.work.measuring import Result, measure_all
from openimr.service.work.monthly import cases_of
from openimr.service.work.trends import Alarm, alarms

#: Days that the alarms look back: enough for four business days over any holidays.
_LOOK_BACK = 14
_SPANS = ((30, "30 days"), (90, "90 days"), (365, "A year"))


@dataclass(frozen=True, slots=True)
class Watched:
    """A queue on the first page of the reports."""

    queue: Queue
    open: int
    age: float | None
    trend: Any
    alarms: Sequence[Alarm]


@requires("report.view")
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The first page: every queue with its trend, and what goes one way."""
    today = clock.today()
    every = queues()
    found = days([one.key for one in every], today - timedelta(days=_LOOK_BACK), today - timedelta(days=1))
    watched = [_watched(one, found[one.key]) for one in every]
    return render(
        request,
        "work/reports.html",
        {
            "watched": watched,
            "alarming": [one for one in watched if one.alarms],
            "month": _last_month(today),
            "codes": bool(sees(request.user, "reviewer.code")),  # type: ignore[arg-type]
        },
    )


def _watched(one: Queue, found: list[Day]) -> Watched:
    last = found[-1]
    values = [day.open for day in found]
    line = charts.sparkline(values, title=f"{one.title}, open work of the last {_LOOK_BACK} days")
    return Watched(one, last.open, last.age, line, alarms(found))


@requires("report.view")
@require_safe
def monthly(request: HttpRequest) -> HttpResponse:
    """The month's measures, each with its definition; the statute's measure stands beside the contract's."""
    today = clock.today()
    year, month = _month(request.GET.get("month", ""), today)
    results = measure_all(cases_of(year, month))
    if request.GET.get("format") == "csv":
        return _csv(f"month-{year}-{month:02}", _MEASURE_COLUMNS, [_measure_row(one) for one in results])
    by_key = {one.measure.key: one for one in results}
    return render(
        request,
        "work/monthly.html",
        {
            "crumbs": [Crumb("Reports", "/office/reports/"), Crumb("Month")],
            "title": f"{date(year, month, 1):%B %Y}",
            "unfinished": (year, month) >= (today.year, today.month),
            "groups": [
                (name, [(one, by_key.get(one.measure.beside or "")) for one in ones])
                for name, ones in groupby(results, key=lambda one: one.measure.group)
            ],
            "csv": f"?{urlencode({'month': f'{year}-{month:02}', 'format': 'csv'})}",
            "filters": [Filter("month", "Month", _months(today), f"{year}-{month:02}")],
        },
    )


_MEASURE_COLUMNS = (
    "key", "measure", "group", "kind", "numerator", "denominator", "not known", "percent", "average", "definition", "source", "law",
)  # fmt: skip


def _measure_row(one: Result) -> tuple[object, ...]:
    it = one.measure
    denominator = None if it.kind == "count" else one.of
    return (
        it.key, it.title, it.group, it.kind, one.count, denominator, one.unknown, one.share, one.mean, it.words, it.source,
        it.law,
    )  # fmt: skip


@requires("report.view")
@require_safe
def one_queue(request: HttpRequest, key: str) -> HttpResponse:
    """A queue over time: what was open, how old it was, what came and was done."""
    found = _queue(key)
    today = clock.today()
    given = request.GET.get("days", "90")
    span = int(given) if given in {str(number) for number, _ in _SPANS} else 90
    history = days([key], today - timedelta(days=span), today - timedelta(days=1))[key]
    if request.GET.get("format") == "csv":
        rows = [(one.day.isoformat(), one.came, one.done, one.open, _round(one.age)) for one in history]
        columns = ("day", "came", "done", "open at the end", "average age in calendar days")
        return _csv(f"queue-{key}", columns, rows)
    return render(
        request,
        "work/queue_report.html",
        {
            "crumbs": [Crumb("Reports", "/office/reports/"), Crumb(found.title)],
            "queue": found,
            "figures": _figures(found, history, open_ages(key, today)),
            "alarms": alarms(history),
            "csv": f"?{urlencode({'days': str(span), 'format': 'csv'})}",
            "filters": [Filter("days", "Time", [(str(n), t, None) for n, t in _SPANS], str(span))],
            "control": f"/office/reports/queues/{key}/control/",
        },
    )


def _figures(found: Queue, history: list[Day], ages: list[int]) -> list[Any]:
    weekly = [
        (f"{monday:%b} {monday.day}", sum(one.done for one in ones))
        for monday, ones in (
            (monday, list(group))
            for monday, group in groupby(history, key=lambda one: one.day - timedelta(days=one.day.weekday()))
        )
    ][-16:]
    level = ("Service level", float(found.sla)) if found.sla and found.unit == "calendar" else None
    figures = [
        charts.line({"Open": [(one.day, one.open) for one in history]}, title="Open work", unit="cases"),
        charts.line(
            {"Average age": [(one.day, _round(one.age)) for one in history]},
            title="Average age of open work",
            unit="days",
            target=level,
        ),
        charts.line(
            {
                "Came": [(one.day, one.came) for one in history],
                "Done": [(one.day, one.done) for one in history],
            },
            title="What came and what was done",
            unit="cases",
        ),
        charts.bar(weekly, title="Done each week", unit="cases", label="Week from"),
    ]
    if ages:
        figures.append(charts.histogram(ages, title="Age of what is open now", unit="days", limit=level))
    return figures


@requires("report.view")
@require_safe
def control(request: HttpRequest, key: str) -> HttpResponse:
    """The ten control charts of a queue over a year."""
    found = _queue(key)
    year = weeks(key, clock.today())
    if request.GET.get("format") == "csv":
        columns = ("week from", "done", *(f"{one.title} ({one.unit})" for one in METRICS))
        rows = [(one.monday.isoformat(), one.done, *(one.figures[m.key] for m in METRICS)) for one in year]
        return _csv(f"control-{key}", columns, rows)
    return render(
        request,
        "work/control.html",
        {
            "crumbs": [
                Crumb("Reports", "/office/reports/"),
                Crumb(found.title, f"/office/reports/queues/{key}/"),
                Crumb("Control charts"),
            ],
            "queue": found,
            "figures": _control_charts(found, year),
            "csv": "?format=csv",
            "low": _low(year) if found.sla is not None else [],
            "specification": LOWER_SPECIFICATION,
            "weeks": WEEKS,
        },
    )


def _control_charts(found: Queue, year: list[Week]) -> list[Any]:
    drawn = []
    for metric in METRICS:
        if metric.key == "timely" and found.sla is None:
            continue
        values = [one.figures[metric.key] for one in year]
        points = [
            (f"{one.monday:%b} {one.monday.day}", value) for one, value in zip(year, values, strict=True)
        ]
        drawn.append(
            charts.control(
                points,
                title=metric.title,
                unit=metric.unit,
                known_limits=baseline(values, ceiling=100.0 if metric.unit == "%" else None),
            )
        )
    return drawn


def _low(year: list[Week]) -> list[tuple[date, float]]:
    """The weeks below the lower specification, the latest first."""
    low = [(one.monday, one.figures["timely"]) for one in year]
    return [(day, share) for day, share in reversed(low) if share is not None and share < LOWER_SPECIFICATION]


@requires("report.reviewers")
@require_safe
def reviewers(request: HttpRequest) -> HttpResponse:
    """What waits for reviewers by specialty, and what each has by code, as of today."""
    allowed = sees(request.user, "reviewer.code")  # type: ignore[arg-type]
    if not allowed:
        return refuse(request, allowed.why)
    today = clock.today()
    waiting, held = experts.waiting(today), experts.held(today)
    wanted = request.GET.get("format")
    if wanted == "csv-waiting":
        return _csv(f"waiting-{today}", _WAITING_COLUMNS, (_waiting_row(one) for one in waiting))
    if wanted == "csv-held":
        return _csv(f"reviewers-{today}", _HELD_COLUMNS, (_held_row(one) for one in held))
    return render(
        request,
        "work/reviewers.html",
        {
            "crumbs": [Crumb("Reports", "/office/reports/"), Crumb("Reviewers")],
            "today": today,
            "waiting": waiting,
            "held": held,
        },
    )


_SPAN_COLUMNS = ("average days {0}", "median days {0}", "not known {0}")
_WAITING_COLUMNS = (
    "queue",
    "recommended specialty",
    "cases",
    *(
        column.format(what)
        for what in ("in queue", "since received", "since assigned")
        for column in _SPAN_COLUMNS
    ),
    "earliest",
    "latest",
)
_HELD_COLUMNS = (
    "reviewer",
    "open cases",
    *(column.format("since sent") for column in _SPAN_COLUMNS),
    "earliest sent",
    "latest sent",
)


def _waiting_row(one: experts.Waiting) -> tuple[object, ...]:
    spans = (one.in_queue, one.since_received, one.since_assigned)
    figures = [figure for span in spans for figure in (span.mean, span.median, span.unknown)]
    return (one.queue, one.specialty, one.cases, *figures, one.earliest, one.latest)


def _held_row(one: experts.Held) -> tuple[object, ...]:
    span = one.since_sent
    return (one.code, one.cases, span.mean, span.median, span.unknown, one.earliest, one.latest)


def _csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    response = HttpResponse(charts.table(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _queue(key: str) -> Queue:
    try:
        return queue(key)
    except KeyError:
        raise Http404(f"There is no queue {key}.") from None


def _month(words: str, today: date) -> tuple[int, int]:
    try:
        found = date.fromisoformat(f"{words}-01")
    except ValueError:
        return _last_month(today).year, _last_month(today).month
    found = min(max(found, calendar("state").first), today)
    return found.year, found.month


def _last_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _months(today: date) -> list[tuple[str, str, int | None]]:
    found: list[tuple[str, str, int | None]] = []
    day = today.replace(day=1)
    for _ in range(36):
        found.append((f"{day:%Y-%m}", f"{day:%B %Y}", None))
        day = _last_month(day)
    return found


def _round(age: float | None) -> float | None:
    return None if age is None else round(age, 1)
