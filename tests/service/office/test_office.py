"""The office's frame and parts: the style page, navigation by role, clocks in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from openimr.law.model import Clock, Evidence, Law
from openimr.service.office.clocks import chip, due_chip
from openimr.service.office.months import month

from ..office_case import client_of

NOW = datetime(2026, 4, 16, 20, tzinfo=UTC)


def clock(due, state="running", **more):
    return Clock(
        "I5", "records", date(2026, 4, 1), due, state, (Law("LC 4610.5(l)", Evidence.STATUTE),), (), **more
    )


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        (clock(date(2026, 4, 30)), "ok", "14 days left"),
        (clock(date(2026, 4, 17)), "soon", "Due tomorrow"),
        (clock(date(2026, 4, 16)), "soon", "Due today"),
        (clock(date(2026, 4, 15)), "late", "1 day late"),
        (clock(NOW + timedelta(hours=5)), "soon", "5 hours left"),
        (clock(NOW - timedelta(hours=2)), "late", "2 hours late"),
        (clock(None, "not started"), "not started", "Not started"),
        (clock(date(2026, 4, 20), "tolled"), "tolled", "Tolled"),
        (clock(date(2026, 4, 10), "met", met_at=date(2026, 4, 9)), "met", "Done"),
        (clock(date(2026, 4, 10), "missed", met_at=date(2026, 4, 12)), "met late", "Done late"),
    ],
)
def test_a_clock_in_words(given, state, words):
    shown = chip(given, NOW)
    assert (shown.state, shown.words) == (state, words)


def test_a_service_level_is_a_chip_without_law():
    shown = due_chip("Eligibility", date(2026, 4, 18), NOW)
    assert (shown.words, list(shown.law)) == ("2 days left", [])


def test_a_month_is_whole_weeks():
    weeks = month(2026, 4, [], today=date(2026, 4, 16)).weeks
    assert all(len(week) == 7 for week in weeks)


@pytest.mark.usefixtures("home")
def test_the_style_page_shows_every_part_and_only_to_those_who_may():
    page = client_of("administrator").get("/office/style/")
    assert page.status_code == 200
    html = page.content.decode()
    assert not re.search(r"\sstyle=\"", html)
    assert "<svg" in html
    assert client_of("intake").get("/office/style/").status_code == 404


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("role", "there", "absent"),
    [
        ("intake", ("/office/mail/", "/office/cases/"), ("/office/users/", "/office/reviewers/")),
        ("administrator", ("/office/users/",), ("/office/mail/", "/office/cases/")),
        ("finance", ("/office/cases/",), ("/office/mail/", "/office/outbox/")),
        ("panel_scheduler", ("/office/reviewers/",), ("/office/users/",)),
    ],
)
def test_the_navigation_leads_only_where_one_may_go(role, there, absent):
    client = client_of(role)
    html = client.get("/office/reports/").content.decode()
    nav = html[html.index('aria-label="Office"') :]
    nav = nav[: nav.index("</nav>")]
    for address in there:
        assert f'href="{address}"' in nav, address
    for address in absent:
        assert f'href="{address}"' not in nav, address
