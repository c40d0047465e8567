"""Pages of a drug, a class, a category, a guideline, a section, a specialty, a body part; and lists of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.counting import Outcome, outcomes
from openimr.archive.query.fields import BY_NAME
from openimr.archive.searching import FacetCount
from openimr.service.bootstrap import wiring
from openimr.service.library import drawing, facets, subjects, words
from openimr.service.library.asking import Asked, Refused
from openimr.service.library.keeping import kept
from openimr.service.library.rendering import answered, page
from openimr.service.library.results import result

_LATEST = 5
_TOP = 8
#: Values on a list.
_LISTED = 3_000


@require_safe
@answered
@kept
def listing(request: HttpRequest, path: str) -> HttpResponse:
    """All subjects of a kind, with how many items there are of each."""
    subject = _subject(path)
    found = wiring().archive.catalog().values(BY_NAME[subject.field].index)
    options = [
        {
            "title": words.shown(subject.field, value).partition(" > ")[2]
            or words.shown(subject.field, value),
            "under": value.partition(" > ")[0] if " > " in value else "",
            "value": value,
            "count": count,
            "address": subjects.address(subject.field, value),
        }
        for value, count in list(found.items())[:_LISTED]
    ]
    return page(
        request,
        "library/listing.html",
        {"subject": subject, "options": options, "others": subjects.SUBJECTS, "cut": len(found) > _LISTED},
    )


@require_safe
@answered
@kept
def subject(request: HttpRequest, path: str, name: str) -> HttpResponse:
    """What was decided on one subject."""
    kind = _subject(path)
    archive = wiring().archive
    value = subjects.value_of(kind, name, archive.catalog())
    if value is None:
        raise Refused(
            f"The archive holds nothing under {kind.many.lower()} at “{name[:60]}”. All of them are listed at /archive/{kind.path}/.",
            404,
        )
    asked = Asked("", ((kind.field, value),))
    by_year = outcomes(archive, ("year",), filters=asked.filters)
    top = [
        _top(asked, field, outcomes(archive, (counted(field),), filters=asked.filters).rows)
        for field in dict.fromkeys((kind.treatments, "class", "section", "specialty", "body"))
        if field != kind.field
    ]
    latest = archive.search("", filters=asked.filters, sort="date", limit=_LATEST)
    shown = words.shown(kind.field, value)
    return page(
        request,
        "library/subject.html",
        {
            "subject": kind,
            "value": value,
            "title": shown.partition(" > ")[2] or shown,
            "under": value.partition(" > ")[0] if " > " in value else "",
            "total": by_year.total,
            "split": facets.split(asked, _counts(by_year.total), "/archive/"),
            "chart": drawing.over_time(
                [(row.values[0] or "not stated", row) for row in by_year.rows if row.values[0]],
                title=f"Share overturned by year: {shown}",
            )
            if sum(row.values[0] is not None for row in by_year.rows) > 1
            else "",
            "top": [one for one in top if one["rows"]],
            "latest": [result(hit) for hit in latest.hits],
            "search": f"/archive/{asked.query()}",
            "query": asked.query(),
            "asked": Asked(),
        },
    )


def counted(field: str) -> str:
    """What to count by so that the rows are the values of a facet: drugs are counted as products."""
    return "drug" if field == "product" else field


def _subject(path: str) -> subjects.Subject:
    if path not in subjects.BY_PATH:
        raise Refused("There is no such list.", 404)
    return subjects.BY_PATH[path]


def _counts(total: Outcome) -> list[FacetCount]:
    return [FacetCount("upheld", total.upheld), FacetCount("overturned", total.overturned)]


def _top(asked: Asked, field: str, rows: tuple[Outcome, ...]) -> dict[str, object]:
    """The most frequent values of another field among the subject's items, each with its share overturned."""
    shown = [
        {
            "title": words.section(row.values[0])
            if field == "section"
            else words.shown(field, row.values[0]),
            "items": row.items,
            "share": words.percent(row.share),
            "few": row.items < drawing.FEW,
            "width": f"{100 * (row.share or 0):.1f}",
            "address": f"/archive/{asked.toggled(field, row.values[0]).query()}",
        }
        for row in rows
        if row.values[0] is not None
    ][:_TOP]
    return {"title": facets.title(field), "rows": shown, "field": field, "by": counted(field)}
