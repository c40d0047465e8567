"""Outcomes counted by the index are those counted by hand."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.archive.counting import outcomes, wilson
from openimr.archive.query.tree import QueryProblem
from tests.archive.shelf import shelved, some_entries


@pytest.fixture(scope="module")
def held():
    return some_entries(200, seed=3)


@pytest.fixture(scope="module")
def archive(held, tmp_path_factory):
    return shelved(tmp_path_factory.mktemp("index"), held)


_OF = {
    "year": lambda e: [None if e.year is None else str(e.year)],
    "month": lambda e: [e.decided and e.decided[:7]],
    "category": lambda e: [e.category],
    "drug": lambda e: list(e.drugs) or [None],
    "body": lambda e: list(e.body_parts) or [None],
    "specialty": lambda e: list(e.specialties) or [None],
}


@pytest.mark.parametrize(
    "by",
    [
        ["year"],
        ["month"],
        ["category"],
        ["drug"],
        ["year", "category"],
        ["category", "drug"],
        ["body", "category"],
        ["specialty"],
    ],
)
def test_held_against_a_count_by_hand(archive, held, by):
    wanted: Counter = Counter()
    for entry in held:
        combinations = [()]
        for name in by:
            combinations = [(*one, value) for one in combinations for value in _OF[name](entry)]
        for one in combinations:
            wanted[one, entry.decision] += 1
    table = outcomes(archive, by)
    counted = Counter()
    for row in table.rows:
        counted[row.values, "upheld"] += row.upheld
        counted[row.values, "overturned"] += row.overturned
    assert +counted == wanted
    assert table.total.items == len(held)


def test_a_query_narrows(archive, held):
    table = outcomes(archive, ["decision_year"[9:]], "decision:overturned")
    assert table.total.upheld == 0
    assert table.total.overturned == sum(e.decision == "overturned" for e in held)


@pytest.mark.parametrize(
    "by", [["colour"], ["year", "month"], ["year", "year"], ["category", "drug", "body", "side"]]
)
def test_what_cannot_be_counted_by(archive, by):
    with pytest.raises(QueryProblem):
        outcomes(archive, by)


def test_wilson_against_published_values():
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for count, of, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        found = wilson(count, of)
        assert found is not None
        assert found == pytest.approx((low, high), abs=0.0001)
    assert wilson(0, 0) is None


@given(st.integers(1, 10_000), st.data())
def test_the_share_lies_within(of, data):
    count = data.draw(st.integers(0, of))
    low, high = wilson(count, of)
    assert 0 <= low <= count / of <= high <= 1
