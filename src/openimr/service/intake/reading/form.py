"""Reading an application form with a text layer: what stands beside or below each label.

Three layouts are read: a label with its value below it in a box, a label with its value behind a colon, and a label
in a left column with its value in a right one. What is read is put into the form for a person to check; a box that
nobody ticked, or two of one question, stay unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from openimr import pages
from openimr.pages import UnreadableFile
from openimr.service.intake.reading.labels import Label, labels, plain, sections
from openimr.service.intake.reading.layout import LIMITS, Cell, Line, Word, lines, words

#: Pages that a form may have.
_MOST_PAGES = 4
_TICKED = {"x", "☒", "☑", "✓", "✔", "✗", "[x]", "(x)"}
_PLACE = re.compile(
    r"^(?P<street>.+?),\s*(?P<city>[^,]+),\s*(?P<state>[A-Z]{2})\s+(?P<zip>\d{5}(?:-\d{4})?)$"
)
_FOOT = re.compile(r"\bpage \d+ of \d+$", re.IGNORECASE)
_LISTED = re.compile(r"^(?:\d{1,2}[.)]|[-•*])\s+")


@dataclass
class FormText:
    """What was read: ``values`` as JSON of an application, ``fields`` the paths that have a value."""

    values: dict[str, Any] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def put(self, path: str, value: Any) -> None:
        """Keep a value; the first one of a path stays."""
        first, _, rest = path.partition(".")
        if rest:
            person = self.values.setdefault(first, {})
            if rest in person:
                return
            person[rest] = value
        elif first in self.values:
            return
        else:
            self.values[first] = value
        self.fields.append(path)


@dataclass(frozen=True, slots=True)
class _Found:
    """A label on the page: its cell's edges, where its line is, and what follows it in its cell."""

    label: Label
    x0: float
    x1: float
    top: float
    bottom: float
    rest: str


def read_form(data: bytes | Path) -> FormText:
    """What an application says, as far as its text layer gives it; nothing for a picture."""
    try:
        read = pages.read(data, limits=LIMITS)
        return of_words([words(data, page.text, page.number) for page in read.pages[:_MOST_PAGES]])
    except UnreadableFile:
        return FormText()


def of_words(found: Iterable[Iterable[Word]]) -> FormText:
    """As :func:`read_form`, of the words of each page."""
    out = FormText()
    for page in found:
        _page(lines(page), out)
    return out


def _page(found: list[Line], out: FormText) -> None:
    section: str | None = None
    rows: list[tuple[Line, list[_Found], bool]] = []
    for line in found:
        if _FOOT.search(line.text):
            continue
        heading = _heading(line)
        if heading:
            section = heading
            rows.append((line, [], True))
            continue
        rows.append((line, _labels(line, section), False))
    for at, (_, row, _) in enumerate(rows):
        for place, one in enumerate(row):
            right = row[place + 1].x0 - 3 if place + 1 < len(row) else float("inf")
            _keep(one, _value(one, right, rows, at), out)


def _heading(line: Line) -> str | None:
    """The section that a heading begins: a line of its own in capitals or with a number, known by its words."""
    said = plain(line.text)
    numbered = bool(said) and said[0].isdigit()
    name = sections().get(said[1:] if numbered else said)
    return name if numbered or line.text.isupper() or len(said) > 1 else None


def _labels(line: Line, section: str | None) -> list[_Found]:
    found: list[_Found] = []
    for cell in line.cells():
        one = _label(cell, section, [before.label for before in found], line)
        if one:
            found.append(one)
    return found


def _label(cell: Cell, section: str | None, before: list[Label], line: Line) -> _Found | None:
    said = plain(cell.text)
    for label in labels():
        if label.section not in (None, section) or said[: len(label.words)] != label.words:
            continue
        if label.after is not None and not any(one.words == label.after for one in before):
            continue
        rest = _behind(cell, label)
        if rest is None:
            continue
        return _Found(label, cell.x0, cell.x1, line.top, line.bottom, rest)
    return None


