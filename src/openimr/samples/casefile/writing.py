"""A case file on disk: the papers, the list of them, and the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openimr.law.forms import Application
from openimr.letters.codec import to_json
from openimr.letters.model import Determination
from openimr.samples.casefile import papers
from openimr.samples.casefile.applying import apply, chance_of
from openimr.samples.casefile.days import days
from openimr.samples.casefile.model import DocumentInfo


@dataclass(frozen=True)
class CaseFile:
    """A made-up case: the application as data, its files by name, and the list of its documents."""

    application: Application
    files: dict[str, bytes]
    documents: tuple[DocumentInfo, ...]

    def write(self, folder: Path) -> None:
        """Put the files into ``folder``, which is made where it is missing.

        Raises:
            OSError: the folder can't be made or written to.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


def case(determination: Determination, *, seed: int = 1, scanned: bool = False) -> CaseFile:
    """A case file with the facts of ``determination``; the same seed gives the same bytes.

    Nothing of the letter's summary or rationales is copied: facts only. What the letter does not tell and a
    file can't do without (people, addresses, some days) is made up; the manifest lists those days.

    Raises:
        CaseFileError: the letter's dates can't be put in an order.
        ModuleNotFoundError: ``scanned`` is wanted and Pillow is not installed.
    """
    application = apply(determination, seed)
    when = days(chance_of(determination, seed), determination)
    key = f"{seed} {determination.case_number or determination.source}"
    paper = papers.of(determination, application, key)
    form = papers.application_pdf(application)
    received = application.received or when.received
    who = application.employee.name or ""
    decision, denied = paper.denial(2)
    records, bound = paper.bound(3)
    first = DocumentInfo(1, "application", "Application for Independent Medical Review", who, received, (1, 1), "application.pdf")  # fmt: skip
    documents = (first, decision, *records)
    files = {
        "application.json": _json(application.to_dict()),
        "application.pdf": form,
        "denial.pdf": denied,
        "records.pdf": bound,
        "manifest.json": _json(
            {"documents": [one.to_dict() for one in documents], "invented": list(when.invented)}
        ),
        "truth.json": _json(to_json(determination)),
    }
    if scanned:
        files["application-scanned.pdf"] = papers.application_pdf(application, scanned=True)
    return CaseFile(application, files, documents)


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode()
