"""``/archive/download.csv?q=...``: a search as a file."""

from __future__ import annotations

import tempfile
from itertools import chain
from typing import IO, cast

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.exporting import dictionary, selecting
from openimr.service.api import tokens
from openimr.service.bootstrap import wiring
from openimr.service.library import asking, rendering
from openimr.service.library.asking import Asked
from openimr.service.takeaway.downloading import FORMS, lines, table
from openimr.service.takeaway.limits import FILES, ROWS, too_often
from openimr.service.takeaway.refusing import No, plainly, too_many

_OTHERWISE = (
    "Everything is in the releases below /archive/releases/, with a data dictionary and checksums; larger searches can "
    "be taken with a token of the HTTP interface (Authorization: Bearer ...)."
)


@require_safe
@plainly
def download(request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
    """The items of a search, in the order of their keys, with the columns of the data dictionary."""
    if ending not in FORMS:
        raise No(
            "There is no such file", f"A search comes as {', '.join(FORMS)}; there is no .{ending[:20]}.", 404
        )
    asked = asking.read(request.GET)
    archive = wiring().archive
    asking.understood(asked)
    known = _token(request)
    if asked.plain and not known:
        raise No(
            "The whole archive is not one download",
            f"The whole archive is not given to visitors in one request. {_OTHERWISE}",
            403,
        )
    total = selecting.count(archive, asked.text, asked.filters)
    if total > ROWS and (not known or ending == "parquet"):
        raise No(
            "This is more than a visitor can take at once",
            f"This search has {total:,} items, and {ROWS:,} can be taken at once: narrow it. {_OTHERWISE}",
            403,
        )
    if not known and (seconds := too_often(request, FILES)):
        raise too_many(seconds)
    name, media = FORMS[ending]
    headers = {
        "Content-Disposition": f'attachment; filename="openimr-search.{ending}"',
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
    }
    site = request.build_absolute_uri("/").rstrip("/")
    if request.method == "HEAD":
        return HttpResponse(content_type=media, headers=headers)
    if ending == "parquet":
        file = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 - the response closes it
        table(archive, file, asked.text, asked.filters, site=site)
        file.seek(0)
        return cast("HttpResponse", FileResponse(file, content_type=media, headers=headers))
    pages = lines(archive, name, asked.text, asked.filters, site=site)
    # The header and the first rows now: what fails then is an answer of its own and no half file.
    first = [next(pages), next(pages, b"")]
    return StreamingHttpResponse(chain(first, pages), content_type=media, headers=headers)


@require_safe
@plainly
def columns(request: HttpRequest) -> HttpResponse:
    """The data dictionary, as a page."""
    return rendering.page(
        request,
        "takeaway/dictionary.html",
        {"dictionary": dictionary.to_json(), "columns": dictionary.columns(), "asked": Asked()},
    )


def _token(request: HttpRequest) -> bool:
    """Whether a token that works came with the request.

    Raises:
        No: one came that does not.
    """
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    if not given.strip():
        return False
    if kind.lower() != "bearer" or tokens.find(given.strip()) is None:
        raise No("The token does not work", "The token is unknown, over or revoked: ask for a new one.", 401)
    return True
