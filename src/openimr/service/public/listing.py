"""``/letters/``: to the search; with ``findings`` the letters in which the checks found something."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from openimr import archive

PER_PAGE = 25
_FURTHEST = 400
_FINDINGS = ("errors", "warnings", "any", "none")
#: How long the database may look for the letters of a page, milliseconds.
_LONGEST = 2_000
#: What the search has under the same name; the other filters of the old list went into the query language.
_KEPT = ("q", "category", "drug", "year", "priority")


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The letters with findings, newest decision first; without ``findings`` the search."""
    if "findings" not in request.GET:
        kept = {name: request.GET[name] for name in _KEPT if request.GET.get(name, "").strip()}
        if request.GET.get("outcome") in ("upheld", "overturned"):
            kept["decision"] = request.GET["outcome"]
        return redirect(f"/archive/{'?' + urlencode(kept) if kept else ''}")
    chosen = request.GET["findings"] if request.GET["findings"] in _FINDINGS else "any"
    asked = request.GET.get("page", "1")
    page = min(max(int(asked), 1), _FURTHEST) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    try:
        context = _listed(chosen, page)
    except OperationalError:
        return render(
            request,
            "problem.html",
            {
                "title": "This takes too long just now",
                "sentence": "The list of letters with findings could not be made in time. Try again in a minute.",
                "back": "/",
            },
            status=503,
        )
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = render(request, "_results.html" if part else "letters.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _listed(chosen: str, page: int) -> dict[str, Any]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {_LONGEST}")
        listing = archive.find(connection, chosen, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    pages = max(1, -(-listing.total // PER_PAGE))
    return {
        "listing": listing,
        "chosen": {"findings": chosen},
        "filtered": True,
        "page": page,
        "pages": pages,
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if page < pages else None,
    }
