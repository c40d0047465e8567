"""Searching: one box, disputed items, facets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import DEEPEST, Archive, Found
from openimr.service.bootstrap import wiring
from openimr.service.library import asking, facets, subjects, words
from openimr.service.library.asking import PER_PAGE, Asked, Refused
from openimr.service.library.keeping import asks_for_part, kept
from openimr.service.library.rendering import answered, page
from openimr.service.library.results import result

BASE = "/archive/"


@require_safe
@answered
@kept
def search(request: HttpRequest) -> HttpResponse:
    """The results; to htmx the part of the page below the box."""
    asked = asking.read(request.GET)
    context: dict[str, Any] = {"asked": asked, "base": BASE, "chips": facets.chips(asked, BASE)}
    status = 200
    try:
        asking.understood(asked)
        context |= _found(wiring().archive, asked)
    except QueryProblem as problem:
        status = 400
        context |= {"problem": problem.sentence, "place": asking.place(asked, problem)}
    return page(
        request,
        "library/_found.html" if asks_for_part(request) else "library/search.html",
        context,
        status=status,
    )


def _found(archive: Archive, asked: Asked) -> dict[str, Any]:
    found = archive.search(
        asked.text,
        filters=asked.filters,
        sort=asked.sort,
        limit=PER_PAGE,
        offset=asked.offset,
        correct=not asked.exact,
    )
    pages = max(1, -(-min(found.total, DEEPEST) // PER_PAGE))
    if asked.page > pages:
        raise Refused(
            f"This search has {pages} page{'' if pages == 1 else 's'} of results; there is no page {asked.page}.",
            404,
        )
    # What is shown, is counted and taken away: the words as corrected, where they were.
    counting = replace(asked, text=found.suggestion) if found.corrected and found.suggestion else asked
    counts = facets.counted(archive, counting.text, asked.filters)
    return {
        "found": found,
        "results": [result(hit) for hit in found.hits if not hit.loose],
        "loose": [result(hit) for hit in found.hits if hit.loose],
        "facets": facets.facets(archive, counting, counts, BASE),
        "split": facets.split(asked, counts["decision"], BASE),
        "recognized": _recognized(found),
        "suggested": replace(asked, text=found.suggestion, page=1, exact=False).query()
        if found.suggestion
        else "",
        "instead": replace(asked, exact=True, page=1).query(),
        "programmes": len([one for one in counts["programme"] if not asked.chosen("programme")]),
        "unknown": [_unknown(asked, *one) for one in found.unknown],
        "pages": pages,
        "first": asked.offset + 1,
        "last": asked.offset + sum(not hit.loose for hit in found.hits),
        "previous": BASE + replace(asked, page=asked.page - 1).query() if asked.page > 1 else "",
        "next": BASE + replace(asked, page=asked.page + 1).query() if asked.page < pages else "",
        "by_relevance": BASE + replace(asked, sort="relevance", page=1).query(),
        "by_date": BASE + replace(asked, sort="date", page=1).query(),
        "taken": Asked(counting.text, asked.filters).query(),
        "held": archive.catalog().total,
    }


def _recognized(found: Found) -> dict[str, Any]:
    """The letters of the case numbers typed in, those that are not held, and the pages of the citations."""
    held = {
        hit.fields["case_number"].upper(): words.letter_address(hit.fields) or words.item_address(hit.fields)
        for hit in found.hits
        if hit.fields.get("case_number")
    }
    return {
        "cases": [
            (
                case,
                held.get(case.upper()),
                sum(hit.fields.get("case_number", "").upper() == case.upper() for hit in found.hits),
            )
            for case in found.recognized.cases
        ],
        "citations": [
            (
                section or guideline,
                subjects.address("section" if section else "guideline", section or guideline),
            )
            for guideline, section in found.recognized.citations
        ],
    }


def _unknown(asked: Asked, name: str, value: str, nearest: tuple[str, ...]) -> dict[str, Any]:
    """A value that no item has, and the same search with each of the nearest instead, where it was chosen as a facet."""
    swapped = []
    for other in nearest:
        if (name, value) in asked.filters:
            filters = tuple((name, other) if pair == (name, value) else pair for pair in asked.filters)
            swapped.append((words.shown(name, other), BASE + replace(asked, filters=filters, page=1).query()))
        else:
            swapped.append((words.shown(name, other), BASE + Asked("", ((name, other),)).query()))
    return {"title": facets.title(name), "value": value, "nearest": swapped}
