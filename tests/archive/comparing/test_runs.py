"""Shared runs, against the plainest way of finding them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.archive.comparing.fingerprints import words
from openimr.archive.comparing.runs import Run, Stretch, share, shared_runs

TEXTS = st.lists(st.sampled_from("aabc"), max_size=30).map(" ".join)


def plainly(text: str, others: dict[str, str], least: int) -> set[tuple[int, int, str, int]]:
    """(first word here, words, key, first word there) of every run that cannot be longer."""
    ours = words(text)
    found = set()
    for key, other in others.items():
        theirs = words(other)
        for here in range(len(ours)):
            for there in range(len(theirs)):
                length = 0
                while ours[here : here + length + 1] == theirs[there : there + length + 1] and (
                    max(here, 0) + length < len(ours) and there + length < len(theirs)
                ):
                    length += 1
                longer = here and there and ours[here - 1] == theirs[there - 1]
                if length >= least and not longer:
                    found.add((here, length, key, there))
    return found


@given(TEXTS, st.dictionaries(st.sampled_from("xyz"), TEXTS, max_size=3), st.integers(1, 12))
def test_they_are_exactly_the_runs(text: str, others: dict[str, str], least: int) -> None:
    runs = shared_runs(text, others, least=least)
    assert {
        (run.here.first, run.here.last - run.here.first, key, there.first)
        for run in runs
        for key, there in run.there
    } == plainly(text, others, least)
    covered = {at for run in runs for at in range(run.here.first, run.here.last)}
    assert share(text, runs) == pytest.approx(len(covered) / len(words(text)) if words(text) else 0)


@given(TEXTS, st.dictionaries(st.sampled_from("xyz"), TEXTS, max_size=3))
def test_their_places_hold_the_same_words(text: str, others: dict[str, str]) -> None:
    for run in shared_runs(text, others, least=3):
        here = words(text[run.here.start : run.here.end])
        assert len(here) == run.here.last - run.here.first
        for key, there in run.there:
            assert words(others[key][there.start : there.end]) == here


def test_a_passage_in_two_letters_is_one_run_with_two_places() -> None:
    passage = "there is no record of functional improvement with the prior use"
    text = f"Here, {passage}."
    others = {
        "a": passage.upper(),
        "b": f"As was said: {passage.replace(' ', chr(10))} - of it",
        "c": "no record of",
    }
    assert shared_runs(text, others) == (
        Run(Stretch(1, 12, 6, 69), (("a", Stretch(0, 11, 0, 63)), ("b", Stretch(3, 14, 13, 76)))),
    )
    assert share(text, shared_runs(text, others)) == pytest.approx(11 / 12)


@pytest.mark.parametrize(
    ("words_in_common", "expected", "why"),
    [(9, 0, "one short of a run"), (10, 1, "a run"), (11, 1, "a run and no second one a word on")],
)
def test_a_run_has_ten_words_or_more(words_in_common: int, expected: int, why: str) -> None:
    common = " ".join(f"w{number}" for number in range(words_in_common))
    assert len(shared_runs(f"here {common} ends", {1: f"there {common} stops"})) == expected, why


def test_runs_have_at_least_one_word() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        shared_runs("a", {}, least=0)
