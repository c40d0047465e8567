"""How queues went day by day: what came, what was done, what was open and how old it was. From columns alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection

from openimr.service.clock import PACIFIC

_ZONE = "America/Los_Angeles"
#: A day of opening as a number, so that a sum of them gives an average age.
_ORDINAL = f"(opened AT TIME ZONE '{_ZONE}')::date - date '0001-01-01' + 1"
_Counts = Mapping[tuple[str, date], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Day:
    """A queue on one day of California: ``open`` at its end, and the average age of that in calendar days."""

    day: date
    came: int
    done: int
    open: int
    age: float | None


def days(queues: Sequence[str], first: date, last: date) -> dict[str, list[Day]]:
    """Every day from ``first`` to ``last``, weekends too, by queue. Three queries, however many queues."""
    came = _by_day(queues, "opened", first, last)
    done = _by_day(queues, "done", first, last)
    before = _open_before(queues, first)
    span = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {key: _walk(key, span, came, done, before.get(key, (0, 0))) for key in queues}


def _walk(key: str, span: Sequence[date], came: _Counts, done: _Counts, before: tuple[int, int]) -> list[Day]:
    open_now, sum_opened = before
    found = []
    for day in span:
        in_count, in_sum = came.get((key, day), (0, 0))
        out_count, out_sum = done.get((key, day), (0, 0))
        open_now += in_count - out_count
        sum_opened += in_sum - out_sum
        age = (day.toordinal() * open_now - sum_opened) / open_now if open_now else None
        found.append(Day(day, in_count, out_count, open_now, age))
    return found


def open_ages(queue: str, today: date) -> list[int]:
    """The age in calendar days of everything that is open in a queue now."""
    sql = f"""
        SELECT %s::date - (opened AT TIME ZONE '{_ZONE}')::date, count(*) FROM cases_taskrow
        WHERE queue = %s AND done IS NULL GROUP BY 1 ORDER BY 1
    """  # noqa: S608 - the zone is a constant
    with connection.cursor() as cursor:
        cursor.execute(sql, [today, queue])
        return [age for age, number in cursor.fetchall() for _ in range(number)]


def _by_day(queues: Sequence[str], column: str, first: date, last: date) -> _Counts:
    """Per queue and day, how many and the sum of the ordinals of the days on which they were opened."""
    sql = f"""
        SELECT queue, ({column} AT TIME ZONE '{_ZONE}')::date, count(*), sum({_ORDINAL})
        FROM cases_taskrow WHERE queue = ANY(%s) AND {column} >= %s AND {column} < %s GROUP BY 1, 2
    """  # noqa: S608 - column and zone are constants of this module
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(queues), _midnight(first), _midnight(last + timedelta(days=1))])
        return {(key, day): (count, int(total)) for key, day, count, total in cursor.fetchall()}


def _open_before(queues: Sequence[str], first: date) -> dict[str, tuple[int, int]]:
    sql = f"""
        SELECT queue, count(*), sum({_ORDINAL}) FROM cases_taskrow
        WHERE queue = ANY(%s) AND opened < %s AND (done IS NULL OR done >= %s) GROUP BY queue
    """  # noqa: S608 - the zone is a constant
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(queues), _midnight(first), _midnight(first)])
        return {key: (count, int(total)) for key, count, total in cursor.fetchall()}


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PACIFIC)
