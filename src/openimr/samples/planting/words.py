"""Errors of wording: an unpaired quotation mark, a remnant of the template, a misspelled medical term."""

from __future__ import annotations

import re

from openimr.letters.model import Determination
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import edits
from openimr.samples.stock import load


def quotation(determination: Determination, chance: Chance) -> Planted | None:
    """A quotation mark without its partner."""
    pointer, item, text = chance.pick(list(edits.texts(determination)))
    marks = [m.start() for m in re.finditer('"', text)]
    if marks and chance.yes(0.4):
        at = chance.pick(marks)
        new = text[:at] + text[at + 1 :]
        left = next(iter(re.finditer('"', new)), None)
        spot = left.start() if left else at
        quote = new[max(0, spot - 10) : spot + 20]
    else:
        starts = [m.start() for m in re.finditer(r"(?<= )[a-z]{4,}", text)] or [0]
        ends = [m.end() for m in re.finditer(r"[a-z]{4,}(?=[ .,])", text)] or [len(text)]
        at = chance.pick(starts if chance.yes(0.6) else ends)
        new = text[:at] + '"' + text[at:]
        quote = new[max(0, at - 10) : at + 20]
    changed = edits.with_text(determination, item, new)
    return Planted(
        "unpaired-quote", changed, item.number if item else None, quote, "", pointer,
        "A quotation mark has no partner.",
    )  # fmt: skip


_REMNANTS = (
    "[insert date]", "[body part]", "[Insert guideline here]", "XXXX", "<date>", "<<patient>>", "{diagnosis}",
    "[name of treatment]", "_____", "TBD", "[TREATMENT]", "MM/DD/YYYY", "[***]", "{{request}}", "[he/she]",
)  # fmt: skip


def remnant(determination: Determination, chance: Chance) -> Planted | None:
    """A piece of the template that was never filled in."""
    pointer, item, text = chance.pick(list(edits.texts(determination)))
    piece = chance.pick(_REMNANTS)
    dates = edits.dates(text)
    known = {determination.summary.injury_date, determination.summary.ur_decision_date}
    dates = [d for d in dates if d.day.isoformat() not in known]
    dated = piece in ("[insert date]", "<date>", "MM/DD/YYYY", "XXXX", "_____")
    if dated and dates and chance.yes(0.6):
        spot = chance.pick(dates)
        new = text[: spot.start] + piece + text[spot.end :]
    else:
        sentence = chance.pick(
            (
                f"The record shows {piece} at that visit.",
                f"Please see {piece} for details.",
                f"The treating physician noted {piece}.",
                f"Reviewer: {piece}.",
            )
        )
        stops = edits.sentences(text)
        new = edits.insert(text, chance.pick([s for s, _ in stops[1:]] or [len(text)]), sentence)
    changed = edits.with_text(determination, item, new)
    return Planted(
        "template-remnant", changed, item.number if item else None, piece, "", pointer,
        f"{piece} was left from the template.",
    )  # fmt: skip


def misspelling(determination: Determination, chance: Chance) -> Planted | None:
    """A medical term with a letter swapped, dropped, doubled or replaced."""
    terms = set(load("medical_terms.yaml"))
    places = [
        (pointer, item, text, match)
        for pointer, item, text in edits.texts(determination)
        for match in re.finditer(r"[A-Za-z]{7,}", text)
        if match[0].lower() in terms
    ]
    if not places:
        return None
    pointer, item, text, match = chance.pick(places)
    right = match[0]
    wrong = right
    for _ in range(20):
        wrong = _typo(right, chance)
        if wrong.lower() not in terms and wrong != right:
            break
    else:
        return None
    changed = edits.with_text(determination, item, text[: match.start()] + wrong + text[match.end() :])
    return Planted(
        "misspelled-term", changed, item.number if item else None, wrong, right, pointer,
        f"{wrong} should read {right}.",
    )  # fmt: skip


def _typo(word: str, chance: Chance) -> str:
    """``word`` with one slip inside it; its first and last letter stay."""
    at = chance.between(1, len(word) - 3)
    match chance.below(4):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            near = {"a": "e", "e": "a", "i": "y", "o": "u", "u": "o", "c": "s", "s": "c", "y": "i", "t": "r"}
            return word[:at] + near.get(word[at], "e") + word[at + 1 :]
