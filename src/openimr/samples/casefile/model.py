"""The shapes of a made-up case file: its documents, and what can't be made into one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

#: The contract's types of documents that a case file holds.
DocumentType = Literal[
    "application",
    "request_for_authorization",
    "utilization_review_decision",
    "progress_report",
    "first_report",
    "consultation",
    "operative_report",
    "imaging_report",
    "electrodiagnostic_report",
    "laboratory_report",
    "therapy_note",
    "prescription",
    "medical_legal_report",
    "correspondence",
    "proof_of_service",
    "billing",
    "other",
]


class CaseFileError(ValueError):
    """A determination that no case file can be made of; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """One document: its type, title, author, date, and the pages (first, last; from 1) of ``file`` it takes."""

    number: int
    type: DocumentType
    title: str
    author: str
    date: date
    pages: tuple[int, int]
    file: str

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, as ``manifest.json`` lists it."""
        return {
            "number": self.number,
            "type": self.type,
            "title": self.title,
            "author": self.author,
            "date": self.date.isoformat(),
            "pages": list(self.pages),
            "file": self.file,
        }
