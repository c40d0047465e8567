"""Which law governs a decision: every regime by its dates, and what cannot be told."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law.conditions import Fact
from openimr.law.regimes import regime, regimes

OLD, NEW = date(2012, 6, 1), date(2013, 3, 1)


@pytest.mark.parametrize(
    ("decided", "injured", "expected", "why"),
    [
        ("2012-12-31", None, "P0", "a decision before 2013 always concerns an injury before 2013"),
        ("2013-06-30", OLD, "P0", "old injury, communicated before 1 July 2013"),
        ("2013-07-01", OLD, "P1", "old injury, communicated on 1 July 2013"),
        ("2013-04-01", NEW, "P1", "new injury: IMR from 2013 on"),
        ("2013-04-01", None, None, "the date of injury decides, and is not known"),
        ("2014-02-11", None, "P1", "last day of the emergency regulations"),
        ("2014-02-12", None, "P2", "final regulations"),
        ("2016-12-31", None, "P2", "last day before SB 1160"),
        ("2017-01-01", None, "P3", "SB 1160"),
        ("2018-01-01", None, "P4", "formulary"),
        ("2018-07-01", None, "P5", "accreditation"),
        ("2026-03-31", None, "P5", "last day before the regulations of 2026"),
        ("2026-04-01", None, "P6", "regulations of 2026"),
        (None, OLD, None, "the decision's date is not known"),
    ],
)
def test_the_dates_choose_the_regime(
    decided: str | None, injured: date | None, expected: str | None, why: str
) -> None:
    facts = {}
    if decided:
        facts["ur_decision_date"] = Fact(date.fromisoformat(decided), "decided then.")
    if injured:
        facts["injury_date"] = Fact(injured, "injured then.")
    found = regime(facts)
    assert found.code == expected, why
    assert found.working, "every answer has its working"
    assert found.code is None or found.law, "every regime has its law"


def test_a_decision_made_in_june_and_told_in_july_is_imr() -> None:
    """LC 4610.5(a) looks at the day on which the decision was communicated to the physician."""
    facts = {
        "injury_date": Fact(OLD),
        "ur_decision_date": Fact(date(2013, 6, 28)),
        "ur_communicated": Fact(date(2013, 7, 1)),
    }
    assert regime(facts).code == "P1"


@given(st.dates(date(2011, 1, 1), date(2035, 12, 31)), st.dates(date(2000, 1, 1), date(2035, 12, 31)))
def test_every_day_has_exactly_one_regime(decided: date, injured: date) -> None:
    found = regime({"ur_decision_date": Fact(decided), "injury_date": Fact(injured)})
    assert found.code in {f"P{n}" for n in range(7)}


def test_the_regimes_follow_each_other_without_a_gap() -> None:
    codes = [one.code for one in regimes()]
    assert codes == [f"P{n}" for n in range(7)]
    day, seen = date(2013, 7, 1), []
    while day < date(2027, 1, 1):
        code = regime({"ur_decision_date": Fact(day)}).code
        if code not in seen:
            seen.append(code)
        day += timedelta(days=1)
    assert seen == codes[1:]


def test_the_text_that_was_not_read_asks() -> None:
    assert [one.code for one in regimes() if one.asks] == ["P6"]
