"""What others have published about a programme: dated figures with their sources, to be shown beside our own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_MEASURES = frozenset(
    {"applications", "eligible", "letters", "decisions", "overturned", "upheld", "share", "class_share"}
)
_SHARES = frozenset({"overturned", "upheld", "share", "class_share"})
_EVIDENCE = frozenset({"excerpt", "table"})


class PublishedError(ValueError):
    """The file of published figures is not as it must be; the message says which line."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who published it, when (ISO 8601, as exactly as is known), and where; ``url`` is "" where no page is known."""

    key: str
    title: str
    date: str
    by: str
    url: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure.

    ``value`` is a number, or a share between 0 and 1; ``of`` the category or class it concerns, ``None`` for all;
    ``year`` is ``None`` for the whole time; ``evidence`` says how it was read (``excerpt``: from an excerpt, not from the
    report; ``table``: counted from the publisher's table).
    """

    programme: str
    year: int | None
    measure: str
    of: str | None
    value: float
    source: Source
    evidence: str
    as_printed: str | None

    @property
    def is_share(self) -> bool:
        """Whether ``value`` is a share."""
        return self.measure in _SHARES


@cache
def published() -> tuple[Figure, ...]:
    """Every published figure, as in the file.

    Raises:
        PublishedError: the file is not as it must be.
    """
    data = _data()
    sources = {
        key: Source(key, one["title"], str(one["date"]), one["by"], one.get("url", ""))
        for key, one in data["sources"].items()
    }
    return tuple(_figure(one, sources) for one in data["figures"])


def cautions(programme: str) -> tuple[str, ...]:
    """What one must know before comparing."""
    return tuple(_data()["cautions"].get(programme, ()))


def _figure(one: dict[str, Any], sources: dict[str, Source]) -> Figure:
    if (
        one.get("programme") not in ("imr", "dmhc")
        or one.get("measure") not in _MEASURES
        or one.get("evidence") not in _EVIDENCE
        or one.get("source") not in sources
        or not isinstance(one.get("value"), int | float)
        or set(one) - {"programme", "year", "measure", "of", "value", "source", "evidence", "as_printed"}
    ):
        raise PublishedError(f"published.yaml: this figure can't be read: {one}.")
    if one["measure"] in _SHARES and not 0 <= one["value"] <= 1:
        raise PublishedError(f"published.yaml: a share lies between 0 and 1: {one}.")
    return Figure(
        one["programme"],
        one.get("year"),
        one["measure"],
        one.get("of"),
        float(one["value"]),
        sources[one["source"]],
        one["evidence"],
        one.get("as_printed"),
    )


@cache
def _data() -> dict[str, Any]:
    text = files("openimr.archive.counting").joinpath("data/published.yaml").read_text("utf-8")
    return yaml.safe_load(text)  # type: ignore[no-any-return]
