"""The verbs: read a file, find words and places on its pages, draw a page. PDFs are opened in a limited child."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from openimr.pages.frames import nonsense
from openimr.pages.kept import ask
from openimr.pages.kinds import kind_of
from openimr.pages.limits import DEFAULT, Limits, too_large
from openimr.pages.model import Box, Document, Page, Span, UnreadableFile
from openimr.pages.plain import read_text

#: A file: where it lies, or its bytes. A large PDF is better named: then no process holds all of it in memory.
Source = Path | str | bytes


def load(path: Path | str, *, limits: Limits = DEFAULT) -> bytes:
    """The bytes of a file, at most ``limits.file_bytes`` of them.

    Raises:
        UnreadableFile: ``not_found``, ``not_supported`` (a folder, a device), ``too_large``.
    """
    with _opened(path, limits) as descriptor, _told():
        parts = [os.read(descriptor, os.fstat(descriptor).st_size + 1)]
        while parts[-1] and sum(map(len, parts)) <= limits.file_bytes:
            parts.append(os.read(descriptor, limits.file_bytes))
    data = b"".join(parts)
    if len(data) > limits.file_bytes:
        raise too_large(limits)
    return data


@contextmanager
def _opened(path: Path | str, limits: Limits) -> Iterator[int]:
    """A descriptor of a file that may be as large as ``limits`` say."""
    with _told():
        # Not to wait for a writer where the name is a pipe's.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise _folder()
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableFile(
                "not_supported", "This is a device or a pipe, not a file; give a PDF or a text file."
            )
        if found.st_size > limits.file_bytes:
            raise too_large(limits)
        yield descriptor
    finally:
        os.close(descriptor)


def _folder() -> UnreadableFile:
    return UnreadableFile("not_supported", "This is a folder; name the files in it.")


@contextmanager
def _told() -> Iterator[None]:
    """Say in words for people why a file can't be opened or read."""
    try:
        yield
    except IsADirectoryError:
        raise _folder() from None
    except PermissionError:
        raise UnreadableFile("not_found", "The file may not be read; ask its owner for permission.") from None
    except (FileNotFoundError, NotADirectoryError):
        raise UnreadableFile("not_found", "There is no such file; check its name and folder.") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "its name is no file name"
        raise UnreadableFile(
            "not_found", f"The file cannot be read ({reason}); check its name and folder."
        ) from None


@contextmanager
def _given(source: Source, limits: Limits) -> Iterator[tuple[bytes | int, Literal["pdf", "text"]]]:
    """The bytes, or for a PDF that lies somewhere an open descriptor; and what it is."""
    if not isinstance(source, bytes):
        with _opened(source, limits) as descriptor:
            if os.read(descriptor, 5) == b"%PDF-":
                yield descriptor, "pdf"
                return
        source = load(source, limits=limits)
    if len(source) > limits.file_bytes:
        raise too_large(limits)
    yield source, kind_of(source)


def _digest(data: bytes | int) -> str:
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    os.lseek(data, 0, os.SEEK_SET)
    with os.fdopen(data, "rb", closefd=False) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read(source: Source, *, limits: Limits = DEFAULT) -> Document:
    """Open a PDF or a text file and give its pages as text.

    What the file is is told by its content, not by its name. A PDF is opened in a child process with hard
    limits, which is kept for the next call, and read from where it lies; a text file is decoded here (see
    :func:`openimr.pages.plain.read_text` for encodings and page breaks).

    Args:
        source: a path, or the file's bytes.
        limits: what the file may cost.

    Raises:
        UnreadableFile: ``not_found``, ``empty``, ``truncated`` (a PDF cut off or damaged), ``encrypted`` (it
            needs a password; one that only restricts printing opens), ``no_text`` (pictures of pages: OCR is
            needed), ``too_many_pages``, ``too_large``, ``limits`` (memory, time), ``not_supported`` (Word,
            HTML, images ...: the message names it), ``encoding`` (no text).
    """
    with _given(source, limits) as (data, kind):
        if kind == "text" and isinstance(data, bytes):
            return Document("text", _digest(data), read_text(data, limits))
        answer = _checked_list(ask("read", data, limits), limits.pages)
        digest = _digest(data)
    pages = [_page(number, page) for number, page in enumerate(answer, start=1)]
    return Document("pdf", digest, tuple(pages))


