"""A chart out of a letter's facts: what each visit found, in the case file's own words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from openimr.law.forms import Application
from openimr.letters.model import Determination, Item
from openimr.samples.casefile import apart, extras
from openimr.samples.casefile.cast import stock
from openimr.samples.casefile.chart import Chart, Medication, Visit
from openimr.samples.casefile.days import later, visits
from openimr.samples.casefile.kinds import kind_of
from openimr.samples.casefile.model import CaseFileError
from openimr.samples.casefile.signs import Sign, scores, signs, taken
from openimr.samples.chance import Chance
from openimr.vocabulary import body_parts

_LONG = re.compile(
    r"\b(?:chronic|long[- ]term|ongoing|continu\w+|refill\w*|has been (?:taking|on)|months of)\b", re.I
)


def chart(chance: Chance, determination: Determination, application: Application) -> Chart:
    """The chart of the application's case. Nothing in it speaks of what came after its day.

    Raises:
        CaseFileError: the application lacks the date of the request or of the decision.
    """
    asked, decided = application.rfa_date, application.ur_decision_date
    if asked is None or decided is None:
        raise CaseFileError(
            f"{determination.source}: the application needs the dates of the request for authorization and of the "
            "utilization review decision before a case file can be made for it."
        )
    days = list(visits(chance, determination, asked, application.injury_date))
    told = determination.dates.decision
    until = date.fromisoformat(told) if told else application.received or decided
    after = later(determination, decided, until)
    found = signs(determination.summary.text)
    pain = scores(determination.summary.text)
    made = [
        _visit(chance, determination, day, place, len(days), found, pain) for place, day in enumerate(days)
    ]
    made[-1] = replace(
        made[-1],
        plan=(*made[-1].plan, *(f"Authorization sought: {_asked(item)}" for item in determination.items)),
    )
    if after:
        again = replace(
            made[-1],
            day=after,
            history=f"Utilization review did not certify the request of {asked:%m/%d/%Y}.",
            plan=("Care goes on as before. The request is upheld by this office.",),
        )
        made.append(again)
    kinds = [kind_of(item) for item in determination.items]
    reasons = tuple(chance.pick(kind.denied) for kind in kinds)
    return Chart(
        visits=tuple(made),
        extras=extras.choose(chance, determination, kinds, found, days, application),
        reasons=reasons,
        job=next((job for job in stock("people")["jobs"] if job in determination.summary.text), ""),
    )


def _asked(item: Item) -> str:
    return item.original_request or item.disputed


def _visit(
    chance: Chance,
    determination: Determination,
    day: date,
    place: int,
    count: int,
    found: list[Sign],
    pain: list[str],
) -> Visit:
    last = place == count - 1
    complaint, examination = _body(chance, determination)
    named = [sign for sign in found if sign.where == "examination"]
    if last:
        known = {sign.label for sign in named}
        examination = [row for row in examination if row[0] not in known]
        examination += [(sign.label, sign.say) for sign in named]
    shown = {part: " ".join(s.say for s in found if s.where == part) for part in ("history", "function")}
    plans = [sign.say for sign in found if sign.where == "plan"]
    work = next((sign.say for sign in found if sign.where == "work"), "")
    score = pain[min(place, len(pain) - 1)] if pain and (last or len(pain) > place) else ""
    return Visit(
        day=day,
        complaint=complaint,
        pain=score,
        history=shown["history"] if last else "",
        medications=_medications(determination, last=last),
        examination=tuple(examination),
        function=shown["function"] if last else "",
        plan=tuple(plans) if last else ("Present care goes on.",),
        work=work,
    )


def _body(chance: Chance, determination: Determination) -> tuple[str, list[tuple[str, str]]]:
    """A complaint and an examination that fit the first body part that the letter names."""
    table = stock("body")
    items = determination.items
    parts: list[tuple[str, str | None]] = [(part, item.side) for item in items for part in item.body_parts]
    if not parts:
        parts = [_named(text) for text in determination.summary.diagnoses]
    part, side = next(((name, side) for name, side in parts if name in table), ("other", None))
    shown = {"left": "Left", "right": "Right", "bilateral": "Left and right"}.get(side or "", "")
    entry = table[part]

    def sided(text: str) -> str:
        text = text.replace("{side}", shown).strip()
        return text[:1].upper() + text[1:]

    return sided(chance.pick(entry["complaints"])), [
        (sided(label), sided(value).lower()) for label, value in entry["rows"]
    ]


def _named(diagnosis: str) -> tuple[str, str | None]:
    """The first body part that a diagnosis names, and its side."""
    found = body_parts.find(diagnosis)
    return (found[0].part, found[0].side or body_parts.side_of(diagnosis)) if found else ("other", None)


def _medications(determination: Determination, *, last: bool) -> tuple[Medication, ...]:
    """Disputed drugs, from the first visit on where the letter speaks of long use, and the others it names."""
    out: list[Medication] = []
    if last or _LONG.search(determination.summary.text):
        out += [
            Medication(drug.name, drug.strength or "", "as prescribed")
            for i in determination.items
            for drug in i.drugs
        ]
    out += [Medication(name, "", "as prescribed") for name in taken(determination)]
    return tuple(dict.fromkeys(out))


def diagnoses(determination: Determination) -> list[str]:
    """The letter's diagnoses, long ones in pieces."""
    return [apart.broken(text) for text in determination.summary.diagnoses]
