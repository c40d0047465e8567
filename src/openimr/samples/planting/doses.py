"""Errors of dose, quantity, refills and visits."""

from __future__ import annotations

import re
from dataclasses import replace

from openimr.letters.model import Determination, Drug, Item
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import edits
from openimr.samples.wording import in_words

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(mg|mcg|%)")
#: Numbers that no drug of the samples is marketed in, whatever its unit.
_ODD = ("13", "17", "23", "43", "47", "67", "83", "130", "170", "230", "670")
_COUNT = re.compile(r"(?P<mark>#\s?|quantity:? |QTY )(?P<n>\d+)", re.IGNORECASE)
_COURSE = re.compile(r"\b(?:for|x|times) (?:\d+|[a-z]+) weeks\b")
_TOTAL = re.compile(r"\((\d+) sessions\)")


def _drugs(determination: Determination) -> list[tuple[Item, int, Drug, str]]:
    """Items with one drug and a strength in what they dispute, with the strength as printed."""
    out = []
    for item in determination.items:
        if len(item.drugs) != 1 or not item.drugs[0].strength:
            continue
        pattern = r"\s?".join(re.escape(c) for c in item.drugs[0].strength)
        shown = re.search(rf"(?<![\d./]){pattern}", item.disputed)
        if shown:
            out.append((item, 0, item.drugs[0], shown[0]))
    return out


def strength(determination: Determination, chance: Chance) -> Planted | None:
    """A strength that is not on the market."""
    places = _drugs(determination)
    if not places:
        return None
    item, _, drug, shown = chance.pick(places)
    match = re.match(r"(\d+(?:\.\d+)?)(.*)", shown)
    if match is None:
        return None
    value, rest = match[1], match[2]
    tenfold = f"{float(value) * 10:g}"
    choices = [odd for odd in _ODD if odd != value]
    if "amitriptyline" not in drug.ingredients:
        choices += [tenfold] * 4
    if rest.startswith("%"):
        choices = [tenfold] if float(tenfold) < 90 else ["37"]
    wrong = chance.pick(choices) + rest
    new = replace(drug, strength=re.sub(r"\s", "", wrong))
    changed = edits.with_heading(determination, item, shown, wrong, drugs=(new,))
    return Planted(
        "strength-not-marketed", changed, item.number, wrong, f"{drug.name} in the strengths on the market",
        edits.pointer(determination, item, "disputed"), f"{drug.name} does not come in {wrong}.",
    )  # fmt: skip


def unit(determination: Determination, chance: Chance) -> Planted | None:
    """A unit that makes the dose absurd."""
    places = [p for p in _drugs(determination) if re.search(r"(mg|mcg/hr)$", p[3])]
    if not places:
        return None
    item, _, drug, shown = chance.pick(places)
    if shown.endswith("mcg/hr"):
        wrong = shown.replace("mcg", "mg")
    else:
        wrong = re.sub("mg$", chance.pick(("gm", "g", "gm", " grams", "ml", "mcg")), shown)
        if drug.strength and float(re.match(r"[\d.]+", drug.strength)[0]) < 1:  # type: ignore[index]
            wrong = re.sub("mg$", "gm", shown)
    new = replace(drug, strength=re.sub(r"\s", "", wrong))
    changed = edits.with_heading(determination, item, shown, wrong, drugs=(new,))
    return Planted(
        "unit-absurd", changed, item.number, wrong, shown,
        edits.pointer(determination, item, "disputed"), f"{drug.name} {wrong} cannot be; {shown} is meant.",
    )  # fmt: skip


