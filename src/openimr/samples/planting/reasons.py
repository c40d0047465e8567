"""Errors of reasoning: decision against conclusion, a denied fact, sentences and rationales said twice."""

from __future__ import annotations

import re

from openimr.letters.model import Decision, Determination, Item
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import edits
from openimr.samples.stock import library

_NEGATED = (
    (re.compile(r"\bis not medically necessary\b"), "is medically necessary"),
    (re.compile(r"\bis therefore not medically necessary\b"), "is therefore medically necessary"),
    (re.compile(r"\bis not established\b"), "is established"),
    (re.compile(r"\bis not supported\b"), "is supported"),
)
_AFFIRMED = (
    (re.compile(r"\bis medically necessary\b"), "is not medically necessary"),
    (re.compile(r"\bis therefore medically necessary\b"), "is therefore not medically necessary"),
    (re.compile(r"\bis established\b"), "is not established"),
)


def conclusion(determination: Determination, chance: Chance) -> Planted | None:
    """A decision word that the rationale's own conclusion contradicts."""
    places = [i for i in determination.items if i.rationale and _turned(i) is not None]
    if not places:
        return None
    item = chance.pick(places)
    turned = _turned(item)
    assert turned is not None
    text, old, new = turned
    if chance.yes(0.5):
        changed = edits.with_item(determination, item, rationale=text)
        return Planted(
            "decision-conclusion", changed, item.number, new, item.decision,
            edits.pointer(determination, item, "rationale"),
            f"The decision is {item.decision}, the rationale ends: {new}.",
        )  # fmt: skip
    word: Decision = "overturned" if item.decision == "upheld" else "upheld"
    changed = edits.with_item(determination, item, decision=word)
    return Planted(
        "decision-conclusion", changed, item.number, old, word, edits.pointer(determination, item, "rationale"),
        f"The decision is {word}, the rationale ends: {old}.",
    )  # fmt: skip


def _turned(item: Item) -> tuple[str, str, str] | None:
    """The rationale with its last conclusion turned round: (text, old words, new words)."""
    rationale = item.rationale or ""
    best: tuple[int, str, str, str] | None = None
    for pattern, new in _NEGATED if item.decision == "upheld" else _AFFIRMED:
        found = list(pattern.finditer(rationale))
        if found and (best is None or found[-1].start() > best[0]):
            last = found[-1]
            best = (last.start(), rationale[: last.start()] + new + rationale[last.end() :], last[0], new)
    return best[1:] if best else None


#: What is denied (and, where the summary does not state it yet, how it comes to state it).
_DENIALS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "drug": (
        ("On {d}, {drug} was prescribed.", "The report of {d} lists {drug} among current medicines.",
         "{drug} was refilled on {d}.", "The {noun} had been taking {drug} as of {d}."),
        ("No report mentions {drug}.", "There is no mention of {drug} in the records submitted.",
         "The records do not show that {drug} was ever prescribed.", "{drug} is not mentioned in the file.",
         "The submitted notes do not document any use of {drug}.",
         "There is no documentation that the {noun} has taken {drug}."),
    ),
    "imaging": (
        ("An MRI of the {site} dated {d} showed mild degenerative change.",
         "X-rays of the {site} taken on {d} were read as normal.",
         "On {d}, an MRI of the {site} was done and showed no fracture."),
        ("No imaging of the {site} was submitted or reported.", "There are no imaging studies of the {site} on record.",
         "The records contain no imaging of the {site}.", "Imaging of the {site} has not been done.",
         "The file does not contain any MRI or x-ray report."),
    ),
    "therapy": (
        ("By {d}, the {noun} had completed six visits of physical therapy.",
         "Physical therapy, eight visits, ended on {d}.", "The {noun} attended physical therapy through {d}."),
        ("There is no documentation of prior physical therapy.", "The {noun} has not had any physical therapy.",
         "No physical therapy has been tried.", "The records do not mention physical therapy."),
    ),
    "urine": (
        ("A urine drug screen of {d} was consistent with prescribed medicines.",
         "On {d}, urine drug testing was done and showed no illicit drugs."),
        ("There is no evidence of a urine drug screen in the records.", "No urine drug test is documented.",
         "Urine drug testing has not been performed."),
    ),
    "work": (
        ("On {d}, the {noun} was released to modified work.", "Work status on {d} was total temporary disability."),
        ("Work status is not provided in the records.", "No report states the work status.",
         "There is no mention of work status."),
    ),
    "pain": (
        ("On {d}, pain was rated 7/10.",),
        ("No pain scores are documented.", "The level of pain is not recorded in any report.",
         "There is no documentation of a pain rating."),
    ),
    "injection": (
        ("A steroid injection of the {site} was given on {d}.",
         "On {d}, the {noun} received a steroid injection to the {site}."),
        ("The {noun} has not had any injection.", "There is no record of a prior injection.",
         "No prior injections are documented."),
    ),
}  # fmt: skip


