"""The records that a letter rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import View, day

_RECORD = re.compile(
    r"\b(?:progress|emergency|office|clinic\w*|treatment|therapy|initial|operative|first|medical|follow-?up|physical)\s+"
    r"(?:\w+\s+)?(?:reports?|notes?|records?|exam\w*|visit|evaluation)\b",
    re.IGNORECASE,
)


@check(
    "REC-01",
    "No dated record",
    looks_for=(
        "A letter whose summary and rationales date nothing but the injury and the utilization review decision: "
        "one cannot tell which record the reviewer read."
    ),
    example='"The records show ongoing back pain and a normal examination." and no date but that of the injury',
    source="Labor Code 4610.6(d): the determination refers to the relevant documents in the record",
)
def _no_dated_record(view: View) -> Iterator[Hit]:
    if not view.summary.text.strip():
        return
    letter = view.letter
    injury = {day(letter.dates.injury), day(letter.summary.injury_date)}
    told = injury | {day(letter.dates.ur_denial), day(letter.summary.ur_decision_date)}
    for passage in view.written:
        for found in passage.days:
            if found.day is None:
                continue
            # A record of the day of the injury (an emergency visit) is a record all the same.
            before = passage.text[max(0, found.start - 60) : found.start]
            if found.day not in told or (found.day in injury and _RECORD.search(before)):
                return
    first = view.summary.sentences[0].text if view.summary.sentences else view.summary.text[:80]
    yield Hit(
        None,
        "No record is dated in this letter.",
        first,
        "summary and rationales: no date but the injury's and the utilization review decision's",
        "Give the date and author of each record that the decision rests on.",
        view.summary.pointer,
    )