def sizes(source: Source, *, limits: Limits = DEFAULT) -> list[tuple[float, float]]:
    """The width and height in points of each page of a PDF, scanned or not; no page is read.

    Raises:
        UnreadableFile: as for :func:`read`, but never ``no_text``; ``not_supported`` for a text file.
    """
    with _given(source, limits) as (data, kind):
        if kind == "text":
            raise UnreadableFile("not_supported", "This is a text file, which has no pages; give a PDF.")
        answer = _checked_list(ask("sizes", data, limits), limits.pages)
    return [
        (_number(width), _number(height))
        for width, height in (_checked_list(one, 2, exactly=True) for one in answer)
    ]


def boxes(source: Source, spans: Iterable[Span], *, limits: Limits = DEFAULT) -> dict[Span, list[Box]]:
    """Where on the paper the characters of ``spans`` stand: one box per printed line of each span.

    ``source`` is the file that the document was read from. Boxes are in points from the top left corner of
    the page as it is shown, that is of its crop box and turned as the page says. A span without ink, out
    of its page, or in a text file has none.

    Raises:
        UnreadableFile: as for :func:`read`.
    """
    wanted = list(dict.fromkeys(spans))
    if not wanted:
        return {}
    asked = [[span.page, span.start, span.end] for span in wanted]
    with _given(source, limits) as (data, kind):
        if kind == "text":
            return {span: [] for span in wanted}
        answer = _checked_list(ask("boxes", data, limits, spans=asked), len(wanted), exactly=True)
    return {
        span: [_box(span.page, box) for box in _checked_list(found, 100_000)]
        for span, found in zip(wanted, answer, strict=True)
    }


def words(source: Source, page: int, *, limits: Limits = DEFAULT) -> list[tuple[Span, Box]]:
    """The words of page ``page`` (from 1) in reading order, each with its place in the text and its box.

    Raises:
        UnreadableFile: as for :func:`read`.
        ValueError: the document has no such page.
    """
    with _given(source, limits) as (data, kind):
        if kind == "text":
            return []
        answer = _checked_list(
            _page_answer(ask("words", data, limits, page=int(page)), page), limits.characters
        )
    out: list[tuple[Span, Box]] = []
    for word in answer:
        start, end, box = _checked_list(word, 3, exactly=True)
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
            raise nonsense()
        out.append((Span(page, start, end), _box(page, box)))
    return out


def render(source: Source, page: int, *, scale: float = 1.5, limits: Limits = DEFAULT) -> bytes:
    """Page ``page`` (from 1) of a PDF as a PNG picture.

    Args:
        source: the PDF.
        page: which page.
        scale: pixels per point, up to 10; 1.5 is 108 dpi. A page of more than ``limits.pixels`` is drawn smaller,
            so place boxes by their share of the page's size, not by multiplying with ``scale``.
        limits: what it may cost.

    Raises:
        UnreadableFile: as for :func:`read`; ``not_supported`` for a text file.
        ValueError: the document has no such page, or the scale makes no sense.
    """
    if not (math.isfinite(scale) and 0 < scale <= 10):
        raise ValueError(f"scale is {scale}, and must be above 0 and at most 10")
    with _given(source, limits) as (data, kind):
        if kind == "text":
            raise UnreadableFile("not_supported", "This is a text file, which has no picture; show its text.")
        answer = _page_answer(ask("render", data, limits, page=int(page), scale=float(scale)), page)
    try:
        picture = base64.b64decode(answer, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise nonsense() from None
    if not picture.startswith(b"\x89PNG\r\n\x1a\n"):
        raise nonsense()
    return picture


def _page_answer(answer: Any, page: int) -> Any:
    if answer is None:
        raise ValueError(f"the document has no page {page}")
    return answer


def _checked_list(value: Any, most: int, *, exactly: bool = False) -> list[Any]:
    if not isinstance(value, list) or len(value) > most or (exactly and len(value) != most):
        raise nonsense()
    return value


def _page(number: int, value: Any) -> Page:
    text, width, height = _checked_list(value, 3, exactly=True)
    if not isinstance(text, str) or "\r" in text or "\0" in text:
        raise nonsense()
    return Page(number, text, _number(width), _number(height))


def _box(page: int, value: Any) -> Box:
    x0, y0, x1, y1 = [_number(side) for side in _checked_list(value, 4, exactly=True)]
    return Box(page, x0, y0, x1, y1)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise nonsense()
    return float(value)
