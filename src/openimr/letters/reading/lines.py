r"""From pages to lines, and from lines to passages of running text that know where they stand.

A letter's text comes wrapped, with page breaks anywhere. :class:`Lines` holds the non-blank lines of
all pages joined by ``\\n`` in ``text``; sections and labels are looked for there. :meth:`Lines.passage`
unwraps a stretch of it into one line per paragraph and keeps the way back to the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from openimr.letters.running_lines import RUNNING_LINE
from openimr.pages.model import Document, Span

#: A line that ends this far short of its section's longest line ends its paragraph.
_SHORT = 0.72
_SENTENCE_END = (".", ":", "?", "!", '."', ".)", ".\u201d")
_HYPHENATED = re.compile(r"(\w+)-$")
_FIRST_WORD = re.compile(r"[a-z]+")


@dataclass(slots=True)
class Passage:
    """Unwrapped text with the way back to the lines it came from.

    ``anchors`` pairs a position in ``text`` with the position in the lines' text that it came from;
    between two anchors the characters run in step.
    """

    text: str
    anchors: list[tuple[int, int]]
    lines: Lines

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The places on the pages of ``text[start:end]``, one per printed line."""
        anchors, out = self.anchors, []
        index = bisect_right(anchors, (start, 1 << 60)) - 1
        while index < len(anchors) and anchors[index][0] < end:
            here, there = anchors[index]
            upto = anchors[index + 1][0] if index + 1 < len(anchors) else len(self.text)
            first, last = max(here, start), min(upto, end)
            last -= len(self.text[first:last]) - len(self.text[first:last].rstrip())
            if first < last:
                out.append(self.lines.span(there + first - here, there + last - here))
            index += 1
        return tuple(out)


@dataclass(slots=True)
class Lines:
    """The non-blank lines of a document.

    ``starts[i]`` is where line ``i`` begins in ``text``; it stands on page ``pages[i]`` from
    character ``offsets[i]`` on. ``gap[i]`` is true where a blank line was printed before it, and
    ``wrapped[i]`` where the text layer says that the line goes on in the next one. ``own`` is true for
    a PDF that OpenIMR wrote: there that mark is exact.
    """

    text: str
    starts: list[int]
    pages: list[int]
    offsets: list[int]
    gap: list[bool]
    wrapped: list[bool]
    has_gaps: bool
    marks_wrapping: bool
    own: bool
    words: set[str] | None = field(default=None)

    def index(self, position: int) -> int:
        """The line that the character at ``position`` of ``text`` stands in."""
        return bisect_right(self.starts, position) - 1

    def span(self, start: int, end: int) -> Span:
        """The place on its page of ``text[start:end]``, which lies within one line."""
        line = self.index(start)
        shift = self.offsets[line] - self.starts[line]
        return Span(self.pages[line], start + shift, end + shift)

    def raw(self, start: int, end: int) -> Passage:
        """``text[start:end]`` as it is, line ends included: for tables, where lines matter."""
        anchors = [(0, start)]
        first = self.index(start) if self.starts else 0
        anchors += [(at - start, at) for at in self.starts[first + 1 :] if at < end]
        return Passage(self.text[start:end], anchors, self)

    def passage(self, start: int, end: int, *, paragraphs: bool = True) -> Passage:
        """Unwrap ``text[start:end]``: one line per paragraph, words broken at a line end joined."""
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            return Passage("", [(0, start)], self)
        first, last = self.index(start), self.index(end - 1)
        if first == last:
            return Passage(text[start:end], [(0, start)], self)
        bounds = [*self.starts[first + 1 : last + 1], end + 1]
        pieces: list[tuple[int, str]] = [(start, text[start : bounds[0] - 1])]
        pieces += [
            (self.starts[first + 1 + i], text[self.starts[first + 1 + i] : bounds[i + 1] - 1])
            for i in range(last - first)
        ]
        longest = max(len(piece) for _, piece in pieces)
        out: list[str] = []
        anchors: list[tuple[int, int]] = []
        at = 0
        previous = ""
        for number, (position, piece) in enumerate(pieces):
            if number:
                line = first + number
                if previous.endswith("-") and not previous.endswith(" -") and not self.gap[line]:
                    joined = self._join(previous, piece)
                    if joined:
                        out[-1] = out[-1][:-1]
                        at -= 1
                elif paragraphs and self._ends_paragraph(line, previous, piece, longest):
                    out.append("\n")
                    at += 1
                else:
                    out.append(" ")
                    at += 1
            anchors.append((at, position))
            out.append(piece)
            at += len(piece)
            previous = piece
        return Passage("".join(out), anchors, self)

    def _ends_paragraph(self, line: int, previous: str, piece: str, longest: int) -> bool:
        """Whether a paragraph ends before ``line``."""
        if self.own:
            return not self.wrapped[line - 1]
        if self.gap[line]:
            return True
        if self.has_gaps or (self.marks_wrapping and self.wrapped[line - 1]):
            return False
        return (
            len(previous) < _SHORT * longest and previous.endswith(_SENTENCE_END) and not piece[:1].islower()
        )

    def _join(self, previous: str, piece: str) -> bool:
        """Whether the hyphen at the end of ``previous`` only breaks a word (and goes)."""
        head = _HYPHENATED.search(previous)
        tail = _FIRST_WORD.match(piece)
        if head is None or tail is None or len(head[1]) < 3 or not head[1].isalpha() or len(tail[0]) < 3:
            return False
        if self.words is None:
            self.words = set(re.findall(r"[a-z]{5,}", self.text.lower()))
        whole = (head[1] + tail[0]).lower()
        if f"{head[1]}-{tail[0]}" in self.text.replace("-\n", "\n", 1):
            return False
        return whole in self.words or is_medical_word(whole)


