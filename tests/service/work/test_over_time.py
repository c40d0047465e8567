"""Queues over time: days, weeks, alarms, on rows worked by hand."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from ..office_case import a_case, actor, client_of

pytestmark = pytest.mark.usefixtures("home")


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 20, tzinfo=UTC)


@pytest.fixture
def rows():
    """Makes task rows of a queue that no case uses, and takes them away."""
    from openimr.service.cases.models import TaskRow

    queue = "test.queue"

    def make(*spans):
        number = a_case("A0").number
        for place, (opened, done, due) in enumerate(spans):
            TaskRow.objects.create(
                case_id=number, task=f"{queue}:{place}", queue=queue, opened=noon(opened), done=done and noon(done), sla_due=due
            )  # fmt: skip
        return queue

    yield make
    TaskRow.objects.filter(queue=queue).delete()


def test_days_count_what_came_what_was_done_and_the_average_age(rows):
    from openimr.service.work.history import days, open_ages

    queue = rows(
        (date(2020, 3, 1), date(2020, 3, 4), None),
        (date(2020, 3, 2), None, None),
        (date(2020, 3, 4), None, None),
    )
    found = days([queue], date(2020, 3, 2), date(2020, 3, 5))[queue]
    assert [(one.came, one.done, one.open, one.age) for one in found] == [
        (1, 0, 2, 0.5),  # opened March 1 and 2: ages 1 and 0
        (0, 0, 2, 1.5),
        (1, 1, 2, 1.0),  # March 2 and 4: ages 2 and 0
        (0, 0, 2, 2.0),
    ]
    assert open_ages(queue, date(2020, 3, 5)) == [1, 3]


def test_weeks_have_ten_figures(rows):
    from openimr.service.work.control import METRICS, weeks

    # Monday March 2, 2020. Two done in that week: opened Friday before (1 business, 3 calendar days), and on Monday
    # (2 and 2); the first after its service level.
    queue = rows(
        (date(2020, 2, 28), date(2020, 3, 2), date(2020, 3, 1)),
        (date(2020, 3, 2), date(2020, 3, 4), date(2020, 3, 4)),
        (date(2020, 3, 3), None, None),
    )
    (week,) = weeks(queue, date(2020, 3, 9), count=1)
    assert week.monday == date(2020, 3, 2)
    assert week.done == 2
    assert week.figures == {
        "timely": 50.0,
        "business_median": 1.5, "business_most": 2.0, "business_mean": 1.5,
        "calendar_median": 2.5, "calendar_most": 3.0, "calendar_mean": 2.5,
        "unclaimed_median": 6.0, "unclaimed_most": 6.0, "unclaimed_mean": 6.0,
    }  # fmt: skip
    assert set(week.figures) == {one.key for one in METRICS}
    (nothing,) = weeks(queue, date(2019, 3, 9), count=1)
    assert set(nothing.figures.values()) == {None}, "a figure of nothing is not known, not 0"


def test_what_somebody_had_at_the_end_of_a_week_is_not_unclaimed():
    from openimr.service.cases.commands import work
    from openimr.service.clock import standing_at
    from openimr.service.work.control import weeks

    when = datetime(2017, 3, 7, 20, tzinfo=UTC)
    form = {"ur_decision_date": "2017-01-10", "ur_served_date": "2017-01-10", "signed_on": "2017-02-01", "injury_date": "2016-01-01", "rfa_date": "2017-01-02", "received": "2017-03-07"}  # fmt: skip
    number = a_case("A0", at=when, **form).number
    who = actor("intake")
    with standing_at(when + timedelta(days=2)):
        work.claim(who, number, "intake.new")
    with standing_at(when + timedelta(days=8)):
        work.escalate(who, number, "intake.new", "Which worker?")
    first, second, third = weeks("intake.new", date(2017, 3, 27), count=3)
    assert first.figures["unclaimed_most"] is None, "claimed on Thursday, still on Sunday"
    assert second.figures["unclaimed_most"] == 13, (
        "escalated on Wednesday, so nobody's: opened 13 days before Monday"
    )
    assert third.figures["unclaimed_most"] == 20


@pytest.mark.parametrize(
    ("figures", "way", "why"),
    [
        ([1, 2, 3, 4], "increasing", "four days up"),
        ([4, 3, 2, 1], "decreasing", "four days down"),
        ([1, 2, 2, 3], None, "one day the same"),
        ([1, 3, 2, 4], None, "up and down"),
        ([1, 2, 3], None, "too few"),
    ],
)
def test_a_trend_is_strictly_monotone(figures, way, why):
    from openimr.service.work.trends import direction

    assert direction(figures, 4) == way, why


def test_alarms_leave_out_closed_days():
    from openimr.service.work.history import Day
    from openimr.service.work.trends import alarms

    # Thursday to Tuesday; over the weekend the figure falls, which is nobody's business.
    opens = [10, 11, 5, 5, 12, 13]
    days = [Day(date(2026, 3, 5) + timedelta(days=n), 0, 0, open_, None) for n, open_ in enumerate(opens)]
    (alarm,) = alarms(days)
    assert (alarm.what, alarm.way, alarm.figures) == ("inventory", "increasing", (10, 11, 12, 13))


def test_limits_come_from_the_first_weeks():
    from openimr.service.work.control import baseline

    quiet = [10.0, 11.0] * 10
    assert baseline([*quiet, 90.0, 95.0]) == baseline(quiet), "what comes later does not move the limits"
    assert baseline(quiet[:12]) == baseline([*quiet[:12], 50.0, 50.0, 50.0]), "until there are 16"
    assert baseline(quiet[:12]) != baseline([*quiet[:12], 50.0, 50.0, 50.0, 50.0])
    assert baseline([1.0, 2.0]) is None
    assert baseline([90.0, 100.0] * 5, ceiling=100.0).high == 100.0


@pytest.mark.parametrize(
    "role", ["intake", "records", "finance", "regulator", "administrator", "medical_director"]
)
def test_every_report_opens_and_gives_its_figures_as_csv(role):
    client = client_of(role)
    a_case("D0")
    for address in (
        "",
        "monthly/",
        "monthly/?month=2026-11",
        "monthly/?month=nonsense",
        "queues/intake.new/",
        "queues/intake.new/?days=365",
        "queues/intake.new/control/",
    ):
        response = client.get(f"/office/reports/{address}")
        assert response.status_code == 200, address
        page = response.content.decode()
        assert " style=" not in page, "the policy refuses inline style"
        assert "&lt;" not in page, "drawings are drawn, not written out"
        assert ("chart__" in page or "spark" in page) == (not address.startswith("monthly")), address
    for address in (
        "monthly/?format=csv",
        "queues/intake.new/?format=csv",
        "queues/intake.new/control/?format=csv",
    ):
        response = client.get(f"/office/reports/{address}")
        assert response["Content-Type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(response.content.decode())))
        assert len(rows) > 20
        assert {len(row) for row in rows} == {len(rows[0])}
    sees = client.get("/office/reports/reviewers/").status_code
    assert sees == (403 if role in ("intake", "records") else 200), "only who may see reviewers' codes"


def test_reviewers_get_no_reports():
    assert client_of("reviewer").get("/office/reports/").status_code == 403
    assert client_of("reviewer").get("/office/reports/reviewers/?format=csv-held").status_code == 403
    assert client_of("intake").get("/office/reports/queues/no.such/").status_code == 404
