"""How much survives and how much is lost: 1,000 letters with planted identifiers (OPENIMR_PROOF=1), 30 otherwise.

Half of them are planted with sentences and names that the patterns were not written on: ``held_out`` before the patterns,
``fresh`` after them. What came through on their first run stands in docs/explanation/measured.md; now none does.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from benchmarks.accuracy import GOLD

from openimr import letters, pages, samples
from openimr.letters.deidentify import public_determination
from openimr.letters.deidentify.gate import leaks
from openimr.letters.deidentify.lexicon import clinical, fold
from openimr.letters.model import Determination
from tests.letters.identities import development, fresh, held_out, planting

PROOF = os.environ.get("OPENIMR_PROOF") == "1"
COUNTS = (
    {development: 500, held_out: 350, fresh: 150} if PROOF else {development: 10, held_out: 10, fresh: 10}
)


def _pdf_text(data: bytes) -> str:
    return "\n".join(page.text for page in pages.read(data).pages)


@pytest.mark.parametrize("part", [development, held_out, fresh], ids=["development", "held out", "fresh"])
def test_no_planted_identifier_survives(part, capsys) -> None:
    count = COUNTS[part]
    planted: Counter[str] = Counter()
    survived: list[tuple[str, str, tuple[str, ...]]] = []
    stopped = 0
    for one in planting.letters(part, "proof", count):
        public = public_determination(one.determination, one.terms)
        pdf = letters.render(public, "pdf", public=True, cover=one.cover)
        fields = letters.to_json(public)
        clean = _pdf_text(letters.render(one.clean, "pdf", cover=planting.nobody(one.cover))) + one.frames
        printed, data = _pdf_text(pdf), json.dumps(fields, ensure_ascii=False).replace("\\n", "\n")
        for kind, sentence, values in one.secrets:
            planted[kind] += 1
            data_left = planting.left(
                data, json.dumps(letters.to_json(one.clean), ensure_ascii=False) + one.frames, values
            )
            if left := (*planting.left(printed, clean, values), *data_left):
                survived.append((kind, sentence, left))
        assert leaks(pdf, one.terms, name="CM16-0990001.pdf", fields=fields) == ()
        # The gate would have stopped the letter as it was.
        stopped += bool(
            leaks(letters.render(one.determination, "pdf", cover=one.cover), one.terms, name="x.pdf")
        )
    assert len(planted) >= (20 if PROOF else 8)
    assert stopped == count
    if PROOF:
        with capsys.disabled():
            print(
                f"\n{part.__name__}: {count} letters, {sum(planted.values())} planted, {len(planted)} kinds, {len(survived)} survived"
            )
    assert survived == []


_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


def _texts(d: Determination) -> Iterator[str]:
    yield from (d.summary.text, d.reviewer.statement or "", *d.documents_reviewed, *d.summary.diagnoses)
    for i in d.items:
        yield from (i.heading, i.disputed, i.rationale or "", i.original_request or "", i.authorized or "")
        yield from (c.text for c in (*i.administrator_citations, *i.reviewer_citations))


def _words(d: Determination) -> Counter[str]:
    return Counter(word for text in _texts(d) for word in _WORD.findall(text))


def _is_clinical(word: str) -> bool:
    return any(clinical(fold(part)) for part in re.split("[’'-]", word))


def _lost(determinations: Iterable[Determination]) -> tuple[int, int, int, int]:
    """Words, words lost, clinical words, clinical words lost."""
    total = [0, 0, 0, 0]
    for one in determinations:
        before = _words(one)
        gone = before - _words(public_determination(one))
        total[0] += sum(before.values())
        total[1] += sum(gone.values())
        total[2] += sum(count for word, count in before.items() if _is_clinical(word))
        total[3] += sum(count for word, count in gone.items() if _is_clinical(word))
    return total[0], total[1], total[2], total[3]


def _loss(kind: str, found: list[Determination], capsys) -> None:
    words, lost, clinical_words, clinical_lost = _lost(found)
    if PROOF:
        with capsys.disabled():
            print(
                f"\n{kind}: {len(found)} letters, {words} words, {lost} lost; {clinical_words} clinical, {clinical_lost} lost"
            )
    assert words > 1000
    assert lost <= 0.01 * words
    assert clinical_lost <= 0.01 * clinical_words


def test_at_most_one_percent_of_the_words_of_fictional_letters_is_lost(capsys) -> None:
    _loss("samples", [one.determination for one in samples.letters(41, 400 if PROOF else 24)], capsys)


@pytest.mark.letters
def test_at_most_one_percent_of_the_words_of_real_letters_is_lost(real_letters: Path, capsys) -> None:
    names = json.loads((GOLD / "split.json").read_text())["develop"]
    found = [letters.read(real_letters / "pdf" / f"{name}.pdf") for name in (names if PROOF else names[:8])]
    _loss("real letters, development half", found, capsys)
