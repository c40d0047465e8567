"""The shapes that the archive's calls give. Search, counts and letters have contracts of their own (``contracts``)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from openimr.archive.exporting.dictionary import Column, columns


def _refers(shape: str, about: str) -> Any:
    """A field whose shape is one of ``contracts``."""
    return Field(description=about, json_schema_extra={"x-shape": shape})


class FacetValueOut(Schema):
    """A value of a facet, and how many items of the search have it."""

    value: str
    count: int = Field(ge=0)


class FacetsOut(Schema):
    """Facets to their values, the most frequent first. A facet that is filtered by is counted as if it were not."""

    query: str = Field(description="The whole query in words, filters included.")
    facets: dict[str, list[FacetValueOut]]


class ListedOut(Schema):
    """A value of a list."""

    value: str
    count: int = Field(ge=0, description="Items that have it.")
    page: str | None = Field(description="Path of its page, where it has one.")


class ListOut(Schema):
    """A page of the values that the archive holds, the most frequent first."""

    name: str
    parameter: str = Field(description="The parameter of a search that takes these values.")
    total: int = Field(ge=0)
    items: list[ListedOut]
    next: str | None = Field(description="Send it back as cursor; null on the last page.")


class ReasonOut(Schema):
    """Why an item is like another: what kind of thing both have, and what it is."""

    kind: str
    values: list[str]


class DifferenceOut(Schema):
    """A fact that both state, and state differently."""

    fact: str
    title: str
    here: list[str | int]
    there: list[str | int]


class LikeItemOut(Schema):
    """A like item."""

    score: float = Field(ge=0, le=1)
    because: list[ReasonOut]
    differs: list[DifferenceOut]
    hit: dict[str, Any] = _refers("HitOut", "The item; its passage is the part most like the other's.")


class LikeOut(Schema):
    """The items most like one, decided either way; none of its own letter or case."""

    item: dict[str, Any] = _refers("HitOut", "The item that was asked about.")
    upheld: list[LikeItemOut]
    overturned: list[LikeItemOut]


class LettersOut(Schema):
    """How many letters: so many, or at least so many where not `exact`."""

    number: int = Field(ge=0)
    exact: bool


class PlaceOut(Schema):
    """Where a run stands in another letter: the item, and the characters of its rationale."""

    key: str
    permalink: str
    decided: date | None
    decision: Literal["upheld", "overturned"]
    disputed: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class RunOut(Schema):
    """Words running that stand in other letters too: characters `start` to `end` of the text."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    words: int = Field(ge=0)
    text: str
    letters: LettersOut
    places: list[PlaceOut] = Field(description="Some of them, the latest decisions first.")


class ElsewhereOut(Schema):
    """Where a text stands in other letters: runs of ten words or more."""

    key: str | None = Field(description="The item whose rationale it is; null where a text was sent.")
    words: int = Field(ge=0, description="Words of the text.")
    share: float = Field(ge=0, le=1, description="Share of its words that stand in such a run.")
    letters: LettersOut
    exact: bool = Field(
        description="Whether every candidate was looked at; else share is the least that it is."
    )
    runs: list[RunOut]


class CitationOut(Schema):
    """A citation, ready to be copied."""

    address: str = Field(description="What it points to.")
    plain: str
    bibtex: str
    ris: str


class LetterLinksOut(Schema):
    """Addresses of a letter."""

    page: str
    original: str
    findings: str


class ArchiveLetterOut(Schema):
    """A letter as it was read."""

    letter: str = Field(description="Last part of its permanent address.")
    origin: Literal["sample", "published"] = Field(description="Whether it is fictional.")
    kind: Literal["pdf", "text", "json"] = Field(description="What the original is.")
    sha256: str = Field(description="Of the original.")
    reader: str = Field(description="The version of the reader.")
    links: LetterLinksOut
    determination: dict[str, Any] = _refers(
        "DeterminationOut", "determination/1, as `openimr read` prints it."
    )


class ArchiveOut(Schema):
    """What the archive holds now."""

    items: int = Field(ge=0)
    programmes: dict[str, int]
    origins: dict[str, int]
    years: dict[str, int]
    revision: int = Field(ge=0, description="Up to which every change is in the index.")


_TYPES: dict[str, Any] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "date": date,
    "list": list[str],
}


def _column(column: Column) -> tuple[Any, Any]:
    kind = Literal[column.values] if column.values else _TYPES[column.type]
    if column.unknown.startswith("null"):
        kind = kind | None
    about = column.meaning + (f" Unit: {column.unit}." if column.unit else "")
    return kind, Field(description=about)


class _Item(Schema):
    """A disputed item, with the columns of the data dictionary."""


if TYPE_CHECKING:

    class ArchiveItemOut(_Item):
        """A disputed item, with the columns of the data dictionary."""
else:
    ArchiveItemOut = create_model(
        "ArchiveItemOut",
        __base__=_Item,
        __doc__=_Item.__doc__,
        **{column.name: _column(column) for column in columns()},
    )


class ChangeOut(Schema):
    """A change: with `item` null everything of `unit` left, else the item is there, new or made anew."""

    revision: int = Field(ge=0)
    unit: str = Field(
        description="What comes and goes as a whole: a letter, or a case of a programme without letters."
    )
    item: ArchiveItemOut | None


class ChangesOut(Schema):
    """Changes in their order. Applied in that order, they make a mirror the same as the archive."""

    since: int = Field(ge=0)
    until: int = Field(ge=0, description="Send it as `since` for what follows.")
    more: bool
    changes: list[ChangeOut]
