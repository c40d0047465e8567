"""Facets as a page shows them: values with counts, each a link that chooses it or takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from openimr.archive.counting import Outcome
from openimr.archive.query.fields import BY_NAME
from openimr.archive.searching import Archive, FacetCount
from openimr.service.letters.templatetags.letter import icon
from openimr.service.library import words
from openimr.service.library.asking import Asked

#: The facets at the side of the results, in their order; the decision stands above the results.
SIDE = (
    "category", "class", "product", "body", "guideline", "section", "specialty", "license", "year", "programme",
    "condition", "origin",
)  # fmt: skip
#: Values shown before "All …".
FIRST = 6
#: Years counted for a search, so that those shown are the latest.
_YEARS = 60
#: Facets that are shown unfolded; the others are counted when they are unfolded, which most visitors never do.
_OPEN = frozenset({"category", "class", "product", "year"})
#: Facets that only items of one programme have.
_ONLY = {
    "body": "imr", "guideline": "imr", "section": "imr", "specialty": "imr", "license": "imr", "condition": "dmhc",
}  # fmt: skip
_TITLES = {
    "category": "Treatment", "class": "Drug class", "license": "State of license", "section": "Guideline section",
    "specialty": "Specialty of the reviewer", "condition": "Diagnosis (health plans)", "decision": "Decision",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """A value: its words, how many items it would leave (``None``: too few to have been counted), where it leads."""

    value: str
    title: str
    under: str
    count: int | None
    chosen: bool
    address: str
    mark: str

    @property
    def markup(self) -> SafeString:
        """The option as a link. There are many of them on a page: this is several times faster than a template."""
        chosen = f'{icon("check")}<span class="usa-sr-only">Chosen: </span>' if self.chosen else ""
        under = f'<span class="opt__under">{escape(self.under)}</span>' if self.under else ""
        current = ' aria-current="true"' if self.chosen else ""
        count = "" if self.count is None else f'<span class="opt__count">{self.count:,}</span>'
        return mark_safe(  # noqa: S308 - every word went through escape
            f'<a class="opt" id="{self.mark}" href="{escape(self.address)}" rel="nofollow"'
            f'{current}><span class="opt__box">{chosen}</span>'
            f'<span class="opt__title">{escape(self.title)}{under}</span>{count}</a>'
        )


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values it shows; ``more`` where there are further ones.

    A folded one has no values yet: they come from ``more``.
    """

    name: str
    title: str
    options: tuple[Option, ...]
    open: bool
    more: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter and the address without it."""

    field: str
    value: str
    address: str


def counted(
    archive: Archive, text: str, filters: Sequence[tuple[str, str]]
) -> dict[str, tuple[FacetCount, ...]]:
    """The counts that a page of results shows: of the unfolded facets, and of those few values that cost nothing."""
    unfolded = _OPEN | {name for name, _ in filters if name in SIDE}
    names = tuple(dict.fromkeys((*sorted(unfolded - {"year"}), "decision", "programme", "origin")))
    return archive.facets(text, filters=filters, names=names, most=FIRST + 1) | archive.facets(
        text, filters=filters, names=("year",), most=_YEARS
    )


def one(archive: Archive, asked: Asked, name: str, base: str) -> Facet:
    """A facet that was folded, with its first values."""
    most = _YEARS if name == "year" else FIRST + 1
    found = archive.facets(asked.text, filters=asked.filters, names=(name,), most=most)[name]
    return _facet(asked, name, found, base)


def title(name: str) -> str:
    """A facet's heading."""
    return _TITLES.get(name, BY_NAME[name].title)


def facets(
    archive: Archive, asked: Asked, counts: Mapping[str, Sequence[FacetCount]], base: str
) -> tuple[Facet, ...]:
    """The facets of a search; one without any choice is left out, as far as that is known without counting it."""
    out = []
    programmes = asked.chosen("programme") or tuple(one.value for one in counts["programme"])
    for name in SIDE:
        chosen = asked.chosen(name)
        if name in _OPEN or chosen:
            if len(counts[name]) > 1 or chosen:
                out.append(_facet(asked, name, counts[name], base))
        elif _ONLY.get(name) in (None, *programmes) and _several(archive, name, counts):
            out.append(Facet(name, title(name), (), False, _all(asked, name)))
    return tuple(out)


def _several(archive: Archive, name: str, counts: Mapping[str, Sequence[FacetCount]]) -> bool:
    """Whether a folded facet has a choice: of what was found where that was counted, else of the whole archive."""
    return len(counts[name] if name in counts else archive.catalog().values(BY_NAME[name].index)) > 1


def _facet(asked: Asked, name: str, found: Sequence[FacetCount], base: str) -> Facet:
    if name == "year":
        found = sorted(found, key=lambda one: one.value, reverse=True)
    more = _all(asked, name) if len(found) > FIRST else ""
    return Facet(name, title(name), shown(asked, name, found[:FIRST], base), True, more)


def _all(asked: Asked, name: str) -> str:
    """Where all values of a facet are."""
    return f"/archive/values/{name}/{replace(asked, page=1).query()}"


def shown(asked: Asked, name: str, found: Sequence[FacetCount], base: str) -> tuple[Option, ...]:
    """The values of a facet, the chosen ones among them in any case."""
    chosen = {value.casefold(): value for value in asked.chosen(name)}
    out = [
        _option(asked, name, one.value, one.count, chosen.pop(one.value.casefold(), None), base)
        for one in found
    ]
    return (*(_option(asked, name, value, None, value, base) for value in chosen.values()), *out)


def chips(asked: Asked, base: str) -> tuple[Chip, ...]:
    """The chosen filters."""
    return tuple(
        Chip(title(name), words.shown(name, value), base + asked.toggled(name, value).query())
        for name, value in asked.filters
    )


@dataclass(frozen=True, slots=True)
class Split:
    """The decisions of what was found: the two sides as links, and the share overturned."""

    upheld: Option
    overturned: Option
    outcome: Outcome

    @property
    def share(self) -> str:
        """Share overturned."""
        return words.percent(self.outcome.share)

    @property
    def interval(self) -> str:
        """Its 95 % interval."""
        return words.interval(self.outcome.interval)

    @property
    def width(self) -> str:
        """Share overturned of a drawing 100 wide."""
        return f"{100 * (self.outcome.share or 0):.2f}"


def split(asked: Asked, found: Sequence[FacetCount], base: str) -> Split | None:
    """How what was found was decided, whichever decision is chosen; ``None`` where nothing was found."""
    counts = {one.value: one.count for one in found}
    outcome = Outcome((), counts.get("upheld", 0), counts.get("overturned", 0))
    if not outcome.items:
        return None
    chosen = {value.casefold() for value in asked.chosen("decision")}
    upheld, overturned = (
        _option(asked, "decision", value, counts.get(value, 0), value if value in chosen else None, base)
        for value in ("upheld", "overturned")
    )
    return Split(upheld, overturned, outcome)


def _option(asked: Asked, name: str, value: str, count: int | None, chosen: str | None, base: str) -> Option:
    under, words_of = "", words.shown(name, value)
    if name == "section" and " > " in value:
        under, _, words_of = value.partition(" > ")
    return Option(
        value,
        words_of,
        under,
        count,
        chosen is not None,
        base + asked.toggled(name, chosen).query()
        if chosen is not None
        else base + asked.adding(name, value),
        f"f-{name}-{crc32(value.encode()):x}",
    )
