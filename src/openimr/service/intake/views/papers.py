"""The pages of a paper of the mail room."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from openimr.service import viewer
from openimr.service.accounts.access import requires
from openimr.service.bootstrap import wiring
from openimr.service.cases.refusals import NotFound
from openimr.service.intake.mail.paper import Paper
from openimr.service.intake.mail.selectors import get
from openimr.service.viewer import picture_response, saved


def pages_of(request: HttpRequest, paper: Paper) -> dict[str, Any]:
    """What the viewer's template is given."""
    return viewer.shown(request, _shown(paper))


@requires("mail.sort")
@require_safe
def page(request: HttpRequest, dcn: str, number: int, width: int) -> HttpResponse:
    """One page as a picture.

    Raises:
        Http404: there is no such paper.
    """
    return picture_response(_shown(_paper(dcn)), number, width)


@requires("mail.sort")
@require_safe
def whole(request: HttpRequest, dcn: str) -> HttpResponseBase:
    """The paper as it came in.

    Raises:
        Http404: there is no such paper.
    """
    return saved(_shown(_paper(dcn)), f"{dcn}.pdf")


def _shown(paper: Paper) -> viewer.Paper:
    return viewer.Paper(
        id=paper.dcn,
        title=paper.name,
        sha256=paper.sha256,
        storage=wiring().papers,
        pages=paper.pages,
        base=reverse("mail-paper", args=[paper.dcn]),
        save=reverse("mail-pdf", args=[paper.dcn]),
    )


def _paper(dcn: str) -> Paper:
    try:
        return get(dcn)
    except NotFound as problem:
        raise Http404(problem.message) from problem
