"""Diagnoses: those that the summary calls so."""

from __future__ import annotations

import re

#: What introduces a list of diagnoses.
_TRIGGER = re.compile(
    r"\b(?:"
    r"diagnos[ei]s\s+(?:(?:is|are|was|were|that|which)\s+)?(?:documented|listed|noted|given|reported|stated)?"
    r"\s*(?:to\s+be|as|is|are|was|were|:|includ(?:ed|ing|es?)|of|consist(?:s|ed)?\s+of|with)(?:\s+(?:the\s+)?following)?"
    r"|diagnosed\s+(?:as\s+having|with|as|to\s+have)|diagnostic\s+impressions?\s*(?:of|include[sd]?|is|was|were|:)"
    r"|(?:being\s+)?treated\s+for|undergo(?:ing|es|ne)\s+treatments?\s+for|(?:receiving|under)\s+(?:treatment|care)\s+for"
    r"|diagnostic\s+impression\s+(?:of|was|is)|(?:the\s+)?diagnos[ei]s\s*:"
    r"|assessments?\s+(?:included?|includes|:)"
    r")\s*:?\s*",
    re.IGNORECASE,
)
#: What is said of a diagnosis without naming one.
_NO_LIST = re.compile(
    r"(?:uncertain|unclear|unknown|deferred|pending|not|confirmed|made|consistent|supported|established)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?:the|a|an|his|her|multiple|several|following|diagnos[ei]s|diagnoses|conditions?|industrial|work|"
    r"related|current|documented|as|of|is|are|include[sd]?|including|for|having|with)\b\s*:?\s*|\"|“)+",
    re.IGNORECASE,
)
#: A full stop that ends a sentence; not the one in "vs." or "C5-C6." inside a list, nor in a code (M54.5).
_STOP = re.compile(
    r"\.(?=\s+[A-Z\"“(]|\s*$|[A-Z][a-z\s])|\n|;?\s+(?=(?:On|In\s+a|Treatments?|Medications?|Prior|Past|Previous|"
    r"The\s+(?:injured|patient|applicant|claimant|treat))\b)"
)
_SPLIT = re.compile(
    r"\s*(?:,\s*(?:and\s+)?|;\s*(?:and\s+)?|\band\s+(?=[a-z(]|[A-Z])|(?<!\d)\(?\b\d{1,2}[.)]\s+)"
)
_SUBSEQUENT = re.compile(
    r"^(?:initial|subsequent|sequela)\b.*encounter|^(?:sequela|unspecified|nondisplaced|closed)\b", re.I
)
_TAIL = re.compile(
    r"\s+(?:by|per|on|at|following|due\s+to|secondary\s+to)\s+(?:the|his|her|\d).*$", re.IGNORECASE
)
#: Words that name a place of the body but no condition: alone they belong to their neighbor, as in
#: "contusion of face, scalp and neck".
_PLACE_ONLY = re.compile(
    r"(?:(?:left|right|bilateral|both|the|of|his|her|upper|lower|low|a|mid(?:dle)?|and|or|medial|lateral|anterior|posterior|"
    r"distal|proximal|dorsal|inner|outer|face|chin|cheeks?|forehead|lips?|mouth|scalp|head|neck|shoulders?|arms?|forearms?|elbows?|wrists?|hands?|fingers?|"
    r"thumbs?|chest|ribs?|back|spine|cervical|thoracic|lumbar|lumbosacral|sacral|hips?|pelvis|groin|thighs?|legs?|knees?|"
    r"calf|calves|ankles?|foot|feet|heels?|toes?|extremit(?:y|ies)|muscles?|fascia|tendons?|ligaments?|trunk|abdomen|"
    r"buttocks?|jaw|eyes?|ears?|nose|unspecified|joints?|region|area|levels?|[CTLS]\d(?:\s?-\s?[CTLS]?\d)?)\b[\s/&-]*)+",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:injur(?:y|ies)|pain|strains?|sprains?|contusions?|stiffness|tears?|\w+itis)", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
#: A list ends where the clause turns to something else.
_TURN = re.compile(
    r"\s+(?:and\s+(?:was|is|has|had|underwent|received|reports?|reported|complain\w*|presented|presents)"
    r"|who|which|that\s+(?:was|is)|but|status\s+is|after\s+(?:a|he|she|the)\b)\b.*$",
    re.IGNORECASE,
)


def find_diagnoses(text: str) -> list[tuple[int, int]]:
    """Where each diagnosis stands in ``text``, in order, without repeats."""
    out: list[tuple[int, int]] = []
    seen: set[str] = set()
    taken = 0
    for trigger in _TRIGGER.finditer(text):
        if trigger.start() < taken:
            continue
        start = trigger.end()
        if _NO_LIST.match(text, start):
            continue
        lead = _LEAD.match(text, start)
        if lead:
            start = lead.end()
        stop = _STOP.search(text, start)
        end = stop.start() if stop else len(text)
        turn = _TURN.search(text, start, end)
        if turn:
            end = turn.start()
        taken = end
        for first, last in _parts(text, start, end):
            key = " ".join(text[first:last].lower().split())
            if key not in seen:
                seen.add(key)
                out.append((first, last))
    return out


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a list into its diagnoses; what only names a place or a bare condition joins its neighbor."""
    parts: list[tuple[int, int]] = []
    pending: int | None = None  # where a place begins that belongs to the part after it
    after_and = False
    at = start
    depth = 0
    depth_at = start
    cuts = [(m.start(), m.end()) for m in _SPLIT.finditer(text, start, end)] + [(end, end)]
    for cut, after in cuts:
        depth += text.count("(", depth_at, cut) - text.count(")", depth_at, cut)
        depth_at = cut
        if depth > 0 and cut != end:
            continue
        first, last = _trim(text, at, cut)
        at = after
        separator = text[cut:after].lower()
        joined_by_and, after_and = after_and, "and" in separator
        piece = text[first:last]
        if not piece:
            continue
        if pending is not None:
            first, pending = pending, None
            piece = text[first:last]
        tail = _TAIL.search(piece)
        if tail and tail.start() > 8 and re.search(r"\d", tail[0]):
            last = first + tail.start()
        if _PLACE_ONLY.fullmatch(piece) and cut != end and after_and and not _of_place(text, parts):
            pending = first  # "right wrist and right hand sprain"
            continue
        if parts and (
            (_SUBSEQUENT.match(piece) and text[parts[-1][1] : first].lstrip().startswith(","))
            or not re.search(r"[A-Za-z]{3}", piece)
            or _PLACE_ONLY.fullmatch(piece)
            or (joined_by_and and _BARE.fullmatch(piece))
        ):
            parts[-1] = (parts[-1][0], last)
        elif re.search(r"[A-Za-z]{3}", piece) and len(piece) < 160:
            parts.append((first, last))
    return parts


def _of_place(text: str, parts: list[tuple[int, int]]) -> bool:
    """Whether the last diagnosis is one "of" places, so that a further place belongs to it."""
    return bool(parts) and " of " in text[slice(*parts[-1])]


def _trim(text: str, first: int, last: int) -> tuple[int, int]:
    while first < last and text[first] in ' \n"“,.;:(':
        if text[first] == "(" and ")" in text[first:last]:
            break
        first += 1
    article = _ARTICLE.match(text, first, last)
    if article:
        first = article.end()
    while last > first and text[last - 1] in ' \n"”,.;:':
        last -= 1
    return first, last
