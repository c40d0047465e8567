"""The vocabulary's files: every one loads, and a broken one says what is wrong."""

import pytest

from openimr.vocabulary import tables
from openimr.vocabulary.phrases import Phrases, words


def test_a_broken_row_names_file_and_rule() -> None:
    with pytest.raises(tables.VocabularyError, match=r"states\.csv: the first line must name the columns"):
        tables.read_csv("states.csv", ("name", "nickname"))
    with pytest.raises(tables.VocabularyError, match=r"x\.csv, entry 'y': it is wrong\."):
        tables.require(False, "x.csv", "y", "it is wrong.")


@pytest.mark.parametrize(
    ("text", "found", "why"),
    [
        ("an X-ray", ["x ray"], "a hyphen between the words"),
        ("x ray film", ["x ray film"], "the longest"),
        ("x, ray", [], "a comma parts them"),
        ("x-rays", [], "whole words"),
    ],
)
def test_phrases(text: str, found: list[str], why: str) -> None:
    phrases = Phrases([(p, p) for p in ("x ray", "x ray film")])
    assert [hit.value for hit in phrases.find(text)] == found, why


def test_positions_survive_letters_that_grow_in_lower_case() -> None:
    text = "İİ knee"
    found = words(text)
    assert text[found.starts[-1] : found.ends[-1]] == "knee"
