"""Searching and counting: search, facets, outcomes, the lists of values, and what there is."""

from typing import Annotated, Any, Literal, get_args

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query
from pydantic import WithJsonSchema

from openimr.archive.answers import found_json, outcomes_json
from openimr.archive.counting import BY, outcomes
from openimr.archive.index.fields import BY_NAME as INDEX
from openimr.archive.query.fields import BY_NAME, QUERY_FIELDS
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import DEEPEST, FACETS, FacetCount, with_filters
from openimr.service.api.archive import places
from openimr.service.api.archive.asking import ASKED, Asked, pointed
from openimr.service.api.archive.opening import anybody
from openimr.service.api.archive.places import Place
from openimr.service.api.archive.shapes import ArchiveOut, FacetsOut, ListOut
from openimr.service.api.problems import Problem
from openimr.service.bootstrap import wiring
from openimr.service.library import subjects

router = Router(tags=["The archive"])

#: What can be counted as a facet: days are too many.
COUNTED = tuple(one.name for one in QUERY_FIELDS if INDEX[one.index].facet and one.reading != "day")
#: Name of a list to the parameter of a search that takes its values.
LISTS = {
    "drugs": "product", "classes": "class", "categories": "category", "subcategories": "subcategory",
    "guidelines": "guideline", "sections": "section", "specialties": "specialty", "states": "license",
    "body-parts": "body", "conditions": "condition", "types": "type",
}  # fmt: skip
ListName = Literal[
    "drugs", "classes", "categories", "subcategories", "guidelines", "sections", "specialties", "states",
    "body-parts", "conditions", "types",
]  # fmt: skip
assert set(get_args(ListName)) == set(LISTS)
#: Values of a facet, and rows of a list, at most.
MOST_VALUES = 1_000
_CURSOR = Query(None, description="`next` of the page before.", max_length=2_000)
#: Checked by hand, so that the refusal is one sentence.
Facet = Annotated[str, WithJsonSchema({"type": "string", "enum": list(COUNTED)})]
By = Annotated[str, WithJsonSchema({"type": "string", "enum": list(BY)})]
_BY = Query(
    [],
    description=f"Up to three of {', '.join(BY)}; without it the total alone. Of the times only one.",
    example=["year", "category"],
)
_FACETS = Query(
    [], description=f"Facets to count with it: {', '.join(COUNTED)}.", example=["decision", "year"]
)


@router.get("/archive", response=ArchiveOut, summary="See what the archive holds", auth=anybody)
def held(request: HttpRequest) -> Any:
    """How many disputed items, of which programmes, how many of them fictional, from which years."""
    archive = wiring().archive
    catalog = archive.catalog()
    years = catalog.values("year")
    return {
        "items": catalog.total,
        "programmes": catalog.values("programme"),
        "origins": catalog.values("origin"),
        "years": {str(int(float(year))): years[year] for year in sorted(years, key=float)},
        "revision": archive.reader.revision(),
    }


@router.get("/archive/search", summary="Search", auth=anybody, openapi_extra={"x-answer": "SearchOut"})
def search(
    request: HttpRequest,
    asked: Asked = ASKED,
    sort: Literal["relevance", "date"] = Query("relevance", description="`date`: the latest decision first."),
    limit: int = Query(20, ge=1, le=100, description="Items on a page."),
    cursor: str | None = _CURSOR,
    exact: bool = Query(False, description="Try no other spelling where nothing matches."),
    facets: list[Facet] = _FACETS,
) -> Any:
    """Disputed items that match, the best first, with the passage of the rationale that matches best.

    Send `next` back as `cursor` for the next page. As long as the archive does not change, pages neither repeat nor
    leave out an item. If letters come meanwhile, the list goes on behind the last item that you got, wherever it now
    stands: new items above it are not shown, and an item whose relevance changed may be left out or come twice;
    `changed` says so. Lists end at item 10,000; what is further down is for `/archive/export`. Where fewer items match
    than fit on the first page, some with most of the words follow, marked `loose` and not counted in `total`.
    """
    archive = wiring().archive
    filters = asked.filters()
    _known(facets, "facets")
    question = ["search", asked.q, filters, sort, exact]
    place = places.read(question, cursor)
    try:
        generation = archive.reader.generation
        offset = places.resumed(archive, place, asked.q, filters, sort, exact=exact)
        if offset >= DEEPEST:
            raise Problem(
                400,
                "too_deep",
                f"Results can be leafed through up to number {DEEPEST:,}: narrow the search, or take all of it from "
                "/api/v1/archive/export.",
                field="cursor",
            )
        found = archive.search(
            asked.q,
            filters=filters,
            sort=sort,
            limit=min(limit, DEEPEST - offset),
            offset=offset,
            correct=not exact,
        )
        counted = (
            archive.facets(
                found.suggestion if found.corrected and found.suggestion else asked.q,
                filters=filters,
                names=facets,
            )
            if facets
            else None
        )
    except QueryProblem as problem:
        raise pointed(problem, archive, asked.q) from problem
    own = [hit for hit in found.hits if not hit.loose]
    end = offset + len(own)
    more = bool(own) and end < found.total
    return {
        **found_json(found, sort=sort),
        "facets": None if counted is None else _facets(counted),
        "next": places.write(question, Place(end, own[-1].key, generation)) if more else None,
        "changed": bool(place.generation) and place.generation != generation,
    }


