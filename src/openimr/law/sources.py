"""Where the law was read, and what no source answers. Data: ``data/sources.yaml``.

Process specification: the source list and section 15. A question to a person that names an open point, such as
"(V2)", is explained by `open_point`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from openimr.law.model import Evidence, Law, LawError
from openimr.law.tables import read, require

_POINT = re.compile(r"\bV(?:[1-9]|1\d|2\d)\b")


@dataclass(frozen=True, slots=True)
class Source:
    """A source. ``text_of`` is the day, month or year its text is of, ``None`` where that is not known.

    ``cites``: how citations from it begin. ``where`` is empty for what has no public address.
    """

    key: str
    title: str
    where: tuple[str, ...]
    text_of: str | None
    evidence: Evidence
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A question that no source answered, and what is done until one does."""

    id: str
    question: str
    matters: str
    default: str


@cache
def sources() -> tuple[Source, ...]:
    """Every source, in the order of the list."""
    found: dict[str, Source] = {}
    for row in read("sources")["sources"]:
        key = str(row.get("key"))
        require(key not in found, "sources", key, "the key stands twice.")
        require(row.get("title"), "sources", key, "needs a title.")
        require(
            row.get("evidence") in {one.value for one in Evidence}, "sources", key, "evidence is no mark."
        )
        text_of = row.get("text_of")
        require(
            text_of is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", text_of),
            "sources",
            key,
            "text_of is a date.",
        )
        for address in row["where"]:
            require(re.match(r"https?://", address), "sources", key, f"{address!r} is no address.")
        found[key] = Source(
            key, row["title"], tuple(row["where"]), text_of, Evidence(row["evidence"]), tuple(row["cites"])
        )
    return tuple(found.values())


def source(key: str) -> Source:
    """The source with this key, such as ``R-10.4``.

    Raises:
        LawError: there is none.
    """
    for one in sources():
        if one.key == key:
            return one
    raise LawError(f"There is no source {key!r}; the sources are {', '.join(s.key for s in sources())}.")


def of(law: Law) -> Source | None:
    """The source a citation was read in, by how it begins and how well it is known; ``None`` if none is listed."""
    fits = [
        (len(start), one)
        for one in sources()
        for start in one.cites
        if one.evidence is law.evidence and _begins(law.cite, start)
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _begins(cite: str, start: str) -> bool:
    """``8 CCR 9792.10.1`` does not begin ``8 CCR 9792.10.10``."""
    rest = cite[len(start) :]
    return cite.startswith(start) and (start.endswith(" ") or not rest[:1].isdigit())


@cache
def open_points() -> tuple[OpenPoint, ...]:
    """Everything that is open, V1 first."""
    found = []
    for row in read("sources")["open_points"]:
        for name in ("id", "question", "matters", "default"):
            require(row.get(name), "sources", row.get("id"), f"needs {name}.")
        found.append(OpenPoint(row["id"], row["question"], row["matters"], row["default"]))
    require(len({one.id for one in found}) == len(found), "sources", "open_points", "an id stands twice.")
    return tuple(found)


def open_point(id: str) -> OpenPoint:  # noqa: A002 - the specification's word
    """The open point with this id, such as ``V2``.

    Raises:
        LawError: there is none.
    """
    for one in open_points():
        if one.id == id:
            return one
    raise LawError(
        f"There is no open point {id!r}; they are {open_points()[0].id} to {open_points()[-1].id}."
    )


def named(text: str) -> tuple[OpenPoint, ...]:
    """The open points that a text names ("... (V2, V10)"), for the page that shows it."""
    return tuple(open_point(one) for one in dict.fromkeys(_POINT.findall(text)))
