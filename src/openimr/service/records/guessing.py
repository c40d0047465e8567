"""What a paper that is about to be added may be, and of what day: from its file's name and its first page.

A guess never acts: the page shows it beside the empty field with its reason, and a person takes it or does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from openimr import pages
from openimr.law import documents
from openimr.pages import UnreadableFile
from openimr.service.intake.reading import guessing as reading
from openimr.service.intake.reading.layout import LIMITS

#: Larger files are guessed at by their name alone: reading them would keep others waiting.
LARGEST_READ = 20 << 20
#: How many lines of the first page may hold the paper's own date.
_TOP = 25
_EARLIEST = date(1980, 1, 1)
_SAYS_DATE = re.compile(
    r"\b(date of (?:service|report|visit|exam(?:ination)?|decision|evaluation)|report date|dos|dated?)\b",
    re.I,
)
#: Dates of the worker, which say nothing of the paper.
_OF_THE_WORKER = re.compile(r"\b(birth|born|dob|injur\w*|doi)\b", re.I)
_DATES = (
    (re.compile(r"(?<!\d)(\d{4})[-_.](\d{2})[-_.](\d{2})(?!\d)"), "%Y %m %d"),
    (re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"), "%Y %m %d"),
    (re.compile(r"(?<!\d)(\d{1,2})[-_/.](\d{1,2})[-_/.](\d{4})(?!\d)"), "%m %d %Y"),
    (re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2}), (\d{4})\b"), "%B %d %Y"),
)


@dataclass(frozen=True, slots=True)
class Guessed:
    """A type of ``law/data/documents.yaml`` and a day, each with the sentence that says why, or ``None``."""

    type: str | None = None
    type_why: str = ""
    dated: date | None = None
    dated_why: str = ""


def guess(name: str, data: bytes | None, today: date) -> Guessed:
    """What the file ``name`` with the contents ``data`` may be; ``None`` where they are not to be read."""
    first, said = "", None
    if data is not None and len(data) <= LARGEST_READ:
        try:
            said = reading.guess(data, len(pages.sizes(data)))
            first = _first(data) if said.readable else ""
        except UnreadableFile:
            said = None
    return of_text(name, first, today, said.type if said else None, said.why if said else "")


def of_text(name: str, first: str, today: date, kind: str | None = None, why: str = "") -> Guessed:
    """As :func:`guess`, of the text of the first page and of what the mail room's reading found in it."""
    # Letters to somebody are many things: the name of the file tells more.
    if kind in (None, "correspondence", "other") and (by_name := _of_name(name)):
        kind, why = by_name, f"The file’s name says “{documents.types()[by_name].lower()}”."
    day, of = _dated(name, first, today)
    return Guessed(kind, why if kind else "", day, of)


def _first(data: bytes) -> str:
    try:
        read = pages.read(data, limits=LIMITS)
    except UnreadableFile:
        return ""
    return read.pages[0].text if read.pages else ""


def _of_name(name: str) -> str | None:
    words = " ".join(re.split(r"[\W_\d]+", name.lower().removesuffix(".pdf"))).strip()
    for mark in reading.marks():
        if any(re.search(rf"\b{re.escape(_plain(one))}\b", words) for one in mark.title):
            return mark.type
    return None


def _plain(phrase: str) -> str:
    return " ".join(re.split(r"[\W_\d]+", phrase.lower())).strip() or phrase.lower()


def _dated(name: str, first: str, today: date) -> tuple[date | None, str]:
    lines = [line.strip() for line in first.splitlines() if line.strip()][:_TOP]
    lines = [line for line in lines if not _OF_THE_WORKER.search(line)]
    for line in lines:
        if (label := _SAYS_DATE.search(line)) and (day := next(_days(line[label.end() :], today), None)):
            return day, f"The first page says “{label[0]}”."
    if day := next(_days(name, today), None):
        return day, "The file’s name says so."
    found = next((day for line in lines for day in _days(line, today)), None)
    return (found, "It is the first date on the first page.") if found else (None, "")


def _days(text: str, today: date) -> Iterator[date]:
    for pattern, form in _DATES:
        for match in pattern.finditer(text):
            for month in (form, form.replace("%B", "%b")):
                try:
                    day = datetime.strptime(" ".join(match.groups()), month).date()  # noqa: DTZ007 a day has no zone
                except ValueError:
                    continue
                if _EARLIEST <= day <= today:
                    yield day
                break
