"""Errors of citation: unknown guideline, section or page; the wrong chapter; no evidence at all."""

from __future__ import annotations

import re
from dataclasses import replace

from openimr.letters.model import Citation, Determination, Item
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import edits
from openimr.samples.planting.dates import replaced
from openimr.samples.stock import library

_UNKNOWN_GUIDELINES = (
    "Spine and Pelvis Complaints", "Acute Pain Medical Treatment", "Upper Body Complaints", "Sleep Disorder Treatment",
    "Physical Therapy Treatment", "Compound Drug Treatment", "Sciatica Complaints", "Rotator Cuff Complaints",
)  # fmt: skip
_UNKNOWN_SECTIONS = (
    "Passive Modalities Overview", "Opiate Ladder", "Spinal Alignment", "Pharmacy Review", "Imaging Appropriateness",
    "Nerve Gliding", "Return to Sport", "Adjunct Remedies", "Pain Scoring", "Soft Tissue Program",
)  # fmt: skip


def _places(determination: Determination, *, year: bool) -> list[tuple[Item, int, Citation]]:
    return [
        (item, index, cited)
        for item in determination.items
        for index, cited in enumerate(item.reviewer_citations)
        if cited.source == "MTUS" and (cited.year is not None) == year
    ]


def _planted(
    kind: str,
    determination: Determination,
    item: Item,
    index: int,
    new: Citation,
    quote: str,
    against: str,
    why: str,
) -> Planted:
    changed = edits.with_item(
        determination, item, reviewer_citations=replaced(item.reviewer_citations, index, new)
    )
    at = edits.pointer(determination, item, f"reviewer_citations/{index}")
    return Planted(kind, changed, item.number, quote, against, at, why)


def guideline(determination: Determination, chance: Chance) -> Planted | None:
    """A guideline that the MTUS does not have."""
    places = _places(determination, year=True)
    if not places:
        return None
    item, index, cited = chance.pick(places)
    wrong = chance.pick(_UNKNOWN_GUIDELINES)
    new = replace(cited, guideline=wrong, text=cited.text.replace(cited.guideline or "", wrong, 1))
    return _planted(
        "unknown-guideline", determination, item, index, new, wrong, f"{cited.guideline}",
        f"The MTUS has no guideline {wrong}.",
    )  # fmt: skip


def section(determination: Determination, chance: Chance) -> Planted | None:
    """A section that the cited guideline does not have: an invented one, or one of another chapter."""
    places = [p for p in _places(determination, year=True) if p[2].sections]
    if not places:
        return None
    item, index, cited = chance.pick(places)
    at = chance.below(len(cited.sections))
    choices = list(_UNKNOWN_SECTIONS)
    if cited.guideline and cited.guideline.endswith("Complaints"):
        choices += ["Benzodiazepines", "Topical analgesics", "Antidepressants for chronic pain"]
    wrong = chance.pick(choices)
    old = cited.sections[at]
    new = replace(
        cited,
        sections=(*cited.sections[:at], wrong, *cited.sections[at + 1 :]),
        text=cited.text.replace(old, wrong, 1),
    )
    return _planted(
        "unknown-section", determination, item, index, new, wrong, f"{cited.guideline} {cited.year}",
        f"{cited.guideline} {cited.year} has no section {wrong}.",
    )  # fmt: skip


def page(determination: Determination, chance: Chance) -> Planted | None:
    """A page that the cited guideline does not have (the chronic pain guideline of 2009 ends on page 127)."""
    places = [p for p in _places(determination, year=False) if p[2].pages and p[2].sections]
    if not places:
        return None
    item, index, cited = chance.pick(places)
    wrong = str(chance.between(128, 420))
    if chance.yes(0.3):
        wrong = f"{wrong}-{int(wrong) + chance.between(1, 5)}"
    new = replace(cited, pages=wrong, text=cited.text.replace(f"Page(s): {cited.pages}", f"Page(s): {wrong}"))
    return _planted(
        "unknown-page", determination, item, index, new, wrong, "127 pages", f"There is no page {wrong}."
    )


def chapter(determination: Determination, chance: Chance) -> Planted | None:
    """A chapter on another body part than the one in dispute."""
    regions = library().regions.values()
    chapters = {r.acoem["chapter"]: r for r in regions if r.acoem}
    places = []
    for item in determination.items:
        parts = [r for r in regions if r.part in item.body_parts]
        for index, cited in enumerate(item.reviewer_citations):
            if parts and cited.source in ("MTUS", "ACOEM") and cited.guideline in chapters:
                places.append((item, index, cited, parts))
    if not places:
        return None
    item, index, cited, parts = chance.pick(places)
    own = {r.acoem["chapter"] for r in parts if r.acoem}
    trunk = {"Low Back Complaints", "Neck and Upper Back Complaints"}
    others = [
        r for name, r in chapters.items()
        if name not in own and not (name in trunk and own & trunk)
    ]  # fmt: skip
    other = chance.pick(others)
    assert other.acoem is not None
    name, year = other.acoem["chapter"], other.acoem["year"] if cited.year else None
    text = cited.text.replace(cited.guideline or "", name, 1)
    if cited.year:
        text = text.replace(str(cited.year), str(year), 1)
    text = re.sub(r"Chapter \d+", f"Chapter {other.acoem['number']}", text)
    pages = cited.pages
    if pages:
        text, pages = text.replace(pages, other.acoem["pages"], 1), other.acoem["pages"]
    new = replace(cited, guideline=name, year=year, pages=pages, text=text)
    return _planted(
        "cited-chapter", determination, item, index, new, name, item.body_parts[0],
        f"{name} is cited for the {item.body_parts[0]}.",
    )  # fmt: skip


def nothing(determination: Determination, chance: Chance) -> Planted | None:
    """A reviewer who cites no evidence."""
    places = [i for i in determination.items if i.reviewer_citations]
    if not places:
        return None
    item = chance.pick(places)
    changed = edits.with_item(determination, item, reviewer_citations=())
    return Planted(
        "no-evidence", changed, item.number, "", item.heading,
        edits.pointer(determination, item, "reviewer_citations"), "The reviewer cites no evidence.",
    )  # fmt: skip
