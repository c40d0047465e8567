"""PDF to pages of text, by PDFium, in this process: to be called in a limited child only.

The calls are PDFium's own through ctypes, without pypdfium2's helper objects: a letter is read in a few
milliseconds, and a Python object with a finalizer per page would show.
"""

from __future__ import annotations

import ctypes
import mmap
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from openimr.pages.kinds import HEADER_WITHIN
from openimr.pages.limits import Limits
from openimr.pages.model import Page, UnreadableFile

#: A file in memory, or a private map of it.
Bytes = bytes | mmap.mmap

#: PDFium keeps global state and must not be entered by two threads.
LOCK = threading.RLock()

_DAMAGED = "get it again from where it came from, or open it in a PDF program and save it anew"

#: What PDFium puts for a hyphen that ends a line; it leaves out the line break that follows.
BROKEN_WORD = "\ufffe"


def _repairs() -> dict[int, str]:
    """One character for one. PDF text has no invisible characters: a soft hyphen was printed as a hyphen, and
    the codes of C1 are what producers without a Unicode map leave of code page 1252.
    """
    table = dict.fromkeys((*range(32), 127), " ")
    for code in range(0x80, 0xA0):
        character = bytes([code]).decode("cp1252", "ignore")
        table[code] = character or " "
    table |= {9: "\t", 10: "\n", 13: "\n", 0xAD: "-", 0xFFFF: " "}
    return table


_REPAIRS = _repairs()
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\uffff]")
_WORD = re.compile(r"\w")

_START = re.compile(rb"startxref\s+(\d{1,12})\s*")
_XREF = re.compile(rb"\s*(?:xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)")
_LENGTH = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d{1,12})|/L\s+(\d{1,12})[^>]*?/Linearized\b")
_OBJECT = re.compile(rb"\d\s+obj\b|\bxref\b")


def clean(raw: str) -> str:
    """PDFium's text as a :class:`Page` has it: line feeds, and the line end again after a broken word's hyphen."""
    text = raw.replace("\r\n", "\n")
    if BROKEN_WORD in text:
        text = text.replace(BROKEN_WORD, "-\n")
    if _ODD.search(text):
        text = text.translate(_REPAIRS)
    return text


def extract_pages(data: Bytes, limits: Limits) -> tuple[Page, ...]:
    """The pages of a PDF with their text and size.

    Raises:
        UnreadableFile: ``truncated``, ``encrypted``, ``too_many_pages``, ``no_text``, ``limits``.
    """
    _must_be_whole(data)
    pages: list[Page] = []
    left = limits.characters
    with open_document(data, limits) as (document, count):
        for number in range(1, count + 1):
            page = pdfium.FPDF_LoadPage(document, number - 1)
            if not page:
                raise _no_page(number)
            textpage = pdfium.FPDFText_LoadPage(page)
            if not textpage:
                pdfium.FPDF_ClosePage(page)
                raise _no_page(number)
            raw = raw_text(textpage)
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            pdfium.FPDFText_ClosePage(textpage)
            pdfium.FPDF_ClosePage(page)
            left -= len(raw)
            if left < 0:
                raise UnreadableFile(
                    "limits",
                    f"The PDF holds more than {limits.characters:,} characters of text; no letter is so long.",
                )
            pages.append(Page(number, clean(raw), width, height))
    if not any(_WORD.search(page.text) for page in pages):
        raise UnreadableFile(
            "no_text",
            "This PDF has no text layer; run OCR first, and give what comes out of it.",
        )
    return tuple(pages)


def page_sizes(data: Bytes, limits: Limits) -> list[tuple[float, float]]:
    """The width and height of each page in points, without reading any page.

    Raises:
        UnreadableFile: ``truncated``, ``encrypted``, ``too_many_pages``.
    """
    _must_be_whole(data)
    width, height = ctypes.c_double(), ctypes.c_double()
    found: list[tuple[float, float]] = []
    with open_document(data, limits) as (document, count):
        for index in range(count):
            if not pdfium.FPDF_GetPageSizeByIndex(document, index, width, height):
                raise _no_page(index + 1)
            found.append((width.value, height.value))
    return found


