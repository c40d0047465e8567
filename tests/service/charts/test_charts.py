"""Charts: whole, readable without seeing them, nothing unknown drawn as zero, no script and no style attribute."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta

import pytest

from openimr.service import charts

DAY = date(2026, 4, 1)
SERIES = {"Open": [(DAY + timedelta(days=n), None if n == 3 else float(n)) for n in range(10)]}
DRAWN = {
    "bar": lambda t: charts.bar([("A & B", 3), ("C", 0), ("D", None)], title=t, unit="cases"),
    "stacked": lambda t: charts.stacked([("Mon", [1, 2]), ("Tue", [None, 3])], ["late", "in time"], title=t),
    "line": lambda t: charts.line(SERIES, title=t, target=("Aim", 5)),
    "sparkline": lambda t: charts.sparkline([1, 2, None, 4], title=t),
    "histogram": lambda t: charts.histogram([1, 2, 2, 3, 8, 13], title=t, limit=("30 days", 30)),
    "control": lambda t: charts.control([(f"week {n}", 90.0 + n % 3) for n in range(12)], title=t, unit="%"),
    "heat": lambda t: charts.heat({DAY: 3}, title=t, first=DAY, last=DAY + timedelta(days=20)),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_a_chart_is_whole_and_says_what_it_shows(kind):
    html = str(DRAWN[kind]("Cases <by> state"))
    assert "<script" not in html
    assert not re.search(r"\sstyle=", html)
    assert "Cases &lt;by&gt; state" in html
    assert "<by>" not in html
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img" or root.get("aria-hidden") == "true"


@pytest.mark.parametrize("kind", [one for one in DRAWN if one != "sparkline"])
def test_the_same_figures_stand_in_a_table(kind):
    assert "<table" in str(DRAWN[kind]("Title"))


def test_what_is_not_known_is_a_gap_and_never_zero():
    text = re.sub(
        r"<[^>]+>", " ", str(charts.bar([("Known", 3), ("Nothing", 0), ("Unknown", None)], title="T"))
    )
    row = text[text.rindex("Unknown") :]
    assert not re.search(r"\b0\b", row.split("Known")[0][:60])
    drawn = str(
        charts.line(
            {"Open": [(DAY, 1.0), (DAY + timedelta(days=1), None), (DAY + timedelta(days=2), 3.0)]}, title="T"
        )
    )
    assert len(re.findall(r'd="M|<polyline|<path', drawn)) >= 1


@pytest.mark.parametrize(
    ("values", "width", "expected"),
    [
        ([1, 1, 2], 1.0, [2, 1]),
        ([0, 5, 9, 10], 5.0, [1, 2, 1]),
        ([], 1.0, []),
    ],
)
def test_bins_count_every_value_once(values, width, expected):
    assert [count for _, _, count in charts.bins(values, width=width)] == expected


def test_limits_need_enough_points_and_hold_three_sigma():
    assert charts.limits([1.0, 2.0]) is None
    found = charts.limits([10.0, 12.0] * 6)
    assert found is not None
    # Mean 11, mean moving range 2; 2.66 times that on both sides (individuals chart).
    assert found.mean == pytest.approx(11)
    assert found.high == pytest.approx(11 + 2.66 * 2, abs=0.02)


def test_the_figures_as_csv_are_safe_and_whole():
    csv = charts.table(("Queue", "Open"), [("=cmd|' /C calc'!A0", 3), ("Eligibility", None)])
    assert "Eligibility," in csv
    assert "'=cmd" in csv
    assert csv.count("\n") >= 3


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match=r"\w"):
        charts.bar([("A", -1)], title="T")
