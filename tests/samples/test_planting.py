"""Planted errors: declared, found at their place, varied, and the same for the same seed."""

import pytest

from openimr import samples
from openimr.letters.codec import to_json
from openimr.letters.model import outcome

LETTERS = tuple(letter.determination for letter in samples.letters(11, 150))
#: Kinds whose quote is a date or an edition that the text prints in another form.
_ELSEWHERE = {"injury-date", "ur-date", "date-order", "edition-not-in-force"}


def value_at(determination, pointer):
    value = to_json(determination)
    for step in pointer.strip("/").split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def planted(kind):
    found = [samples.plant(letter, kind, seed) for seed, letter in enumerate(LETTERS)]
    return [(letter, error) for letter, error in zip(LETTERS, found, strict=True) if error]


@pytest.mark.parametrize(
    ("kind", "least", "wordings"),
    [
        ("strength-not-marketed", 40, 20),
        ("unit-absurd", 40, 20),
        ("quantity-arithmetic", 40, 4),
        ("refill-arithmetic", 5, 2),
        ("visit-arithmetic", 8, 6),
        ("sex-pronoun", 100, 10),
        ("body-part", 30, 8),
        ("side", 20, 2),
        ("cited-chapter", 8, 3),
        ("injury-date", 80, 60),
        ("ur-date", 70, 60),
        ("date-order", 120, 100),
        ("decision-conclusion", 140, 4),
        ("denied-fact", 140, 40),
        ("said-twice", 140, 100),
        ("rationale-reused", 30, 30),
        ("no-dated-record", 140, 1),
        ("unknown-guideline", 30, 6),
        ("unknown-section", 30, 8),
        ("unknown-page", 15, 12),
        ("edition-not-in-force", 15, 5),
        ("no-evidence", 100, 1),
        ("no-rationale", 140, 1),
        ("unpaired-quote", 140, 100),
        ("template-remnant", 140, 12),
        ("misspelled-term", 130, 80),
        ("identifying-data", 140, 100),
        ("deletion-gap", 130, 50),
    ],
)
def test_each_kind_finds_many_places_in_many_wordings(kind, least, wordings):
    found = planted(kind)
    assert len(found) >= least
    assert len({error.quote for _, error in found}) >= wordings
    for letter, error in found:
        assert error.kind == kind
        assert error.determination != letter
        assert error.description.endswith(".")
        if error.item is not None:
            assert 1 <= error.item <= len(letter.items)
        if error.quote and kind not in _ELSEWHERE:
            assert error.quote in str(value_at(error.determination, error.pointer))


def test_every_kind_is_in_the_table_above():
    table = test_each_kind_finds_many_places_in_many_wordings.pytestmark[0].args[1]
    assert {row[0] for row in table} == set(samples.KINDS)


@pytest.mark.parametrize("kind", samples.KINDS)
def test_the_same_seed_plants_the_same_error(kind):
    for letter in LETTERS[:10]:
        first, again = samples.plant(letter, kind, 3), samples.plant(letter, kind, 3)
        assert first == again
        if first:
            assert first.determination == again.determination


@pytest.mark.parametrize("kind", samples.KINDS)
def test_only_the_place_of_the_error_changes(kind):
    """Other items stay as they were, and the case's outcome still follows from the decisions."""
    for letter, error in planted(kind)[:40]:
        changed = error.determination
        assert changed.case_outcome == outcome([item.decision for item in changed.items])
        if error.item is not None:
            for before, after in zip(letter.items, changed.items, strict=True):
                assert before == after or after.number == error.item


@pytest.mark.parametrize(
    ("kind", "field"),
    [("strength-not-marketed", "strength"), ("unit-absurd", "strength")],
)
def test_data_change_with_the_text(kind, field):
    for _, error in planted(kind):
        drug = error.determination.items[error.item - 1].drugs[0]
        assert getattr(drug, field) == error.quote.replace(" ", "")


def test_a_letter_without_a_place_gives_none():
    no_drug = next(letter for letter in LETTERS if not any(item.drugs for item in letter.items))
    assert samples.plant(no_drug, "strength-not-marketed", 1) is None


def test_an_unknown_kind_names_the_known_ones():
    with pytest.raises(ValueError, match="unknown kind of error: typo; the kinds are strength-not-marketed"):
        samples.plant(LETTERS[0], "typo", 1)
