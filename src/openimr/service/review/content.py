"""What a reviewer writes, as plain data: the one shape of drafts, of the check beside the typing, and of signing.

    {"summary", "age", "sex", "diagnoses",                       texts as typed; diagnoses one a line
     "items": {"1": {"decision": "" | "upheld" | "overturned", "rationale",
                     "administrator": [CITATION], "administrator_none": false,
                     "own": [CITATION], "own_none": false}},
     "documents": ["id", ...], "attestations": ["key", ...], "answers": {"finding": "why it stays"}}
    CITATION = {"source", "guideline", "year", "sections", "pages"}     sections parted by semicolons

Nothing is filled in for the reviewer: what was not typed is "" and means "not said".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, get_args

from openimr.letters.model import Citation, Determination, Item, Source
from openimr.letters.writing.citations import compose
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Review

SOURCES: tuple[str, ...] = get_args(Source)
#: The longest text that is kept of one field, and the most citations of one side.
LONGEST, MOST = 60_000, 20
#: What the reviewer attests, each by itself (LC 139.5(d)(4), (d)(5); LC 4610.6(b), (c)).
ATTESTATIONS = {
    "qualified": (
        "I hold a license in good standing that is not restricted, I know the condition and the treatments in "
        "dispute, and no disciplinary action against me was taken or is pending.",
        "LC 139.5(d)(4)",
    ),
    "practice": (
        "I am in active practice: for more than five years, and at least 24 hours a week now.",
        "contract, as the letters print it",
    ),
    "no_conflict": (
        "I have no material affiliation with anybody in this case.",
        "LC 139.5(c)(2), (d)(5), (d)(6)",
    ),
    "whole_file": ("I have reviewed all pertinent records of the file.", "LC 4610.6(b)"),
    "own": ("The decisions and the reasons are my own.", "LC 4610.6(c), (e)"),
}
_ITEM = re.compile(r"item-(\d+)-(decision|rationale|administrator-none|own-none)$")
_CITED = re.compile(r"item-(\d+)-(administrator|own)-(\d+)-(source|guideline|year|sections|pages)$")
_PARTS = ("source", "guideline", "year", "sections", "pages")


def blank(case: Case) -> dict[str, Any]:
    """Nothing typed yet."""
    return {
        "summary": "",
        "age": "",
        "sex": "",
        "diagnoses": "",
        "items": {str(one.number): _blank_item() for one in case.eligible_items},
        "documents": [],
        "attestations": [],
        "answers": {},
    }


def _blank_item() -> dict[str, Any]:
    return {
        "decision": "",
        "rationale": "",
        "administrator": [],
        "administrator_none": False,
        "own": [],
        "own_none": False,
    }


def completed(case: Case, content: Mapping[str, Any] | None) -> dict[str, Any]:
    """A draft with every field that the case has now; what was typed for other items stays in it."""
    whole = blank(case)
    for key, value in (content or {}).items():
        if key == "items":
            for number, entry in value.items():
                whole["items"][number] = {**_blank_item(), **entry}
        elif key in whole:
            whole[key] = value
    return whole


def from_post(case: Case, post: Any, before: Mapping[str, Any]) -> dict[str, Any]:
    """What a form of the workbench, or of the signing page, sent; fields that it did not hold stay as before.

    A form says with ``part`` which fields it holds: "writing" or "signing".
    """
    content = completed(case, before)
    if post.get("part") == "signing":
        content["documents"] = [one[:40] for one in post.getlist("documents")]
        content["attestations"] = [one for one in post.getlist("attestations") if one in ATTESTATIONS]
        content["answers"] = {
            name.removeprefix("answer-"): text[:4000]
            for name, text in post.items()
            if name.startswith("answer-") and text.strip()
        }
        return content
    for name in ("summary", "age", "sex", "diagnoses"):
        content[name] = post.get(name, "")[:LONGEST]
    items = {number: _blank_item() for number in content["items"]}
    cited: dict[tuple[str, str], dict[int, dict[str, str]]] = {}
    for name, text in post.items():
        if (found := _ITEM.match(name)) and found[1] in items:
            entry, field = items[found[1]], found[2].replace("-", "_")
            if field.endswith("_none"):
                entry[field] = True
            elif field == "rationale":
                entry[field] = text[:LONGEST]
            elif text in ("upheld", "overturned"):
                entry[field] = text
        elif (found := _CITED.match(name)) and found[1] in items:
            row = cited.setdefault((found[1], found[2]), {}).setdefault(int(found[3]), {})
            row[found[4]] = text[:2000]
    for (number, side), rows in cited.items():
        given = [{part: rows[at].get(part, "") for part in _PARTS} for at in sorted(rows)]
        items[number][side] = [row for row in given if any(text.strip() for text in row.values())][:MOST]
    # What was typed for an item that the form did not show stays.
    shown = {str(one.number) for one in case.eligible_items}
    content["items"] = {
        number: entry if number in shown else content["items"][number] for number, entry in items.items()
    }
    return content


def citation(row: Mapping[str, str]) -> Citation:
    """A citation as typed. Its text is composed in the form of the letters.

    Raises:
        ValueError: there is no source, nothing is named, or the year is none; the message says which.
    """
    source = row.get("source", "").strip()
    guideline = " ".join(row.get("guideline", "").split())
    year = row.get("year", "").strip()
    sections = tuple(filter(None, (" ".join(one.split()) for one in row.get("sections", "").split(";"))))
    pages = " ".join(row.get("pages", "").split()) or None
    if not year and (tail := re.search(r",?\s+\(?((?:19|20)\d\d)\)?$", guideline)):
        guideline, year = guideline[: tail.start()], tail[1]
    if source not in SOURCES:
        raise ValueError("choose where the guideline comes from (MTUS, ODG, ACOEM or Other)")
    if not guideline and not sections:
        raise ValueError("name the guideline or its section")
    if year and not re.fullmatch(r"(?:19|20)\d\d", year):
        raise ValueError(f"{year} is no year of an edition")
    made = Citation(source, guideline or None, int(year) if year else None, sections, pages, "")  # type: ignore[arg-type]
    return replace(made, text=compose(made))


def row_of(one: Citation | Mapping[str, Any]) -> dict[str, str]:
    """A citation as the form shows it."""
    given = one if isinstance(one, Mapping) else {name: getattr(one, name) for name in _PARTS}
    return {
        "source": str(given["source"]),
        "guideline": str(given["guideline"] or ""),
        "year": str(given["year"] or ""),
        "sections": "; ".join(given["sections"]),
        "pages": str(given["pages"] or ""),
    }


def plain(one: Citation) -> dict[str, Any]:
    """A citation as the determination's contract has it."""
    return {
        "source": one.source,
        "guideline": one.guideline,
        "year": one.year,
        "sections": list(one.sections),
        "pages": one.pages,
        "text": one.text,
    }


