"""Looking at a paper of the file, page by page; and the paper as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr.service.accounts.access import requires
from openimr.service.bootstrap import wiring
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.filed import seen_by_reviewers
from openimr.service.cases.pages import address, opened, page
from openimr.service.records import showing
from openimr.service.review import file


@requires("file.view")
@require_safe
def paper(request: HttpRequest, case_number: str, document: str) -> HttpResponse:
    """One paper: a page of it, what it is, and the papers before and after."""
    case = opened(case_number)
    actor = acting(request.user)
    found = _visible(actor, case, document)
    total = found.pages or 1
    wanted = request.GET.get("page", "1")
    number = min(max(int(wanted), 1), total) if wanted.isdecimal() and len(wanted) < 6 else 1
    lines = showing.lines(actor, case, describe=bool(verdict(actor, "records.add", case)))
    at = next(place for place, one in enumerate(lines) if one.document.id == found.id)
    context = page(
        request,
        case,
        "Records",
        line=lines[at],
        number=number,
        total=total,
        before=number - 1 if number > 1 else None,
        after=number + 1 if number < total else None,
        paper_before=lines[at - 1] if at else None,
        paper_after=lines[at + 1] if at + 1 < len(lines) else None,
        picture=address(case.number, f"records/{found.id}/pages/{number}.png"),
        whole=address(case.number, f"records/{found.id}/paper.pdf"),
        back=address(case.number, "records/"),
    )
    return render(request, "records/paper.html", context)


@requires("file.view")
@require_safe
def picture(request: HttpRequest, case_number: str, document: str, number: int) -> HttpResponse:
    """The picture of a page; that a reviewer opened it is noted."""
    case = opened(case_number)
    actor = acting(request.user)
    found = _visible(actor, case, document)
    try:
        drawn = file.picture(found, number)
    except file.NoPage as problem:
        raise Http404(str(problem)) from problem
    if actor.reviewer:
        file.note_opened(case, actor.id, found, number)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@requires("file.view")
@require_safe
def whole(request: HttpRequest, case_number: str, document: str) -> HttpResponse:
    """The paper as it came, to keep; nothing in it runs on this site."""
    case = opened(case_number)
    found = _visible(acting(request.user), case, document)
    try:
        data = wiring().papers.get(found.sha256)
    except (OSError, ValueError) as problem:
        raise Http404("The paper is not in the storage; tell the administrator.") from problem
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case.number}-{found.id}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _visible(actor: Actor, case: Case, id: str) -> Document:  # noqa: A002
    """The paper, if this person gets to see it: what is kept from reviewers does not exist for them.

    Raises:
        Http404: there is none.
    """
    shown = seen_by_reviewers(case) if actor.role == "reviewer" else case.documents
    for one in shown:
        if one.id == id:
            return one
    raise Http404("There is no such paper in this file.")
