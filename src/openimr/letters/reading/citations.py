"""The guideline lines of an item: what each side's decision rests on, one citation per guideline."""

from __future__ import annotations

import re

from openimr.letters.model import Citation
from openimr.letters.reading.odg import names_odg_chapter, read_odg
from openimr.vocabulary import guidelines

_NONE = re.compile(r"did\s+not\s+cite\s+any", re.IGNORECASE)
_BASED = re.compile(
    r"Decision\s+based\s+on\s+(?P<outside>Non[\s-]*MTUS(?:\s+Citations?)?)\b[:\s]*|Decision\s+based\s+on\s+(?P<mtus>(?:CA\s+)?MTUS)\b[:\s]*",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(r"recommendation\(?s?\)?\s+outside\s+of\s+the\s+MTUS", re.IGNORECASE)

_SECTIONS = re.compile(r",?\s*Sections?\(?s?\)?\s*:\s*", re.IGNORECASE)
_PAGES = re.compile(
    r",?\s*\(?\b(?:Page\(s\)\s*:?|Pages?\s*:?|pgs?\.?|pp\.?|p\.)\s*(?P<pages>\d+[A-Za-z]?(?:\s*(?:[-–,&]|and|to)\s*\d+)*)\)?",
    re.IGNORECASE,
)
_ACOEM_CHAPTER = re.compile(
    r"ACOEM\b[,:\s]*(?:(?:Practice\s+)?Guidelines?[,\s]*)?(?:Chapter\s+(?P<number>\d+)[,:\s]*)?", re.I
)


def read_citations(text: str) -> tuple[tuple[Citation, int, int], ...]:
    """The citations printed in one guideline line, each with where it stands in ``text``.

    ``text`` is the line without its label. "did not cite any medical evidence" is an empty tuple.
    """
    marks = list(_BASED.finditer(text))
    if not marks:
        return _loose(text) if not _NONE.search(text) and not _OUTSIDE.search(text) else ()
    out: list[tuple[Citation, int, int]] = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(text)
        start = mark.end()
        while end > start and text[end - 1] in " .\n":
            end -= 1
        if start >= end:
            continue
        out += _mtus(text, start, end) if mark["mtus"] else _non_mtus(text, start, end)
    return tuple(out)


def _loose(text: str) -> tuple[tuple[Citation, int, int], ...]:
    """A line that names a guideline without the usual words before it."""
    body = text.strip().rstrip(".")
    if not body:
        return ()
    start = text.index(body)
    return tuple(_non_mtus(text, start, start + len(body)))


def _mtus(text: str, start: int, end: int) -> list[tuple[Citation, int, int]]:
    """Read "Low Back Complaints 2004, Section(s): Summary, and Chronic Pain Medical Treatment 2016"."""
    part = text[start:end]
    if part[:5].upper() == "ACOEM":
        return _mtus_acoem(text, start, end)
    found = guidelines.find_chapters(part)
    first_known = found[0].start if found else len(part)
    out: list[tuple[Citation, int, int]] = []
    if first_known:  # a chapter that the vocabulary does not know comes first
        head = re.sub(r"(?:[,;]?\s+and)?[\s,;.]*$", "", part[:first_known])
        out.append(_unknown(text, start, start + len(head)))
    for index, mention in enumerate(found):
        upto = found[index + 1].start if index + 1 < len(found) else len(part)
        piece = re.sub(r"(?:[,;]?\s+and)?[\s,;.]*$", "", part[mention.start : upto])
        rest = piece[mention.end - mention.start :]
        pages = _PAGES.search(rest)
        if pages:
            rest = rest[: pages.start()] + rest[pages.end() :]
        rest = _SECTIONS.sub("", rest, count=1).strip(" ,.;:")
        sections = tuple(guidelines.split_sections(rest, mention.chapter.name)) if rest else ()
        first = start + mention.start
        number = pages["pages"] if pages else None
        citation = Citation("MTUS", mention.chapter.name, mention.year, sections, number, piece)
        out.append((citation, first, first + len(piece)))
    return out


def _mtus_acoem(text: str, start: int, end: int) -> list[tuple[Citation, int, int]]:
    """Read "MTUS ACOEM Chapter 5 Cornerstones of ..., Chronic Pain Treatment Guidelines" (2014 and 2015)."""
    part = text[start:end]
    out: list[tuple[Citation, int, int]] = []
    cut = re.search(r",\s*(?=(?:Chronic\s+Pain|Acupuncture|Postsurgical|Post-surgical)\b)", part)
    acoem = part[: cut.start()] if cut else part
    head = _ACOEM_CHAPTER.match(acoem)
    rest = acoem[head.end() :] if head else acoem
    pages = _PAGES.search(rest)
    if pages:
        rest = rest[: pages.start()] + rest[pages.end() :]
    rest = rest.strip(" ,.;:()")
    named, _, section = _SECTIONS.sub("\0", rest, count=1).partition("\0")
    chapter = guidelines.chapter(named) if named else None
    name = chapter.name if chapter else (named.strip(" ,") or None)
    sections = tuple(guidelines.split_sections(section)) if section else ()
    out.append(
        (
            Citation("ACOEM", name, None, sections, pages["pages"] if pages else None, acoem.strip()),
            start,
            start + len(acoem),
        )
    )
    if cut:
        out += _mtus(text, start + cut.end(), end)
    return out


def _unknown(text: str, start: int, end: int) -> tuple[Citation, int, int]:
    """An MTUS citation whose chapter the vocabulary does not know: name and year as printed."""
    part = text[start:end]
    pages = _PAGES.search(part)
    rest = part[: pages.start()] + part[pages.end() :] if pages else part
    named, _, section = _SECTIONS.sub("\0", rest, count=1).partition("\0")
    year = re.search(r"\b((?:19|20)\d{2})\b", named)
    name = re.sub(r"\s*\b(?:19|20)\d{2}\b\s*", " ", named).strip(" ,.;:")
    sections = tuple(guidelines.split_sections(section)) if section else ()
    citation = Citation(
        "MTUS",
        name or None,
        int(year[1]) if year else None,
        sections,
        pages["pages"] if pages else None,
        part,
    )
    return citation, start, end


#: Where, inside a non-MTUS citation, another guideline begins.
_SOURCES = re.compile(
    r"\b(?:(?P<odg>Official\s+Disability\s+Guidelines?|Official\s+Disability\s+Guide|ODG(?:-TWC)?\b)"
    r"|(?P<acoem>ACOEM\b|American\s+College\s+of\s+Occupational\s+(?:and|&)\s+Environmental\s+Medicine))"
)
_PARTED = re.compile(r";(?=\s+[A-Z][A-Za-z]{2})")
_DISORDERS = re.compile(r"\b(?:Disorders?|Complaints|Chapter)\b", re.IGNORECASE)
#: A chapter's whole name, commas and all: "Hand, Wrist, and Forearm Disorders".
_DISORDER_CHAPTER = re.compile(
    r"[A-Za-z][A-Za-z ,&/-]{2,60}?\b(?:Disorders?|Complaints|Conditions)\b(?:\s+(?:Chapter|Section)\b)?",
    re.IGNORECASE,
)
#: A source that is no chapter of the guideline before it.
_FURTHER_SOURCE = re.compile(
    r"(?:;\s*|,\s*and\s+)(?=(?:the\s+)?(?:FDA|UpToDate|Medscape|PubMed|MEDLINE|www\.|https?:|PDR\b|Physicians['’]?\s+Desk|AHRQ|American|"
    r"National|Journal|J\s|Cochrane|AMA\b|Mosby|Drugs\.com|NIH|Mayo|CDC|Labor\s+Code|Milliman|MCG|Aetna|Cigna|"
    r"Blue\s+Cross|CMS\b|Medicare|Clin(?:ical)?\s|International|U\.?S\.?\s|Guidelines?\s+for|World\s+Health))",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"\b(?P<edition>V\.?\s?\d|\d(?:st|nd|rd|th)\s+ed(?:\.|ition)?|(?:2nd|3rd|Third|Second)\s+Edition)[,.]?\s*",
    re.I,
)
_YEAR = re.compile(r"\(\s*((?:19|20)\d{2})\s*\)|(?:^|[,\s])((?:19|20)\d{2})(?=[,.;:\s]|$)")
#: An address printed before a chapter; alone it is what is cited.
_ADDRESS = re.compile(
    r"\(?\b(?:https?://|www\.)(?:[^\s;,/]+/(?=[A-Z][a-z])|[^\s;,]*)\)?[;,.]?\s*", re.IGNORECASE
)


def _non_mtus(text: str, start: int, end: int) -> list[tuple[Citation, int, int]]:
    """Read "Official Disability Guidelines (ODG), Shoulder Chapter, MRI", ACOEM, a study, a book."""
    part = text[start:end]
    marks = _guideline_starts(part)
    out: list[tuple[Citation, int, int]] = []
    if not marks or marks[0][0] > 0:
        stop = marks[0][0] if marks else len(part)
        head = part[:stop].strip(" ,;.")
        head = re.sub(r"(?:^|[\s,;])(?:and|the|per)(?:\s+the)?$", "", head).strip(" ,;.")
        if re.search(r"[A-Za-z]", head) and head.lower() not in {
            "the",
            "and",
            "per",
            "current",
            "california",
            "ca",
        }:
            at = start + part.index(head)
            if names_odg_chapter(head) and (not marks or marks[0][1] == "odg"):
                out += [(citation, at, at + len(head)) for citation in _odg(head, head)]
            elif (
                marks
                and marks[0][1] == "acoem"
                and _DISORDERS.search(head)
                and not part[marks[0][2] :].strip(" ,.)")
            ):
                return [(_acoem(head, part), at, start + len(part))]  # "Low Back Disorders, ACOEM"
            else:
                out += _others(text, at, at + len(head))
    for index, (position, kind, after) in enumerate(marks):
        upto = marks[index + 1][0] if index + 1 < len(marks) else len(part)
        piece = re.sub(r"(?:[,;]?\s+and(?:\s+the)?)?[\s,;.]*$", "", part[position:upto])
        rest = piece[after - position :]
        further = _FURTHER_SOURCE.search(piece, after - position)
        if further:  # "...; UpToDate": another source behind a semicolon
            begin = start + position + further.end()
            out_behind = _others(text, begin, start + position + len(piece))
            piece = piece[: further.start()]
            rest = piece[after - position :]
        else:
            out_behind = []
        cited = _odg(rest, piece) if kind == "odg" else [_acoem(rest, piece)]
        out += [(citation, start + position, start + position + len(piece)) for citation in cited]
        out += out_behind
    return out


def _guideline_starts(part: str) -> list[tuple[int, str, int]]:
    """Where a guideline begins: (position, kind, end of its name); its own abbreviation is no new one."""
    marks: list[tuple[int, str, int]] = []
    for match in _SOURCES.finditer(part):
        kind = "odg" if match["odg"] else "acoem"
        before = part[: match.start()].rstrip()
        if marks and marks[-1][1] == kind:
            between = part[marks[-1][2] : match.start()]
            if between.strip(" (,-–:;") == "" or before.endswith("("):
                position, _, _ = marks[-1]
                marks[-1] = (position, kind, match.end())
                continue
        elif marks and kind == "acoem" and before.endswith("/"):
            continue
        marks.append((match.start(), kind, match.end()))
    return marks


def _odg(rest: str, printed: str) -> list[Citation]:
    """One citation per chapter named; the guideline itself where none is."""
    pages = _PAGES.search(rest)
    if pages:
        rest = rest[: pages.start()] + rest[pages.end() :]
    number = pages["pages"] if pages else None
    return [
        Citation("ODG", topic.chapter, topic.year, topic.topics, number, printed.strip())
        for topic in read_odg(_ADDRESS.sub("", rest))
    ]


def _acoem(rest: str, printed: str) -> Citation:
    pages = _PAGES.search(rest)
    if pages:
        rest = rest[: pages.start()] + rest[pages.end() :]
    rest = re.sub(
        r"^[\s,:;()-]*(?:Occupational\s+Medicine\s+)?(?:Practice\s+)?(?:Guidelines?\b)?[\s,:;()-]*",
        "",
        rest,
        flags=re.I,
    )
    rest = _EDITION.sub("", _ADDRESS.sub("", rest))
    year = _YEAR.search(rest)
    if year:
        rest = rest[: year.start()] + rest[year.end() :]
    rest = rest.lstrip(" ,;:.()-–")
    number = re.match(r"(?:Chapter|Ch\.)\s+(\d+)[\s,:;–-]*", rest, re.IGNORECASE)
    if number:
        rest = rest[number.end() :]
    rest = re.sub(r"\bChapter\s*/\s*", "Chapter, ", rest, count=1, flags=re.IGNORECASE)
    named = _DISORDER_CHAPTER.match(rest)
    head = [named[0]] if named else []
    rest = rest[named.end() :] if named else rest
    parts = head + [p.strip(" .;:()") for p in re.split(r"[,;:]\s*|\s+[-–]\s+", rest) if p.strip(" .;:()")]
    chapter = parts[0] if parts else (guidelines.acoem_chapter_by_number(int(number[1])) if number else None)
    if chapter:
        chapter = re.sub(r"\s+(?:Chapter|Section)$", "", chapter, flags=re.IGNORECASE)
    return Citation(
        "ACOEM",
        chapter,
        int(year[1] or year[2]) if year else None,
        tuple(parts[1:]),
        pages["pages"] if pages else None,
        printed.strip(),
    )


def _others(text: str, start: int, end: int) -> list[tuple[Citation, int, int]]:
    """Sources of other kinds, parted by semicolons; a journal's volume ("2013;98(4)") parts nothing."""
    out: list[tuple[Citation, int, int]] = []
    at = start
    for cut in [m.start() for m in _PARTED.finditer(text, start, end)] + [end]:
        piece = text[at:cut]
        words = piece.strip(" ,;.")
        if words:
            first = at + piece.index(words)
            out.append((_other(words), first, first + len(words)))
        at = cut + 1
    return out


def _other(printed: str) -> Citation:
    pages = _PAGES.search(printed)
    title = printed[: pages.start()] if pages else printed
    chapters = [m.start() for m in re.finditer(r"\b(?:Chapter|Ch\.)\s+\d+\b", title)]
    sections: tuple[str, ...] = ()
    if chapters and chapters[0] > 5:
        stops = [*chapters[1:], len(title)]
        sections = tuple(title[a:b].strip(" ,;.") for a, b in zip(chapters, stops, strict=True))
        title = title[: chapters[0]]
    year = _YEAR.search(printed)
    return Citation(
        "Other",
        title.strip(" ,;.") or None,
        int(year[1] or year[2]) if year else None,
        sections,
        pages["pages"] if pages else None,
        printed,
    )
