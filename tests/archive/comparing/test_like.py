"""Like items, held against the entries themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openimr.archive.comparing.facts import Difference, differences, stated
from openimr.archive.comparing.item import NoItem
from openimr.archive.comparing.like import MOST, like
from tests.archive.comparing.conftest import Population, an_entry
from tests.archive.shelf import shelved

FIXTURE = [HealthCheck.function_scoped_fixture]


@settings(max_examples=60, deadline=None, suppress_health_check=FIXTURE)
@given(data=st.data())
def test_what_is_said_of_like_items_is_so(data: st.DataObject, population: Population) -> None:
    entry = data.draw(st.sampled_from(list(population.entries.values())))
    found = like(population.archive, entry.key, limit=data.draw(st.integers(1, 8)))
    assert found.item.key == entry.key
    for decision, items in (("upheld", found.upheld), ("overturned", found.overturned)):
        keys = [one.hit.key for one in items]
        assert len(set(keys)) == len(keys)
        for one in items:
            other = population.entries[one.hit.key]
            assert (other.decision, other.programme) == (decision, entry.programme)
            assert other.address != entry.address
            assert 0 <= one.score <= 1
            assert one.because[0].kind in (
                ["drug", "ingredient", "class"] if entry.drugs else ["subcategory", "category", "treatment"]
            )
            for reason in one.because:
                assert reason.values
                match reason.kind:
                    case "drug":
                        assert set(reason.values) <= set(entry.drugs) & set(other.drugs)
                    case "ingredient":
                        assert not set(entry.drugs) & set(other.drugs)
                        assert set(reason.values) <= set("/".join(other.drugs).split("/"))
                    case "class":
                        assert set(reason.values) <= set(entry.drug_classes) & set(other.drug_classes)
                    case "body":
                        assert set(reason.values) == set(entry.body_parts) & set(other.body_parts)
                    case "section":
                        assert set(reason.values) == set(entry.sections) & set(other.sections)
                    case "subcategory" | "category":
                        assert (
                            reason.values == (getattr(entry, reason.kind),) == (getattr(other, reason.kind),)
                        )
            for fact in one.differs:
                assert fact.here
                assert fact.there
                assert fact.here != fact.there
                if fact.fact in ("age", "sex", "side", "visits", "year"):
                    assert (fact.here, fact.there) == (
                        (getattr(entry, fact.fact),),
                        (getattr(other, fact.fact),),
                    )


def test_whoever_has_the_same_drug_comes_before_whoever_has_not(population: Population) -> None:
    checked = 0
    for entry in population.entries.values():
        if entry.drugs and checked < 40:
            checked += 1
            found = like(population.archive, entry.key, limit=MOST)
            for items in (found.upheld, found.overturned):
                same = [bool(set(entry.drugs) & set(one.hit.fields.get("drug", ()))) for one in items]
                assert same == sorted(same, reverse=True)
    assert checked == 40


def test_no_item_of_the_same_drug_is_left_out_while_there_is_room(population: Population) -> None:
    drugs = [entry for entry in population.entries.values() if entry.drugs]
    for entry in drugs[:40]:
        found = like(population.archive, entry.key, limit=MOST)
        for decision, items in (("upheld", found.upheld), ("overturned", found.overturned)):
            wanted = {
                other.key
                for other in drugs
                if set(other.drugs) & set(entry.drugs)
                and other.decision == decision
                and other.address != entry.address
            }
            if len(wanted) <= MOST:
                assert wanted <= {one.hit.key for one in items}


def test_a_near_duplicate_is_the_most_alike(population: Population) -> None:
    repeats = [truth for truth in population.truth if truth.repeats is not None]
    assert repeats
    for truth in repeats:
        assert truth.repeats is not None
        for item in truth.items:
            key = population.key(truth.number, item.number)
            entry = population.entries[key]
            earlier = population.key(truth.repeats, item.number)
            found = like(population.archive, key, limit=5)
            items = found.overturned if entry.decision == "overturned" else found.upheld
            assert earlier in [one.hit.key for one in items[:2]], key


def test_a_corrected_letter_of_the_same_case_and_another_programme_are_not_like(tmp_path) -> None:
    archive = shelved(
        tmp_path,
        [
            an_entry("A#1"),
            an_entry("A#2"),
            an_entry("A-0f0f0f0f#1", case_number="A"),
            an_entry("B#1"),
            replace(an_entry("D#1"), programme="dmhc"),
        ],
    )
    found = like(archive, "A#1")
    assert [one.hit.key for one in (*found.upheld, *found.overturned)] == ["B#1"]
    assert found.upheld[0].differs == ()


def test_what_only_one_states_is_unknown_and_not_different() -> None:
    here = {"age": 40, "sex": "male", "drug": ("a",), "disputed": "Norco #60", "diagnosis": ("x", "y")}
    there = {"age": 41, "drug": ("A",), "disputed": "Norco # 90", "side": "left", "diagnosis": ("y", "x")}
    assert differences(here, there) == (Difference("quantity", (60,), (90,)), Difference("age", (40,), (41,)))


@pytest.mark.parametrize(
    ("disputed", "expected", "why"),
    [
        ("Norco 10/325mg #120", (120,), "printed after the sign"),
        ("Norco #1,200", (1200,), "with a comma"),
        ("Norco #60 and Soma #30", (), "two of them: unknown"),
        ("Norco", (), "none"),
        ("Norco #123456", (), "a number of something else"),
    ],
)
def test_a_quantity_is_what_is_plainly_printed(disputed: str, expected: tuple[int, ...], why: str) -> None:
    assert stated({"disputed": disputed}, "quantity") == expected, why


@pytest.mark.parametrize("key", ["", "CM99-0000000#1", "x" * 500, "\x00", "a OR b", "'; DROP TABLE"])
def test_an_item_that_is_not_there_is_said_so(key: str, population: Population) -> None:
    with pytest.raises(NoItem, match="has no item"):
        like(population.archive, key)


@pytest.mark.parametrize("limit", [0, -1, MOST + 1])
def test_a_limit_out_of_range(limit: int, population: Population) -> None:
    with pytest.raises(ValueError, match="limit"):
        like(population.archive, population.key(0), limit=limit)
