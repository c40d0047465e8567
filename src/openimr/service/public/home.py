"""The first page: drop a letter, or find one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from openimr import archive

PER_PAGE = 25
#: A search longer than this is cut.
LONGEST = 200
_FURTHEST = 400


@require_safe
@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    """The drop zone and the list of letters. To htmx it gives the list alone."""
    context = _found(request)
    wanted_part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = render(request, "_results.html" if wanted_part else "home.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """``/letters/`` is the list on the first page."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"/{'?' + query if query else ''}#letters")


def _found(request: HttpRequest) -> dict[str, Any]:
    chosen = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]
        for name in ("q", "outcome", "category", "drug", "year", "priority", "findings")
    }
    year = chosen["year"]
    filters = archive.Filters(
        text=chosen["q"],
        outcome=chosen["outcome"] or None,
        category=chosen["category"] or None,
        drug=chosen["drug"] or None,
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        priority=chosen["priority"] or None,
        findings=chosen["findings"] or None,
    )
    asked = request.GET.get("page", "1")
    page = min(max(int(asked), 1), _FURTHEST) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 1
    listing = archive.find(connection, filters, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    pages = max(1, -(-listing.total // PER_PAGE))
    return {
        "listing": listing,
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "page": page,
        "pages": pages,
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if page < pages else None,
        "largest": settings.OPENIMR_LARGEST_UPLOAD // 1024**2,
    }
