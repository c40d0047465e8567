"""Reading a Final Determination letter into data: the stages, one module each.

``lines`` unwraps pages into passages, ``sections`` cuts them, ``header``, ``documents``, ``summary`` and
``items`` read what stands in each; ``requests``, ``visits``, ``doses`` and ``citations`` read the words
of one item; ``early`` reads the layouts of 2013.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openimr import pages
from openimr.letters.codec import to_json
from openimr.letters.model import Determination, outcome
from openimr.letters.reading import documents, early, header, items, lines, sections, summary
from openimr.letters.reading.record import Record
from openimr.pages.model import Document


def read(source: Path | str | bytes, *, name: str | None = None, spans: bool = False) -> Determination:
    """Read a letter from a file (PDF or text) or from its bytes.

    Args:
        source: a path, or the file's bytes.
        name: what ``Determination.source`` shall say; the file's name by default.
        spans: whether to keep where every value was read from (``Determination.spans``).

    Raises:
        UnreadableFile: the file cannot be opened, or is no Final Determination letter.
    """
    if name is None:
        name = "letter" if isinstance(source, bytes) else Path(source).name
    return read_document(pages.read(source), name=name, spans=spans)


def read_document(document: Document, *, name: str, spans: bool = False) -> Determination:
    """Read a letter from pages of text.

    Raises:
        UnreadableFile: ``not_a_letter`` or ``section_missing``.
    """
    record = Record(spans)
    rows = lines.split(document)
    cut = sections.find(rows)
    case, priority, dates = header.read_header(rows, cut, record)
    if cut.layout in ("2013-professional-review", "2013-notice"):
        decided = early.read_items(rows, cut, record)
    else:
        decided = items.read_items(rows, cut.bounds["issues"], record)
    return Determination(
        source=name,
        sha256=document.sha256,
        layout=cut.layout,
        case_number=case,
        priority=priority,
        dates=dates,
        reviewer=header.read_reviewer(rows, cut, record),
        documents_reviewed=documents.read_documents(rows, cut.get("documents"), record),
        summary=summary.read_summary(rows, cut.get("summary"), record),
        items=decided,
        case_outcome=outcome([item.decision for item in decided]),
        spans=record.spans,
    )


def read_bytes(data: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """The job of a limited child process: a file's bytes to a determination's JSON.

    ``options``: ``name`` (the source's name) and ``spans``.
    """
    wanted = bool(options.get("spans"))
    document = pages.extract(data)
    determination = read_document(document, name=str(options.get("name", "letter")), spans=wanted)
    return to_json(determination, spans=wanted)
