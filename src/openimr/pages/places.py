"""Where the characters of a page's text stand on the paper; in this process, for the limited child."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from openimr.pages.limits import Limits
from openimr.pages.model import UnreadableFile
from openimr.pages.pdf import BROKEN_WORD, Bytes, clean, open_document, open_page, raw_text

#: Left, top, right, bottom in points from the top left corner of the page as shown.
Sides = tuple[float, float, float, float]

_WORD = re.compile(r"\S+")
#: PDFium's own mark for the hyphen that ends a line, in its list of characters.
_HYPHENS = (0x02, 0xAD, 0x2D, 0xFFFE)
#: ``FPDF_PageToDevice`` gives whole pixels: so many of them for a point keep thousandths.
_FINE = 1000


def boxes_of(data: Bytes, spans: Sequence[tuple[int, int, int]], limits: Limits) -> list[list[Sides]]:
    """For each (page, start, end) its boxes, one per printed line; none for a page that is not there."""
    found: dict[tuple[int, int, int], list[Sides]] = {}
    with open_document(data, limits) as (document, count):
        for number, on_page in groupby(sorted(set(spans)), key=lambda span: span[0]):
            if 1 <= number <= count:
                with open_page(document, number, count) as page:
                    places = _Places(page)
                    for span in on_page:
                        found[span] = places.lines(span[1], span[2])
                    places.close()
    return [found.get(span, []) for span in spans]


def words_of(data: Bytes, number: int, limits: Limits) -> list[tuple[int, int, Sides]] | None:
    """The words of a page as (start, end, sides); None where there is no such page."""
    with open_document(data, limits) as (document, count):
        if not 1 <= number <= count:
            return None
        with open_page(document, number, count) as page:
            places = _Places(page)
            if len(places.text) > limits.characters:
                raise UnreadableFile(
                    "limits", f"The page holds more than {limits.characters:,} characters of text."
                )
            out = []
            for word in _WORD.finditer(places.text):
                sides = places.union(word.start(), word.end())
                if sides is not None:
                    out.append((word.start(), word.end(), sides))
            places.close()
            return out


class _Places:
    """A page's text, and PDFium's number for each of its characters."""

    def __init__(self, page: Any) -> None:
        self._textpage = pdfium.FPDFText_LoadPage(page)
        if not self._textpage:
            raise UnreadableFile(
                "truncated", "A page of the PDF is damaged; get the file again from where it came from."
            )
        raw = raw_text(self._textpage)
        self.text = clean(raw)
        self._index = _positions(raw, _characters(self._textpage))
        self._width, self._height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        self._map = _map_of(page, self._width, self._height)
        self._rectangle = pdfium.FS_RECTF()

    def close(self) -> None:
        pdfium.FPDFText_ClosePage(self._textpage)

    def lines(self, start: int, end: int) -> list[Sides]:
        """The boxes of ``text[start:end]``, one per line that has ink in it."""
        start, end = max(0, start), min(end, len(self.text))
        out: list[Sides] = []
        while start < end:
            stop = self.text.find("\n", start, end)
            stop = end if stop < 0 else stop
            sides = self.union(start, stop)
            if sides is not None:
                out.append(sides)
            start = stop + 1
        return out

    def union(self, start: int, end: int) -> Sides | None:
        """The box around the visible characters of ``text[start:end]``, cut at the page's edges."""
        left = bottom = float("inf")
        right = top = float("-inf")
        rectangle = self._rectangle
        for position in range(start, end):
            index = self._index[position]
            if index < 0 or self.text[position].isspace():
                continue
            if not pdfium.FPDFText_GetLooseCharBox(self._textpage, index, rectangle):
                continue
            left, right = (
                min(left, rectangle.left, rectangle.right),
                max(right, rectangle.left, rectangle.right),
            )
            bottom, top = (
                min(bottom, rectangle.bottom, rectangle.top),
                max(top, rectangle.bottom, rectangle.top),
            )
        if left > right:
            return None
        a, b, c, d, e, f = self._map
        xs = sorted((a * left + c * bottom + e, a * right + c * top + e))
        ys = sorted((b * left + d * bottom + f, b * right + d * top + f))
        x0, x1 = [round(min(max(0.0, x), self._width), 2) for x in xs]
        y0, y1 = [round(min(max(0.0, y), self._height), 2) for y in ys]
        if not (x1 > x0 and y1 > y0):  # outside of what is shown, or not a number
            return None
        return x0, y0, x1, y1


def _characters(textpage: Any) -> list[tuple[int, int]]:
    """(PDFium's number, code point) of each character that PDFium counts as text."""
    number_in_text = pdfium.FPDFText_GetTextIndexFromCharIndex
    code = pdfium.FPDFText_GetUnicode
    return [
        (index, code(textpage, index))
        for index in range(pdfium.FPDFText_CountChars(textpage))
        if number_in_text(textpage, index) >= 0
    ]


def _positions(raw: str, characters: list[tuple[int, int]]) -> list[int]:
    """For each character of ``clean(raw)`` PDFium's number of it, -1 for those that were put in.

    The text and PDFium's list run in step except where a code point is not representable in the text: the
    list is then moved on until they meet again.
    """
    out: list[int] = []
    at = 0
    length = len(characters)
    for place, character in enumerate(raw):
        code = ord(character)
        index = -1
        for ahead in range(at, min(at + 8, length)):
            listed = characters[ahead][1]
            if listed == code or (character == BROKEN_WORD and listed in _HYPHENS):
                index, at = characters[ahead][0], ahead + 1
                break
        if character == "\r" and raw[place + 1 : place + 2] == "\n":
            continue
        out.append(index)
        if character == BROKEN_WORD:
            out.append(-1)
    return out


def _map_of(page: Any, width: float, height: float) -> tuple[float, float, float, float, float, float]:
    """The map from the page's own coordinates to points from the top left corner as shown.

    PDFium knows the crop box and the rotation; three points tell what it makes of them.
    """
    across, down = max(1, round(width * _FINE)), max(1, round(height * _FINE))

    def shown(x: float, y: float) -> tuple[float, float]:
        h, v = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, x, y, h, v)
        return h.value * width / across, v.value * height / down

    (e, f), (ax, bx), (cy, dy) = shown(0, 0), shown(1000, 0), shown(0, 1000)
    return (ax - e) / 1000, (bx - f) / 1000, (cy - e) / 1000, (dy - f) / 1000, e, f
