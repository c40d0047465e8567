"""Looking at a paper of the file, page by page; and the paper as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service.accounts.access import requires
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain import Case
from openimr.service.cases.filed import seen_by
from openimr.service.cases.pages import address, opened, page
from openimr.service.records import showing
from openimr.service.review import file
from openimr.service.viewer import Paper, alone, picture_response, saved, shown


@requires("file.view")
@require_safe
def paper(request: HttpRequest, case_number: str, document: str) -> HttpResponse:
    """One paper: a page of it, what it is, and the papers before and after. That a reviewer opened it is noted."""
    case = opened(case_number)
    actor = acting(request.user)
    context = shown(request, _visible(case, actor, document), on_page_opened=file.noting(case, actor))
    if alone(request):
        return render(request, "viewer/_viewer.html", context)
    lines = showing.lines(actor, case, describe=bool(verdict(actor, "records.add", case)))
    at = next(place for place, one in enumerate(lines) if one.document.id == document)
    context |= page(
        request,
        case,
        "Records",
        line=lines[at],
        paper_before=lines[at - 1] if at else None,
        paper_after=lines[at + 1] if at + 1 < len(lines) else None,
        back=address(case.number, "records/"),
    )
    return render(request, "records/paper.html", context)


@requires("file.view")
@require_safe
def picture(request: HttpRequest, case_number: str, document: str, number: int, width: int) -> HttpResponse:
    """The picture of a page."""
    return picture_response(_visible(opened(case_number), acting(request.user), document), number, width)


@requires("file.view")
@require_safe
def whole(request: HttpRequest, case_number: str, document: str) -> HttpResponseBase:
    """The paper as it came, to keep."""
    case = opened(case_number)
    return saved(_visible(case, acting(request.user), document), f"{case.number}-{document}.pdf")


def _visible(case: Case, actor: Actor, document: str) -> Paper:
    """The paper, if this person gets to see it: what is kept from somebody does not exist for them.

    Raises:
        Http404: there is none.
    """
    for one in seen_by(actor, case):
        if one.id == document:
            base = address(case.number, f"records/{one.id}/")
            return file.paper(case, actor, one, base, save=f"{base}paper.pdf")
    raise Http404("There is no such paper in this file.")