def quantity(determination: Determination, chance: Chance) -> Planted | None:
    """A quantity that does not add up: with the remainder of a partial approval, or with its rationale."""
    places = [
        item
        for item in determination.items
        if len(item.drugs) == 1 and item.drugs[0].quantity and _COUNT.search(item.disputed)
    ]
    if not places:
        return None
    item = chance.pick(places)
    drug = item.drugs[0]
    if item.original_request and not drug.refills:
        right = int(drug.quantity or 0)
        wrong = right + chance.pick((15, 30, 60, -15))
        changed = edits.with_heading(
            determination, item, f"#{right}", f"#{wrong}", drugs=(replace(drug, quantity=wrong),)
        )
        return Planted(
            "quantity-arithmetic", changed, item.number, f"#{wrong}", f"{item.original_request}; {item.authorized}",
            edits.pointer(determination, item, "disputed"), f"The remainder is #{right}, not #{wrong}.",
        )  # fmt: skip
    per_day = chance.pick((1, 2, 3))
    days = chance.pick((14, 30))
    if per_day * days == drug.quantity:
        per_day += 1
    how = {1: "once a day", 2: "twice a day", 3: "three times a day", 4: "four times a day"}[per_day]
    sentence = f"{drug.name} was prescribed as one tablet {how} for {days} days, #{drug.quantity}."
    text = determination.summary.text
    position = chance.pick(edits.sentences(text)[1:] or [(len(text), len(text))])[0]
    changed = edits.with_summary(determination, edits.insert(text, position, sentence))
    return Planted(
        "quantity-arithmetic", changed, None, f"#{drug.quantity}", f"one tablet {how} for {days} days",
        "/summary/text", f"One tablet {how} for {days} days makes {per_day * days}, not {drug.quantity}.",
    )  # fmt: skip


def refills(determination: Determination, chance: Chance) -> Planted | None:
    """More refills left in dispute than were asked for."""
    places = [i for i in determination.items if i.original_request and i.drugs and i.drugs[0].refills]
    if not places:
        return None
    item = chance.pick(places)
    right = item.drugs[0].refills or 0
    wrong = right + chance.between(1, 3)
    old = re.match(r"\w+ refills?", item.disputed)
    if old is None:
        return None
    new = f"{in_words(wrong).capitalize()} refills"
    changed = edits.with_heading(
        determination, item, old[0], new, drugs=(replace(item.drugs[0], refills=wrong),)
    )
    return Planted(
        "refill-arithmetic", changed, item.number, new, item.original_request or "",
        edits.pointer(determination, item, "disputed"), f"{right} refills were asked for, not {wrong}.",
    )  # fmt: skip


def visits(determination: Determination, chance: Chance) -> Planted | None:
    """A number of visits that does not follow from frequency and weeks, or from a partial approval."""
    places = [i for i in determination.items if i.visits and (i.original_request or i.frequency_per_week)]
    places = [
        i for i in places if i.original_request or _COURSE.search(i.disputed) or _TOTAL.search(i.disputed)
    ]
    if not places:
        return None
    item = chance.pick(places)
    right = item.visits or 0
    wrong = right + chance.pick((-2, -1, 1, 2, 4, 6))
    if wrong < 2:
        wrong = right + 3
    pointer = edits.pointer(determination, item, "disputed")
    if item.original_request:
        old = next((w for w in (str(right), in_words(right)) if re.search(rf"\b{w}\b", item.disputed)), None)
        if old is None:
            return None
        new = str(wrong) if old.isdigit() else in_words(wrong)
        changed = edits.with_heading(determination, item, old, new, visits=wrong)
        return Planted(
            "visit-arithmetic", changed, item.number, new, f"{item.original_request}; {item.authorized}", pointer,
            f"The remainder is {right} visits, not {wrong}.",
        )  # fmt: skip
    total = _TOTAL.search(item.disputed)
    said = f"({wrong} {chance.pick(('sessions', 'visits', 'sessions'))})"
    if total:
        old, new = total[0], said
    else:
        course = _COURSE.search(item.disputed)
        if course is None:
            return None
        old, new = course[0], f"{course[0]} {said}"
    changed = edits.with_heading(determination, item, old, new, visits=wrong)
    return Planted(
        "visit-arithmetic", changed, item.number, said,
        f"{item.frequency_per_week} a week for {item.weeks} weeks", pointer,
        f"{item.frequency_per_week} a week for {item.weeks} weeks makes {right}, not {wrong}.",
    )  # fmt: skip
