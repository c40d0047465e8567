"""The fictional letters of `samples`, whose truth is known by construction, read in every layout."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from openimr import letters, samples
from openimr.letters.model import Determination

#: How many letters of the seed are read; every fourth as a PDF as well.
COUNT, SEED = 80, 20170201
LETTERS = list(samples.letters(seed=SEED, count=COUNT))


def comparable(determination: Determination) -> Determination:
    """Without what is the file's own, and with a paragraph's break as a blank.

    A PDF's text layer does not say whether a full line ends its paragraph.
    """
    return replace(
        determination,
        source="",
        sha256=None,
        spans={},
        summary=replace(determination.summary, text=_flat(determination.summary.text)),
        items=tuple(replace(item, rationale=_flat(item.rationale or "")) for item in determination.items),
    )


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("number", range(COUNT))
def test_the_text_of_a_letter_gives_its_truth(number: int) -> None:
    sample = LETTERS[number]
    assert comparable(letters.read(sample.text.encode(), name="x")) == comparable(sample.determination)


@pytest.mark.parametrize("number", range(0, COUNT, 4))
def test_the_pdf_of_a_letter_gives_its_truth(number: int) -> None:
    sample = LETTERS[number]
    assert comparable(letters.read(sample.pdf(), name="x")) == comparable(sample.determination)


def test_every_layout_is_among_them() -> None:
    assert {sample.layout for sample in LETTERS} >= {
        "2013-federal-services", "2013-professional-review", "2013-notice", "2014", "2015",
    }  # fmt: skip
