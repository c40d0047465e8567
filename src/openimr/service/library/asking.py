"""What a visitor asks: words, filters, order and page, from an address and back to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from django.http import QueryDict

from openimr.archive.query.fields import QUERY_FIELDS, lookup
from openimr.archive.query.parsing import parse
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import DEEPEST, Sort

PER_PAGE = 20
#: More filters than anybody chooses by hand.
_MOST_FILTERS = 40
_SORTS: Mapping[str, Sort] = {"relevance": "relevance", "date": "date"}
#: What other sites hang on an address. It says nothing about the archive.
_FOREIGN = ("utm_", "fbclid", "gclid", "msclkid", "mc_", "ref")


class Refused(Exception):
    """An address that asks for what can't be; one sentence for people and the status that says so to machines."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as an address holds it.

    ``filters`` are (field, value) pairs in the names of ``query.fields``; ``exact``: no other spelling is tried.
    """

    text: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: Sort = "relevance"
    page: int = 1
    exact: bool = False

    @property
    def offset(self) -> int:
        """Of the page's first result."""
        return (self.page - 1) * PER_PAGE

    @property
    def plain(self) -> bool:
        """Whether nothing was asked for."""
        return not self.text.strip() and not self.filters

    def chosen(self, name: str) -> tuple[str, ...]:
        """The values chosen for a field."""
        return tuple(value for field, value in self.filters if field == name)

    def query(self, **more: str) -> str:
        """The part of the address behind the question mark, with the mark; the first page and the usual order unsaid."""
        pairs = [("q", self.text)] if self.text.strip() else []
        pairs += self.filters
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.exact:
            pairs.append(("exact", "1"))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        pairs += more.items()
        return "?" + urlencode(pairs) if pairs else ""

    def adding(self, name: str, value: str) -> str:
        """:meth:`query` with one more filter, from the first page."""
        stem = _stem(self)
        return f"{stem}{'&' if stem else '?'}{name}={quote_plus(value)}"

    def toggled(self, name: str, value: str) -> Asked:
        """The same with one value chosen, or no longer chosen; from the first page."""
        without = tuple(
            pair for pair in self.filters if pair[0] != name or pair[1].casefold() != value.casefold()
        )
        return replace(
            self, filters=without if len(without) < len(self.filters) else (*without, (name, value)), page=1
        )

    def cleared(self) -> Asked:
        """The words alone."""
        return replace(self, filters=(), page=1)


def read(given: QueryDict, *, own: Sequence[str] = ()) -> Asked:
    """The search of an address. ``own`` are further parameters that the page reads itself.

    Raises:
        Refused: a parameter means nothing, or a page number is none.
    """
    filters: list[tuple[str, str]] = []
    for name in given:
        if name in ("q", "sort", "page", "exact", *own) or name.startswith(_FOREIGN):
            continue
        field = lookup(name)
        if field is None:
            raise Refused(
                f"There is no facet {_short(name)}. The facets are "
                f"{', '.join(known.name for known in QUERY_FIELDS)}."
            )
        filters += [(field.name, value.strip()) for value in given.getlist(name) if value.strip()]
    if len(filters) > _MOST_FILTERS:
        raise Refused(f"More than {_MOST_FILTERS} filters can’t be combined: take some away.")
    sort = given.get("sort") or "relevance"
    if sort not in _SORTS:
        raise Refused(f"Results can be sorted by {' or '.join(_SORTS)}; there is no order {_short(sort)}.")
    return Asked(
        given.get("q", ""),
        tuple(dict.fromkeys(filters)),
        _SORTS[sort],
        _page(given.get("page") or "1"),
        given.get("exact") == "1",
    )


@lru_cache(256)
def _stem(asked: Asked) -> str:
    return replace(asked, page=1).query()


def understood(asked: Asked) -> None:
    """Look at the words by themselves first, so that a problem's place is one in the box.

    Raises:
        QueryProblem: they can't be understood.
    """
    parse(asked.text)


def place(asked: Asked, problem: QueryProblem) -> tuple[str, str, str] | None:
    """What was typed, cut before and after the word that a problem is about; ``None`` where no word is to blame."""
    text, position = asked.text, problem.position
    if position is None or not 0 <= position <= len(text) or not text:
        return None
    if position >= len(text):
        position = len(text) - 1
    end = position + 1
    while (
        end < len(text) and text[position] not in '()"' and not text[end].isspace() and text[end] not in '()"'
    ):
        end += 1
    return text[:position], text[position:end], text[end:]


def _page(given: str) -> int:
    if not (given.isascii() and given.isdigit()) or len(given) > 12 or int(given) < 1:
        raise Refused(f"Pages are numbered 1, 2, 3 …; there is no page {_short(given)}.")
    page = int(given)
    if page * PER_PAGE > DEEPEST:
        raise Refused(
            f"Results can be leafed through up to number {DEEPEST:,}, which is page {DEEPEST // PER_PAGE}. "
            "Narrow the search, or take all of it away as a file.",
            404,
        )
    return page


def _short(value: str) -> str:
    return f"“{value[:40]}{'…' if len(value) > 40 else ''}”"
