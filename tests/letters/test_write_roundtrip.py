"""Reading a written letter gives back the determination that it was written from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr import letters
from openimr.letters.model import Determination
from openimr.letters.writing import render, write
from tests.conftest import SHARED
from tests.letters.made import COVER, NAPROXEN, SUMMARY, determination, item

REAL = sorted((SHARED / "letters" / "pdf").glob("*.pdf"))


def back(det: Determination, path: Path, **options: object) -> Determination:
    """``det`` written to ``path`` and read again, with what is the file's own left aside."""
    write(det, path, **options)  # type: ignore[arg-type]
    found = letters.read(path)
    return replace(found, source=det.source, sha256=det.sha256, layout=det.layout, spans={})


MADE = [
    pytest.param(determination(), id="two items"),
    pytest.param(determination(items=(item(),), case_outcome="overturned"), id="one item, overturned"),
    pytest.param(
        determination(items=(replace(NAPROXEN, number=1),), case_outcome="upheld"), id="one item, upheld"
    ),
    pytest.param(determination(priority="expedited"), id="expedited"),
    pytest.param(determination(documents_reviewed=COVER.documents), id="documents"),
    pytest.param(
        determination(
            items=tuple(replace(entry, number=n) for n, entry in enumerate([item(), NAPROXEN] * 6, start=1))
        ),
        id="twelve items over many pages",
    ),
]


@pytest.mark.parametrize(
    "organization",
    [
        "Redwood Medical Review",
        "Sierra Independent Medical Review (a demonstration)",
        "Center for Independent Review",
        "Institute of Medical Review, Inc.",
        "3M Review",
        "iMedReview",
    ],
)
def test_whatever_the_organization_is_called_what_the_reviewer_cited_comes_back(
    organization: str, tmp_path: Path
) -> None:
    det = determination(items=(item(), item(number=2, reviewer_citations=())))
    assert det.items[0].reviewer_citations
    cover = replace(COVER, organization=organization)
    found = back(det, tmp_path / "letter.pdf", cover=cover)
    for one, of in zip(found.items, det.items, strict=True):
        assert one.reviewer_citations == of.reviewer_citations
        assert one.administrator_citations == of.administrator_citations


@pytest.mark.parametrize("ending", ["pdf", "txt"])
@pytest.mark.parametrize("det", MADE)
def test_made_letters_come_back(det: Determination, ending: str, tmp_path: Path) -> None:
    assert back(det, tmp_path / f"letter.{ending}") == det


@pytest.mark.parametrize("ending", ["pdf", "txt"])
def test_a_cover_does_not_get_into_the_determination(ending: str, tmp_path: Path) -> None:
    det = determination(documents_reviewed=COVER.documents)
    assert back(det, tmp_path / f"letter.{ending}", cover=COVER) == det


WORDS = SUMMARY.replace("\n", " ").split()
PARAGRAPH = st.lists(st.sampled_from(WORDS), min_size=3, max_size=60).map(
    lambda words: " ".join(words).capitalize()
)


@pytest.mark.parametrize("ending", ["pdf", "txt"])
@settings(max_examples=25)
@given(paragraphs=st.lists(PARAGRAPH, min_size=2, max_size=4))
def test_paragraphs_come_back(ending: str, paragraphs: list[str]) -> None:
    """However long the last line of a paragraph is, and whatever it ends in."""
    det = determination(items=(item(rationale="\n".join(paragraphs)), NAPROXEN))
    assert letters.read(render(det, ending)).items[0].rationale == det.items[0].rationale


@pytest.mark.letters
@pytest.mark.skipif(not REAL, reason="the real letters (../shared or OPENIMR_SHARED) are not here")
@pytest.mark.parametrize("ending", ["pdf", "txt"])
@pytest.mark.parametrize("real", REAL, ids=lambda path: path.stem)
def test_real_letters_come_back(real: Path, ending: str, tmp_path: Path) -> None:
    """A real letter, read, written and read again, says the same."""
    det = replace(letters.read(real), spans={})
    assert back(det, tmp_path / f"letter.{ending}") == det
