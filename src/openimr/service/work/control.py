"""The ten figures of a queue week by week, for control charts (operating model, section 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from openimr.law.calendars import calendar
from openimr.service.charts import Limits, limits
from openimr.service.clock import PACIFIC
from openimr.service.work.ages import open_days_until

#: At least this share of a queue's work, in percent, is to be done within its service level.
LOWER_SPECIFICATION = 90.0
WEEKS = 52
#: From how many first observations the limits come: with more of them they are estimated anew, with 20 for good.
_STEPS = (20, 16, 12)
_ZONE = "America/Los_Angeles"


@dataclass(frozen=True, slots=True)
class Metric:
    """One of the ten figures; ``unit`` as charts write it."""

    key: str
    title: str
    unit: str


METRICS = (
    Metric("timely", "Done within the service level", "%"),
    Metric("business_median", "Cycle time, median", "business days"),
    Metric("business_most", "Cycle time, longest", "business days"),
    Metric("business_mean", "Cycle time, average", "business days"),
    Metric("calendar_median", "Cycle time, median, in calendar days", "days"),
    Metric("calendar_most", "Cycle time, longest, in calendar days", "days"),
    Metric("calendar_mean", "Cycle time, average, in calendar days", "days"),
    Metric("unclaimed_median", "Age of what nobody has, median", "days"),
    Metric("unclaimed_most", "Age of what nobody has, longest", "days"),
    Metric("unclaimed_mean", "Age of what nobody has, average", "days"),
)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday to Sunday: how much was done, and each figure by the key of its metric."""

    monday: date
    done: int
    figures: Mapping[str, float | None]


def weeks(queue: str, today: date, *, count: int = WEEKS) -> list[Week]:
    """The last ``count`` whole weeks before ``today``, the oldest first. A figure of nothing is ``None``."""
    this_monday = today - timedelta(days=today.weekday())
    mondays = [this_monday - timedelta(weeks=number) for number in range(count, 0, -1)]
    done = _done(queue, mondays[0], this_monday)
    unclaimed = _unclaimed(queue, [monday + timedelta(weeks=1) for monday in mondays])
    return [
        Week(
            monday,
            done.get(monday, (0, {}))[0],
            {
                **{one.key: None for one in METRICS},
                **done.get(monday, (0, {}))[1],
                **unclaimed.get(monday + timedelta(weeks=1), {}),
            },
        )
        for monday in mondays
    ]


def baseline(values: Sequence[float | None], *, ceiling: float | None = None) -> Limits | None:
    """Limits from the first 20 known values; while there are fewer, from the first 16, 12, or all there are.

    So a process is judged by its own quiet past, and not by the weeks in question. Our own choice [I], after the
    three steps of the charts in use today. ``ceiling`` is a bound that values can't pass, such as 100 for percent.
    """
    known = [one for one in values if one is not None]
    step = next((one for one in _STEPS if len(known) >= one), len(known))
    found = limits(known[:step])
    if found is None or ceiling is None:
        return found
    return Limits(found.mean, found.low, min(found.high, ceiling))


def _done(queue: str, first: date, last: date) -> dict[date, tuple[int, dict[str, float | None]]]:
    """What was done in each week, by the Monday."""
    state = calendar("state")
    span = [state.first + timedelta(days=n) for n in range((min(last, state.last) - state.first).days + 1)]
    sql = f"""
        WITH days(day, n) AS (SELECT * FROM unnest(%s::date[], %s::int[])),
        finished AS (
            SELECT date_trunc('week', d.day)::date AS monday, d.day <= t.sla_due AS timely,
                   d.n - o.n AS business, d.day - o.day AS calendar
            FROM cases_taskrow t
            JOIN days o ON o.day = (t.opened AT TIME ZONE '{_ZONE}')::date
            JOIN days d ON d.day = (t.done AT TIME ZONE '{_ZONE}')::date
            WHERE t.queue = %s AND t.done >= %s AND t.done < %s
        )
        SELECT monday, count(*), 100.0 * count(*) FILTER (WHERE timely) / nullif(count(timely), 0),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY business), max(business), avg(business),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY calendar), max(calendar), avg(calendar)
        FROM finished GROUP BY monday
    """  # noqa: S608 - the zone is a constant
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [span, [open_days_until(day) for day in span], queue, _midnight(first), _midnight(last)]
        )
        return {row[0]: (row[1], _figures(METRICS[:7], row[2:])) for row in cursor.fetchall()}


def _unclaimed(queue: str, ends: Sequence[date]) -> dict[date, dict[str, float | None]]:
    """The age of what was open and nobody had at the end of each week, from the events of claiming.

    A claim lasts until the next event on its task, or until the task is done.
    """
    sql = f"""
        WITH ends AS (SELECT day, day::timestamp AT TIME ZONE '{_ZONE}' AS at FROM unnest(%s::date[]) AS given(day)),
        claims AS (
            SELECT stream, data->>'task' AS task, type, at,
                   lead(at) OVER (PARTITION BY stream, data->>'task' ORDER BY number) AS until
            FROM ledger_event
            WHERE type IN ('task.claimed', 'task.returned', 'task.escalated') AND data->>'task' LIKE %s
        ),
        spells AS (
            -- A task is nobody's from its opening, and from each return, until the claim that follows.
            SELECT t.id, t.opened AS start, min(c.at) FILTER (WHERE c.type = 'task.claimed') AS stop
            FROM cases_taskrow t LEFT JOIN claims c ON c.stream = 'case:' || t.case_id AND c.task = t.task
            WHERE t.queue = %s AND (t.done IS NULL OR t.done > %s) GROUP BY t.id, t.opened
            UNION ALL
            SELECT t.id, c.at, c.until FROM claims c
            JOIN cases_taskrow t ON t.case_id = substr(c.stream, 6) AND t.task = c.task
            WHERE c.type <> 'task.claimed' AND (t.done IS NULL OR t.done > %s)
        )
        SELECT e.day, percentile_cont(0.5) WITHIN GROUP (ORDER BY age), max(age), avg(age)
        FROM (
            -- Once each, though spells of an escalated task may overlap.
            SELECT DISTINCT e.day, t.id, e.day - (t.opened AT TIME ZONE '{_ZONE}')::date AS age
            FROM ends e
            JOIN spells s ON s.start <= e.at AND (s.stop IS NULL OR s.stop > e.at)
            JOIN cases_taskrow t ON t.id = s.id AND (t.done IS NULL OR t.done > e.at)
        ) e GROUP BY e.day
    """  # noqa: S608 - the zone is a constant
    first = _midnight(ends[0])
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(ends), f"{queue}:%", queue, first, first])
        return {row[0]: _figures(METRICS[7:], row[1:]) for row in cursor.fetchall()}


def _figures(metrics: Sequence[Metric], values: Sequence[object]) -> dict[str, float | None]:
    return {
        one.key: None if value is None else round(float(value), 2)  # type: ignore[arg-type]
        for one, value in zip(metrics, values, strict=True)
    }


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PACIFIC)
