"""Identifying data in a public copy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, View

_SOURCE = "Labor Code 4610.6(m): determinations are published without what identifies the worker and others"
#: What it is, words (lower case) without which it is not there, and how it looks.
_NUMBERS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    (
        "a Social Security number",
        ("-",),
        re.compile(r"\b(?<!-)(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"),
    ),
    (
        "a telephone number",
        ("-", ".", " "),
        re.compile(r"(?<![\d-])(?:\+?1[\s.-])?\(?\b[2-9]\d{2}\)?[\s.-]{1,2}[2-9]\d{2}[.\s-]\d{4}(?![\d-])"),
    ),
    ("an e-mail address", ("@",), re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    (
        "a claim, record or license number",
        ("claim", "file", "record", "mrn", "account", "policy", "member", "patient id", "adj", "wcab", "npi", "dea", "licen"),
        re.compile(
            r"\b(?:claim|file|medical record|MRN|account|policy|member|patient ID|EAMS|ADJ|WCAB|NPI|DEA|license)"
            r"\s?(?:number|no\.?|#|ID)?\s?(?:is|:|#)?\s?(?=[A-Z0-9-]*\d{3})[A-Z]{0,4}-?\d[\dA-Z-]{4,}\b",
            re.IGNORECASE,
        ),
    ),
    (
        "a date of birth",
        ("birth", "dob", "born"),
        re.compile(
            r"\b(?:date of birth|DOB|born(?: on)?)\s?(?:is|was|:|,)?\s?(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|[A-Z][a-z]+ \d{1,2}, \d{4})",
            re.IGNORECASE,
        ),
    ),
    (
        "a street address",
        (" street", " st.", " ave", " blvd", " boulevard", " road", " rd.", " drive", " lane", " ln.", " court", " way", " parkway"),
        re.compile(
            r"\b\d{1,5}\s+(?:[NSEW]\.?\s+)?(?:[A-Z][a-z]+\s+){1,3}(?:Street|St\.|Avenue|Ave\.?|Boulevard|Blvd\.?|Road|Rd\.|"
            r"Drive|Lane|Ln\.|Court|Way|Parkway|Suite)(?=[\s,.]|$)"
        ),
    ),
)  # fmt: skip
_NAMES = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss)\.?\s+[A-Z][a-z]+(?:[\s-][A-Z][a-z]+)?"
    r"|\b(?:Dr\.?|Doctor)\s+(?:[A-Z]\.\s*)?[A-Z][a-z]+(?:[\s-][A-Z][a-z]+)?"
    r"|\b[A-Z][a-z]+\s+(?:[A-Z]\.?\s+)?[A-Z][a-z]+,\s?(?:M\.?D\.?|D\.?O\.?|D\.?C\.?|Ph\.?D\.?|PA-C|N\.?P\.?|L\.?Ac\.?|D\.?P\.?M\.?)(?![a-z])"
    r"|\b[A-Z][\w&'-]+(?:\s(?:&\s)?[A-Z][\w&'-]+){0,4},?\s(?:Inc|LLC|L\.L\.C|Corp|Corporation|Company|Co|Ltd|LLP)\b\.?"
    r"|\b(?:named|name is|name:)\s+[A-Z][a-z]+(?:\s[A-Z][a-z]+)?"
)


def _everything(view: View) -> Iterator[Passage]:
    yield from view.passages
    for index, document in enumerate(view.letter.documents_reviewed):
        yield Passage(f"/documents_reviewed/{index}", document)
    if view.letter.reviewer.statement:
        yield Passage("/reviewer/statement", view.letter.reviewer.statement)


@check(
    "PRIV-01",
    "Identifying number or address",
    looks_for="In a public copy: Social Security, telephone, claim or record numbers, e-mail and street addresses, birth dates.",
    example='"Claim number: 123456-A"',
    source=_SOURCE,
    plain=True,
    public=True,
)
def _numbers_left(view: View) -> Iterator[Hit]:
    for passage in _everything(view):
        lower = passage.lower
        for what, hints, pattern in _NUMBERS:
            if hints and not any(hint in lower for hint in hints):
                continue
            for match in pattern.finditer(passage.text):
                yield Hit(
                    passage.number,
                    f"The public copy shows {what}.",
                    match[0],
                    _SOURCE,
                    "Delete it, with a mark that does not show its length.",
                    passage.pointer,
                )


@check(
    "PRIV-02",
    "Name of a person or an employer",
    looks_for="In a public copy: a name after Mr., Ms. or Dr., before a degree, or of a company.",
    example='"referred by Dr. Example to Jane Example, M.D."',
    source=_SOURCE,
    public=True,
)
def _names_left(view: View) -> Iterator[Hit]:
    for passage in _everything(view):
        for match in _NAMES.finditer(passage.text):
            yield Hit(
                passage.number,
                "The public copy shows a name.",
                match[0],
                _SOURCE,
                "Name the role instead (the treating physician, the injured worker).",
                passage.pointer,
            )
