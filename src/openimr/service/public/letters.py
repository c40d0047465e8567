"""A letter of the archive."""

from __future__ import annotations

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from openimr import archive
from openimr.archive.citing import Citation, cite_letter
from openimr.service.bootstrap import wiring
from openimr.service.letters import showing
from openimr.service.letters.subject import Subject


@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """Its page beside its data."""
    subject = _subject(slug)
    return showing.page(request, subject, archived=slug, cited=_citation(request, subject))


@require_safe
def picture(request: HttpRequest, slug: str, digest: str, page: int) -> HttpResponse:
    """The picture of one of its pages."""
    subject = _subject(slug)
    if not subject.sha256.startswith(digest) or len(digest) != 16:
        raise Http404("This is the address of another version of the file.")
    return showing.picture(subject, page)


@require_safe
def copy(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """A copy to save."""
    return showing.copy(request, _subject(slug), form)


def _subject(slug: str) -> Subject:
    held = archive.get(connection, slug)
    if held is None:
        raise Http404(f"The archive holds no letter {slug}.")
    return Subject(
        title=held.determination["case_number"] or held.determination["source"],
        address=reverse("letter", args=[held.slug]),
        sha256=held.sha256,
        storage=wiring().letters,
        kind=held.kind,
        determination=held.determination,
        findings=held.findings,
        reader=held.reader,
        sample=held.origin == "sample",
    )


def _citation(request: HttpRequest, subject: Subject) -> Citation:
    held = subject.determination
    decided = held["dates"]["decision"]
    fields = {
        "programme": "imr",
        "case_number": held["case_number"],
        "address": subject.address.strip("/").rpartition("/")[2],
        "decided": decided,
        "year": int(decided[:4]) if decided else None,
        "origin": "sample" if subject.sample else "published",
    }
    return cite_letter(fields, request.build_absolute_uri(subject.address))
