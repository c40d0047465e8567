"""No shared run of ten words goes unseen, and fingerprints never change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.archive.comparing.fingerprints import GRAM, LEAST, WINDOW, fingerprints, words

#: Few words, so that texts repeat themselves and hashes are equal often.
WORDS = st.sampled_from(["pain", "the", "of", "not", "MTUS", "10", "É", "İ"])
TEXTS = st.lists(WORDS, max_size=40)
BETWEEN = st.sampled_from([" ", "\n", ", ", " - ", "_", ".  "])


@given(st.lists(WORDS, min_size=LEAST, max_size=15), TEXTS, TEXTS, TEXTS, TEXTS, BETWEEN)
def test_texts_with_ten_words_running_in_common_share_a_fingerprint(
    run: list[str], before: list[str], after: list[str], other: list[str], last: list[str], between: str
) -> None:
    one = " ".join([*before, *run, *after])
    two = between.join(word.upper() for word in [*other, *run, *last])
    assert words(" ".join(run)) == words(between.join(run).upper())
    assert set(fingerprints(one)) & set(fingerprints(two))


@given(TEXTS)
def test_they_are_as_few_as_winnowing_says_and_fit_a_signed_column(found: list[str]) -> None:
    kept = fingerprints(" ".join(found))
    hashes = max(0, len(words(" ".join(found))) - GRAM + 1)
    assert list(kept) == sorted(set(kept))
    assert all(0 <= one < 2**63 for one in kept)
    assert (1 if hashes >= WINDOW else 0) <= len(kept) <= max(0, hashes - WINDOW + 1)


@given(st.text())
def test_words_are_cut_the_same_whether_a_text_is_ascii_or_not(text: str) -> None:
    assert words(text) == words(text + " É")[:-1]
    assert all(word == word.strip("_ ") and word for word in words(text))


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("", (), "nothing"),
        ("one two three four five six seven eight nine", (), "nine words are no run of ten"),
        ("One two, three\nfour five_six 7 eight nine ten", (485123862201607811,), "exactly ten"),
        ("ten nine eight 7 six five four three two one", (1860961132340258788,), "the order counts"),
    ],
)
def test_they_stay_what_they_were_stored_as(text: str, expected: tuple[int, ...], why: str) -> None:
    assert fingerprints(text) == expected, why


def test_they_are_about_two_of_seven_words() -> None:
    text = " ".join(f"word{number}" for number in range(7_000))
    assert 1_900 < len(fingerprints(text)) < 2_100
