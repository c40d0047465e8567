"""All values of a facet, with what typing narrows; and the first of one that was folded, to htmx."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.service.bootstrap import wiring
from openimr.service.library import asking, facets
from openimr.service.library.asking import Refused
from openimr.service.library.keeping import asks_for_part, kept
from openimr.service.library.rendering import answered, page

#: Values on one page; of the few facets with more, the rarest are found by searching.
MOST = 2_000


@require_safe
@answered
@kept
def values(request: HttpRequest, name: str) -> HttpResponse:
    """The values of a facet under a search, each a link back to the search with it chosen."""
    if name not in facets.SIDE:
        raise Refused(f"There is no facet “{name[:40]}”. The facets are {', '.join(facets.SIDE)}.", 404)
    asked = asking.read(request.GET)
    if asks_for_part(request):
        facet = facets.one(wiring().archive, asked, name, "/archive/")
        return page(request, "library/_values.html", {"facet": facet})
    found = wiring().archive.facets(asked.text, filters=asked.filters, names=(name,), most=MOST)[name]
    ordered = sorted(found, key=lambda one: one.value, reverse=True) if name == "year" else found
    return page(
        request,
        "library/values.html",
        {
            "asked": asked,
            "name": name,
            "title": facets.title(name),
            "options": facets.shown(asked, name, ordered, "/archive/"),
            "back": f"/archive/{asked.query()}",
            "chips": facets.chips(asked, f"/archive/values/{name}/"),
            "cut": len(found) == MOST,
        },
    )