def _behind(cell: Cell, label: Label) -> str | None:
    """What follows the label in its cell: nothing, or the value behind a colon; ``None`` where it is no label."""
    if plain(cell.text) == label.words:
        return ""
    head, colon, rest = cell.text.partition(":")
    return rest.strip() if colon and plain(head) == label.words else None


def _value(one: _Found, right: float, rows: list[tuple[Line, list[_Found], bool]], at: int) -> list[str]:
    """The lines of the value: behind the colon, to the right of the label, or below it in its column."""
    if one.rest:
        return [one.rest]
    beside = [word for word in rows[at][0].words if one.x1 < word.x0 < right]
    if beside and not any(other is not one and other.x0 > one.x0 for other in rows[at][1]):
        return [" ".join(word.text for word in beside)]
    below: list[str] = []
    for line, found, heading in rows[at + 1 :]:
        # A row of labels ends every value above it; a lone label ends what stands over it.
        row = len(found) > 1 and len(found) == len(line.cells())
        if heading or row or any(other.x0 < right and other.x1 > one.x0 - 3 for other in found):
            break
        inside = [word for word in line.words if one.x0 - 3 <= _middle(word) < right]
        if inside:
            below.append(" ".join(word.text for word in inside))
    return below


def _middle(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _keep(one: _Found, value: list[str], out: FormText) -> None:
    path = one.label.field
    text = " ".join(value).strip()
    if path is None or not text:
        return
    match one.label.kind:
        case "text":
            out.put(path, text)
        case "date":
            day = _day(text)
            if day:
                out.put(path, day.isoformat())
            else:
                out.doubts.append(f"{' '.join(one.label.words).capitalize()}: “{text}” is no date.")
        case "address":
            _address(path, text, out)
        case "office":
            name, _, rest = text.partition(",")
            out.put(f"{path}.organization", name.strip())
            _address(path, rest.strip(), out)
        case "ticks":
            _ticks(one.label, text, out)
        case "words":
            chosen = next((v for k, v in one.label.choices.items() if plain(k) == plain(text)), None)
            if chosen is not None:
                out.put(path, chosen)
        case "list":
            out.put(path, _listed(value))
        case "signature":
            # A signature that is a picture is not seen here; only a typed one is.
            if text.startswith("/s/"):
                out.put(path, True)


def _day(text: str) -> date | None:
    for form in ("%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%m-%d-%Y"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def _address(path: str, text: str, out: FormText) -> None:
    found = _PLACE.match(text)
    if not found:
        if text:
            out.put(f"{path}.address", [text])
        return
    out.put(f"{path}.address", [found["street"]])
    for name in ("city", "state", "zip"):
        out.put(f"{path}.{name}", found[name])


def _ticks(label: Label, text: str, out: FormText) -> None:
    """The choice whose box is ticked: an X stands before its words."""
    said = text.split()
    chosen = []
    for words_, value in label.choices.items():
        wanted = plain(words_)
        for place, word in enumerate(said[:-1]):
            if word.lower() in _TICKED and plain(" ".join(said[place + 1 :]))[: len(wanted)] == wanted:
                chosen.append(value)
                break
    if len(chosen) == 1 and label.field:
        out.put(label.field, chosen[0])
    elif chosen:
        out.doubts.append(f"{' '.join(label.words).capitalize()}: more than one box is ticked.")


def _listed(value: list[str]) -> list[str]:
    """Lines as treatments: a number begins one, a line without a number goes on with the one before."""
    numbered = any(_LISTED.match(line) for line in value)
    out: list[str] = []
    for line in value:
        begins = bool(_LISTED.match(line))
        text = _LISTED.sub("", line).strip()
        if out and numbered and not begins:
            out[-1] = f"{out[-1]} {text}"
        elif text:
            out.append(text)
    return out
