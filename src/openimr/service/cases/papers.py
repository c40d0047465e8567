"""Keeping the papers of cases: looked at in a limited child process, then stored under their digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from openimr import pages
from openimr.pages import UnreadableFile
from openimr.service.bootstrap import wiring
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.refusals import Refused
from openimr.service.viewer.drawing import LIMITS

MIB = 1 << 20
#: The largest paper. What is taken can be shown: the viewer's limits hold for both.
LARGEST = LIMITS.file_bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper that was kept."""

    sha256: str
    size: int
    pages: int


def brought(file: Any) -> bytes | Path:
    """An uploaded file for :func:`keep`: where the web server has put it, its bytes where it is small."""
    where = getattr(file, "temporary_file_path", None)
    return Path(where()) if where else bytes(file.read())


def keep(data: bytes | Path, name: str) -> Kept:
    """Look at a PDF and keep it. A file is opened where it lies and copied in parts, however large it is.

    Raises:
        Refused: it is no PDF, too large, damaged, locked, or made to do harm; nothing was kept.
    """
    size = len(data) if isinstance(data, bytes) else data.stat().st_size
    if size > LARGEST:
        raise Refused(
            f"{name} has {size / MIB:,.0f} MB; a paper may have {LARGEST // MIB} MB. Split it and send the parts."
        )
    if not _head(data).lstrip()[:5].startswith(b"%PDF-"):
        raise Refused(f"{name} is no PDF; print it to a PDF and send that.")
    try:
        sizes = pages.sizes(data, limits=LIMITS)
    except UnreadableFile as problem:
        raise Refused(f"{name} can't be taken: {problem}") from problem
    return Kept(wiring().papers.put(data), size, len(sizes))


def _head(data: bytes | Path) -> bytes:
    if isinstance(data, bytes):
        return data[:1024]
    with data.open("rb") as file:
        return file.read(1024)


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
