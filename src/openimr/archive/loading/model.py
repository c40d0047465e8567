"""What loading is told and answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

#: What loading a letter did: it is new, it was held and has been read again, or it was held already.
Loaded = Literal["added", "updated", "held"]
#: What the stored original is.
Kind = Literal["pdf", "text", "json"]


@dataclass(frozen=True, slots=True)
class Task:
    """One letter to be read: a file, a line of JSON (``data``), or an original that is kept (``sha256``).

    ``name`` is what its determination calls its source; ``shown`` names it in a refusal, with its ``line``.
    """

    kind: Literal["file", "line", "kept"]
    name: str
    shown: str
    path: str | None = None
    line: int | None = None
    data: bytes | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file, or a line of one, that was not loaded: ``code`` for programs, ``message`` one sentence for people."""

    source: str
    line: int | None
    code: str
    message: str

    def to_json(self) -> dict[str, Any]:
        """As ``openimr archive load --json`` prints it."""
        return {
            "source": self.source,
            "line": self.line,
            "error": {"code": self.code, "message": self.message},
        }


@dataclass(slots=True)
class Report:
    """What a load did, in letters and cases of the DMHC table; ``items`` counts the disputed items written."""

    added: int = 0
    updated: int = 0
    held: int = 0
    items: int = 0
    refusals: list[Refusal] = field(default_factory=list)

    def count(self, loaded: Loaded, number: int = 1) -> None:
        """Count ``number`` more of what became of a letter."""
        setattr(self, loaded, getattr(self, loaded) + number)

    def add(self, other: Report) -> None:
        """Count what another report counted as well."""
        self.added += other.added
        self.updated += other.updated
        self.held += other.held
        self.items += other.items
        self.refusals += other.refusals

    @property
    def done(self) -> int:
        """Letters and cases looked at so far."""
        return self.added + self.updated + self.held + len(self.refusals)

    def to_json(self) -> dict[str, Any]:
        """As ``openimr archive load --json`` prints it."""
        return {
            "added": self.added,
            "updated": self.updated,
            "held": self.held,
            "items": self.items,
            "refused": [one.to_json() for one in self.refusals],
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is: ``done`` letters and cases, ``read`` of ``total`` bytes of the files given."""

    done: int
    refused: int
    read: int
    total: int


OnProgress = Callable[[Progress], None]


class LoadProblem(Exception):
    """The load can't go on: the disk is full, the database is gone. One sentence for people.

    What was committed stays; the same command goes on where this one stopped. ``report`` says how far it came.
    """

    def __init__(self, sentence: str, report: Report | None = None) -> None:
        super().__init__(sentence)
        self.report = report or Report()
