"""Bringing a letter, and looking at it."""

from __future__ import annotations

import threading
from pathlib import PurePath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from openimr.pages.model import UnreadableFile
from openimr.service.bootstrap import wiring
from openimr.service.letters import reader, showing
from openimr.service.letters.subject import Subject
from openimr.service.uploads import keeping
from openimr.service.uploads.answers import refusal
from openimr.service.uploads.models import Upload

_SEATS = threading.BoundedSemaphore(settings.OPENIMR_READERS)
#: Seconds that a visitor waits for a seat before being asked to come back.
_PATIENCE = 15


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Read a dropped file and send its visitor to the letter, or say in one sentence why that can't be."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return refusal(request, 400, "No file came with the form: choose a letter (PDF or text) and send it.")
    name = _clean_name(file.name)
    if (file.size or 0) > settings.OPENIMR_LARGEST_UPLOAD:
        largest = settings.OPENIMR_LARGEST_UPLOAD // 1024**2
        return refusal(request, 413, f"The file is larger than {largest} MB, which no letter is.", name)
    if not _SEATS.acquire(timeout=_PATIENCE):
        response = refusal(request, 503, "Many letters are being read just now: try again in a moment.", name)
        response["Retry-After"] = "10"
        return response
    try:
        data = file.read()
        reading = reader.read(data, name=name)
    except UnreadableFile as problem:
        return refusal(request, 422, problem.message, name)
    finally:
        _SEATS.release()
    if not request.session.session_key:
        request.session.create()
    upload_ = keeping.keep(str(request.session.session_key), name, data, reading)
    target = reverse("upload", args=[upload_.token])
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(target)
    return redirect(target)


@require_safe
def upload(request: HttpRequest, token: str) -> HttpResponse:
    """The letter's page beside its data."""
    found = _mine(request, token)
    return showing.page(request, _subject(found), expires_at=found.expires_at, token=token)


@require_safe
def picture(request: HttpRequest, token: str, digest: str, page: int) -> HttpResponse:
    """The picture of one of its pages."""
    return showing.picture(_subject(_mine(request, token)), page)


@require_safe
def copy(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """A copy to save."""
    return showing.copy(request, _subject(_mine(request, token)), form)


@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Forget the letter now."""
    keeping.forget(Upload.objects.filter(pk=_mine(request, token).pk))
    return redirect("home")


def _mine(request: HttpRequest, token: str) -> Upload:
    """The visitor's upload; somebody else's does not exist."""
    found = Upload.objects.filter(
        token=token, session=request.session.session_key or "-", expires_at__gt=timezone.now()
    ).first()
    if found is None:
        raise Http404("There is no such upload, or its time is over.")
    return found


def _subject(found: Upload) -> Subject:
    return Subject(
        title=found.determination["case_number"] or found.name,
        address=reverse("upload", args=[found.token]),
        sha256=found.sha256,
        storage=wiring().uploads,
        kind=found.kind,
        determination=found.determination,
        findings=found.findings,
        reader=found.reader,
        private=True,
    )


def _clean_name(name: str | None) -> str:
    """The file's name without folders and control characters."""
    last = PurePath((name or "").replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[:150] or "letter"
