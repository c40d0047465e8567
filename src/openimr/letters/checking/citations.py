"""Citations: unknown guidelines and sections, pages and editions that are not there, no evidence at all.

Which day decides on the edition (request, utilization review or this decision) is an open question of law; an
edition counts as wrong only if it was in force on none of these days, and the message says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from rapidfuzz import fuzz

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.repeats import FOLLOWS
from openimr.letters.checking.view import View, day, spell
from openimr.letters.model import Citation, Item
from openimr.vocabulary import guidelines

_CHRONIC_PAIN = "Chronic Pain Medical Treatment"
#: The pages of the guideline of 2009 (secondary sources agree on a document of 127 pages).
_PAGES_2009 = 127
_END_2009 = date(2016, 7, 27)
_ALIKE = 85.0
_ASK = "which day decides on the edition is a question for counsel"


def _all(item: Item, index: int) -> Iterator[tuple[Citation, str, str]]:
    """Every citation of an item, with its pointer and whose it is."""
    for place, citation in enumerate(item.administrator_citations):
        yield citation, f"/items/{index}/administrator_citations/{place}/text", "claims administrator"
    for place, citation in enumerate(item.reviewer_citations):
        yield citation, f"/items/{index}/reviewer_citations/{place}/text", "reviewer"


@cache
def _known(name: str) -> guidelines.Chapter | None:
    """The chapter of exactly this name: one that is only close in spelling is another guideline."""
    found = guidelines.chapter(name)
    if found is None:
        return None
    named = {_key(one) for one in (found.name, *found.names)}
    return found if _key(name) in named else None


@cache
def _key(name: str) -> str:
    low = re.sub(r"\([^()]*\)|[®™*]", " ", name.lower()).replace("&", " ")
    low = re.sub(r"\b(?:and|the|of|for|in|guidelines?|chapter|complaints?)\b", " ", low)
    return " ".join(re.findall(r"[a-z0-9]+", low))


@check(
    "CITE-01",
    "Unknown guideline",
    looks_for="A guideline cited as the MTUS's that the MTUS does not have, by the vocabulary's list of its chapters.",
    example='"Decision based on MTUS Spine and Joint Complaints 2004"',
    source="The vocabulary's list of the chapters of the MTUS, 8 CCR 9792.20 ff.",
)
def _unknown_guideline(view: View) -> Iterator[Hit]:
    for index, item in enumerate(view.items):
        for citation, pointer, whose in _all(item, index):
            if citation.source == "MTUS" and citation.guideline and _known(citation.guideline) is None:
                near = guidelines.chapter(citation.guideline)
                yield Hit(
                    item.number,
                    f"The {whose} cites {citation.guideline}, which is no chapter of the MTUS that the vocabulary knows.",
                    citation.text,
                    "the chapters of the MTUS",
                    f"{near.name}?" if near else "Name the chapter as the MTUS does.",
                    pointer,
                )


@cache
def _has_section(chapter: str, year: int | None, section: str) -> bool | None:
    """Whether a chapter has a section of this name or nearly so; None where no section of it is known."""
    known = guidelines.sections_of(chapter, year) or guidelines.sections_of(chapter)
    if len(known) < 5 or re.match(r"\d", section):
        return None
    wanted = _key(section)
    if not wanted:
        return None
    for one in known:
        have = _key(one.name)
        if have.startswith(wanted) or wanted.startswith(have):
            return True
        if fuzz.token_set_ratio(wanted, have) >= _ALIKE:
            return True
    return False


@check(
    "CITE-02",
    "Unknown section",
    looks_for="A section of an MTUS chapter that is not among those that the vocabulary knows. Its lists are not complete.",
    example='"MTUS Knee Complaints 2004, Section(s): Benzodiazepines"',
    source="The vocabulary's list of sections, made from citations (not a complete table of contents)",
)
def _unknown_section(view: View) -> Iterator[Hit]:
    for index, item in enumerate(view.items):
        for citation, pointer, whose in _all(item, index):
            if citation.source not in ("MTUS", "ACOEM") or not citation.guideline:
                continue
            chapter = _known(citation.guideline)
            if chapter is None or (citation.source == "ACOEM" and citation.year is None):
                continue
            for section in citation.sections:
                if _has_section(chapter.name, citation.year, section) is False:
                    yield Hit(
                        item.number,
                        f"The {whose} cites the section {section!r}; the vocabulary knows none of this name in "
                        f"{chapter.name} (its list is not complete).",
                        section if section in citation.text else citation.text,
                        f"sections of {chapter.name}",
                        "Check the section's name in the guideline.",
                        pointer,
                    )


def _days(view: View) -> list[date]:
    """The days that may decide on the edition."""
    letter = view.letter
    told = (letter.dates.ur_denial, letter.summary.ur_decision_date, letter.dates.decision)
    return [value for iso in told if (value := day(iso))]


@check(
    "CITE-03",
    "Page that the edition does not have",
    looks_for="A page beyond the last one of the Chronic Pain Medical Treatment Guidelines of 2009.",
    example='"MTUS Chronic Pain Treatment Guidelines Benzodiazepines Page(s): 240"',
    source="Chronic Pain Medical Treatment Guidelines, July 2009: 127 pages (secondary sources; the document was not opened)",
)
def _no_such_page(view: View) -> Iterator[Hit]:
    days = _days(view)
    for index, item in enumerate(view.items):
        for citation, pointer, whose in _all(item, index):
            if citation.guideline != _CHRONIC_PAIN or citation.source != "MTUS" or not citation.pages:
                continue
            edition = citation.year == 2009 or (
                citation.year is None and (not days or min(days) <= _END_2009)
            )
            pages = [int(number) for number in re.findall(r"\d{1,6}", citation.pages)]
            if edition and pages and max(pages) > _PAGES_2009:
                yield Hit(
                    item.number,
                    f"The {whose} cites page {max(pages)} of a guideline of {_PAGES_2009} pages.",
                    citation.text,
                    f"Chronic Pain Medical Treatment Guidelines 2009: {_PAGES_2009} pages",
                    "Check the page.",
                    pointer,
                )


@check(
    "CITE-04",
    "Edition not in force",
    looks_for=(
        "An edition of an MTUS chapter that was in force neither on the day of the utilization review decision nor on "
        "that of this decision."
    ),
    example='"MTUS Chronic Pain Medical Treatment 2009" in a letter of 2017',
    source=f"Effective dates of the MTUS editions (not all verified; {_ASK})",
)
def _not_in_force(view: View) -> Iterator[Hit]:
    days = _days(view)
    if day(view.letter.dates.decision) is None:  # a later day may have been the one
        return
    for index, item in enumerate(view.items):
        for citation, pointer, whose in _all(item, index):
            if citation.source not in ("MTUS", "ACOEM") or not citation.guideline or citation.year is None:
                continue
            chapter = _known(citation.guideline)
            if chapter is None:
                continue
            states = [guidelines.in_force(chapter, citation.year, on) for on in days]
            if any(state.state == "yes" for state in states):
                continue
            wrong = [state for state in states if state.state == "no"]
            unlisted = citation.year not in chapter.known_years()
            if not wrong and not unlisted:
                continue
            because = wrong[0].because if wrong else states[0].because
            yield Hit(
                item.number,
                f"The {whose} cites {chapter.name} {citation.year}, which was not in force on "
                f"{' or '.join(spell(on) for on in sorted(set(days)))} as far as we know; {_ASK}.",
                citation.text,
                because,
                "Cite the edition in force, or say why another applies.",
                pointer,
            )


@check(
    "CITE-05",
    "No evidence cited",
    looks_for=(
        "An item for which the reviewer cites no guideline and no other evidence. Services that only follow from a "
        "denied operation are left out."
    ),
    example='"The Expert Reviewer did not cite any medical evidence for its decision."',
    source="Labor Code 4610.5(c)(2), 4610.6(e): the findings rest on the standards of medical necessity",
)
def _no_evidence(view: View) -> Iterator[Hit]:
    for item, heading, rationale in view.pairs():
        if item.reviewer_citations or FOLLOWS.search(rationale.text):
            continue
        yield Hit(
            item.number,
            "The reviewer cites no evidence for this item.",
            heading.text,
            "Labor Code 4610.5(c)(2): the order of evidence",
            "Cite the guideline or study that the decision rests on.",
            heading.pointer,
        )
