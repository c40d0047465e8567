"""What the clinical case summary says of the worker and the claim."""

from __future__ import annotations

import re

from openimr.letters.model import Sex, Summary
from openimr.letters.reading import dates, numbers
from openimr.letters.reading.diagnoses import find_diagnoses
from openimr.letters.reading.lines import Lines, Passage
from openimr.letters.reading.record import Record

_OPENING = re.compile(
    r"^The\s+expert\s+reviewer\s+developed\s+the\s+following\s+clinical\s+case\s+summary[^:]{0,160}:\s*",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"\b(\d{1,3}|[A-Za-z]+(?:-[a-z]+)?)[\s-]*(?:years?|yrs?\.?)[\s-]*(?:of\s+age|old)\b"
    r"|\b(\d{1,3})\s?-?(?:y/o|y\.o\.|yo|yr/o)\b"
    r"|\bage(?:d)?\s+(?:of\s+)?(\d{2,3})\b",
    re.IGNORECASE,
)
_SEX_WORD = re.compile(r"\b(?:(male|man|gentleman)|(female|woman|lady))\b", re.IGNORECASE)
_SEX_LETTER = re.compile(r"[\s-]*(?:(M)|(F))\b(?!\.\w)")
_PRONOUN = re.compile(r"\b(?:(he|his|him)|(she|hers?))\b", re.IGNORECASE)

_D = dates.PATTERN
_INJURY = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:date\s+of\s+(?:the\s+)?(?:industrial\s+|work\s+)?(?:injury|loss|accident)|injury\s+date|DOI)\b"
        rf"\)?(?:\s*\(DOI\))?(?:\s*(?:of|on|is|was|as|:|,|=|listed\s+as|reported\s+as|noted\s+as|documented\s+as))*"
        rf"\s*({_D})",
        rf"\b(?:injur(?:y|ies)|injured|hurt|accident|incident|trauma|claim|exposure)\b"
        rf"(?:(?!\b(?:evaluat|examin|report\s+dated|note\s+dated|seen|visit|presented|progress|MRI|x-ray|"
        rf"review|request|authoriz|denied|surgery|underwent|treated\s+on|complain)\w*)[^.;]){{0,90}}?"
        rf"\b(?:on|of|from|dated|date|occurring|since|in)\s+(?:or\s+about\s+)?({_D})",
        rf"\b(?:on|from)\s+({_D})\W{{1,3}}(?:\w+\s+){{0,6}}?(?:was\s+injured|sustained|injured|suffered|fell|"
        rf"slipped|tripped|hurt|when\s+(?:he|she))",
        rf"\b(?:injur(?:y|ies)|injured)\b\W{{1,4}}({_D})",
        rf"^(?:[^.]*\.){{0,2}}[^.]*?\b(?:fell|slipped|tripped|was\s+(?:struck|hit|lifting|pinned)|twisted|strained)\b"
        rf"[^.;]{{0,90}}?\bon\s+({_D})",
    )
]
_REVIEW_WORDS = (
    r"(?:utilization\s+review(?:er)?|\bUR\b|claims\s+administrator|peer\s+review(?:er)?|prior\s+review"
    r"|previous(?:ly)?\s+(?:review(?:ed)?|denied|deemed|non-?certified|determined|modified))"
)
_REVIEW = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_REVIEW_WORDS}(?:\s*\(UR\))?(?:\s+(?:report|determination|decision|form|letter|denial|process|physician|"
        rf"notice|evaluation|summary|certification))*(?:\s+was)?(?:\s*(?:dated|on|of|from|date|completed\s+on|"
        rf"performed\s+on|issued\s+on|made\s+on|:|\())*\s*({_D})",
        rf"\b(?:on|dated)\s+\(?({_D})\)?,?\s+(?:the\s+|an?\s+)?(?:original\s+|previous\s+|prior\s+|initial\s+)?"
        rf"{_REVIEW_WORDS}",
        rf"\b(?:on|dated)\s+\(?({_D})\)?[^.;]{{0,240}}?\b(?:non-?\s?certif|denied|modified|not\s+certified|certified|"
        rf"partially|not\s+authorized|deni)[^.;]{{0,90}}?{_REVIEW_WORDS}",
        rf"{_REVIEW_WORDS}[^.;]{{0,160}}?\b(?:on|dated|of)\s+\(?({_D})",
        rf"{_REVIEW_WORDS}[^.;]{{0,60}}?\(?({_D})",
        rf"\b({_D})\)?[,:]?\s+(?:the\s+)?{_REVIEW_WORDS}",
        rf"\b(?:non-?\s?certified|denied|modified|adverse\s+determination|not\s+certified|denial|non-?\s?certification)\b[^.;]{{0,80}}?"
        rf"\b(?:on|dated)\s+\(?({_D})",
    )
]
_REVIEW_HINT = re.compile(rf"{_REVIEW_WORDS}|\b(?:denied|non-?\s?certified|modified)\b", re.IGNORECASE)


def read_summary(lines: Lines, bounds: tuple[int, int] | None, record: Record) -> Summary:
    """The summary's text and the facts in it."""
    if bounds is None:
        return Summary("", None, None, None, None, ())
    passage = lines.passage(*bounds)
    opening = _OPENING.match(passage.text)
    skip = opening.end() if opening else 0
    body = passage.text[skip:]
    record.add("/summary/text", passage, skip, len(passage.text))
    age, at = _age(body)
    if at:
        record.add("/summary/age", passage, skip + at[0], skip + at[1])
    sex, at = _sex(body, at)
    if at:
        record.add("/summary/sex", passage, skip + at[0], skip + at[1])
    injury = _dated(body, _INJURY, passage, skip, "/summary/injury_date", record)
    review = (
        _dated(body, _REVIEW, passage, skip, "/summary/ur_decision_date", record)
        if _REVIEW_HINT.search(body)
        else None
    )
    found = find_diagnoses(body)
    for index, (start, end) in enumerate(found):
        record.add(f"/summary/diagnoses/{index}", passage, skip + start, skip + end)
    return Summary(body, age, sex, injury, review, tuple(" ".join(body[s:e].split()) for s, e in found))


def _age(text: str) -> tuple[int | None, tuple[int, int] | None]:
    for match in _AGE.finditer(text):
        number = numbers.parse(match[1] or match[2] or match[3])
        if number is not None and 10 <= number <= 110:
            return number, match.span()
    return None, None


def _sex(text: str, after: tuple[int, int] | None) -> tuple[Sex | None, tuple[int, int] | None]:
    """Male or female: the word by the age, else the first such word, else the pronouns if they agree."""
    if after:
        near = _SEX_WORD.search(text, after[1], after[1] + 60)
        if near:
            return ("male" if near[1] else "female"), near.span()
        letter = _SEX_LETTER.match(text, after[1])
        if letter:
            return ("male" if letter[1] else "female"), letter.span()
    word = _SEX_WORD.search(text)
    if word:
        return ("male" if word[1] else "female"), word.span()
    pronouns = list(_PRONOUN.finditer(text))
    kinds = {bool(match[1]) for match in pronouns}
    if len(kinds) == 1:
        return ("male" if kinds.pop() else "female"), pronouns[0].span()
    return None, None


def _dated(
    text: str,
    patterns: list[re.Pattern[str]],
    passage: Passage,
    skip: int,
    pointer: str,
    record: Record,
) -> str | None:
    """The first date that one of ``patterns`` finds, the more telling patterns first."""
    for pattern in patterns:
        for match in pattern.finditer(text):
            value = dates.parse(match[1])
            if value:
                record.add(pointer, passage, skip + match.start(1), skip + match.end(1))
                return value
    return None
