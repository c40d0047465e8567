"""Charts with made-up figures, for the style page."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString

from openimr.service import charts

_FIRST = date(2026, 1, 5)
_OPEN = (151, 158, 166, 171, 169, 176, 184, 190, 187, 181, 178, 183, 187, 192, 187)
_CLOSED = (20, 24, 22, 25, None, 23, 21, 24, 29, 31, 28, 22, 24, 23, 30)
_DAYS = (18, 21, 22, 19, 20, 23, 21, 22, 20, 34, 21, 22, 19, 24, 21, 20)


def samples() -> list[SafeString]:
    """One of each."""
    weeks = [_FIRST + timedelta(weeks=n) for n in range(len(_OPEN))]
    due = {date(2026, 4, 1) + timedelta(days=n): (n * 7) % 23 for n in range(90) if n % 7 not in (3, 4)}
    ages = [day + (n % 9) for n, day in enumerate(_DAYS * 6)]
    return [
        charts.bar(
            [("Intake", 23), ("Eligibility", 31), ("Records pending", 64), ("Review", 41), ("Quality", None)],
            title="Open cases by state",
            unit="cases",
            label="State",
        ),
        charts.stacked(
            [
                ("Intake", (20, 3, 0, 0)),
                ("Eligibility", (18, 9, 4, 0)),
                ("Records", (30, 21, 10, 3)),
                ("Review", (11, 17, 9, 4)),
            ],
            ("0 to 7 days", "8 to 14", "15 to 30", "over 30"),
            title="Age of open cases",
            label="State",
        ),
        charts.line(
            {
                "Open": list(zip(weeks, _OPEN, strict=True)),
                "Closed in the week": list(zip(weeks, _CLOSED, strict=True)),
            },
            title="Inventory by week",
            unit="cases",
        ),
        charts.histogram(ages, title="Days from assignment to letter", limit=("Due by law", 30)),
        charts.control(
            [(f"W{n + 1}", value) for n, value in enumerate(_DAYS)],
            title="Median days to letter, by week",
            unit="days",
            note="Limits are the mean and three standard deviations, from the mean moving range.",
        ),
        charts.heat(
            due,
            title="Determinations due",
            first=date(2026, 4, 1),
            last=date(2026, 6, 30),
            today=date(2026, 4, 16),
            unit="letters",
        ),
        format_html(
            "<p>A line in a word: {} open cases</p>",
            charts.sparkline(_OPEN, title="Open cases, 15 weeks"),
        ),
    ]