def typed(
    case: Case,
    determination: Determination,
    *,
    documents: Iterable[str],
    attestations: Iterable[str] = tuple(ATTESTATIONS),
) -> dict[str, Any]:
    """What a reviewer would have typed for this determination: for samples and tests."""
    by_number = {one.number: one for one in determination.items}
    content = blank(case)
    summary = determination.summary
    content |= {
        "summary": summary.text,
        "age": str(summary.age or ""),
        "sex": summary.sex or "",
        "diagnoses": "\n".join(summary.diagnoses),
        "documents": list(documents),
        "attestations": list(attestations),
    }
    for number in content["items"]:
        content["items"][number] = _typed_item(by_number[int(number)])
    return content


def _typed_item(item: Item) -> dict[str, Any]:
    return {
        "decision": item.decision,
        "rationale": item.rationale or "",
        "administrator": [row_of(one) for one in item.administrator_citations],
        "administrator_none": not item.administrator_citations,
        "own": [row_of(one) for one in item.reviewer_citations],
        "own_none": not item.reviewer_citations,
    }


def signed(case: Case, review: Review) -> dict[str, Any]:
    """What was typed for a review that is signed, so that it can be changed after it was returned."""
    content = blank(case)
    content |= {
        "summary": review.summary or "",
        "age": str(review.patient.get("age") or ""),
        "sex": review.patient.get("sex") or "",
        "diagnoses": "\n".join(review.patient.get("diagnoses") or ()),
        "documents": list(review.documents_reviewed),
    }
    for one in review.items:
        content["items"][str(one.number)] = {
            "decision": one.decision,
            "rationale": one.rationale,
            "administrator": [row_of(each) for each in one.administrator_citations],
            "administrator_none": not one.administrator_citations,
            "own": [row_of(each) for each in one.reviewer_citations],
            "own_none": not one.reviewer_citations,
        }
    return content
