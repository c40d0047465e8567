"""A letter as text taken out of its PDF: wrapped lines, pages that end anywhere, stray blanks."""

from __future__ import annotations

import re

from openimr.letters.model import Determination
from openimr.samples.chance import Chance
from openimr.samples.model import Style
from openimr.samples.typesetting.blocks import Block, blocks

#: A date whose blank must not become a line end: the stray blank could not be told from the wrapping.
_GLUE = "\u2060"
_BROKEN_DATE = re.compile(r"(\d-) (?=\d)")
#: Where a line may end: at a blank, or after a hyphen inside a word.
_PIECES = re.compile(r"[^\s-]+(?:-+(?=\S)|-*)|-+\S?")
_LONG_WORD = re.compile(r"^[a-z]{9,}$")
_SYLLABLE = re.compile(r"(?<=[aeiou])(?=[bcdfghjklmnpqrstvwxz][aeiou])")


def text(determination: Determination, style: Style) -> str:
    """The text form of a letter."""
    chance = Chance(f"{determination.case_number} {determination.summary.text[:60]}")
    wrapper = _Wrapper(determination, style, chance)
    lines: list[str | None] = []  # None is the blank line between blocks
    for block in blocks(determination, style):
        if lines and not style.tight:
            lines.append(None)
        lines += wrapper.lines(block)
    return _paged(lines, style)


def _paged(lines: list[str | None], style: Style) -> str:
    """Lines with the blanks that extraction leaves, and page ends wherever they fall."""
    out: list[str] = []
    on_page = 0
    for line in lines:
        if on_page >= style.page_lines:
            if style.page_feeds:
                out.append("\f")
            elif not style.double_spaced and not style.tight:
                out.append("\n")
            on_page = 0
        shown = " " if line is None else f"{line} "
        out.append(f"{shown}\n" + ("\n" if style.double_spaced else ""))
        on_page += 1
    return "".join(out)


class _Wrapper:
    def __init__(self, determination: Determination, style: Style, chance: Chance) -> None:
        self._style = style
        self._chance = chance
        words = re.findall(
            r"[a-z]{9,}",
            " ".join([determination.summary.text, *(item.rationale or "" for item in determination.items)]),
        )
        # A word broken at a line end can be joined again only if it also stands whole somewhere.
        self._breakable = {word for word in words if words.count(word) > 1} if style.hyphenate else set()

    def lines(self, block: Block) -> list[str | None]:
        if block.kind == "table":
            return list(_table(block, self._style))
        if block.kind == "lines":
            out: list[str | None] = []
            for row in block.text.split("\n"):
                out += self._wrap(row)
            return out
        body = f"{block.label} {block.text}" if block.label else block.text
        return list(self._wrap(body))

    def _wrap(self, body: str) -> list[str]:
        """Greedy wrapping at blanks and, as word processors do, after hyphens."""
        body = _BROKEN_DATE.sub(rf"\1{_GLUE}", body)
        out: list[str] = []
        line = ""
        width = self._style.columns
        for word in re.findall(r" *\S+", body):
            gap, word = word[: len(word) - len(word.lstrip())], word.lstrip()
            if not line:
                gap = ""
            if len(line) + len(gap) + len(word) <= width:
                line += gap + word
                continue
            head, tail = self._broken(word, width - len(line) - len(gap))
            if head:
                out.append(line + gap + head)
                line = tail
            else:
                if line:
                    out.append(line)
                line = word
        if line:
            out.append(line)
        return [row.replace(_GLUE, " ") for row in out]

    def _broken(self, word: str, room: int) -> tuple[str, str]:
        """``word`` cut so that its head fits into ``room``: after a hyphen, or by a new hyphen."""
        if "-" in word[1:-1] and _GLUE not in word:
            cuts = [m.end() for m in re.finditer(r"(?<=\w)-(?=\w)", word) if m.end() <= room]
            if cuts:
                return word[: cuts[-1]], word[cuts[-1] :]
        bare = word.rstrip(".,;:)")
        if bare in self._breakable and _LONG_WORD.match(bare):
            points = [
                m.start() for m in _SYLLABLE.finditer(bare) if 3 <= m.start() <= min(len(bare) - 3, room - 1)
            ]
            if points:
                self._breakable.discard(bare)
                return word[: points[-1]] + "-", word[points[-1] :]
        return "", word


def _table(block: Block, style: Style) -> list[str]:
    """The header table in one of the orders in which tools read its cells."""
    rows = block.rows
    match style.header_order:
        case "cells":
            return [cell for row in rows for cell in row if cell]
        case "columns":
            return [row[i] for i in range(4) for row in rows if row[i]]
        case "wrapped":
            return [" ".join(cell for cell in row if cell) for row in rows]
        case "rows":
            out = [" ".join(cell for cell in row if cell) for row in rows[:-1]]
            label, value, _, received = rows[-1]
            return [*out, f"{label} {value} Application", "Received:", received]
