"""Taking uploaded papers one by one: each is kept, or refused by its name with the others kept."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from openimr.service.cases.papers import LARGEST, MIB, Kept, brought, keep
from openimr.service.cases.refusals import Refused

#: As many papers are looked at at once in one process: a large one takes time and disk.
_SEATS = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was kept."""

    name: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A file that was refused, and the sentence that says why."""

    name: str
    why: str


def take(files: Sequence[UploadedFile[Any]]) -> tuple[list[Taken], list[NotTaken]]:
    """Look at each file and keep it. The web server has written large ones to disk; here they come one at a time."""
    taken, refused = [], []
    for file in files:
        name = clean_name(file.name)
        try:
            taken.append(Taken(name, _keep(file, name)))
        except Refused as problem:
            refused.append(NotTaken(name, problem.message))
        finally:
            file.close()
    return taken, refused


def _keep(file: UploadedFile[Any], name: str) -> Kept:
    size = file.size or 0
    if size > LARGEST:
        raise Refused(
            f"{name} has {size / MIB:,.0f} MB; a paper may have {LARGEST // MIB} MB. Split it and send the parts."
        )
    if not size:
        raise Refused(f"{name} is empty; scan it again.")
    if b"%PDF-" not in file.read(1024):
        raise Refused(f"{name} is no PDF; print it to a PDF and send that.")
    file.seek(0)
    with _SEATS:
        return keep(brought(file), name)


def clean_name(name: str | None) -> str:
    """A file's name without folders and control characters."""
    last = PurePath((name or "").replace("\\", "/")).name
    return "".join(one for one in last if one.isprintable())[:150] or "The file"


def title_of(name: str) -> str:
    """A title from a file's name, for somebody to put right."""
    stem = name.removesuffix(".pdf").removesuffix(".PDF").replace("_", " ").strip()
    return stem[:1].upper() + stem[1:] or "Paper"
