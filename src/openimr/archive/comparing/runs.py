"""Where the same text stands in other letters: runs of ten words or more, exactly.

Words are compared as :mod:`openimr.archive.comparing.fingerprints` cuts them: case, punctuation and line
breaks do not count. Every run is as long as it can be on both sides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from openimr.archive.comparing.fingerprints import WORD

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words running in one text: the first and one past the last, by word and by character, from 0."""

    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run(Generic[K]):
    """The same words in ``here`` and in each place of ``there``: (key of the other text, where in it)."""

    here: Stretch
    there: tuple[tuple[K, Stretch], ...]


def shared_runs(text: str, others: Mapping[K, str], *, least: int = 10) -> tuple[Run[K], ...]:
    """Every run of ``least`` words or more of ``text`` that stands in one of ``others``.

    A run is as long as it can be: the word before it, or after it, differs from that of the other text or is
    missing in one of the two. Runs may overlap, since another text may share more or less of a passage; runs
    over the same words are one ``Run`` with several places.

    Args:
        text: the text that is asked about.
        others: the texts it may share words with, by any key.
        least: the shortest run that counts, in words.

    Returns:
        The runs by where they begin in ``text``, longer ones first; places in the order of ``others``.
    """
    if least < 1:
        raise ValueError(f"least is {least}, and must be at least 1")
    ours, spans = _cut(text)
    at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for begin in range(len(ours) - least + 1):
        at[tuple(ours[begin : begin + least])].append(begin)
    found: dict[tuple[int, int], list[tuple[K, Stretch]]] = defaultdict(list)
    for key, other in others.items():
        theirs, their_spans = _cut(other)
        for begin in range(len(theirs) - least + 1):
            for mine in at.get(tuple(theirs[begin : begin + least]), ()):
                if mine and begin and ours[mine - 1] == theirs[begin - 1]:
                    continue  # not the beginning of the run
                length = _length(ours, mine, theirs, begin, least)
                found[mine, mine + length].append((key, _stretch(their_spans, begin, length)))
    return tuple(
        Run(_stretch(spans, first, last - first), tuple(places))
        for (first, last), places in sorted(found.items(), key=lambda one: (one[0][0], -one[0][1]))
    )


def share(text: str, runs: Iterable[Run[K]]) -> float:
    """The share of the words of ``text``, from 0 to 1, that stand in one of its ``runs``; 0 without words."""
    total = sum(1 for _ in WORD.finditer(text))
    covered = reached = 0
    for first, last in sorted((run.here.first, run.here.last) for run in runs):
        covered += max(0, last - max(first, reached))
        reached = max(reached, last)
    return covered / total if total else 0.0


def _cut(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The words, and the characters they stand at."""
    found = list(WORD.finditer(text))
    return [word[0].lower() for word in found], [word.span() for word in found]


def _length(ours: list[str], mine: int, theirs: list[str], begin: int, least: int) -> int:
    length = least
    most = min(len(ours) - mine, len(theirs) - begin)
    while length < most and ours[mine + length] == theirs[begin + length]:
        length += 1
    return length


def _stretch(spans: list[tuple[int, int]], first: int, length: int) -> Stretch:
    last = first + length
    return Stretch(first, last, spans[first][0], spans[last - 1][1])
