"""Papers of the file: one at a time in the viewer; and finding words in all of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import address, opened, page
from openimr.service.review import file
from openimr.service.viewer import Paper, picture_response, shown
from openimr.service.viewer.finding import LONGEST


@requires("file.view")
@require_safe
def one(request: HttpRequest, case_number: str, document: str) -> HttpResponse:
    """A page of a paper; that a reviewer opened it is noted. To htmx the viewer alone, with what is still to open."""
    case = opened(case_number)
    actor = acting(request.user)
    context = shown(request, _paper(case, actor, document), on_page_opened=file.noting(case, actor))
    if request.headers.get("HX-Request"):
        papers = file.opened(case, actor.id)
        now = next(each for each in papers if each.document.id == document)
        return render(request, "review/_paper.html", {**context, "one": now, "left": file.left(papers)})
    base = address(case.number, "review/")
    return render(request, "review/paper.html", page(request, case, "Review", base=base, **context))


@requires("file.view")
@require_safe
def picture(request: HttpRequest, case_number: str, document: str, number: int, width: int) -> HttpResponse:
    """The picture of a page."""
    return picture_response(_paper(opened(case_number), acting(request.user), document), number, width)


def _paper(case: Case, actor: Actor, document: str) -> Paper:
    try:
        found = file.document(case, document)
    except file.NoPaper as problem:
        raise Http404(str(problem)) from problem
    return file.paper(case, actor, found, address(case.number, f"review/file/{found.id}/"))


@requires("file.view")
@require_safe
def search(request: HttpRequest, case_number: str) -> HttpResponse:
    """Where words stand in the file; to htmx the list alone."""
    case = opened(case_number)
    words = request.GET.get("words", "").replace("\x00", "")[:LONGEST]
    context = {"words": words, "found": file.search(case, words), "base": address(case.number, "review/")}
    if request.headers.get("HX-Request"):
        return render(request, "review/_hits.html", context)
    return render(request, "review/search.html", page(request, case, "Review", **context))
