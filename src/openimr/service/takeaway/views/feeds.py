"""``/archive/feed?q=...``: the feed of a search."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.http import require_safe

from openimr.service.bootstrap import wiring
from openimr.service.library import asking
from openimr.service.library.asking import Asked
from openimr.service.takeaway import feeding
from openimr.service.takeaway.downloading import limited
from openimr.service.takeaway.refusing import plainly

#: Seconds for which a reader need not ask again.
_FRESH = 900


@require_safe
@plainly
def feed(request: HttpRequest) -> HttpResponse:
    """Atom: the items that came last."""
    asked = asking.read(request.GET)
    asking.understood(asked)
    found = feeding.latest(limited, wiring().archive, asked.text, asked.filters)
    same = Asked(asked.text, asked.filters).query()
    site = request.build_absolute_uri("/").rstrip("/")
    body = feeding.feed(
        found,
        asked.text,
        asked.filters,
        site=site,
        page=f"{site}/archive/{same}",
        own=f"{site}/archive/feed{same}",
    )
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    moment = feeding.moment(found)
    if _has(request, tag, None if moment is None else int(moment.timestamp())):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={_FRESH}"
    if moment is not None:
        response.headers["Last-Modified"] = http_date(moment.timestamp())
    return response


def _has(request: HttpRequest, tag: str, at: int | None) -> bool:
    """Whether the reader has this already (RFC 9110, 13.2.2: a tag decides where one is given)."""
    given = request.headers.get("If-None-Match")
    if given is not None:
        return given.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in given.split(","))
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and at is not None and at <= since