def denied(determination: Determination, chance: Chance) -> Planted | None:
    """A rationale that denies what the summary states with a date."""
    places = [i for i in determination.items if i.rationale]
    if not places:
        return None
    item = chance.pick(places)
    text = determination.summary.text
    found = edits.dates(text)
    records = [d for d in found if d.day.isoformat() != determination.summary.injury_date]
    if not records:
        return None
    subject = chance.pick(("drug", "drug", *_DENIALS))
    site = _site(item, determination)
    if subject in ("imaging", "injection") and site is None:
        subject = "drug"
    drug = _drug(item, text, chance)
    noun = next((n for n in library().voices["nouns"] if n in text), "patient")
    slots = {"d": edits.like(records[0], records[0].day), "drug": drug, "site": site or "", "noun": noun}
    stated, denials = _DENIALS[subject]
    fact = _filled(chance.pick(stated), slots)
    denial = _filled(chance.pick(denials), slots)
    position = next((s for s, _ in edits.sentences(text) if s > records[0].end), len(text))
    changed = edits.with_summary(determination, edits.insert(text, position, fact))
    rationale = item.rationale or ""
    stops = edits.sentences(rationale)
    position = chance.pick([s for s, _ in stops[1:]] or [0])
    changed = edits.with_item(changed, item, rationale=edits.insert(rationale, position, denial))
    return Planted(
        "denied-fact", changed, item.number, denial, fact, edits.pointer(determination, item, "rationale"),
        "The summary states what the rationale denies.",
    )  # fmt: skip


def _filled(template: str, slots: dict[str, str]) -> str:
    for name, value in slots.items():
        template = template.replace("{" + name + "}", value)
    return template[:1].upper() + template[1:]


def _site(item: Item, determination: Determination) -> str | None:
    if not item.body_parts:
        return None
    side = f"{item.side} " if item.side in ("left", "right") else ""
    return side + item.body_parts[0]


def _drug(item: Item, summary: str, chance: Chance) -> str:
    """A drug to deny: the disputed one, or one that the letter does not name yet."""
    if len(item.drugs) == 1 and chance.yes(0.7):
        return item.drugs[0].name
    names = [n for e in library().drugs for n in e.names if n not in summary and " " not in n]
    return chance.pick(names)


def twice(determination: Determination, chance: Chance) -> Planted | None:
    """A sentence of the summary or of a rationale that stands there twice."""
    places = [
        (pointer, item, text, span)
        for pointer, item, text in edits.texts(determination)
        for span in edits.sentences(text)
        if span[1] - span[0] > 35 and "\n" not in text
    ]
    if not places:
        return None
    pointer, item, text, (start, end) = chance.pick(places)
    sentence = text[start:end]
    stops = [s for s, _ in edits.sentences(text) if s > end]
    position = chance.pick([*stops[:3], len(text)])
    changed = edits.with_text(determination, item, edits.insert(text, position, sentence))
    return Planted(
        "said-twice", changed, item.number if item else None, sentence, sentence, pointer,
        "This sentence stands there twice.",
    )  # fmt: skip


def reused(determination: Determination, chance: Chance) -> Planted | None:
    """One item's rationale used for another, with the name of the treatment changed (or forgotten)."""
    items = [i for i in determination.items if i.rationale and len(i.rationale) > 150]
    pairs = [(a, b) for a in items for b in items if a.number < b.number and a.decision == b.decision]
    if not pairs:
        return None
    first, second = chance.pick(pairs)
    old, new = _called(first), _called(second)
    rationale = first.rationale or ""
    pattern = re.compile(re.escape(old), re.IGNORECASE)
    left = len(pattern.findall(rationale))
    text = pattern.sub(lambda _: new, rationale, count=max(1, left - 1) if chance.yes(0.4) else 0)
    if text == second.rationale:
        return None
    changed = edits.with_item(determination, second, rationale=text)
    return Planted(
        "rationale-reused", changed, second.number, text, rationale,
        edits.pointer(determination, second, "rationale"),
        f"The rationale of item {first.number} is used again for item {second.number}.",
    )  # fmt: skip


def _called(item: Item) -> str:
    """What an item's rationale calls the treatment."""
    if len(item.drugs) == 1:
        return item.drugs[0].name
    rationale = (item.rationale or "").lower()
    for topic in library().topics.values():
        if topic.short != topic.key and topic.short.lower() in rationale and topic.category == item.category:
            return topic.short
    return item.disputed


def missing(determination: Determination, chance: Chance) -> Planted | None:
    """An item without a rationale."""
    places = [i for i in determination.items if i.rationale]
    if not places:
        return None
    item = chance.pick(places)
    changed = edits.with_item(determination, item, rationale=None)
    return Planted(
        "no-rationale", changed, item.number, "", item.heading,
        edits.pointer(determination, item, "rationale"), f"Item {item.number} has no rationale.",
    )  # fmt: skip
