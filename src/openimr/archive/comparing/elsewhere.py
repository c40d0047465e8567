"""Where the text of a rationale stands in other letters: runs of ten words or more.

Candidates come from the fingerprints in the index, which miss no shared run of ten words; what they share is then
looked up in the stored rationales, word by word. A passage that stands in a hundred thousand letters does not make
the work grow: at most :data:`EXAMINED` rationales are looked at, those with the rarest fingerprints first, and where
that is not all of them the answer says so (``exact``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import Occur, Query

from openimr.archive.comparing.fingerprints import LEAST, WORD, fingerprints
from openimr.archive.comparing.item import item
from openimr.archive.comparing.runs import Run, Stretch, share, shared_runs
from openimr.archive.index.catalog import fold
from openimr.archive.index.fields import schema
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import Archive, Hit, fields_of

#: Rationales that are looked at in one answer, at most; about a tenth of a millisecond each.
EXAMINED = 1_500
#: Letters that have a run are counted one by one up to this many; above that it is "at least".
COUNTED = 200
#: Of those, how many are looked at before any run is known.
_FIRST = 700
#: Entries of the index that a ranking of candidates may touch.
_POSTINGS = 2_000_000
#: Fingerprints that are looked at one by one, at most.
_ASKED = 40
#: Words of a text that is asked about, at most, and other letters that are named for a run.
LONGEST, _NAMED = 6_000, 5


@dataclass(frozen=True, slots=True)
class Letters:
    """How many letters: ``number`` of them, or where not ``exact``, at least so many."""

    number: int
    exact: bool

    def __str__(self) -> str:
        """For people: "12", "at least 200"."""
        return f"{self.number:,}" if self.exact else f"at least {self.number:,}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run stands in another letter: the item, and the characters of its rationale."""

    key: str
    address: str
    decided: str | None
    decision: str
    disputed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Words running that stand in other letters too: characters ``start`` to ``end`` of the text, ``words`` of them.

    ``letters`` have all of it; ``places`` names some of them, the latest decisions first.
    """

    start: int
    end: int
    words: int
    letters: Letters
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a text stands in other letters.

    Attributes:
        item: whose rationale it is; ``None`` where a text was given.
        text: it itself, ``""`` where the item has no rationale.
        words: how many it has.
        runs: by where they begin. A run within a longer one is there only if more letters have it.
        share: of the words that stand in such a run, from 0 to 1; the runs that ``limit`` left out count too.
        letters: that have a run of it.
        exact: whether every candidate was looked at. Where not, ``share`` is the least that it is.
    """

    item: Hit | None
    text: str
    words: int
    runs: tuple[SharedRun, ...]
    share: float
    letters: Letters
    exact: bool


def elsewhere(
    archive: Archive, key: str | None = None, *, text: str | None = None, limit: int = 50
) -> Elsewhere:
    """Where the rationale of the item ``key``, or ``text``, stands in other letters.

    The other items of the same letter, and other letters of the same case, do not count.

    Args:
        key: of an item.
        text: asked about instead of an item's rationale.
        limit: how many runs are given, the longest and most frequent; from 1 to 200.

    Raises:
        NoItem: there is no such item.
        QueryProblem: the text is too long.
        ValueError: not just one of ``key`` and ``text`` is given, or ``limit`` is out of its range.
        NoIndex: there is no index.
    """
    if (key is None) == (text is None):
        raise ValueError("give either the key of an item or a text")
    if not 0 < limit <= 200:
        raise ValueError(f"limit is {limit}, and must be from 1 to 200")
    searcher = archive.reader.searcher()
    of = None if key is None else item(searcher, key)
    asked = text if of is None else of.fields.get("rationale")
    asked = asked or ""
    words = sum(1 for _ in WORD.finditer(asked))
    if words > LONGEST:
        raise QueryProblem(f"The text has {words:,} words: give at most {LONGEST:,}, such as one rationale.")
    return _Search(searcher, of, asked, words).answer(limit)


