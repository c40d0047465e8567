"""The words after "Official Disability Guidelines (ODG)": chapters, each with its topics.

They are printed in many ways: "Low Back Chapter, MRI", "Knee and Leg (Acute and Chronic): PRP (2016)",
"Shoulder - MRI", "Lumbar & Thoracic (Acute & Chronic)", "Physical therapy/Preface".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openimr.vocabulary import guidelines

_UPDATED = re.compile(
    r"\(?\s*\b(?:last\s+)?(?:updated?|update|accessed|revised)\b:?\s*(?:on\s+)?\(?[\d/.-]+\d\s*\)?\)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[,\s]*\(\s*((?:19|20)\d{2})\s*\)|[,\s]+((?:19|20)\d{2})$")
_ACUTE = re.compile(r"\s*\(\s*Acute\s*(?:and|&|/)?\s*Chronic\s*\)", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:[\s,;:.–—-]|\(web\)|\(?(?:19|20)\d{2}\)?(?=[\s,;:.–-])|\(?ODG\)?(?=[\s,;:.)–-]|$)|\)|\bTWC\b|\bTreatment\s+(?:in|for|Index)\b|\bWorker(?:s['’]?|['’]s)\s+Comp(?:ensation)?\b|\b(?:chapter|section)(?:\s*:|\s+on\s+(?:the\s+)?)|\bupdates?\b|\x22|“|"
    r"\bIntegrated\s+Treatment(?:/Disability\s+Duration)?(?:\s+Guidelines?)?\b|\b(?:online|web|internet)\s+(?:version|edition)\b|"
    r"\bguidelines?\b(?!\s+for\b)|\b\d+(?:st|nd|rd|th)\s+edition\b)+",
    re.IGNORECASE,
)
_AFTER_CHAPTER = re.compile(
    r"^(?:\s*\(\s*Acute[^)]*\))?(?:\s*(?:chapters?|guidelines?|procedures?(?:\s+summary)?|section)\b)*", re.I
)
#: "Pain, Chronic pain programs": the word after the comma begins a topic.
_CUT_TOPIC = re.compile(r"[,;:–-]\s*(?:acute|chronic)$", re.IGNORECASE)
_ONLINE = re.compile(r"[,;\s]*\(?\b(?:online|web|internet)\s+(?:version|edition)\b\)?\s*$", re.IGNORECASE)
_AND = re.compile(r"and\s+", re.IGNORECASE)
_SAYS_CHAPTER = re.compile(r"[^,;()]{3,40}\bchapter\b", re.IGNORECASE)
_WORD_END = re.compile(r"(?<=[\w)])(?=[\s,;:/\x22”]|-\s|$)")
#: What may stand between a chapter and its topic.
_BEFORE_TOPIC = re.compile(
    r"[\s,;:.–/)\x22”-]*(?:(?:topics?|sections?)\s*:\s*|(?:on|under)\s+(?=[A-Z]))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One chapter (``None`` where none is named) with its topics."""

    chapter: str | None
    topics: tuple[str, ...]
    year: int | None


def read_odg(text: str) -> list[Topic]:
    """The chapters cited in ``text``, the words after the guideline's own name; at least one."""
    text = _UPDATED.sub("", text)
    year: int | None = None
    found = _YEAR.search(text)
    if found:
        year = int(found[1] or found[2])
        text = text[: found.start()] + text[found.end() :]
    text = re.sub(r"\s+,", ",", re.sub(r"\s{2,}", " ", text))
    filler = _FILLER.match(text)
    dated = re.search(r"\b(?:19|20)\d{2}\b", filler[0]) if filler else None
    if dated and year is None:
        year = int(dated[0])
    rest = text[filler.end() :] if filler else text
    rest = _ONLINE.sub("", rest).strip(" ,;:.-–")
    if not rest:
        return [Topic(None, (), year)]
    preface = re.match(
        r"(?P<topic>[^/]+)/\s*Preface$|Preface\s*[-–,:]?\s*(?P<after>.*)$", rest, re.IGNORECASE
    )
    if preface:
        topic = (preface["topic"] or preface["after"] or "").strip()
        return [Topic("Preface", (topic,) if topic else (), year)]
    chapters: list[tuple[str | None, str]] = []
    while rest:
        chapter, length = _leading_chapter(rest)
        rest = rest[length:]
        between = _BEFORE_TOPIC.match(rest) if chapter else None
        rest = rest[between.end() :] if between else rest.lstrip(" ,;:.-–/)")
        if _SAYS_CHAPTER.match(rest):
            rest = _without_and(rest)
        upto = _next_chapter(rest)
        chapters.append((chapter, rest[:upto].strip(" ,;:.-–")))
        rest = _without_and(rest[upto:].lstrip(" ,;:.-–"))
    # "Shoulder Chapter, Hand Chapter, Physical therapy": the topics after the last belong to both.
    out: list[Topic] = []
    shared = chapters[-1][1]
    for chapter, topics in chapters:
        words = topics or (shared if len(chapters) > 1 and chapter else "")
        out.append(Topic(chapter, tuple(guidelines.split_sections(words)) if words else (), year))
    return out


def names_odg_chapter(text: str) -> bool:
    """Whether ``text``, printed without "ODG" before it, begins with a chapter and not with a longer name.

    "Shoulder (Acute & Chronic), Physical Therapy" does; the journal "Pain Physician" does not.
    """
    chapter, length = _leading_chapter(text)
    rest = text[length:]
    return chapter is not None and (not rest or rest[0] in ",;:(-–/" or "chapter" in text[:length].lower())


def _leading_chapter(text: str) -> tuple[str | None, int]:
    """The chapter that ``text`` begins with, and how long its name is."""
    ends = [match.start() for match in _WORD_END.finditer(text[:120])]
    for end in reversed(ends):
        head = _ACUTE.sub("", text[:end])
        if head.count("(") != head.count(")") or _CUT_TOPIC.search(head):
            continue
        chapter = guidelines.odg_chapter(head)
        if chapter is None:
            continue
        after = _AFTER_CHAPTER.match(text[end:])
        return chapter, end + (after.end() if after else 0)
    return None, 0


def _without_and(text: str) -> str:
    head = _AND.match(text)
    return text[head.end() :] if head else text


def _next_chapter(text: str) -> int:
    """Where in ``text`` another chapter begins: after a semicolon, or a part that says "Chapter"."""
    if _SAYS_CHAPTER.match(text) and _leading_chapter(_without_and(text))[0]:
        return 0
    depth = 0
    for match in re.finditer(r"[();,]", text):
        sign = match[0]
        if sign in "()":
            depth += 1 if sign == "(" else -1
            continue
        if depth > 0:
            continue
        after = _without_and(text[match.end() :].lstrip())
        if sign == ";":
            chapter, length = _leading_chapter(after)
            if chapter and (not after[length:].strip() or after[length:].lstrip()[:1] in ",;:-–("):
                return match.start()
        elif _SAYS_CHAPTER.match(after) and _leading_chapter(after)[0]:
            return match.start()
    return len(text)
