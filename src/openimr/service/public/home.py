"""The first page: search what was decided, or drop a letter."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from openimr.archive.index.reader import NoIndex
from openimr.archive.searching import FacetCount
from openimr.service.bootstrap import wiring
from openimr.service.library import facets, mixing, subjects, words
from openimr.service.library.asking import Asked
from openimr.service.library.results import result

#: Searches that one can click, each showing something that the box can do.
EXAMPLES = (
    "MRI lumbar spine",
    "Norco decision:overturned",
    '"functional improvement" -surgery',
    "physical therapy visits:8..12",
    "MTUS Chronic Pain Opioids",
)
_LATEST = 3
#: The programme whose figures are shown; shares of two programmes are not to be mixed.
_PROGRAMME = Asked("", (("programme", "imr"),))
_BROWSED = ("category", "class", "body", "specialty")
_MOST = 6


@require_safe
@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    """The search box, what the archive holds, and the drop zone. Its form is why the page sets a cookie."""
    context: dict[str, Any] = {
        "asked": Asked(),
        "examples": EXAMPLES,
        "largest": settings.OPENIMR_LARGEST_UPLOAD // 1024**2,
    }
    try:
        context |= _held()
    except NoIndex:
        context["held"] = 0
    return render(request, "home.html", context)


def _held() -> dict[str, Any]:
    """Figures of the archive, its latest decisions, and where one can begin to browse."""
    archive = wiring().archive
    counts = archive.facets("", filters=_PROGRAMME.filters, names=("decision", *_BROWSED), most=_MOST)
    programmes = archive.facets("", names=("programme",))["programme"]
    years = [int(float(value)) for value in archive.catalog().values("year")]
    latest = archive.search("", filters=_PROGRAMME.filters, sort="date", limit=_LATEST)
    return {
        "held": archive.catalog().total,
        "years": (min(years), max(years)) if years else None,
        "split": facets.split(_PROGRAMME, counts["decision"], "/archive/"),
        "parts": mixing.parts(archive, _PROGRAMME, lambda only: f"/archive/{only.query()}"),
        "programmes": [
            (words.shown("programme", one.value), one.count, f"/archive/programmes/{one.value}/")
            for one in sorted(programmes, key=lambda one: one.value != "imr")
        ],
        "latest": [result(hit) for hit in latest.hits],
        "browse": [_browse(name, counts[name]) for name in _BROWSED if counts[name]],
    }


def _browse(name: str, found: tuple[FacetCount, ...]) -> dict[str, Any]:
    subject = subjects.BY_FIELD[name]
    return {
        "title": subject.many,
        "all": f"/archive/{subject.path}/",
        "values": [
            (words.shown(name, one.value), subjects.address(name, one.value), one.count) for one in found
        ],
    }
