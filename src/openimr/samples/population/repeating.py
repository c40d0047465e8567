"""Near-duplicates: an earlier letter nearly word for word, with another worker and other days."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from openimr.letters.model import Dates, Item
from openimr.samples import dating
from openimr.samples.population import cited
from openimr.samples.population.letter import Letter, case_number
from openimr.samples.population.model import ItemTruth, Passage, Sampled
from openimr.samples.population.programme import mixed


def repeated(seed: int, number: int, earlier: int) -> Sampled:
    """Letter ``number`` as a near-duplicate of letter ``earlier``: every day moved by whole weeks, another age."""
    letter = Letter(seed, earlier)
    base = letter.written()
    moved = _shift(seed, number, letter.when.decision)
    old = base.determination
    before = old.summary.age or 40
    age = 19 + (before - 19 + 1 + mixed(seed, 6, number) % 9) % 50
    when = letter.when
    told = {when.injury, when.rfa, when.ur_denial, *when.records}
    printed = {dating.printed(d, letter.form): dating.printed(d + moved, letter.form) for d in told}
    first = f"{before}[- ]y(?:ear|/o)"
    dates = re.compile(
        "|".join(rf"(?<![\d/-]){re.escape(p)}(?![\d/-])" for p in sorted(printed, key=len)[::-1])
    )

    def changed(text: str) -> str:
        return dates.sub(lambda found: printed[found[0]], text)

    summary = changed(old.summary.text)
    summary = re.sub(first, lambda found: found[0].replace(str(before), str(age), 1), summary, count=1)
    items = tuple([replace(item, rationale=changed(item.rationale or "")) for item in old.items])
    d = old.dates
    case = case_number(when.application_received + moved, number)
    determination = replace(
        old,
        source=f"{case}.txt",
        case_number=case,
        dates=Dates(
            *[
                _later(day, moved)
                for day in (d.assigned, d.decision, d.injury, d.ur_denial, d.application_received)
            ]
        ),
        documents_reviewed=tuple([changed(text) for text in old.documents_reviewed]),
        summary=replace(
            old.summary,
            text=summary,
            age=age,
            injury_date=_later(old.summary.injury_date, moved),
            ur_decision_date=_later(old.summary.ur_decision_date, moved),
        ),
        items=items,
    )
    truths = [_moved(truth, a, b) for truth, a, b in zip(base.truth.items, old.items, items, strict=True)]
    truth = replace(base.truth, number=number, case_number=case, items=tuple(truths), repeats=earlier)
    return Sampled(determination, truth)


def _shift(seed: int, number: int, decided: date) -> timedelta:
    """One to eight weeks forward or back, within the year and the edition; none where neither fits."""
    weeks = timedelta(weeks=1 + mixed(seed, 4, number) % 8)
    for moved in (weeks, -weeks, timedelta(weeks=1), timedelta(weeks=-1)):
        day = decided + moved
        if day.year == decided.year and cited.edition(day) == cited.edition(decided) and _known(day):
            return moved
    return timedelta(0)


def _known(day: date) -> bool:
    return date(2013, 3, 1) <= day <= date(2026, 6, 30)


def _later(day: str | None, moved: timedelta) -> str | None:
    return (date.fromisoformat(day) + moved).isoformat() if day else None


def _moved(truth: ItemTruth, before: Item, after: Item) -> ItemTruth:
    """The truth with its passages where they stand now: a date before them may be longer or shorter."""
    passages = []
    for passage in truth.passages:
        text = (before.rationale or "")[passage.start : passage.end]
        start = (after.rationale or "").index(text)
        passages.append(Passage(passage.key, start, start + len(text)))
    return replace(truth, passages=tuple(passages))
