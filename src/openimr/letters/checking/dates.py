"""Dates: the header against the summary, the order of events, days that no calendar has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Day, Passage, View, day, spell

_INJURY = re.compile(
    r"\binjur|\bhurt\b|\bfell\b|\bsustained\b|\baccident|\bincident|\bDOI\b|\bclaim\b|\btrauma\b|\bexposure\b|\bdate of loss",
    re.I,
)
_REVIEW = re.compile(
    r"utilization review|\bUR\b|claims administrator|\breview(?:ed)?\b|non-?\s?certif|\bdenied\b", re.I
)
#: Before a date that may well be older than the injury.
_EARLIER = re.compile(
    r"\b(?:prior|previous(?:ly)?|earlier|pre-?existing|history|remote|surger\w+|operat\w+|underwent|\w+ectomy|\w+plasty|"
    r"arthroscop\w+|fusion|since|born|hired|employed|began|working|updated?|published|guidelines?|edition)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:first|another|other|prior|previous|earlier|old|second|separate)\s+(?:industrial\s+)?(?:injur\w+|claim|accident)|"
    r"\bcumulative|\bcontinuous trauma|\bpre-?existing|\bmedical history",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"request for authorization|\bRFA\b|authorization (?:request|form)", re.IGNORECASE)
_LOOKS_DATED = re.compile(
    r"(?<![\w/.-])(?P<m>\d{1,2})(?P<s>[/-])(?P<d>\d{1,2})(?P=s)(?P<y>(?:19|20)\d{2}|\d{2})(?![\w/%-]|\s?(?:mg|mcg|ml|gm?\b)|\.\d)"
)
_WRITTEN = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+"
    r"(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})\b",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(
    r"\b(?:on|dated?|of|from|since|until|through|to|injury|and|visit|note|report)\s*[:(]?\s*$", re.I
)

_HEADER = {
    "injury": "Date of Injury",
    "ur_denial": "UR Denial Date",
    "application_received": "Application Received",
    "assigned": "Date Assigned",
    "decision": "Decision Date",
}


def _printed(passage: Passage, value: date | None, context: re.Pattern[str]) -> Day | None:
    """Where the summary prints ``value``, best in a sentence of the right kind."""
    places = [d for d in passage.days if d.day == value]
    for place in places:
        if context.search(passage.sentence_at(place.start).text):
            return place
    return places[0] if places else None


def _against_header(
    view: View, name: str, value: date | None, context: re.Pattern[str], what: str
) -> Iterator[Hit]:
    header = day(getattr(view.letter.dates, name))
    if header is None or value is None or header == value:
        return
    passage = view.summary
    place = _printed(passage, value, context)
    if place is None or not context.search(passage.sentence_at(place.start).text):
        return
    # The header's date in the same sentence: a span of time, or two claims.
    sentence = passage.sentence_at(place.start)
    if any(other.day == header and sentence.start <= other.start < sentence.end for other in passage.days):
        return
    yield Hit(
        None,
        f"The summary dates the {what} {spell(value)}, the header {spell(header)}.",
        place.text,
        f"{_HEADER[name]}: {spell(header)} (header)",
        "Check the date in the file and give the same one in both places.",
        passage.pointer,
    )


@check(
    "DATE-01",
    "Date of injury differs",
    looks_for="A date of injury in the summary other than the one in the header.",
    example='Header: "Date of Injury: 03/04/2016". Summary: "an injury of March 4, 2015".',
    source="Quality gate: dates agree between header and summary",
    plain=True,
)
def _injury_differs(view: View) -> Iterator[Hit]:
    yield from _against_header(view, "injury", day(view.letter.summary.injury_date), _INJURY, "injury")


@check(
    "DATE-02",
    "Date of the utilization review decision differs",
    looks_for="A utilization review decision dated otherwise in the summary than in the header.",
    example='Header: "UR Denial Date: 05/02/2016". Summary: "utilization review of May 12, 2016 denied".',
    source="Quality gate: dates agree; the 30 days to apply run from this decision, Labor Code 4610.5(h)",
    plain=True,
)
def _review_differs(view: View) -> Iterator[Hit]:
    value = day(view.letter.summary.ur_decision_date)
    yield from _against_header(view, "ur_denial", value, _REVIEW, "utilization review decision")


@check(
    "DATE-03",
    "Header dates out of order",
    looks_for="Injury, utilization review, application, assignment and decision that do not follow in this order.",
    example='"UR Denial Date: 05/02/2016 ... Application Received: 04/28/2016"',
    source="Labor Code 4610.5(h), 4610.6(d): each step follows the one before",
    plain=True,
)
def _header_order(view: View) -> Iterator[Hit]:
    known = [(name, value) for name in _HEADER if (value := day(getattr(view.letter.dates, name)))]
    for (first, earlier), (second, later) in pairwise(known):
        if later < earlier:
            yield Hit(
                None,
                f"{_HEADER[second]} ({spell(later)}) lies before {_HEADER[first]} ({spell(earlier)}).",
                "",
                f"{_HEADER[first]}: {spell(earlier)}",
                "Check both dates in the case file.",
                f"/dates/{second}",
            )


@check(
    "DATE-04",
    "Record after the decision",
    looks_for="A date in the summary or a rationale that lies after the date of the decision.",
    example='"On a note of August 9, 2017 ..." in a letter decided on 02/24/2017',
    source="Quality gate: records come before the decision",
    plain=True,
)
def _after_decision(view: View) -> Iterator[Hit]:
    decision = day(view.letter.dates.decision)
    if decision is None:
        return
    for passage in view.written:
        for found in passage.days:
            if found.day and found.day > decision:
                yield Hit(
                    passage.number,
                    f"{found.text} lies after the decision of {spell(decision)}.",
                    found.text,
                    f"Decision Date: {spell(decision)} (header)",
                    "Check the date in the record.",
                    passage.pointer,
                )


@check(
    "DATE-05",
    "Record before the injury",
    looks_for=(
        "A date before the injury that is not said to be history, surgery, employment or another claim. "
        "A letter whose two dates of injury differ is left to DATE-01."
    ),
    example='"evaluated on 02-03-16" where the injury was on 10-13-2016',
    source="Quality gate: the injury comes before the records",
    plain=True,
)
def _before_injury(view: View) -> Iterator[Hit]:
    injury = day(view.letter.dates.injury) or day(view.letter.summary.injury_date)
    told = day(view.letter.summary.injury_date)
    if injury is None or (told and told != injury):
        return
    for passage in view.written:
        for found in passage.days:
            if found.day is None or found.day >= injury:
                continue
            sentence = passage.sentence_at(found.start)
            before = passage.text[max(sentence.start, found.start - 70) : found.start]
            if not _EARLIER.search(before) and not _PAST.search(sentence.text):
                yield Hit(
                    passage.number,
                    f"A record of {found.text} lies before the injury of {spell(injury)}.",
                    found.text,
                    f"Date of Injury: {spell(injury)}",
                    "Check the date in the record.",
                    passage.pointer,
                )


@check(
    "DATE-06",
    "Date that no calendar has",
    looks_for="A 13th month, a 31st of June, a 30th of February.",
    example='"seen on 02-30-2016"',
    source="Gregorian calendar",
    plain=True,
)
def _impossible(view: View) -> Iterator[Hit]:
    for passage in view.passages:
        for match in _LOOKS_DATED.finditer(passage.text):
            month, number = int(match["m"]), int(match["d"])
            if len(match["y"]) == 2 and not _DATE_WORD.search(
                passage.text, max(0, match.start() - 14), match.start()
            ):
                continue
            if not _exists(month, number, match["y"]):
                yield _never(passage, match[0])
        for found in passage.days:
            if found.day is None and _WRITTEN.fullmatch(found.text):
                yield _never(passage, found.text)


def _exists(month: int, number: int, year: str) -> bool:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        date(full, month, number)
    except ValueError:
        return False
    return True


def _never(passage: Passage, words: str) -> Hit:
    return Hit(
        passage.number,
        f"{words} is no date of the calendar.",
        words,
        "the calendar (month before day, as in the United States)",
        "Check the date in the record.",
        passage.pointer,
    )


@check(
    "DATE-07",
    "Request for authorization after the decision on it",
    looks_for="A request for authorization dated after the utilization review decision that it led to.",
    example='"Request for Authorization dated 01-20-2017" where utilization review decided on 01-05-2017',
    source="8 CCR 9792.9.1(a): review begins with the request",
)
def _request_after_review(view: View) -> Iterator[Hit]:
    review = day(view.letter.dates.ur_denial) or day(view.letter.summary.ur_decision_date)
    told = day(view.letter.summary.ur_decision_date)
    decision = day(view.letter.dates.decision)
    if review is None or (told and told != review):
        return
    for found in view.summary.days:
        if found.day is None or found.day <= review or (decision and found.day > decision):
            continue
        sentence = view.summary.sentence_at(found.start)
        near = sentence.text[max(0, found.start - sentence.start - 60) : found.end - sentence.start + 25]
        if _REQUEST.search(near):
            yield Hit(
                None,
                f"The request for authorization is dated {found.text}, after utilization review decided on {spell(review)}.",
                found.text,
                f"UR Denial Date: {spell(review)}",
                "Check which request was reviewed.",
                view.summary.pointer,
            )
