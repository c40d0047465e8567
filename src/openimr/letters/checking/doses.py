"""Doses: strengths that nobody markets, units that make a dose absurd.

The vocabulary's list of strengths is general knowledge (verification ``recall``: no label was opened), so these
are warnings at most, and their messages say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, View
from openimr.letters.reading.doses import STRENGTH
from openimr.vocabulary import drugs

_BETWEEN = re.compile(
    r"(?:[\s,(:-]|\b(?:ER|XR|SR|CR|DR|EC|ODT|HCL|sodium|oral|tablets?|tabs?|capsules?|caps?|patch(?:es)?|"
    r"delayed|extended|release|of|dose|strength)\b){0,8}",
    re.IGNORECASE,
)
#: Where grams and milliliters are right: what is rubbed in, injected, drunk or weighed out.
_BY_WEIGHT = re.compile(
    r"\b(?:cream|gel|ointment|lotion|topical\w*|compound\w*|tubes?|jar|bottle|vials?|powder|solution|suspension|syrup|liquid|"
    r"elixir|injection|injectable|intravenous|IV|intramuscular|spray|drops?|paste|foam|kit|liters?|pump|base)\b|%",
    re.IGNORECASE,
)
_A_DAY = re.compile(r"\s*(?:/\s?day|(?:per|a|each)\s+day|daily|total|/\s?d\b|every|in\s+24)", re.IGNORECASE)
_PARTS = re.compile(
    r"^(?P<amount>\d[\d,]*(?:\.\d+)?|\.\d+)(?P<unit>[a-zµ%]+(?:/(?:hr|hour|h))?)$", re.IGNORECASE
)
_IN_MG = {"mcg": 0.001, "mg": 1.0, "gm": 1000.0, "g": 1000.0, "gram": 1000.0, "grams": 1000.0}
_ABSURD = 20.0
_UNVERIFIED = "general knowledge of the market, no label was opened"


def _strengths(passage: Passage) -> Iterator[tuple[drugs.Mention, re.Match[str]]]:
    """Every drug that is followed by a strength."""
    for mention in passage.drugs:
        between = _BETWEEN.match(passage.text, mention.end)
        strength = STRENGTH.match(passage.text, between.end() if between else mention.end)
        if strength:
            yield mention, strength


def _parse(printed: str) -> tuple[float, str] | None:
    match = _PARTS.match(re.sub(r"\s", "", printed))
    return (float(match["amount"].replace(",", "")), match["unit"].lower()) if match else None


def _absurd(drug: drugs.Drug, printed: str) -> str | None:
    """The unit that is meant, where the printed one makes the dose absurd."""
    parsed = _parse(printed)
    if parsed is None or not drug.strengths:
        return None
    amount, unit = parsed
    units = {strength.unit for strength in drug.strengths}
    if "/" in unit:
        return "mcg/hr" if unit.startswith("mg/") and units & {"mcg/hr"} else None
    known = [s.amounts[0] * _IN_MG[s.unit] for s in drug.strengths if s.unit in _IN_MG]
    meant = "mcg" if units & {"mcg", "mcg/hr"} and "mg" not in units else "mg"
    if unit in ("ml", "cc"):
        solid = all(_SOLID.fullmatch(s.form) for s in drug.strengths)
        return meant if solid and known and amount in {s.amounts[0] for s in drug.strengths} else None
    if unit not in _IN_MG:
        return None
    if not known:
        return meant if units == {"mcg/hr"} and unit in ("gm", "g", "gram", "grams", "mg") else None
    milligrams = amount * _IN_MG[unit]
    if unit != meant and (milligrams > _ABSURD * max(known) or milligrams * _ABSURD < min(known)):
        return meant
    return None


_SOLID = re.compile(r"(?:(?:ER |SL )?(?:tab|cap|patch)(?: or )?)+")


def _by_weight(passage: Passage, mention: drugs.Mention, end: int) -> bool:
    sentence = passage.sentence_at(mention.start)
    near = passage.text[max(sentence.start, mention.start - 40) : min(sentence.end, end + 40)]
    return _BY_WEIGHT.search(near) is not None


@check(
    "DOSE-01",
    "Strength not on the market",
    looks_for=(
        "A drug in a heading in a strength in which, as far as the list goes, it is not and was not sold. Only where "
        "the list for that drug is complete."
    ),
    example='"Naproxen 555mg #60"',
    source=f"The vocabulary's list of strengths (unverified: {_UNVERIFIED})",
)
def _not_marketed(view: View) -> Iterator[Hit]:
    for heading in view.headings:
        seen: set[tuple[str, str]] = set()
        for mention, strength in _strengths(heading):
            printed = re.sub(r"\s", "", strength[0])
            if (mention.drug.name, printed) in seen or _A_DAY.match(heading.text, strength.end()):
                continue
            seen.add((mention.drug.name, printed))
            if _absurd(mention.drug, printed) or drugs.marketed(mention.drug, printed) is not False:
                continue
            yield Hit(
                heading.number,
                f"{mention.printed} is not known to be sold as {strength[0]} ({_UNVERIFIED}).",
                heading.text[mention.start : strength.end()],
                f"{mention.drug.name}: {_list(mention.drug)}",
                "Check the strength in the request.",
                heading.pointer,
            )


def _list(drug: drugs.Drug) -> str:
    amounts = dict.fromkeys(
        "/".join(f"{amount:g}" for amount in s.amounts) + f" {s.unit}" for s in drug.strengths if not s.former
    )
    return ", ".join(amounts)


@check(
    "DOSE-02",
    "Unit absurd",
    looks_for=(
        "A unit that makes a dose twenty or more times what is sold: grams of a drug that is sold in milligrams, "
        "micrograms of it, milliliters of a tablet. Creams, liquids and injections are left out."
    ),
    example='"Diazepam 10gm #30"',
    source=f"The vocabulary's list of strengths (unverified: {_UNVERIFIED}); an older letter has 5gm for 5mg",
)
def _unit_absurd(view: View) -> Iterator[Hit]:
    for passage in view.passages:
        for mention, strength in _strengths(passage):
            meant = _absurd(mention.drug, strength[0])
            if meant is None or _by_weight(passage, mention, strength.end()):
                continue
            amount = _parse(strength[0])
            yield Hit(
                passage.number,
                f"{mention.printed} {strength[0]} is far from any dose; {meant} may be meant ({_UNVERIFIED}).",
                passage.text[mention.start : strength.end()],
                f"{mention.drug.name}: {_list(mention.drug)}",
                f"{mention.printed} {amount[0]:g} {meant}" if amount else None,
                passage.pointer,
            )
