"""The tree of a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


class QueryProblem(Exception):
    """A query that can't be understood: one sentence for people, and where in the query it is.

    ``position`` counts characters from 0; ``None`` where no one place is to blame.
    """

    def __init__(self, sentence: str, position: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.position = position


@dataclass(frozen=True, slots=True)
class Words:
    """Free words, in order; all are wanted, in any place."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another."""

    text: str


@dataclass(frozen=True, slots=True)
class Filter:
    """``field:value``, one of several values, or from ``low`` to ``high`` (each open where ``None``)."""

    field: str
    values: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Everything in it is wanted. With nothing in it: all that the archive holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of it is wanted."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It is not wanted."""

    part: Node


Node: TypeAlias = Words | Phrase | Filter | All | Any | Not
EVERYTHING = All(())
