"""Fees (process specification, section 11.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law import fees
from openimr.law.fees import FeeFacts, Price, fee
from openimr.law.model import LawError


def facts(received: str, **values: Any) -> FeeFacts:
    day = date.fromisoformat(received)
    given_ = {
        "assigned": day, "priority": "standard", "items_are_drugs": (False,), "reviewer_degree": "MD",
        "reviewer_count": 1, "outcome": "decided", **values,
    }  # fmt: skip
    return FeeFacts(received=day, **given_)


@pytest.mark.parametrize(
    ("case", "amount", "why"),
    [
        (facts("2013-06-03"), 560, "one MD or DO, 2013"),
        (facts("2013-06-03", reviewer_degree="D.O."), 560, "a DO is one too"),
        (facts("2013-06-03", reviewer_count=2), 760, "two"),
        (facts("2013-06-03", reviewer_degree="DC"), 495, "not MD or DO"),
        (facts("2013-06-03", reviewer_degree="PsyD", reviewer_count=2), 655, "two not MD or DO"),
        (facts("2013-06-03", priority="expedited"), 685, "expedited"),
        (facts("2013-06-03", priority="expedited", reviewer_count=2), 850, "expedited, two"),
        (facts("2013-06-03", priority="expedited", reviewer_degree="DC"), 595, "expedited, one not MD or DO"),
        (facts("2013-06-03", items_are_drugs=(True,)), 560, "2013 knew no tier for drugs"),
        (facts("2014-04-01"), 420, "first day of the lower fees"),
        (facts("2014-06-02", reviewer_degree=None), 420, "the degree did not matter any more"),
        (facts("2014-06-02", priority="expedited"), 515, "expedited"),
        (facts("2014-06-02", items_are_drugs=(True, True)), 390, "every item is a drug"),
        (facts("2014-06-02", items_are_drugs=(True, False)), 420, "not every item is a drug"),
        (facts("2014-06-02", outcome="ended_pre"), 160, "ended before a reviewer had it"),
        (facts("2016-06-02", outcome="ineligible"), 0, "nothing was reviewed [I]"),
        (facts("2026-06-02", outcome="duplicate"), 0, "nothing was reviewed [I]"),
    ],
)
def test_amounts_that_are_known(case: FeeFacts, amount: int, why: str) -> None:
    found = fee(case)
    assert found.amount == amount, why
    assert found.asks is None
    assert all(law.evidence.acts for law in found.law)
    assert found.working


@pytest.mark.parametrize(
    ("case", "proposed", "said", "why"),
    [
        (facts("2014-01-01"), None, "January to March 2014", "V2"),
        (facts("2014-03-31"), None, "January to March 2014", "the last day before the lower fees"),
        (facts("2015-01-01"), None, "2015 to 2019", "V2"),
        (facts("2019-12-31"), None, "2015 to 2019", "V2"),
        (facts("2020-01-01"), 345, "copy of the agency's page", "[2] only proposes"),
        (facts("2026-03-31", priority="expedited"), 345, "copy of the agency's page", "the same for all"),
        (facts("2022-01-03", outcome="ended_pre"), 115, "copy of the agency's page", "[2]"),
        (facts("2022-01-03", outcome="ended_post"), 345, "cut off", "[A]"),
        (facts("2022-01-03", reviewer_count=2), None, "several reviewers", "not read"),
        (facts("2026-04-01"), None, "amended on 1 April 2026", "V1, V2"),
        (facts("2014-06-02", outcome="ended_post"), 420, "footnote", "the marks are ambiguous"),
        (facts("2014-06-02", priority="expedited", items_are_drugs=(True,)), None, "not read", "no such row"),
        (facts("2013-06-03", outcome="ended_pre"), None, "not read", "2013, ended early"),
        (
            facts("2013-06-03", priority="expedited", reviewer_degree="DC", reviewer_count=2),
            None,
            "not read",
            "2013, expedited, two not MD or DO",
        ),
        (facts("2013-12-20", assigned=date(2014, 1, 6)), 560, "different fee periods", "which day decides?"),
        (facts("2013-06-03", assigned=None), 560, "day of assignment is not known", "never guessed"),
        (facts("2013-06-03", reviewer_degree=None), None, "the reviewer's degree", "unknown stays unknown"),
        (facts("2013-06-03", reviewer_count=None), None, "how many reviewers", "unknown stays unknown"),
        (facts("2014-06-02", items_are_drugs=()), None, "kinds of the items", "unknown stays unknown"),
        (facts("2014-06-02", applications=2), 420, "V25", "consolidated"),
        (facts("2012-06-02"), None, "reviews began in 2013", "before the process"),
    ],
)
def test_amounts_that_a_person_must_enter(case: FeeFacts, proposed: int | None, said: str, why: str) -> None:
    found = fee(case)
    assert found.amount is None, why
    assert found.proposed == proposed, why
    assert found.asks is not None
    assert said in found.asks
    assert "price list" in found.asks


def price(amount: str, since: str, **values: Any) -> Price:
    return Price(
        Decimal(amount), values.pop("outcome", "decided"), date.fromisoformat(since), values.pop("to", None),
        "finance-1", date(2026, 5, 4), "contract, page 12", **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "prices", "amount", "why"),
    [
        (facts("2026-06-01"), [price("360", "2026-04-01")], "360", "the price list fills the gap"),
        (facts("2026-06-01"), [price("360", "2026-07-01")], None, "not in force yet"),
        (facts("2026-06-01"), [price("360", "2026-01-01", to=date(2026, 5, 31))], None, "no longer in force"),
        (facts("2026-06-01"), [price("360", "2026-04-01", outcome="ended_pre")], None, "another outcome"),
        (facts("2026-06-01"), [price("360", "2026-04-01", priority="expedited")], None, "another priority"),
        (facts("2026-06-01"), [price("360", "2026-04-01", tier="drugs")], None, "another tier"),
        (facts("2026-06-01"), [price("1", "2026-04-01"), price("2", "2026-04-01")], None, "which of two?"),
        (facts("2014-06-02"), [price("1", "2014-01-01")], "420", "verified law comes first"),
        (
            facts("2013-12-20", assigned=date(2014, 1, 6)),
            [price("5", "2013-01-01")],
            "5",
            "a person settled it",
        ),
    ],
)
def test_the_price_list(case: FeeFacts, prices: list[Price], amount: str | None, why: str) -> None:
    found = fee(case, prices)
    assert found.amount == (None if amount is None else Decimal(amount)), why
    assert (found.asks is None) == (amount is not None)
    if amount not in (None, "420"):
        assert "finance-1 on 05/04/2026" in found.working[-1]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"outcome": "withdrawn"}, "none of decided"),
        ({"reviewer_count": 0}, "at least one"),
        ({"applications": 0}, "at least one"),
    ],
)
def test_bad_facts_are_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(LawError, match=said):
        fee(facts("2014-06-02", **values))


@given(
    st.integers(0, 365 * 18),
    st.sampled_from(get_args(fees.Outcome)),
    st.sampled_from(["standard", "expedited"]),
    st.lists(st.booleans(), max_size=3),
    st.sampled_from([None, "MD", "DC"]),
    st.sampled_from([None, 1, 2, 3]),
)
def test_there_is_always_an_amount_or_a_question_never_both(
    days: int, outcome: Any, priority: Any, drugs: list[bool], degree: str | None, count: int | None
) -> None:
    """Every day from 2013 to 2030: the fee is verified, or a person is asked."""
    case = replace(
        facts("2013-01-01"),
        received=date(2013, 1, 1) + timedelta(days=days),
        assigned=date(2013, 1, 1) + timedelta(days=days + 2),
        outcome=outcome,
        priority=priority,
        items_are_drugs=tuple(drugs),
        reviewer_degree=degree,
        reviewer_count=count,
    )
    found = fee(case)
    assert (found.amount is None) == (found.asks is not None)
    if found.amount is not None:
        assert all(law.evidence.acts for law in found.law)
