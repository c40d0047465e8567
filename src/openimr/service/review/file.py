"""The case file as its readers see it: papers for the viewer, words in all of them, and which pages were opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.review.models import PageOpened
from openimr.service.review.signing import reviewable
from openimr.service.viewer import OnPageOpened, Paper, Unshowable, finding

#: The most hits that a search shows.
MOST = 80


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and which of its pages somebody opened."""

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
class Hit(finding.Hit):
    """Words found on a page of the file, and in which document."""

    document: Document


@dataclass(frozen=True, slots=True)
class Found:
    """What a search in the whole file found.

    Attributes:
        hits: at most :data:`MOST`.
        more: pages with hits that are not among them.
        mute: documents without text, as scans are.
        closed: documents that could not be searched, each with the sentence that says why.
    """

    hits: tuple[Hit, ...]
    more: int
    mute: tuple[Document, ...]
    closed: tuple[tuple[Document, str], ...]


class NoPaper(ValueError):
    """There is no such paper for this reader; the message says so."""


def document(case: Case, id: str) -> Document:  # noqa: A002
    """A document of the file.

    Raises:
        NoPaper: the file has none like it.
    """
    for one in reviewable(case):
        if one.id == id:
            return one
    raise NoPaper(f"The file of case {case.number} has no document {id}.")


def paper(case: Case, actor: Actor, one: Document, base: str, save: str = "") -> Paper:
    """A document for the viewer at ``base``; for a reviewer with the pages that were opened."""
    seen = pages_opened(case, actor.id)[one.id] if actor.reviewer else None
    return Paper(one.id, one.title, one.sha256, wiring().papers, one.pages or 0, base, seen, save)


def noting(case: Case, actor: Actor) -> OnPageOpened | None:
    """Notes each page that a reviewer opens, the first time; of nobody else it is noted."""
    return partial(_note, case.number, actor.id) if actor.reviewer else None


def _note(number: str, actor: str, document: str, page: int, _: Any) -> None:
    PageOpened.objects.bulk_create(
        [PageOpened(case=number, actor=actor, document=document, page=page, opened=clock.now())],
        ignore_conflicts=True,
    )


def pages_opened(case: Case, actor: str) -> defaultdict[str, frozenset[int]]:
    """The pages that ``actor`` opened, by document."""
    seen: dict[str, set[int]] = defaultdict(set)
    rows = PageOpened.objects.filter(case=case.number, actor=actor).values_list("document", "page")
    for name, page in rows:
        seen[name].add(page)
    return defaultdict(frozenset, {name: frozenset(pages) for name, pages in seen.items()})


def opened(case: Case, actor: str) -> tuple[Opened, ...]:
    """The documents of the file, each with the pages that ``actor`` opened."""
    seen = pages_opened(case, actor)
    return tuple(Opened(one, seen[one.id]) for one in reviewable(case))


def left(papers: Iterable[Opened]) -> int:
    """How many pages of the file are still to open."""
    return sum(one.left for one in papers)


def search(case: Case, words: str) -> Found:
    """Where ``words`` stand, one after the other, in the documents of the file."""
    if not words.split():
        return Found((), 0, (), ())
    hits: list[Hit] = []
    mute: list[Document] = []
    closed: list[tuple[Document, str]] = []
    pages = 0
    for one in reviewable(case):
        # What the viewer reads is kept by the digest; who asks for it is no matter here.
        try:
            found = finding.search(Paper(one.id, one.title, one.sha256, wiring().papers, 0, ""), words)
        except Unshowable as problem:
            closed.append((one, str(problem)))
            continue
        if found.mute:
            mute.append(one)
        pages += found.pages
        hits += _hits(one, found)
    shown = tuple(hits[:MOST])
    return Found(shown, pages - len(shown), tuple(mute), tuple(closed))


def _hits(one: Document, found: finding.Found) -> Iterable[Hit]:
    return (Hit(**asdict(hit), document=one) for hit in found.hits)
