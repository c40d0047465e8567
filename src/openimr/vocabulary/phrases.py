"""Finding the phrases of a list in a text: whole words, any case, longest first, in one pass.

A text is cut into words once (the three rooms that read a heading share that work); a phrase is looked
up by its first word, so a search costs the length of the text and not that of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

_T = TypeVar("_T")
_WORD = re.compile(r"#?[^\W_]+(?:['’][^\W_]+)?|%")
#: What may stand between two words of one phrase: blanks, a hyphen or dash, a slash, a period.
_GAP = re.compile(r"[\s.]*[-–—‐‑/]?\s*")


class Words(NamedTuple):
    """The words of a text in lower case, with where each stands."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def gap(self, index: int) -> str:
        """The characters between word ``index`` and the next."""
        return self.text[self.ends[index] : self.starts[index + 1]]


class Hit(NamedTuple, Generic[_T]):
    """A phrase found: words ``first`` to ``last`` (inclusive) and the value filed under the phrase."""

    first: int
    last: int
    value: _T


def _lower(text: str) -> str:
    low = text.lower()
    # A few letters grow when lowered (İ); positions must stay those of the text.
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


@lru_cache(maxsize=128)
def words(text: str) -> Words:
    """Cut ``text`` into words: letters and digits, with a leading # (Tylenol #3) or a lone per cent sign."""
    # Straight apostrophes have the length of curly ones, so places stay.
    matches = list(_WORD.finditer(_lower(text).replace("’", "'")))
    return Words(
        text,
        tuple([m[0] for m in matches]),
        tuple([m.start() for m in matches]),
        tuple([m.end() for m in matches]),
    )


def joined(gap: str) -> bool:
    """Whether ``gap`` may stand between two words of one phrase."""
    return gap in (" ", "-", "/") or _GAP.fullmatch(gap) is not None


class Phrases(Generic[_T]):
    """A list of phrases, each with a value. A phrase listed twice keeps its first value."""

    def __init__(self, entries: Iterable[tuple[str, _T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], _T]]] = {}
        self._whole: dict[tuple[str, ...], _T] = {}
        for phrase, value in entries:
            key = tuple(_WORD.findall(phrase.lower()))
            if not key:
                raise ValueError(f"the phrase {phrase!r} has no word in it")
            if key in self._whole:
                continue
            self._whole[key] = value
            self._by_first.setdefault(key[0], []).append((key, value))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))
        #: The first words of all phrases: a text without any of them holds none.
        self.firsts = self._by_first.keys()

    def get(self, phrase: str) -> _T | None:
        """The value of exactly this phrase (case, hyphens and slashes do not count), or None."""
        return self._whole.get(tuple(_WORD.findall(_lower(phrase))))

    def at(self, found: Words, index: int) -> Hit[_T] | None:
        """The longest phrase that begins at word ``index``, or None."""
        rows = self._by_first.get(found.words[index])
        if rows is None:
            return None
        for key, value in rows:
            last = index + len(key) - 1
            if last < len(found.words) and (
                last == index
                or (
                    found.words[index : last + 1] == key
                    and all(joined(found.gap(i)) for i in range(index, last))
                )
            ):
                return Hit(index, last, value)
        return None

    def find(self, text: str) -> list[Hit[_T]]:
        """The phrases in ``text`` from left to right, longest first, none overlapping another."""
        found = words(text)
        out: list[Hit[_T]] = []
        firsts = self._by_first
        for index, word in enumerate(found.words):
            if word in firsts and (not out or index > out[-1].last):
                hit = self.at(found, index)
                if hit is not None:
                    out.append(hit)
        return out

    def __len__(self) -> int:
        """How many phrases there are."""
        return len(self._whole)


def with_plurals(phrase: str) -> tuple[str, ...]:
    """``phrase`` and the plural of its last word: knee, knees; biopsy, biopsies; crutch, crutches."""
    if phrase.endswith("s"):
        return (phrase,)
    if phrase.endswith("y") and phrase[-2:-1] not in "aeiou":
        return (phrase, phrase[:-1] + "ies")
    if phrase.endswith(("ch", "sh", "x")):
        return (phrase, phrase + "es")
    return (phrase, phrase + "s")
