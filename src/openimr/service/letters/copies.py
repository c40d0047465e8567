"""Copies of a letter to take away: its data, the original file, and the letter written anew."""

from __future__ import annotations

import json

from django.http import HttpResponse

from openimr.letters.codec import from_json
from openimr.letters.writing.write import render
from openimr.service.letters.subject import Subject

#: The ending in the address to the content type and what the copy is.
FORMS = {
    "json": ("application/json", "Data, JSON"),
    "findings": ("application/json", "Findings, JSON"),
    "original": ("", "Original file"),
    "pdf": ("application/pdf", "Written anew, PDF"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Written anew, Word"),
    "html": ("text/html; charset=utf-8", "Written anew, HTML"),
    "txt": ("text/plain; charset=utf-8", "Written anew, text"),
}


def copy(subject: Subject, form: str) -> HttpResponse:
    """The copy as a file to save. Nothing of it is ever shown in place: a file is not ours to trust.

    Raises:
        KeyError: there is no such form.
        UnwritableText: the letter holds a character that the form can't show.
    """
    content_type, _ = FORMS[form]
    ending = form
    if form == "json":
        data = _json(subject.determination)
    elif form == "findings":
        found = [{k: v for k, v in finding.items() if k != "pointer"} for finding in subject.findings]
        data = _json({"source": subject.determination["source"], "findings": found})
        ending = "findings.json"
    elif form == "original":
        data = subject.data
        ending = "pdf" if subject.kind == "pdf" else "txt"
        content_type = "application/pdf" if subject.kind == "pdf" else "text/plain"
    else:
        data = render(from_json(subject.determination), form)
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{subject.file_name}.{ending}"'
    response["Cache-Control"] = "private, no-store" if subject.private else "public, max-age=300"
    return response


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode()
