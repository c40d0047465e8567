"""The de-identified copy of a letter: what could tell who somebody is, taken out or masked.

First version. The cover's people, addresses and numbers go; in free text, patterns that identify
somebody become ``[redacted]``, which does not show their length. Kept, as in the letters that the
Division of Workers' Compensation publishes: case number, dates of the case, age up to 89, sex,
clinical facts, and the reviewer's licenses and specialties. A bare name without a title before or a
degree after it is not found: that needs more than patterns.
"""

from __future__ import annotations

import re
from dataclasses import replace

from openimr.letters.cover import Cover, Recipient
from openimr.letters.model import Determination, Item, Summary

#: What stands in the place of something taken out.
REDACTED = "[redacted]"
#: Ages above this identify (as in the federal Safe Harbor rule, 45 CFR 164.514(b)(2)(i)(C)).
_OLDEST = 89

_NAME = r"[A-Z][A-Za-z'’-]+"
_INITIAL = r"(?:[A-Z]\.\s*)"
_FULL_NAME = rf"{_INITIAL}*{_NAME}(?:\s+{_INITIAL}*{_NAME}){{0,2}}"
_DATE = r"(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]+\.?\s+\d{1,2},?\s+\d{4})"
_DEGREES = r"(?:M\.?D|D\.?O|D\.?C|D\.?P\.?M|Ph\.?D|Psy\.?D|L\.?Ac|P\.?T|P\.?A(?:-C)?|N\.?P|R\.?N|O\.?D|D\.?D\.?S|Esq)\b\.?"
_STREET = r"(?:Street|St|Avenue|Ave|Boulevard|Blvd|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Way|Place|Pl|Parkway|Pkwy|Highway|Hwy)"
_NUMBER = (
    r"(?:claim|MRN|medical\s+record|chart|patient\s+ID|patient\s+identification|member\s+ID|policy|ADJ|EAMS|"
    r"NPI|WCAB|file|account|driver['’]?s?\s+license)"
)

#: Each pattern with what to put for it; the more telling first.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b\d{3}-\d{2}-\d{4}\b"), REDACTED),
    (
        re.compile(
            r"\b(SSN|social\s+security(?:\s+(?:number|no\.?))?)(\s*(?:#|:|is|of)?\s*)[\dXx*-]{4,}", re.I
        ),
        rf"\1\2{REDACTED}",
    ),
    (re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"), REDACTED),
    (re.compile(r"\b(?:https?://|www\.)\S+[\w/]", re.I), REDACTED),
    (
        re.compile(r"(?<![\w/.-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])\d{3}[\s.-]\d{4}(?![\w/-])"),
        REDACTED,
    ),
    (
        re.compile(
            rf"\b((?i:{_NUMBER})(?i:\s+(?:number|no\.?|num\.?|#))?(?:\s*[#:]+\s*|\s+)(?i:is\s+)?)(?=[\w-]*\d)[A-Za-z0-9][\w-]{{3,}}"
        ),
        rf"\1{REDACTED}",
    ),
    (re.compile(r"\bADJ\d{5,}\b"), REDACTED),
    (
        re.compile(
            rf"\b((?i:date\s+of\s+birth|birth\s?date|D\.?O\.?B\.?|born(?:\s+on)?)\s*[:,]?\s*(?:(?:is|of|on|was)\s+)?){_DATE}"
        ),
        rf"\1{REDACTED}",
    ),
    (
        re.compile(
            rf"\b\d{{1,6}}\s+(?:[NSEW]\.?\s+)?(?:{_NAME}\s+|\d{{1,3}}(?:st|nd|rd|th)\s+){{1,3}}{_STREET}\b\.?"
            rf"(?:,?\s+(?:Suite|Ste\.?|Apt\.?|Unit|#)\s*[\w-]+)?(?:,\s+{_NAME}(?:\s+{_NAME})*,\s+[A-Z]{{2}}(?:\s+\d{{5}}(?:-\d{{4}})?)?)?"
        ),
        REDACTED,
    ),
    (re.compile(r"\bP\.?\s?O\.?\s+Box\s+\d+", re.I), REDACTED),
    (re.compile(rf"\b((?:Dr|Mr|Mrs|Ms|Miss|Prof)\b\.?\s+){_FULL_NAME}"), rf"\1{REDACTED}"),
    (re.compile(rf"\b(Doctor\s+){_FULL_NAME}"), rf"\1{REDACTED}"),
    (re.compile(rf"\b{_NAME}\s+{_INITIAL}*{_NAME}(,\s*|\s+){_DEGREES}(?!\w)"), REDACTED),
)
_AGES = (
    re.compile(
        r"\b(9\d|1[0-2]\d)([\s-]*(?:years?|yrs?\.?)[\s-]*(?:old|of\s+age)\b|\s?-?(?:y/o|y\.o\.|yo)\b)", re.I
    ),
    re.compile(r"\b(age[d]?\s+(?:of\s+)?)(9\d|1[0-2]\d)\b", re.I),
)


def redact(text: str) -> str:
    """``text`` with what identifies somebody masked, and ages above 89 as "90 or older"."""
    for pattern, put in _PATTERNS:
        text = pattern.sub(put, text)
    text = _AGES[0].sub("90 or older", text)
    return _AGES[1].sub(r"\g<1>90 or older", text)


def public_determination(determination: Determination) -> Determination:
    """The determination with its free text masked; what was read from the letter's table stays."""
    reviewer = determination.reviewer
    return replace(
        determination,
        reviewer=replace(reviewer, statement=_masked(reviewer.statement)),
        documents_reviewed=tuple(redact(name) for name in determination.documents_reviewed),
        summary=_summary(determination.summary),
        items=tuple(_item(item) for item in determination.items),
        spans={},
    )


def public_cover(cover: Cover) -> Cover:
    """The cover without people, addresses and numbers; recipients keep their role only."""
    return Cover(
        organization=cover.organization,
        documents=tuple(redact(name) for name in cover.documents),
        recipients=tuple(Recipient(recipient.role) for recipient in cover.recipients),
        mailing_date=cover.mailing_date,
        service_method=cover.service_method,
    )


def _summary(summary: Summary) -> Summary:
    return replace(
        summary,
        text=redact(summary.text),
        age=None if summary.age is not None and summary.age > _OLDEST else summary.age,
        diagnoses=tuple(redact(diagnosis) for diagnosis in summary.diagnoses),
    )


def _item(item: Item) -> Item:
    return replace(
        item,
        heading=redact(item.heading),
        disputed=redact(item.disputed),
        original_request=_masked(item.original_request),
        authorized=_masked(item.authorized),
        rationale=_masked(item.rationale),
    )


def _masked(text: str | None) -> str | None:
    return None if text is None else redact(text)
