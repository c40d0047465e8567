"""Keeping the papers of cases: looked at in a limited child process, then stored under their digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from openimr import pages
from openimr.pages import Limits, UnreadableFile
from openimr.service.bootstrap import wiring
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.refusals import Refused

MIB = 1 << 20
#: The largest paper, and the most pages. A file of 5,000 faxed pages has about 250 MB.
LARGEST = 300 * MIB
LIMITS = Limits(file_bytes=LARGEST, pages=6000, memory=1536 * MIB, seconds=60.0)


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper that was kept."""

    sha256: str
    size: int
    pages: int


def keep(data: bytes, name: str) -> Kept:
    """Look at a PDF and keep it.

    Raises:
        Refused: it is no PDF, too large, damaged, locked, or made to do harm; nothing was kept.
    """
    if len(data) > LARGEST:
        raise Refused(
            f"{name} has {len(data) / MIB:,.0f} MB; a paper may have {LARGEST // MIB} MB. Split it and send the parts."
        )
    if not data.lstrip()[:5].startswith(b"%PDF-"):
        raise Refused(f"{name} is no PDF; print it to a PDF and send that.")
    try:
        sizes = pages.sizes(data, limits=LIMITS)
    except UnreadableFile as problem:
        raise Refused(f"{name} can't be taken: {problem}") from problem
    return Kept(wiring().papers.put(data), len(data), len(sizes))


def document(
    kept: Kept,
    *,
    type: str,  # noqa: A002 - the contract's word
    title: str,
    received: date,
    added_by: str,
    dated: date | None = None,
    author: str | None = None,
    received_from: str | None = None,
    channel: str | None = None,
    in_file: bool = True,
) -> Document:
    """A kept paper as a document of a case."""
    return Document(
        id=uuid4().hex[:12],
        sha256=kept.sha256,
        type=type,
        title=title,
        pages=kept.pages,
        size=kept.size,
        dated=dated,
        author=author,
        received=received,
        received_from=received_from,
        channel=channel,
        added_by=added_by,
        in_file=in_file,
    )
