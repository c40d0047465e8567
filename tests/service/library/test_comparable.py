"""Comparable letters for a reviewer: both decisions side by side, whatever an application says."""

from __future__ import annotations

import pytest

from openimr.archive.index.reader import Reader
from openimr.archive.searching import Archive
from openimr.service.cases.domain.parts import Item, Normalised
from openimr.service.review.comparable import EACH, ways


def treatment(disputed: str, **known: object) -> Item:
    return Item(number=1, text=disputed, normalised=Normalised(disputed=disputed, **known))


@pytest.mark.parametrize(
    ("item", "field", "value", "address"),
    [
        (
            treatment("Norco 10/325 mg #60", drugs=({"name": "Norco"},)),
            "drug",
            "hydrocodone/acetaminophen",
            "drug=norco",
        ),
        (
            treatment("MRI of the lumbar spine", category="Diagnostic Testing", body_parts=("lumbar spine",)),
            "body_part",
            "lumbar spine",
            "body=lumbar+spine",
        ),
    ],
)
def test_the_nearest_search_comes_with_letters_of_both_decisions(archive, item, field, value, address):
    nearest, *others = ways(archive, item)
    assert address in nearest.address
    assert [decision for decision, _, _ in nearest.sides] == ["overturned", "upheld"]
    for decision, total, letters in nearest.sides:
        assert 0 < len(letters) <= EACH
        assert total >= len(letters)
        held = archive.get([one.key for one in letters])
        for one in letters:
            assert one.decision == decision
            assert held[one.key].fields["programme"] == "imr"
            assert value in held[one.key].fields[field]
    assert all(not way.sides for way in others), "the letters of one search are enough"


def test_a_decision_that_the_nearest_has_not_comes_from_the_next(archive):
    item = treatment("Zzyzx cream", drugs=({"name": "Zzyzx"},), category="Pharmaceuticals")
    first, second, *_ = ways(archive, item)
    assert not first.sides
    assert [decision for decision, total, _ in second.sides if total] == ["overturned", "upheld"]
    either = {
        value: archive.facets(f"drug:{value}", names=("decision",))["decision"] for value in drugs(archive)
    }
    name, only = next((name, found[0].value) for name, found in either.items() if len(found) == 1)
    nearest, next_one, *_ = ways(
        archive, treatment(name, drugs=({"name": name},), category="Pharmaceuticals")
    )
    assert [decision for decision, total, _ in nearest.sides if total] == [only]
    assert [decision for decision, _, _ in next_one.sides] == [
        {"upheld": "overturned", "overturned": "upheld"}[only]
    ]


def drugs(archive) -> list[str]:
    return [name for name in archive.catalog().values("drug") if name.isalpha()]


@pytest.mark.parametrize(
    "words", ["(((", '"', "-", "a AND OR NOT", "decision:overturned", "x" * 3_000, "<script>", ""]
)
def test_what_stands_in_an_application_is_no_query(archive, words):
    assert ways(archive, treatment(words))


def test_without_an_index_the_searches_are_left(tmp_path):
    given = ways(Archive(Reader(tmp_path / "none")), treatment("Norco", drugs=({"name": "Norco"},)))
    assert "drug=norco" in given[0].address
    assert not any(way.sides for way in given)
