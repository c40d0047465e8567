"""What is said twice: sentences, and one item's rationale under another item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import View

_TOKEN = re.compile(r"[a-z0-9]+")
_LEAD = re.compile(
    r"^\W*(?:however|additionally|also|further(?:more)?|moreover|therefore|thus|again|in addition|and|but)\b[\s,]*",
    re.I,
)
_LEAST_WORDS = 6
_LEAST_RATIONALE = 22
_ALIKE = 0.82
#: Rationales of ancillary services follow from the main one by nature.
FOLLOWS = re.compile(
    r"\b(?:primary|surgical|requested) (?:procedure|intervention|surgery)\b[^.]{0,40}\bnot\b", re.I
)


@check(
    "REP-01",
    "Sentence said twice",
    looks_for="A sentence of six words or more that stands twice in the summary, or twice in one rationale.",
    example='"Pain was rated 7 out of 10." and, three sentences on, "Pain was rated 7 out of 10."',
    source="Quality gate: nothing said twice",
    plain=True,
)
def _sentence_twice(view: View) -> Iterator[Hit]:
    for passage in view.written:
        seen: dict[str, str] = {}
        for sentence in passage.sentences:
            lead = _LEAD.match(sentence.text)
            words = _TOKEN.findall(sentence.text[lead.end() if lead else 0 :].lower())
            if len(words) < _LEAST_WORDS:
                continue
            key = " ".join(words)
            if key in seen:
                yield Hit(
                    passage.number,
                    "This sentence stands twice.",
                    sentence.text,
                    seen[key],
                    "Delete one of the two.",
                    passage.pointer,
                )
            seen.setdefault(key, sentence.text)


@check(
    "REP-02",
    "Rationale reused for another item",
    looks_for=(
        "A rationale of 22 words or more that is, but for a few words, the rationale of an earlier item. One finding "
        "an item, against the closest earlier one. Ancillary services that follow from a denied operation are left out."
    ),
    example="Item 3 (a cream) has the rationale of item 2 (a tablet), with the drug's name changed",
    source="Labor Code 4610.6(e): reasons for each disputed service",
)
def _rationale_reused(view: View) -> Iterator[Hit]:
    known: list[tuple[int, list[str], str]] = []
    for item, _, rationale in view.pairs():
        words = _TOKEN.findall(rationale.lower)
        if len(words) < _LEAST_RATIONALE or FOLLOWS.search(rationale.text):
            continue
        best, of = 0.0, 0
        for number, other, _ in known:
            if min(len(words), len(other)) / max(len(words), len(other)) < _ALIKE - 0.1:
                continue
            alike = Indel.normalized_similarity(words, other, score_cutoff=_ALIKE)
            if alike > best:
                best, of = alike, number
        if best:
            first = rationale.sentences[0]
            yield Hit(
                item.number,
                f"{round(100 * best)} % of this rationale are the words of item {of}'s.",
                first.text,
                f"rationale of item {of}",
                "Give the reasons that concern this treatment.",
                rationale.pointer,
            )
        known.append((item.number, words, rationale.text))
