"""Ages, closed days and calendar files: tables worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from openimr.service.work.ages import ages, business_days, calendar_days
from openimr.service.work.closed_days import closed_days
from openimr.service.work.ics import Entry, calendar_file
from openimr.service.work.queues import queues_of, stages

pytest.importorskip("django")


@pytest.mark.parametrize(
    ("first", "last", "calendar", "business", "why"),
    [
        (date(2026, 11, 24), date(2026, 11, 24), 0, 0, "the same day"),
        (date(2026, 11, 20), date(2026, 11, 23), 3, 1, "over a weekend"),
        (date(2026, 11, 25), date(2026, 11, 30), 5, 1, "Thanksgiving and the day after are closed"),
        (date(2026, 11, 21), date(2026, 11, 22), 1, 0, "Saturday to Sunday"),
        (date(2026, 11, 24), date(2026, 11, 23), 0, 0, "never below zero"),
    ],
)
def test_days(first, last, calendar, business, why):
    assert (calendar_days(first, last), business_days(first, last)) == (calendar, business), why


def test_an_age_counts_days_of_california():
    opened = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)  # still November 23 in California
    assert ages(opened, datetime(2026, 11, 24, 20, tzinfo=UTC)) == (1, 1)


def test_closed_days_name_the_calendar_that_closes_them():
    days = closed_days(date(2026, 2, 1), date(2026, 2, 28))
    assert "courts only" in days[date(2026, 2, 12)], "Lincoln Day closes the courts alone"
    assert date(2026, 2, 14) not in days, "weekends are shown by the grid"
    assert closed_days(date(2031, 1, 1), date(2031, 1, 31)) == {}


def test_a_calendar_file_has_short_lines_and_escaped_words():
    now = datetime(2026, 11, 24, 20, tzinfo=UTC)
    text = calendar_file(
        [
            Entry("a", "CM26-0000001: determination; due, soon " + "é" * 60, date(2026, 11, 30)),
            Entry("b", "hours", datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC), "two\nlines", "https://x/"),
        ],
        name="Mine",
        now=now,
    )
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    plain = text.replace("\r\n ", "")
    assert "SUMMARY:CM26-0000001: determination\\; due\\, soon " + "é" * 60 in plain
    assert "DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261201\r\n" in plain
    assert "DTSTART:20261125T010203Z" in plain
    assert "DESCRIPTION:two\\nlines" in plain
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 2


def test_every_queue_has_a_stage_and_a_role():
    from openimr.service.accounts.permissions import table
    from openimr.service.cases.domain.tasks import queues

    assert sorted(one.key for stage in stages() for one in stage.queues) == sorted(
        one.key for one in queues()
    )
    may = set(table().actions["work.view"].roles)
    assert {one.role for one in queues()} <= may
    assert all(queues_of(role) for role in may - {"administrator"})
