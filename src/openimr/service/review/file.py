"""The case file as the reviewer reads it: pictures of pages, their words, and which pages were opened."""

from __future__ import annotations

import json
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openimr import pages
from openimr.pages.model import UnreadableFile
from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.papers import LIMITS
from openimr.service.review.models import PageOpened
from openimr.service.review.signing import reviewable

#: Pixels per point of a page's picture.
SCALE = 1.75
#: The most hits that a search shows.
MOST = 80


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and how many of its pages somebody opened."""

    document: Document
    pages: frozenset[int]

    @property
    def total(self) -> int:
        """How many pages it has."""
        return self.document.pages or 0

    @property
    def left(self) -> int:
        """How many were not opened."""
        return max(0, self.total - len(self.pages))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where words were found: the text around them, cut in three."""

    document: Document
    page: int
    before: str
    words: str
    after: str


class NoPage(ValueError):
    """The paper or the page can't be shown; the message says why."""


def document(case: Case, id: str) -> Document:  # noqa: A002
    """A document of the file.

    Raises:
        NoPage: the file has none like it.
    """
    for one in reviewable(case):
        if one.id == id:
            return one
    raise NoPage(f"The file of case {case.number} has no document {id}.")


def picture(one: Document, page: int) -> bytes:
    """A page (from 1) as PNG, drawn once.

    Raises:
        NoPage: there is no such page, or the paper can't be opened.
    """
    kept = _folder() / f"{one.sha256}-{page}.png"
    if kept.exists():
        return kept.read_bytes()
    try:
        drawn = pages.render(_data(one), page, scale=SCALE, limits=LIMITS)
    except (UnreadableFile, ValueError) as problem:
        raise NoPage(f"Page {page} of {one.title} can't be shown: {problem}") from problem
    _keep(kept, drawn)
    return drawn


def there(one: Document) -> bool:
    """Whether the paper is in the storage."""
    return wiring().papers.has(one.sha256)


def note_opened(case: Case, actor: str, one: Document, page: int) -> None:
    """Note that a page was opened; the first time counts."""
    PageOpened.objects.bulk_create(
        [
            PageOpened(case=case.number, actor=actor, document=one.id, page=page, opened=clock.now()),
        ],
        ignore_conflicts=True,
    )


def opened(case: Case, actor: str) -> tuple[Opened, ...]:
    """The documents of the file, each with the pages that ``actor`` opened."""
    seen: dict[str, set[int]] = defaultdict(set)
    rows = PageOpened.objects.filter(case=case.number, actor=actor).values_list("document", "page")
    for name, page in rows:
        seen[name].add(page)
    return tuple(Opened(one, frozenset(seen[one.id])) for one in reviewable(case))


def search(case: Case, words: str) -> tuple[tuple[Hit, ...], tuple[Document, ...]]:
    """Where all the words stand together on a page, and the documents that hold no text (scans)."""
    wanted = [re.escape(one) for one in words.split()]
    if not wanted:
        return (), ()
    pattern = re.compile(r"\s+".join(wanted), re.IGNORECASE)
    hits: list[Hit] = []
    mute: list[Document] = []
    for one in reviewable(case):
        texts = _texts(one)
        if texts is None:
            mute.append(one)
            continue
        hits += _hits(one, texts, pattern)
    return tuple(hits[:MOST]), tuple(mute)


def _hits(one: Document, texts: list[str], pattern: re.Pattern[str]) -> Iterable[Hit]:
    for page, text in enumerate(texts, start=1):
        for found in list(pattern.finditer(text))[:3]:
            before = " ".join(text[max(0, found.start() - 60) : found.start()].split())
            after = " ".join(text[found.end() : found.end() + 60].split())
            yield Hit(one, page, before, found[0], after)


def _texts(one: Document) -> list[str] | None:
    """The text of each page; ``None`` for a scan or a paper that can't be read."""
    kept = _folder() / f"{one.sha256}.json"
    if kept.exists():
        found: list[str] | None = json.loads(kept.read_text(encoding="utf-8"))
        return found
    try:
        texts = [page.text for page in pages.read(_data(one), limits=LIMITS).pages]
    except (UnreadableFile, NoPage):
        texts = []
    said = texts if any(text.strip() for text in texts) else None
    _keep(kept, json.dumps(said, ensure_ascii=False).encode())
    return said


def _data(one: Document) -> bytes:
    try:
        return wiring().papers.get(one.sha256)
    except (OSError, ValueError) as problem:
        raise NoPage(f"The paper of {one.title} is not in the storage; tell the records staff.") from problem


def _folder() -> Path:
    folder = wiring().cache / "file-pages"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _keep(path: Path, data: bytes) -> None:
    scratch = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    scratch.write_bytes(data)
    scratch.replace(path)
