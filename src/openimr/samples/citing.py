"""Guideline lines: citations in the wordings that letters use, with what they cite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openimr.letters.model import Citation, Layout
from openimr.samples.chance import Chance
from openimr.samples.dating import printed
from openimr.samples.stock import Region, Topic

#: The first day of the 2016 editions of the chronic pain and opioid guidelines (8 CCR 9792.24.2, 9792.24.4).
EDITION_2016 = date(2016, 7, 28)
CHRONIC_PAIN = "Chronic Pain Medical Treatment"


@dataclass(frozen=True, slots=True)
class Era:
    """What a letter of a layout and day cites, and how it prints it."""

    layout: Layout
    decision: date

    @property
    def paged(self) -> bool:
        """Whether topics and pages are printed instead of sections (2013 and 2014)."""
        return self.layout != "2015"

    @property
    def edition(self) -> int:
        """The edition of the chronic pain guideline in force."""
        return 2016 if self.decision >= EDITION_2016 else 2009


def citations(
    chance: Chance, era: Era, topic: Topic, region: Region | None, *, reviewer: bool
) -> tuple[Citation, ...]:
    """What one side cites on ``topic``; empty where it cites nothing."""
    if chance.yes(0.06 if reviewer else 0.22):
        return ()
    mtus = _mtus(chance, era, topic, region, reviewer=reviewer)
    if mtus and chance.yes(0.75 if reviewer else 0.7):
        extra = (_odg(chance, era, topic, region, reviewer=reviewer),) if chance.yes(0.2) else ()
        return (*mtus, *extra)
    if chance.yes(0.07) and region and region.acoem:
        return (_acoem_third(chance, region),)
    return (_odg(chance, era, topic, region, reviewer=reviewer),)


def _mtus(
    chance: Chance, era: Era, topic: Topic, region: Region | None, *, reviewer: bool
) -> tuple[Citation, ...]:
    out: list[Citation] = []
    if topic.acupuncture:
        out.append(
            Citation("MTUS", "Acupuncture Treatment", None, (), None, "Acupuncture Treatment Guidelines")
            if era.paged
            else Citation("MTUS", "Acupuncture Treatment", 2007, (), None, "Acupuncture Treatment 2007")
        )
    elif era.paged and topic.m2009:
        out.append(
            _paged(topic.m2009["topic"], topic.m2009["pages"] if reviewer or chance.yes(0.4) else None)
        )
    elif not era.paged and era.edition == 2009 and topic.m2009:
        out.append(_sections(chance, CHRONIC_PAIN, 2009, [topic.m2009["topic"]]))
    elif not era.paged and era.edition == 2016 and topic.m2016:
        guideline = topic.m2016[0]["guideline"]
        names = [row["section"] for row in topic.m2016 if row["guideline"] == guideline]
        names = names if chance.yes(0.5) else [chance.pick(names)]
        bare = not reviewer and chance.yes(0.2)
        out.append(_sections(chance, guideline, 2016, [] if bare else names))
    if topic.acoem_section and region and region.acoem and (not out or chance.yes(0.4)):
        chapter = region.acoem
        if era.paged:
            text = f"ACOEM Chapter {chapter['number']} {chapter['chapter']} Page(s): {chapter['pages']}"
            out.append(Citation("ACOEM", chapter["chapter"], None, (), chapter["pages"], text))
        else:
            names = [topic.acoem_section] if reviewer or chance.yes(0.6) else []
            if names and chance.yes(0.15) and topic.acoem_section != "Summary":
                names.append("Summary")
            out.append(_sections(chance, chapter["chapter"], chapter["year"], names, plain=True))
    if topic.general and not era.paged and not out:
        out.append(_sections(chance, "General Approaches", 2004, [topic.general], plain=True))
    if chance.yes(0.5):
        out.reverse()
    return tuple(out)


def _paged(name: str, pages: str | None) -> Citation:
    text = f"Chronic Pain Treatment Guidelines {name}" + (f" Page(s): {pages}" if pages else "")
    return Citation("MTUS", CHRONIC_PAIN, None, (name,), pages, text)


def _sections(
    chance: Chance, guideline: str, year: int, names: list[str], *, plain: bool = False
) -> Citation:
    head = f"{guideline} {year}" + (" Guidelines" if not plain and chance.yes(0.12) else "")
    text = f"{head}, Section(s): {', '.join(names)}" if names else head
    return Citation("MTUS", guideline, year, tuple(names), None, text)


def _odg(chance: Chance, era: Era, topic: Topic, region: Region | None, *, reviewer: bool) -> Citation:
    """An ODG citation: its name and its chapter spelled in one of many ways."""
    chapter, spellings = topic.odg["chapter"], []
    if chapter == "region":
        if region is None:
            raise ValueError(f"topic {topic.key} cites the chapter of a region but has none")
        chapter, spellings = region.odg, list(region.odg_also)
    also = chance.pick([chapter, *spellings])
    dotted = " - " in also
    updated = printed(era.decision - timedelta(chance.between(60, 150)), "slashes_short")
    shown = (
        also
        if dotted
        else chance.pick(
            [also, also, f"{also} Chapter", f"{also} (Acute & Chronic)", f"{also} (updated {updated})"]
        )
    )
    section = topic.odg["section"] if reviewer or chance.yes(0.6) else None
    name = chance.pick(
        ["Official Disability Guidelines (ODG), ", "Official Disability Guidelines (ODG) ",
         "Official Disability Guidelines, ", "ODG guidelines, ", "Official Disability Guidelines (ODG), "]
    )  # fmt: skip
    join = ", " if dotted or "(" in shown else chance.pick([", ", ", ", " - "])
    text = f"{name}{shown}" + (f"{join}{section}" if section else "")
    return Citation("ODG", chapter, None, (section,) if section else (), None, text)


def _acoem_third(chance: Chance, region: Region) -> Citation:
    """A chapter of ACOEM cited outside of the MTUS."""
    name = f"{region.odg.split(' &')[0]} Disorders" if region.key in ("lumbar", "shoulder", "knee") else None
    if name is None:
        return Citation("ACOEM", None, None, (), None, "ACOEM Guidelines")
    page = chance.between(120, 640)
    text = f"ACOEM Occupational Medicine Practice Guidelines, 3rd ed., {name}, page {page}"
    return Citation("ACOEM", name, None, (), str(page), text)


def line(cited: tuple[Citation, ...], *, reviewer: bool) -> str:
    """The line that prints ``cited``, without its label."""
    who = "Expert Reviewer" if reviewer else "Claims Administrator"
    if not cited:
        return f"The {who} did not cite any medical evidence for its decision."
    inside = [c for c in cited if _is_mtus(c)]
    outside = [c for c in cited if not _is_mtus(c)]
    parts = []
    if inside:
        parts.append(f"Decision based on MTUS {', and '.join(c.text for c in inside)}.")
    else:
        parts.append(f"The {who} based their decision on recommendation(s) outside of the MTUS Guidelines.")
    if outside:
        parts.append(f"Decision based on Non-MTUS Citation {'; '.join(c.text for c in outside)}.")
    return "  ".join(parts)


def _is_mtus(citation: Citation) -> bool:
    return citation.source == "MTUS" or citation.text.startswith("ACOEM Chapter")