@router.get("/archive/facets", response=FacetsOut, summary="Count the facets of a search", auth=anybody)
def facets(
    request: HttpRequest,
    asked: Asked = ASKED,
    facets: list[Facet] = _FACETS,
    most: int = Query(12, ge=1, le=MOST_VALUES, description="Values of each facet."),
) -> Any:
    """For each facet its most frequent values among the items that match; without `facets` those of a search page."""
    archive = wiring().archive
    filters = asked.filters()
    _known(facets, "facets")
    try:
        found = archive.facets(
            asked.q, filters=filters, names=tuple(dict.fromkeys(facets)) or FACETS, most=most
        )
    except QueryProblem as problem:
        raise pointed(problem, archive, asked.q) from problem
    return {"query": with_filters(asked.q, filters), "facets": _facets(found)}


@router.get(
    "/archive/outcomes", summary="Count outcomes", auth=anybody, openapi_extra={"x-answer": "StatsOut"}
)
def stats(
    request: HttpRequest,
    asked: Asked = ASKED,
    by: list[By] = _BY,
    limit: int = Query(1_000, ge=1, le=20_000, description="Rows; `cut` says whether there are more."),
) -> Any:
    """Upheld and overturned, with denominators and 95 % intervals (Wilson), by facets and time."""
    archive = wiring().archive
    unknown = next((name for name in by if name not in BY), None)
    if unknown is not None:
        raise Problem(
            400,
            "unknown_facet",
            f"Nothing can be counted by {_short(unknown)}: choose from {', '.join(BY)}.",
            field="by",
        )
    filters = asked.filters()
    try:
        return outcomes_json(outcomes(archive, by, asked.q, filters=filters, most=limit))
    except QueryProblem as problem:
        raise pointed(problem, archive, asked.q) from problem


@router.get("/archive/lists/{name}", response=ListOut, summary="List the values of a field", auth=anybody)
def listed(
    request: HttpRequest,
    name: ListName,
    begins: str = Query(
        "",
        max_length=200,
        description="Only values in which every one of these words begins a word.",
        example="chronic pain",
    ),
    limit: int = Query(100, ge=1, le=MOST_VALUES),
    cursor: str | None = _CURSOR,
) -> Any:
    """Drugs (by their ingredients), guidelines, sections and so on, the most frequent first, with how many items have each.

    After a change of the archive a page begins at the same number; counts may have moved values across it.
    """
    archive = wiring().archive
    field = LISTS[name]
    index = BY_NAME[field].index
    question = ["list", name, begins]
    place = places.read(question, cursor)
    generation = archive.reader.generation
    catalog = archive.catalog()
    counts = catalog.values(index)
    values = catalog.containing(index, begins) if begins.strip() else tuple(counts)
    end = place.offset + limit
    shown = values[place.offset : end]
    return {
        "name": name,
        "parameter": field,
        "total": len(values),
        "items": [
            {"value": one, "count": counts[one], "page": subjects.address(field, one) or None}
            for one in shown
        ],
        "next": places.write(question, Place(end, "", generation)) if end < len(values) else None,
    }


def _known(names: list[str], parameter: str) -> None:
    unknown = next((name for name in names if name not in COUNTED), None)
    if unknown is not None:
        raise Problem(
            400,
            "unknown_facet",
            f"There is no facet {_short(unknown)}: the facets are {', '.join(COUNTED)}.",
            field=parameter,
        )


def _facets(found: dict[str, tuple[FacetCount, ...]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{"value": one.value, "count": one.count} for one in values] for name, values in found.items()
    }


def _short(value: str) -> str:
    return f"“{value[:40]}{'…' if len(value) > 40 else ''}”"