def is_medical_word(word: str) -> bool:
    """Whether the vocabulary knows ``word`` (lower case) as a medical term."""
    from openimr.vocabulary import spelling  # the word list is loaded only for a broken word

    return bool(spelling.is_term(word))


def split(document: Document) -> Lines:
    """The non-blank lines of ``document``, without running heads and feet."""
    kept: list[str] = []
    pages: list[int] = []
    offsets: list[int] = []
    blank: list[int] = []  # per kept line: 0 none before it, 1 an empty line, 2 a line of blanks
    wrapped: list[bool] = []
    empties = 0
    single = False
    own = False
    before = 0
    for page in document.pages:
        at = 0
        # A page break is no paragraph's end; a line of blanks at the foot of a page is.
        if kept and before < 2:
            before = -1
        for line in page.text.split("\n"):
            stripped = line.strip()
            if not stripped:
                if line:
                    before = 2
                elif before < 1:
                    before += 1
                    empties += 1
                at += len(line) + 1
                continue
            if stripped[0] in "CO" and RUNNING_LINE.match(stripped):
                at += len(line) + 1
                own = document.kind == "pdf"
                continue
            if before == 0:
                single = True
            kept.append(stripped)
            pages.append(page.number)
            offsets.append(at + (len(line) - len(line.lstrip())))
            blank.append(max(before, 0))
            wrapped.append(line[-1] in " \u00a0")
            before = 0
            at += len(line) + 1
    # Where blank lines hold a blank, empty ones are page breaks or double spacing.
    real = 2 if any(kind == 2 for kind in blank[1:]) else 1
    if real == 1 and not single:
        real = 3
    gap = [kind >= real for kind in blank]
    starts: list[int] = []
    at = 0
    for line in kept:
        starts.append(at)
        at += len(line) + 1
    soft = sum(wrapped)
    return Lines(
        text="\n".join(kept),
        starts=starts,
        pages=pages,
        offsets=offsets,
        gap=gap,
        wrapped=wrapped,
        has_gaps=sum(gap) > 3,
        own=own,
        # Every line ends in a blank (or none does): then the blank says nothing.
        marks_wrapping=own or (document.kind == "pdf" and 0.3 * len(kept) < soft < 0.98 * len(kept)),
    )
