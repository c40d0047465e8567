"""The paper side of a letter: its pages, and where on them every value and every finding stands."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from openimr import pages
from openimr.pages.model import Page, Span
from openimr.service.letters.pictures import inked
from openimr.service.letters.quoting import locate
from openimr.service.letters.subject import Subject

#: Counts up when the form of the cached files changes.
_FORM = 5
#: Blank paper kept at the left and right of the words, in points; the rest of the margin is not shown.
_MARGIN = 30.0
#: The least part of a page's width that is shown.
_LEAST = 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """Rectangles (x, y, width, height, in points) that belong to the values in ``pointers``.

    ``pointers`` are JSON Pointers, ``finding-N`` for the words that finding N quotes and ``against-N`` for
    those it holds against them, separated by blanks.
    """

    pointers: str
    rectangles: tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text page's characters that belong to the same values ("" to none)."""

    text: str
    pointers: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: ``places`` over the picture of a PDF's, ``pieces`` of a text's.

    ``left`` to ``left + shown`` is the part of its width that has ink, with some margin.
    """

    number: int
    width: float
    height: float
    left: float
    shown: float
    places: tuple[Place, ...]
    pieces: tuple[Piece, ...]
    findings: tuple[int, ...]


def sheets(subject: Subject, cache: Path) -> tuple[Sheet, ...]:
    """The pages of a letter; made once per file and reader, then taken from ``cache``.

    Raises:
        UnreadableFile: the file can't be opened (it could when it was loaded).
    """
    kept = cache / f"{subject.sha256}-{_FORM}-{subject.reader.rpartition('+')[2]}.json"
    if kept.exists():
        return tuple(_from_json(sheet) for sheet in json.loads(kept.read_text("utf-8")))
    made = _make(subject)
    scratch = kept.with_name(f".{kept.name}.{secrets.token_hex(4)}")
    scratch.write_text(json.dumps([asdict(sheet) for sheet in made], ensure_ascii=False), "utf-8")
    scratch.replace(kept)
    return made


def _make(subject: Subject) -> tuple[Sheet, ...]:
    data = subject.data
    document = pages.read(data)
    given = subject.determination.get("spans") or {}
    spans = {
        pointer: tuple(Span(s["page"], s["start"], s["end"]) for s in found)
        for pointer, found in given.items()
    }
    marked = {**spans, **_of_findings(subject.findings, spans, document.pages)}
    first_page = {pointer: found[0].page for pointer, found in marked.items() if found}
    findings_of: dict[int, list[int]] = {}
    for number in range(len(subject.findings)):
        findings_of.setdefault(first_page.get(f"finding-{number}", 1), []).append(number)
    drawn = document.kind == "pdf"
    by_page = _places(data, marked) if drawn else {}
    return tuple(
        Sheet(
            page.number,
            page.width,
            page.height,
            *(_shown(data, page) if drawn else (0.0, 0.0)),
            by_page.get(page.number, ()),
            () if drawn else _pieces(page, marked),
            tuple(findings_of.get(page.number, ())),
        )
        for page in document.pages
    )


def _of_findings(
    findings: Iterable[Mapping[str, Any]], spans: Mapping[str, tuple[Span, ...]], pages_: tuple[Page, ...]
) -> dict[str, tuple[Span, ...]]:
    out: dict[str, tuple[Span, ...]] = {}
    for number, finding in enumerate(findings):
        words = locate(finding["quote"], finding.get("pointer"), spans, pages_)
        if not words and finding.get("item"):
            # What is missing stands nowhere: its finding stands beside the item it concerns.
            words = spans.get(f"/items/{finding['item'] - 1}/heading", ())[:1]
        if words:
            out[f"finding-{number}"] = words
        against = locate(finding["against"], None, spans, pages_)
        if against and against != words:
            out[f"against-{number}"] = against
    return out


def _shown(data: bytes, page: Page) -> tuple[float, float]:
    """Left edge and width of what is shown of a page: where there is ink, letterheads included."""
    left, right = inked(data, page.number, page.width)
    left, right = max(left - _MARGIN, 0.0), min(right + _MARGIN, page.width)
    # A page of a few words keeps most of its width: it must not grow to a poster.
    narrow = page.width * _LEAST - (right - left)
    if narrow > 0:
        left = min(max(left - narrow / 2, 0.0), page.width * (1 - _LEAST))
        right = left + page.width * _LEAST
    return round(left, 1), round(right - left, 1)


def _places(data: bytes, marked: Mapping[str, tuple[Span, ...]]) -> dict[int, tuple[Place, ...]]:
    boxes = pages.boxes(data, (span for found in marked.values() for span in found))
    together: dict[tuple[Span, ...], list[str]] = {}
    for pointer, found in marked.items():
        together.setdefault(found, []).append(pointer)
    by_page: dict[int, list[Place]] = {}
    for found, pointers in together.items():
        rectangles: dict[int, list[tuple[float, float, float, float]]] = {}
        for span in found:
            for box in boxes[span]:
                rectangle = (
                    round(box.x0 - 1, 1),
                    round(box.y0 - 1, 1),
                    round(box.x1 - box.x0 + 2, 1),
                    round(box.y1 - box.y0 + 2, 1),
                )
                rectangles.setdefault(box.page, []).append(rectangle)
        for page, lines in rectangles.items():
            by_page.setdefault(page, []).append(Place(" ".join(pointers), tuple(lines)))
    # The smallest lies on top, so that the pointer meets the most exact value.
    return {page: tuple(sorted(found, key=_area, reverse=True)) for page, found in by_page.items()}


def _area(place: Place) -> float:
    return sum(width * height for _, _, width, height in place.rectangles)


def _pieces(page: Page, marked: Mapping[str, tuple[Span, ...]]) -> tuple[Piece, ...]:
    here = [
        (span.start, span.end, pointer)
        for pointer, found in marked.items()
        for span in found
        if span.page == page.number
    ]
    cuts = sorted({0, len(page.text), *(c for start, end, _ in here for c in (start, end))})
    cuts = [cut for cut in cuts if cut <= len(page.text)]
    out = []
    for start, end in pairwise(cuts):
        over = sorted((e - s, pointer) for s, e, pointer in here if s <= start and end <= e)
        out.append(Piece(page.text[start:end], " ".join(dict.fromkeys(pointer for _, pointer in over))))
    return tuple(out)


def _from_json(sheet: Mapping[str, Any]) -> Sheet:
    return Sheet(
        sheet["number"],
        sheet["width"],
        sheet["height"],
        sheet["left"],
        sheet["shown"],
        tuple(Place(p["pointers"], tuple(tuple(r) for r in p["rectangles"])) for p in sheet["places"]),
        tuple(Piece(p["text"], p["pointers"]) for p in sheet["pieces"]),
        tuple(sheet["findings"]),
    )