@contextmanager
def open_document(data: Bytes, limits: Limits) -> Iterator[tuple[Any, int]]:
    """PDFium's handle of a document, and the number of its pages."""
    with LOCK:
        # PDFium reads from where the bytes lie, so they are held until the document is closed.
        held = data if isinstance(data, bytes) else (ctypes.c_char * len(data)).from_buffer(data)
        # The empty password opens what only an owner's password restricts.
        document = pdfium.FPDF_LoadMemDocument64(held, len(data), None)
        if not document:
            raise _refusal(pdfium.FPDF_GetLastError())
        try:
            count = pdfium.FPDF_GetPageCount(document)
            if count > limits.pages:
                raise UnreadableFile(
                    "too_many_pages",
                    f"The PDF has {count:,} pages, and at most {limits.pages:,} are read; split it.",
                )
            if count < 1:
                raise UnreadableFile("truncated", f"The PDF has no pages, so it is damaged; {_DAMAGED}.")
            yield document, count
        finally:
            pdfium.FPDF_CloseDocument(document)


@contextmanager
def open_page(document: Any, number: int, count: int) -> Iterator[Any]:
    """PDFium's handle of page ``number``, counted from 1.

    Raises:
        ValueError: there is no such page.
        UnreadableFile: the page is damaged.
    """
    if not 1 <= number <= count:
        raise ValueError(f"page {number} of a document of {count}")
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise _no_page(number)
    try:
        yield page
    finally:
        pdfium.FPDF_ClosePage(page)


_buffer = (ctypes.c_ushort * 8192)()


def raw_text(textpage: Any) -> str:
    """All text of a page, as pypdfium2's ``get_text_range()`` has it."""
    global _buffer
    first, last = 0, pdfium.FPDFText_CountChars(textpage) - 1
    # Characters that PDFium holds but does not count as text must not stand at either end (crbug.com/pdfium/2079).
    while first <= last and pdfium.FPDFText_GetTextIndexFromCharIndex(textpage, first) < 0:
        first += 1
    while last >= first and pdfium.FPDFText_GetTextIndexFromCharIndex(textpage, last) < 0:
        last -= 1
    if first > last:
        return ""
    # Two units a character and the final zero: room even for a text of nothing but surrogate pairs.
    room = 2 * (last - first + 1) + 2
    if room > len(_buffer):
        _buffer = (ctypes.c_ushort * (2 * room))()
    units = pdfium.FPDFText_GetText(textpage, first, last - first + 1, _buffer)
    if units <= 1:
        return ""
    return str(memoryview(_buffer)[: units - 1], "utf-16-le", "ignore")


def _refusal(error: int) -> UnreadableFile:
    if error == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableFile(
            "encrypted",
            "The PDF is locked with a password; open it with the password, save it without one and give that.",
        )
    if error == pdfium.FPDF_ERR_SECURITY:
        return UnreadableFile(
            "encrypted",
            "The PDF is encrypted in a way that cannot be opened; save it without encryption and give that.",
        )
    return UnreadableFile("truncated", f"The PDF is damaged or cut off; {_DAMAGED}.")


def _cut_off() -> UnreadableFile:
    return UnreadableFile("truncated", f"The PDF is cut off: its end is missing; {_DAMAGED}.")


def _no_page(number: int) -> UnreadableFile:
    return UnreadableFile("truncated", f"Page {number} of the PDF is damaged; {_DAMAGED}.")


def _must_be_whole(data: Bytes) -> None:
    """Refuse a PDF whose end is missing.

    PDFium mends a cut-off PDF in silence and gives what is left of the letter; a letter without its last
    items must not be read as if it were whole. A whole file ends in ``startxref``, the place of its cross
    references, and ``%%EOF``; what stands behind that must not be part of another revision.
    """
    linearized = _LENGTH.search(data, 0, HEADER_WITHIN)
    if linearized and int(linearized[1] or linearized[2]) > len(data):
        raise _cut_off()
    at = data.rfind(b"startxref")
    start = _START.match(data, at) if at >= 0 else None
    if start is None:
        raise _cut_off()
    end = data.find(b"%%EOF", start.end(), start.end() + HEADER_WITHIN)
    if end < 0:
        # The mark itself may be missing where the cross references stand where they should.
        header = max(0, data.find(b"%PDF-", 0, HEADER_WITHIN))
        if not _XREF.match(data, header + int(start[1])):
            raise _cut_off()
        end = start.end()
    if _OBJECT.search(data, end):
        raise _cut_off()
