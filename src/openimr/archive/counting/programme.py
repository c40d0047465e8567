"""A programme in the form of the state's annual report, counted from the archive, with what others published beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tantivy import Occur, Query

from openimr.archive.counting.outcomes import Outcome, Outcomes, outcomes
from openimr.archive.counting.published import Figure, cautions, published
from openimr.archive.index.fields import schema
from openimr.archive.query.compiling import compile_query
from openimr.archive.query.parsing import parse
from openimr.archive.searching import Archive, with_filters

#: The tables of each programme's report, in its own words, after the one by year.
TABLES = {
    "imr": ("category", "class", "specialty", "guideline"),
    "dmhc": ("type", "category", "condition", "ages", "sex"),
}


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a programme: letters (cases, where there are none) and the decisions in them."""

    year: int | None
    letters: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Beside:
    """A published figure and ours; ``ours`` is ``None`` where the archive holds nothing to compare it with.

    ``interval`` is the 95 % interval of our share, ``base`` how many items (or letters) it rests on, ``held`` the part of a
    published number that the archive holds.
    """

    figure: Figure
    ours: float | None
    interval: tuple[float, float] | None
    base: int
    explained: str


@dataclass(frozen=True, slots=True)
class Programme:
    """The report: by year, by each of its other facets, and beside what was published."""

    years: tuple[Year, ...]
    total: Year
    tables: tuple[Outcomes, ...]
    beside: tuple[Beside, ...]
    cautions: tuple[str, ...]
    query: str


def programme(archive: Archive, name: str, *, filters: Sequence[tuple[str, str]] = ()) -> Programme:
    """The report of ``imr`` or ``dmhc``. ``filters`` narrow it, for example to published letters.

    Raises:
        KeyError: there is no such programme.
        NoIndex: there is no index.
    """
    tables = TABLES[name]
    whole = (("programme", name), *filters)
    years, total = _years(archive, whole)
    return Programme(
        years,
        total,
        tuple(outcomes(archive, (table,), filters=whole) for table in tables),
        _published_beside(archive, name),
        cautions(name),
        with_filters("", whole),
    )


def _years(archive: Archive, filters: Sequence[tuple[str, str]]) -> tuple[tuple[Year, ...], Year]:
    by_year = outcomes(archive, ("year",), filters=filters)
    letters = _letters(archive, filters)
    years = []
    for row in by_year.rows:
        year = None if row.values[0] is None else int(row.values[0])
        years.append(Year(year, letters.get(year, 0), row))
    return tuple(years), Year(None, sum(letters.values()), by_year.total)


def _published_beside(archive: Archive, name: str) -> tuple[Beside, ...]:
    """Fictional letters are never compared with what really happened, whatever the report is narrowed to."""
    real = (("programme", name), ("origin", "published"))
    years, total = _years(archive, real)
    cross = outcomes(archive, ("year", "category"), filters=real)
    classes = outcomes(archive, ("year", "class"), filters=real)
    return tuple(_beside(one, years, total, cross, classes) for one in published() if one.programme == name)


def _letters(archive: Archive, filters: Sequence[tuple[str, str]]) -> dict[int | None, int]:
    """Letters a year: entries that lead their letter."""
    query = compile_query(parse(with_filters("", filters)), archive.catalog()).query
    leads = Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.term_query(schema(), "leads", 1))])
    searcher = archive.reader.searcher()
    found = searcher.aggregate(leads, {"year": {"terms": {"field": "year", "size": 500}}})
    out: dict[int | None, int] = {
        int(float(one["key"])): int(one["doc_count"]) for one in found["year"]["buckets"]
    }
    total = int(searcher.search(leads, limit=1).count or 0)  # type: ignore[attr-defined]
    if undated := total - sum(out.values()):
        out[None] = undated
    return out


def _beside(
    figure: Figure, years: tuple[Year, ...], total: Year, cross: Outcomes, classes: Outcomes
) -> Beside:
    here = total if figure.year is None else next((one for one in years if one.year == figure.year), None)
    if here is None or not here.outcome.items:
        return Beside(figure, None, None, 0, "The archive holds no published letter of that year.")
    items = here.outcome.items
    match figure.measure:
        case "letters":
            return _part(figure, here.letters, "letters")
        case "decisions":
            return _part(figure, items, "decisions")
        case "overturned":
            one = here.outcome if figure.of is None else _row(cross, figure)
            return _share(figure, one.overturned, one.items)
        case "share":
            return _share(figure, _row(cross, figure).items, items)
        case "class_share":
            drugs = _row(cross, figure, "Pharmaceuticals").items
            return _share(figure, min(_row(classes, figure).items, drugs), drugs)
        case _:
            return Beside(
                figure, None, None, 0, "Not counted here: the archive holds decisions, not applications."
            )


def _row(table: Outcomes, figure: Figure, of: str | None = None) -> Outcome:
    values = (None if figure.year is None else str(figure.year), of or figure.of)
    return next((row for row in table.rows if row.values == values), Outcome(values, 0, 0))


def _part(figure: Figure, ours: int, what: str) -> Beside:
    share = ours / figure.value
    if ours == figure.value:
        return Beside(figure, ours, None, ours, "The same.")
    if share >= 1:
        return Beside(
            figure,
            ours,
            None,
            ours,
            f"The archive has more {what} than were published: the two are counted differently.",
        )
    size = "less than 0.1" if share < 0.001 else f"{100 * share:.1f}" if share < 0.1 else f"{100 * share:.0f}"
    return Beside(figure, ours, None, ours, f"The archive holds {size}% of the published {what}.")


def _share(figure: Figure, part: int, of: int) -> Beside:
    one = Outcome((), of - part, part)
    if one.share is None or one.interval is None:
        return Beside(figure, None, None, 0, "The archive holds nothing to compare it with.")
    low, high = one.interval
    if abs(one.share - figure.value) < 0.00005:
        why = "The same."
    elif low <= figure.value <= high:
        why = f"The published share lies within the interval of our {of:,} items: no more than chance."
    else:
        why = (
            f"The published share lies outside the interval of our {of:,} items: the letters held are not a random "
            "sample of the year."
        )
    return Beside(figure, one.share, one.interval, of, why)
