"""Pages of the file: one at a time, as a picture; and finding words in all of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.pages import address, opened, page
from openimr.service.review import file


@requires("file.view")
@require_safe
def one(request: HttpRequest, case_number: str, document: str, number: int) -> HttpResponse:
    """One page of one document; to htmx the pane alone."""
    case = opened(case_number)
    try:
        found = file.document(case, document)
    except file.NoPage as problem:
        raise Http404(str(problem)) from problem
    total = found.pages or 1
    if not 1 <= number <= total:
        raise Http404(f"{found.title} has no page {number}.")
    context = {
        "document": found,
        "number": number,
        "total": total,
        "there": file.there(found),
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < total else None,
        "base": address(case.number, "review/"),
    }
    if request.headers.get("HX-Request"):
        return render(request, "review/_page.html", context)
    return render(request, "review/page.html", page(request, case, "Review", **context))


@requires("file.view")
@require_safe
def picture(request: HttpRequest, case_number: str, document: str, number: int) -> HttpResponse:
    """The picture of a page; that it was opened is noted."""
    case = opened(case_number)
    try:
        found = file.document(case, document)
        drawn = file.picture(found, number)
    except file.NoPage as problem:
        raise Http404(str(problem)) from problem
    file.note_opened(case, acting(request.user).id, found, number)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@requires("file.view")
@require_safe
def search(request: HttpRequest, case_number: str) -> HttpResponse:
    """Where words stand in the file; to htmx the list alone."""
    case = opened(case_number)
    words = request.GET.get("words", "").replace("\x00", "")[:200]
    hits, mute = file.search(case, words)
    context = {
        "words": words,
        "hits": hits,
        "mute": mute,
        "most": file.MOST,
        "base": address(case.number, "review/"),
    }
    if request.headers.get("HX-Request"):
        return render(request, "review/_hits.html", context)
    return render(request, "review/search.html", page(request, case, "Review", **context))
