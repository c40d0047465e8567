"""The pages of a paper of the mail room, as pictures."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from openimr import pages
from openimr.pages import UnreadableFile
from openimr.service.accounts.access import requires
from openimr.service.bootstrap import wiring
from openimr.service.cases.papers import LIMITS
from openimr.service.cases.refusals import NotFound
from openimr.service.intake.mail.paper import Paper
from openimr.service.intake.mail.selectors import get

#: Pixels per point: enough to read a form beside it.
_SCALE = 1.6
#: Pages that are shown at once; the whole paper can be opened as a file.
MOST = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its number, its picture's address, its shape."""

    number: int
    address: str
    width: int
    height: int


def sheets(paper: Paper) -> list[Sheet]:
    """The first pages of the paper."""
    try:
        sizes = pages.sizes(bytes_of(paper), limits=LIMITS)
    except UnreadableFile:
        return []
    return [
        Sheet(number, reverse("mail-page", args=[paper.dcn, number]), round(width), round(height))
        for number, (width, height) in enumerate(sizes[:MOST], start=1)
    ]


def bytes_of(paper: Paper) -> bytes:
    """The paper's bytes."""
    return wiring().papers.get(paper.sha256)


@requires("mail.sort")
@require_safe
def page(request: HttpRequest, dcn: str, number: int) -> HttpResponse:
    """One page as a picture.

    Raises:
        Http404: there is no such paper or page.
    """
    paper = _paper(dcn)
    folder = wiring().cache / "mail"
    kept = folder / f"{paper.sha256}-{number}.png"
    if kept.exists():
        drawn = kept.read_bytes()
    else:
        try:
            drawn = pages.render(bytes_of(paper), number, scale=_SCALE, limits=LIMITS)
        except (ValueError, UnreadableFile) as problem:
            raise Http404(str(problem)) from problem
        folder.mkdir(parents=True, exist_ok=True)
        scratch = kept.with_name(f".{kept.name}.{id(request):x}")
        scratch.write_bytes(drawn)
        scratch.replace(kept)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@requires("mail.sort")
@require_safe
def whole(request: HttpRequest, dcn: str) -> HttpResponse:
    """The paper as it came in.

    Raises:
        Http404: there is no such paper.
    """
    response = HttpResponse(bytes_of(_paper(dcn)), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{dcn}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _paper(dcn: str) -> Paper:
    try:
        return get(dcn)
    except NotFound as problem:
        raise Http404(problem.message) from problem
