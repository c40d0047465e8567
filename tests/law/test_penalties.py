"""Penalties (process specification, section 11.2; appendix B 12; example 15)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law import penalties
from openimr.law.model import LawError
from openimr.law.penalties import late_records

DUE = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("days", "amount", "why"),
    [
        (1, 500, "the first day"),
        (3, 1500, "appendix B 12"),
        (9, 4500, "just under the most"),
        (10, 5000, "appendix B 12: the most is reached"),
        (13, 5000, "example 15: $6,500, capped"),
        (40, 5000, "appendix B 12"),
    ],
)
def test_late_records(days: int, amount: int, why: str) -> None:
    arrived = DUE + timedelta(days=days)
    for received, now in ((arrived, arrived + timedelta(days=3)), (None, arrived)):
        found = late_records(DUE, received, now)
        assert found is not None, why
        assert found.amount == amount, why
        assert found.days == days
        assert found.capped_on == (DUE + timedelta(days=10) if days >= 10 else None)


def test_the_working_of_example_15() -> None:
    found = late_records(DUE, date(2026, 5, 14), date(2026, 5, 20))
    assert found is not None
    assert found.working == (
        "due 05/01/2026, arrived 05/14/2026: 13 days",
        "13 x $500 = $6,500",
        "capped at $5,000, reached on day 10",
    )
    assert found.capped_on == date(2026, 5, 11)


def test_it_is_a_referral_for_a_person() -> None:
    """The amount stands in a secondary source: [2] never acts."""
    found = late_records(DUE, None, date(2026, 5, 2))
    assert found is not None
    assert "a person decides" in found.asks
    assert not any(law.evidence.acts for law in found.law)


@pytest.mark.parametrize(
    ("received", "now", "why"),
    [
        (date(2026, 4, 30), date(2026, 6, 1), "early"),
        (DUE, date(2026, 6, 1), "on the day"),
        (None, DUE, "the day is not over"),
        (
            datetime(2026, 5, 2, 6, 59, tzinfo=UTC),
            date(2026, 6, 1),
            "23:59 on the day in California is still in time",
        ),
    ],
)
def test_records_in_time_cost_nothing(received: date | None, now: date, why: str) -> None:
    assert late_records(DUE, received, now) is None, why


def test_records_of_tomorrow_are_refused() -> None:
    with pytest.raises(LawError, match=r"can't have arrived on 05/09/2026, which is after today"):
        late_records(DUE, date(2026, 5, 9), date(2026, 5, 8))


@given(st.integers(-400, 4000))
def test_it_never_falls_with_time_and_never_passes_the_most(days: int) -> None:
    amounts = []
    for later in (0, 1):
        found = late_records(DUE, None, DUE + timedelta(days=days + later))
        amounts.append(Decimal(0) if found is None else found.amount)
    assert Decimal(0) <= amounts[0] <= amounts[1] <= 5000


@pytest.mark.parametrize(
    ("id", "on", "amount", "why"),
    [
        ("delay", date(2014, 1, 1), 5000, "LC 4610.5(i)"),
        ("not_implemented", date(2014, 1, 1), 5000, "LC 4610.6(k)"),
        ("other_imr", date(2014, 1, 1), None, "not read (V10)"),
        ("change_not_filed_old", date(2026, 3, 31), 5000, "the old schedule"),
        ("change_not_filed", date(2026, 4, 1), 10000, "the schedule of 2026"),
        ("no_approved_plan", date(2026, 4, 1), 30000, "the schedule of 2026"),
    ],
)
def test_the_schedule(id: str, on: date, amount: int | None, why: str) -> None:  # noqa: A002
    assert {one.id: one.amount for one in penalties.penalties(on)}[id] == amount, why


@pytest.mark.parametrize(
    ("id", "on"),
    [
        ("change_not_filed_old", date(2026, 4, 1)),
        ("change_not_filed", date(2026, 3, 31)),
        ("no_approved_plan", date(2026, 3, 31)),
    ],
)
def test_what_is_not_in_force(id: str, on: date) -> None:  # noqa: A002
    assert id not in {one.id for one in penalties.penalties(on)}


def test_what_is_not_verified_or_has_no_amount_asks() -> None:
    for one in penalties.penalties():
        assert one.law
        assert (one.acts and one.amount is not None) or one.asks, one.id
