"""Errors about the person: sex against pronoun, body part, side."""

from __future__ import annotations

import re

from openimr.letters.model import Determination, Item
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import edits
from openimr.samples.stock import Region, library

_PRONOUNS = {
    "He": "She",
    "She": "He",
    "he": "she",
    "she": "he",
    "his": "her",
    "her": "his",
    "His": "Her",
    "Her": "His",
}
_IN_SUMMARY = (
    "{He} was asked to return in four weeks.",
    "{He} reported poor sleep because of the pain.",
    "{He} lives with family and does not smoke.",
    "At home, {he} uses ice after exercise.",
    "{His} weight has not changed.",
    "The physician advised {him} to keep active.",
)
_IN_RATIONALE = (
    "It is noted that {he} can walk without a cane.",
    "{He} was last seen for this condition in the office.",
    "{His} response to care has been modest.",
    "This {age}-year-old {sex} has had symptoms for some time.",
    "The treating physician plans to see {him} again.",
)
_WORDS = {
    "male": {"He": "He", "he": "he", "His": "His", "him": "him"},
    "female": {"He": "She", "he": "she", "His": "Her", "him": "her"},
}


def sex(determination: Determination, chance: Chance) -> Planted | None:
    """A pronoun, or a word for the sex, that does not go with the summary."""
    stated = determination.summary.sex
    if stated is None:
        return None
    wrong = "female" if stated == "male" else "male"
    passages = list(edits.texts(determination))
    swaps = [
        (pointer, item, text, match)
        for pointer, item, text in passages
        for match in re.finditer(r"\b(?:He|She|he|she)\b", text)
    ]
    if swaps and chance.yes(0.4):
        pointer, item, text, match = chance.pick(swaps)
        new = _PRONOUNS[match[0]]
        changed = edits.with_text(determination, item, text[: match.start()] + new + text[match.end() :])
        quote = new
    else:
        pointer, item, text = chance.pick(passages)
        options: tuple[str, ...] = _IN_SUMMARY if item is None else _IN_RATIONALE
        if determination.summary.age is None:
            options = tuple(o for o in options if "{age}" not in o)
        quote = chance.pick(options)
        for slot, word in _WORDS[wrong].items():
            quote = quote.replace("{" + slot + "}", word)
        quote = quote.replace("{age}", str(determination.summary.age)).replace("{sex}", wrong)
        stops = edits.sentences(text)
        position = chance.pick([s for s, _ in stops[1:]] or [len(text)])
        changed = edits.with_text(determination, item, edits.insert(text, position, quote))
    number = item.number if item else None
    return Planted(
        "sex-pronoun", changed, number, quote, stated, pointer, f"The summary says {stated}."
    )  # fmt: skip


def _region(part: str) -> Region | None:
    return next((r for r in library().regions.values() if r.part == part), None)


def body_part(determination: Determination, chance: Chance) -> Planted | None:
    """A rationale, or a heading, that names another body part than the rest of the letter."""
    places: list[tuple[Item, Region]] = []
    for item in determination.items:
        region = _region(item.body_parts[0]) if len(item.body_parts) == 1 else None
        if region and item.rationale:
            places.append((item, region))
    if not places:
        return None
    item, region = chance.pick(places)
    named = {p for i in determination.items for p in i.body_parts}
    others = [
        r for r in library().regions.values()
        if r.part not in named and r.sided == region.sided and r.key != region.key
        and not any(name in determination.summary.text for name in r.printed)
        and {region.key, r.key} not in ({"wrist", "elbow"}, {"ankle", "foot"}, {"lumbar", "thoracic"})
    ]  # fmt: skip
    if not others:
        return None
    other = chance.pick(others)
    name = chance.pick(other.printed)
    pattern = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in region.printed), re.IGNORECASE)
    rationale = item.rationale or ""
    if pattern.search(rationale) and chance.yes(0.6):
        text = pattern.sub(name, rationale)
        changed = edits.with_item(determination, item, rationale=text)
        where = "rationale"
    elif pattern.search(item.disputed) and not item.original_request and chance.yes(0.5):
        found = pattern.search(item.disputed)
        assert found is not None
        shown = name.capitalize() if found[0][0].isupper() else name
        changed = edits.with_heading(determination, item, found[0], shown, body_parts=(other.part,))
        name, where = shown, "disputed"
    else:
        site = f"{item.side} {name}" if item.side in ("left", "right") else name
        sentence = chance.pick(
            (
                f"The examination of the {site} does not settle the question.",
                f"The complaints concern the {site}.",
                f"Function of the {site} is limited.",
                f"Treatment of the {site} has been going on for some time.",
            )
        )
        stops = edits.sentences(rationale)
        position = chance.pick([s for s, _ in stops[1:]] or [0])
        changed = edits.with_item(determination, item, rationale=edits.insert(rationale, position, sentence))
        where = "rationale"
    return Planted(
        "body-part", changed, item.number, name, region.part, edits.pointer(determination, item, where),
        f"The letter is about the {region.part}, the {where} names the {name}.",
    )  # fmt: skip


def side(determination: Determination, chance: Chance) -> Planted | None:
    """Left for right in a heading or a rationale."""
    places = [i for i in determination.items if i.side in ("left", "right") and i.rationale]
    if not places:
        return None
    item = chance.pick(places)
    right = item.side or ""
    wrong = "left" if right == "right" else "right"
    rationale = item.rationale or ""
    pattern = re.compile(rf"\b{right}\b", re.IGNORECASE)
    if pattern.search(rationale) and chance.yes(0.6):
        changed = edits.with_item(determination, item, rationale=pattern.sub(wrong, rationale))
        where, quote = "rationale", wrong
    elif pattern.search(item.disputed):
        found = pattern.search(item.disputed)
        assert found is not None
        quote = wrong.capitalize() if found[0][0].isupper() else wrong
        if item.original_request:  # one heading names the side several times
            changed = edits.with_item(
                determination, item,
                heading=pattern.sub(wrong, item.heading), disputed=pattern.sub(wrong, item.disputed),
                original_request=pattern.sub(wrong, item.original_request),
                authorized=pattern.sub(wrong, item.authorized or ""), side=wrong,
            )  # fmt: skip
            quote = wrong
        else:
            changed = edits.with_heading(determination, item, found[0], quote, side=wrong)
        where = "disputed"
    else:
        return None
    return Planted(
        "side", changed, item.number, quote, right, edits.pointer(determination, item, where),
        f"The {right} side is in dispute, the {where} says {wrong}.",
    )  # fmt: skip
