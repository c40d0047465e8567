"""The page of a letter, its pictures, and its copies, for any :class:`Subject`."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from openimr.letters.writing.content import UnwritableText
from openimr.pages.model import UnreadableFile
from openimr.service.bootstrap import wiring
from openimr.service.letters import copies, pictures
from openimr.service.letters.paper import sheets
from openimr.service.letters.subject import Subject


def page(request: HttpRequest, subject: Subject, **more: Any) -> HttpResponse:
    """The letter's page beside its data. ``more`` goes to the template."""
    findings = [{**finding, "number": number} for number, finding in enumerate(subject.findings)]
    determination = subject.determination
    items = [
        {**item, "findings": [f for f in findings if f["item"] == item["number"]]}
        for item in determination["items"]
    ]
    context = {
        "subject": subject,
        "letter": determination,
        "items": items,
        "findings": findings,
        "letter_findings": [f for f in findings if f["item"] is None],
        "sheets": [
            {"sheet": sheet, "notes": [findings[n] for n in sheet.findings if n < len(findings)]}
            for sheet in sheets(subject, _folder("paper"))
        ],
        "errors": sum(f["severity"] == "error" for f in findings),
        "warnings": sum(f["severity"] == "warning" for f in findings),
        "upheld": sum(item["decision"] == "upheld" for item in items),
        "overturned": sum(item["decision"] == "overturned" for item in items),
        "forms": [(form, title) for form, (_, title) in copies.FORMS.items()],
        **more,
    }
    response = render(request, "letter.html", context)
    if subject.private:
        _keep_private(response)
    return response


def picture(subject: Subject, number: int) -> HttpResponse:
    """A page's picture. Its address names the file's digest, so it may be kept for ever."""
    try:
        data = pictures.picture(subject, number, _folder("pictures"))
    except (ValueError, UnreadableFile) as problem:
        raise Http404(str(problem)) from problem
    response = HttpResponse(data, content_type="image/png")
    response["Cache-Control"] = f"{'private' if subject.private else 'public'}, max-age=31536000, immutable"
    if subject.private:
        response["Cache-Control"] = "private, max-age=3600"
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def copy(request: HttpRequest, subject: Subject, form: str) -> HttpResponse:
    """A copy to save."""
    if form not in copies.FORMS:
        raise Http404(f"There is no copy of the form {form!r}.")
    try:
        response = copies.copy(subject, form)
    except (UnwritableText, ValueError) as problem:
        return render(
            request,
            "problem.html",
            {"title": "This copy can’t be made", "sentence": str(problem), "back": subject.address},
            status=422,
        )
    if subject.private:
        response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _keep_private(response: HttpResponse) -> None:
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"


def _folder(name: str) -> Any:
    folder = wiring().cache / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