@dataclass(slots=True)
class _Seen:
    """The rationales that were looked at.

    ``spans`` maps words (first, last) of the text to the letters with just this run, as bits of a number; ``places``
    names where. ``letters`` gives each letter its bit.
    """

    documents: set[tuple[int, int]] = field(default_factory=set)
    letters: dict[str, int] = field(default_factory=dict)
    runs: dict[tuple[int, int], Stretch] = field(default_factory=dict)
    spans: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    places: dict[tuple[int, int], list[tuple[str, Stretch]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    held: dict[str, dict[str, Any]] = field(default_factory=dict)

    def within(self, first: int, last: int) -> int:
        """The letters that have all the words from ``first`` to ``last``, as bits."""
        found = 0
        for (start, end), letters in self.spans.items():
            if start <= first and last <= end:
                found |= letters
        return found


class _Search:
    def __init__(self, searcher: tantivy.Searcher, of: Hit | None, text: str, words: int) -> None:
        self._searcher, self._of, self._text, self._words = searcher, of, text, words
        self._own = list(self._not_others())
        self._seen = _Seen()
        counts = {one: searcher.doc_freq("runs", one) for one in fingerprints(text)}
        #: Fingerprints that occur, the rarest first; and those of which every entry was looked at.
        self._marks = sorted(
            (one for one, count in counts.items() if count), key=lambda one: (counts[one], one)
        )
        self._counts = counts
        self._whole: set[int] = {one for one, count in counts.items() if not count}

    def answer(self, limit: int) -> Elsewhere:
        self._rare()
        self._common()
        self._uncovered()
        chosen = self._chosen(limit)
        letters = [self._counted(first, last) for first, last in chosen]
        # Counting may have found longer runs, and more letters for the others.
        runs = tuple(self._run(place, number) for place, number in zip(chosen, letters, strict=True))
        seen = self._seen
        exact = len(self._whole) == len(self._counts)
        return Elsewhere(
            self._of,
            self._text,
            self._words,
            runs,
            share(self._text, [Run(stretch, ()) for stretch in seen.runs.values()]),
            Letters(len(seen.letters), exact),
            exact,
        )

    # Looking at candidates

    def _rare(self) -> None:
        """Every entry of the rarest fingerprints, as far as the budget goes."""
        taken: list[int] = []
        room = _FIRST
        for mark in self._marks:
            room -= self._counts[mark]
            if room < 0:
                break
            taken.append(mark)
        if taken:
            result = self._searcher.search(self._others(_any_of(taken)), limit=_FIRST, count=False)
            self._look(address for _, address in result.hits)
            self._whole.update(taken)

    def _common(self) -> None:
        """Of the others, the entries that have the most fingerprints in common."""
        left = [mark for mark in self._marks if mark not in self._whole]
        taken: list[int] = []
        postings = 0
        for mark in left:
            postings += self._counts[mark]
            if taken and postings > _POSTINGS:
                break
            taken.append(mark)
        if not taken or not self._room():
            return
        query = Query.boolean_query(
            [(Occur.Should, Query.const_score_query(_mark(one), 1.0)) for one in taken]
        )
        most = min(self._room(), EXAMINED - _FIRST)
        result = self._searcher.search(self._others(query), limit=most, count=True)
        self._look(address for _, address in result.hits)
        if int(result.count or 0) <= most:  # type: ignore[attr-defined]
            self._whole.update(taken)

    def _uncovered(self) -> None:
        """A few entries of each fingerprint whose place in the text no run covers yet."""
        # Nearly always there is none: what is in so many letters is in those that were looked at.
        covered = self._covered()
        asked = 0
        for mark in self._marks:
            if mark in self._whole or mark in covered:
                continue
            if not self._room() or asked == _ASKED:
                return
            asked += 1
            result = self._searcher.search(
                self._others(_mark(mark)), limit=min(self._room(), 20), count=False
            )
            self._look(address for _, address in result.hits)
            covered = self._covered()

    def _covered(self) -> set[int]:
        """The fingerprints within a run."""
        return {
            mark
            for stretch in self._longest()
            for mark in fingerprints(self._text[stretch.start : stretch.end])
        }

    def _counted(self, first: int, last: int) -> Letters:
        """How many letters have the words from ``first`` to ``last`` of the text."""
        stretch = self._seen.runs[first, last]
        marks = fingerprints(self._text[stretch.start : stretch.end])
        if any(mark in self._whole for mark in marks):
            return Letters(self._seen.within(first, last).bit_count(), exact=True)
        if self._seen.within(first, last).bit_count() > COUNTED:
            return Letters(COUNTED, exact=False)
        # Whoever has the run has all of its fingerprints.
        query = self._others(Query.boolean_query([(Occur.Must, _mark(mark)) for mark in marks]))
        most = min(self._room(), 2 * COUNTED)
        exact = False
        if most:
            result = self._searcher.search(query, limit=most, count=True)
            self._look(address for _, address in result.hits)
            exact = int(result.count or 0) <= most  # type: ignore[attr-defined]
        number = self._seen.within(first, last).bit_count()
        return Letters(number, exact=True) if exact else Letters(min(number, COUNTED), exact=False)

    def _room(self) -> int:
        return max(0, EXAMINED - len(self._seen.documents))

    def _look(self, addresses: Iterable[tantivy.DocAddress]) -> None:
        """Find the runs that these entries share with the text."""
        seen = self._seen
        texts: dict[str, str] = {}
        for address in addresses:
            place = (address.segment_ord, address.doc)
            if place in seen.documents or not self._room():
                continue
            seen.documents.add(place)
            held = fields_of(self._searcher, address)
            seen.held[held["key"]] = held
            texts[held["key"]] = held.get("rationale", "")
        for run in shared_runs(self._text, texts, least=LEAST):
            span = (run.here.first, run.here.last)
            seen.runs[span] = run.here
            for key, there in run.there:
                letter = seen.held[key]["address"]
                bit = seen.letters.setdefault(letter, len(seen.letters))
                seen.spans[span] |= 1 << bit
                seen.places[span].append((key, there))

    # What is given

    def _chosen(self, limit: int) -> list[tuple[int, int]]:
        """The runs to be given, by place: those that are longer, or in more letters, than any that holds them."""
        seen = self._seen
        spans = sorted(seen.spans, key=lambda span: (span[0], -span[1]))
        # The most telling ones only: several thousand ways to begin and end need not be held against one another.
        if len(spans) > _WAYS:
            spans = sorted(spans, key=lambda one: -(one[1] - one[0]) * seen.spans[one].bit_count())[:_WAYS]
        number = {span: seen.within(*span).bit_count() for span in spans}
        kept = [
            span
            for span in spans
            if not any(
                other != span
                and other[0] <= span[0]
                and span[1] <= other[1]
                and number[other] >= number[span]
                for other in spans
            )
        ]
        kept.sort(key=lambda span: (-(span[1] - span[0]) * number[span].bit_length(), span))
        return sorted(kept[:limit], key=lambda span: (span[0], -span[1]))

    def _run(self, span: tuple[int, int], letters: Letters) -> SharedRun:
        seen = self._seen
        stretch = seen.runs[span]
        places: dict[str, Place] = {}
        found = sorted(
            self._holding(span), key=lambda one: (-(seen.held[one[0]].get("day") or -(10**6)), one[0])
        )
        for key, start, end in found:
            held = seen.held[key]
            places.setdefault(
                held["address"],
                Place(
                    key, held["address"], held.get("decided"), held["decision"], held["disputed"], start, end
                ),
            )
            if len(places) == _NAMED:
                break
        return SharedRun(
            stretch.start, stretch.end, stretch.last - stretch.first, letters, tuple(places.values())
        )

    def _holding(self, span: tuple[int, int]) -> Iterator[tuple[str, int, int]]:
        """Each item looked at that has the run, and the characters of its rationale."""
        first, last = span
        for (start, end), places in self._seen.places.items():
            if start <= first and last <= end:
                for key, there in places:
                    if (start, end) == span:
                        yield key, there.start, there.end
                    else:
                        begin = there.first + first - start
                        yield key, *_characters(self._seen.held[key]["rationale"], begin, last - first)

    def _longest(self) -> list[Stretch]:
        """The runs that lie in no other."""
        out: list[Stretch] = []
        for stretch in sorted(self._seen.runs.values(), key=lambda one: (one.first, -one.last)):
            if not out or stretch.last > out[-1].last:
                out.append(stretch)
        return out

    def _others(self, query: Query) -> Query:
        """``query`` among the other letters."""
        return Query.boolean_query([(Occur.Must, query), *self._own]) if self._own else query

    def _not_others(self) -> Iterator[tuple[Occur, Query]]:
        if self._of is not None:
            for name in ("address", "case_number"):
                if name in self._of.fields:
                    value = fold(self._of.fields[name])
                    yield Occur.MustNot, Query.term_query(schema(), name, value, "basic")


#: Runs that are held against one another when the most telling ones are chosen.
_WAYS = 400


def _mark(mark: int) -> Query:
    return Query.term_query(schema(), "runs", mark, "basic")


def _any_of(marks: Sequence[int]) -> Query:
    return Query.term_set_query(schema(), "runs", list(marks))


def _characters(text: str, first: int, length: int) -> tuple[int, int]:
    """Where the words from ``first`` on stand in ``text``."""
    places = [found.span() for found in WORD.finditer(text)][first : first + length]
    return places[0][0], places[-1][1]
