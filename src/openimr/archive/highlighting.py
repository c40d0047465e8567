"""The best passage of a rationale for a query, and which of its words were looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from openimr.archive.index.fields import analyzer

#: Characters of a passage, about: it ends where a word ends.
LENGTH = 320
#: The tokenizer of the index cuts where neither a letter nor a digit stands.
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text: ``before`` and ``after`` say whether more stands there; ``marks`` are spans within ``text``."""

    text: str
    marks: tuple[tuple[int, int], ...]
    before: bool
    after: bool

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]:
        """The text cut at the marks: (words, marked)."""
        out: list[tuple[str, bool]] = []
        at = 0
        for start, end in self.marks:
            if start > at:
                out.append((self.text[at:start], False))
            out.append((self.text[start:end], True))
            at = end
        if at < len(self.text):
            out.append((self.text[at:], False))
        return tuple(out)


def marks(text: str, wanted: Iterable[Sequence[str]]) -> list[tuple[int, int]]:
    """Where the wanted words or phrases (as stems, see ``query.terms.stems``) stand in ``text``, left to right."""
    return [(start, end) for start, end, _ in _found(text, wanted)]


def passage(text: str, wanted: Iterable[Sequence[str]], *, length: int = LENGTH) -> Passage:
    """The stretch of ``text`` of about ``length`` characters that has the most different wanted words, then the most."""
    found = _found(text, wanted)
    if len(text) <= length:
        return Passage(text, tuple((start, end) for start, end, _ in found), before=False, after=False)
    start = _best(found, length)
    start = _word_start(text, start)
    end = _word_end(text, min(len(text), start + length))
    return Passage(
        text[start:end],
        tuple((a - start, b - start) for a, b, _ in found if a >= start and b <= end),
        before=start > 0,
        after=end < len(text),
    )


def _found(text: str, wanted: Iterable[Sequence[str]]) -> list[tuple[int, int, int]]:
    """(start, end, which of the wanted), none within another."""
    by_first: dict[str, list[tuple[Sequence[str], int]]] = {}
    for number, one in enumerate(wanted):
        if one:
            by_first.setdefault(one[0], []).append((one, number))
    if not by_first:
        return []
    for options in by_first.values():
        options.sort(key=lambda option: -len(option[0]))
    out: list[tuple[int, int, int]] = []
    end = 0
    for hit in _beginning(tuple(sorted(by_first))).finditer(text):
        if hit.start() < end:
            continue
        for one, number in by_first.get(_stem(hit.group()), ()):
            stop = _goes_on(text, hit.end(), one)
            if stop is not None:
                out.append((hit.start(), stop, number))
                end = stop
                break
    return out


def _goes_on(text: str, at: int, one: Sequence[str]) -> int | None:
    """Where the words that follow the first one end; ``None`` where others stand there."""
    for stem in one[1:]:
        word = _WORD.search(text, at)
        if word is None or _stem(word.group()) != stem:
            return None
        at = word.end()
    return at


@lru_cache(1_000)
def _beginning(stems: tuple[str, ...]) -> re.Pattern[str]:
    """Words that may have one of these stems, so that only few need stemming.

    A stem is the word's beginning but for its last letter, which the stemmer may have put there ("therapi", "possibl");
    words with accents are all looked at.
    """
    begins = "|".join(
        re.escape(stem[:-1] if len(stem) > 2 and stem.endswith(("i", "e", "bl")) else stem) for stem in stems
    )
    return re.compile(rf"(?<![^\W_])(?:(?:{begins})[^\W_]*|[^\W_]*[^\W\x00-\x7f_][^\W_]*)", re.IGNORECASE)


@lru_cache(200_000)
def _stem(word: str) -> str:
    found = analyzer().analyze(word)
    return found[0] if found else ""


def _best(found: list[tuple[int, int, int]], length: int) -> int:
    """Where the best stretch begins: a little before the first mark of the densest group."""
    best, best_score = 0, (-1, -1)
    for i, (start, _, _) in enumerate(found):
        inside = [one for one in found[i:] if one[1] <= start + length - 60]
        score = (len({number for _, _, number in inside}), len(inside))
        if score > best_score:
            best, best_score = max(0, start - 60), score
    return best


def _word_start(text: str, start: int) -> int:
    """The beginning of a sentence nearby, else of a word."""
    if start == 0:
        return 0
    nearby = max(0, start - 80)
    for hit in reversed(list(re.finditer(r"[.!?]\s+(?=[A-Z])", text[nearby : start + 40]))):
        return nearby + hit.end()
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    return start


def _word_end(text: str, end: int) -> int:
    while end < len(text) and not text[end].isspace():
        end += 1
    return end
