"""Papers that are sent along with an application: each kept, or refused by its name, the others kept."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from openimr.law import documents
from openimr.service.cases import papers
from openimr.service.cases.refusals import Refused
from openimr.service.intake.application.drafts import Draft


def take(request: HttpRequest, draft: Draft, *, largest: int) -> list[str]:
    """Keep the files of the request with the draft; a sentence for each that was refused.

    Args:
        largest: the most bytes of one file.
    """
    refused = []
    for file in request.FILES.getlist("papers"):
        try:
            draft.add(contents(file, largest), file_name(file))
        except Refused as problem:
            refused.append(problem.message)
    return refused


def contents(file: UploadedFile[Any], largest: int = papers.LARGEST) -> bytes | Path:
    """A file to be kept: its bytes, or where it lies where it is large.

    Raises:
        Refused: it is empty, or larger than ``largest``; then it is not read.
    """
    size = file.size or 0
    if size > largest:
        raise Refused(
            f"{file_name(file)} has {size / papers.MIB:,.0f} MB; one file may have {largest // papers.MIB} MB. "
            "Split it and send the parts."
        )
    if not size:
        raise Refused(f"{file_name(file)} is empty; scan it again.")
    return papers.brought(file)


def file_name(file: UploadedFile[Any]) -> str:
    """The file's name without folders and control characters."""
    last = PurePath((file.name or "").replace("\\", "/")).name
    return "".join(char for char in last if char.isprintable())[:150] or "The file"


def choices() -> list[tuple[str, str]]:
    """The types of document, for a select."""
    return list(documents.types().items())


def missing_types(draft: Draft, typed: dict[str, str]) -> list[str]:
    """A sentence for each paper of which it is not said what it is."""
    return [
        f"Say what {one['name']} is."
        for one in draft.papers
        if typed.get(f"type_{one['sha256']}") not in documents.types()
    ]
