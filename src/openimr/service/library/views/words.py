"""Pages of words: how to search, and what the archive is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import openimr
from openimr.archive.counting import outcomes
from openimr.archive.query.fields import QUERY_FIELDS
from openimr.service.bootstrap import wiring
from openimr.service.library import subjects, words
from openimr.service.library.keeping import kept
from openimr.service.library.rendering import answered, page

#: What each field is for, beyond its name.
_ABOUT = {
    "drug": "Any name of it, brand or generic; finds combinations that have it too.",
    "product": "The drug as a whole, so hydrocodone/acetaminophen is not hydrocodone.",
    "body": "Any name of the part: “low back” is the lumbar spine.",
    "guideline": "What the reviewer cites.",
    "section": "The section that the reviewer cites; a part of its name is enough.",
    "license": "Two letters, or the state’s name.",
    "year": "A range has two points; one end may be left out.",
    "date": "A year, a month or a day, or a range of them.",
    "ages": "Groups of ten years.",
    "visits": "Of therapy, or of office visits.",
    "diagnosis": "Words of the diagnoses as printed.",
    "letter": "The last part of a letter’s address.",
    "programme": "imr is workers’ compensation; dmhc is the review of health plans.",
}


@require_safe
@kept
def searching(request: HttpRequest) -> HttpResponse:
    """The language of queries: every field with an example."""
    fields = [
        {"field": field, "about": _ABOUT.get(field.name, ""), "choices": " or ".join(field.choices)}
        for field in QUERY_FIELDS
    ]
    return page(request, "library/help.html", {"fields": fields})


@require_safe
@answered
@kept
def about(request: HttpRequest) -> HttpResponse:
    """What is in the archive, and how to cite it."""
    archive = wiring().archive
    held = outcomes(archive, ("programme", "origin"))
    years = [int(year) for year in archive.catalog().values("year") if year.replace(".0", "").isdigit()]
    rows = [
        {
            "programme": words.shown("programme", row.values[0] or ""),
            "origin": words.shown("origin", row.values[1] or ""),
            "items": row.items,
            "address": f"/archive/?programme={row.values[0]}&origin={row.values[1]}",
        }
        for row in sorted(held.rows, key=lambda row: row.values[0] != "imr")
    ]
    return page(
        request,
        "library/about.html",
        {
            "rows": rows,
            "total": held.total.items,
            "first": min(years, default=None),
            "last": max(years, default=None),
            "version": openimr.__version__,
            "subjects": subjects.SUBJECTS,
        },
    )
