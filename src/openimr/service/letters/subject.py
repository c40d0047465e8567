"""The letter that a page shows, wherever it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openimr.archive import Storage


@dataclass(frozen=True, slots=True)
class Subject:
    """A letter to show.

    Attributes:
        title: its case number, or the file's name.
        address: the path of its page; pictures and copies lie below it.
        sha256: of its bytes, which are in ``storage``.
        kind: ``pdf`` or ``text``.
        determination: JSON of ``determination/1`` with spans.
        findings: JSON of the findings, each with its ``pointer``.
        reader: the version that read it.
        sample: whether it is fictional.
        private: whether only its visitor may see it.
    """

    title: str
    address: str
    sha256: str
    storage: Storage
    kind: str
    determination: dict[str, Any]
    findings: list[dict[str, Any]]
    reader: str
    sample: bool = False
    private: bool = False

    @property
    def data(self) -> bytes:
        """The original file."""
        return self.storage.get(self.sha256)

    @property
    def file_name(self) -> str:
        """A name for copies, without ending."""
        name = self.determination.get("case_number") or self.title.rsplit(".", 1)[0]
        return "".join(c if c.isalnum() or c in "-_" else "-" for c in name)[:80] or "letter"
