"""The header table, and the reviewer's credentials."""

from __future__ import annotations

import re

from openimr.letters.model import Dates, Priority, Reviewer
from openimr.letters.reading import dates
from openimr.letters.reading.lines import Lines, Passage
from openimr.letters.reading.record import Record
from openimr.letters.reading.sections import Sections
from openimr.vocabulary import specialties, states

_CASE = re.compile(r"\bCM\d{2}-\d{7,8}\b")
_LABELS = {
    "assigned": re.compile(r"Date\s+Assigned\s*:"),
    "injury": re.compile(r"Date\s+of\s+Injury\s*:"),
    "decision": re.compile(r"Decision\s+Date\s*:|^Dated\s*:", re.MULTILINE),
    "ur_denial": re.compile(r"(?:UR\s+Denial\s+Date|Date\s+of\s+UR\s+Decision)\s*:"),
    "application_received": re.compile(
        r"Application\s+(?:Received|Filed)\s*:|Date\s+Application\s+Received\s*:|Filing\s+Date\s*:"
        r"|(?<=\n)Received\s*:"
    ),
}
_PRIORITY = re.compile(r"Priority\s*:\s*(Standard|Expedited)|\b(Standard|Expedited)\b", re.IGNORECASE)

_STATES = re.compile(r"^State\(s\)\s+of\s+Licensure\s*:[ \t]*", re.MULTILINE)
_CERTIFICATIONS = re.compile(r"^Certification\(s\)\s*/\s*Specialty\s*:[ \t]*", re.MULTILINE)
_INTRODUCTION = re.compile(r"^The\s+Expert\s+Reviewer\s+has\s+the\s+following\s+credentials\s*:", re.M | re.I)
_SENTENCE = re.compile(
    r"(?:is\s+)?Board\s+Certified\s+in\s+(?P<boards>.+?)"
    r"(?:,?\s+(?:and\s+)?(?:has|with)\s+(?:a\s+)?sub-?speciali?ty\s+in\s+(?P<sub>.+?))?"
    r"(?:,?\s+and\s+is\s+|\s+and\s+)licensed\s+to\s+practice\s+in\s+(?P<states>[A-Z][\w ,]*?)\s*(?:\.|$)",
    re.IGNORECASE,
)
_LICENSED = re.compile(
    r"is\s+(?:a\s+)?licensed\s+(?P<boards>[A-Z][\w ,&/-]*?)(?:\s+and\s+is\s+licensed)?"
    r"\s+(?:to\s+practice\s+)?in\s+(?P<states>[A-Z][\w ,]*?)\s*(?:\.|$)"
)


def read_header(
    lines: Lines, sections: Sections, record: Record
) -> tuple[str | None, Priority | None, Dates]:
    """Case number, priority and dates of the header table, whichever order its cells come in."""
    passage = lines.raw(*sections.header)
    text = passage.text
    case = _CASE.search(text) or None
    if case:
        record.add("/case_number", passage, case.start(), case.end())
    cells: list[tuple[int, int, str]] = [(m.start(), m.end(), "") for m in dates.DATE.finditer(text)]
    for name, label in _LABELS.items():
        match = label.search(text)
        if match:
            cells.append((match.start(), match.end(), name))
    # A date belongs to the label it follows on its line; where the table was extracted column by
    # column, to the first label that still waits for one.
    found: dict[str, str | None] = {}
    waiting: list[tuple[str, int]] = []
    for start, end, name in sorted(cells):
        if name:
            waiting.append((name, end))
        elif waiting:
            beside = text[waiting[-1][1] : start].strip(" \t") == ""
            field, _ = waiting.pop() if beside else waiting.pop(0)
            found[field] = dates.parse(text[start:end])
            record.add(f"/dates/{field}", passage, start, end)
    priority = _PRIORITY.search(text)
    level: Priority | None = None
    if priority:
        group = 1 if priority[1] else 2
        level = "expedited" if priority[group].lower() == "expedited" else "standard"
        record.add("/priority", passage, priority.start(group), priority.end(group))
    return (case[0] if case else None), level, Dates(**found)


def read_reviewer(lines: Lines, sections: Sections, record: Record) -> Reviewer:
    """Licenses, certifications and the statement of how the determination was made."""
    bounds = sections.get("method") or sections.get("qualifications")
    if bounds is None:
        return Reviewer((), (), None)
    start, end = bounds
    text = lines.text
    licensure = _STATES.search(text, start, end)
    certification = _CERTIFICATIONS.search(text, start, end)
    introduction = _INTRODUCTION.search(text, start, end)
    stops = [m.start() for m in (licensure, certification, introduction) if m]
    statement = lines.passage(start, min(stops, default=end))
    record.add("/reviewer/statement", statement, 0, len(statement.text))
    if not stops:
        return _from_sentence(statement, sections, lines, record)
    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    if licensure:
        upto = certification.start() if certification and certification.start() > licensure.end() else end
        passage = lines.passage(licensure.end(), upto, paragraphs=False)
        codes = tuple(states.split(passage.text))
        record.add("/reviewer/licensed_states", passage, 0, len(passage.text))
        for number, code in enumerate(codes):
            record.add_words(
                f"/reviewer/licensed_states/{number}", passage, states.name(code), 0, len(passage.text)
            )
    if certification:
        upto = licensure.start() if licensure and licensure.start() > certification.end() else end
        passage = lines.passage(certification.end(), upto, paragraphs=False)
        names = tuple(specialties.split(passage.text))
        record.add("/reviewer/certifications", passage, 0, len(passage.text))
        for number, name in enumerate(names):
            record.add_words(f"/reviewer/certifications/{number}", passage, name, 0, len(passage.text))
    return Reviewer(codes, names, statement.text or None)


def _from_sentence(statement: Passage, sections: Sections, lines: Lines, record: Record) -> Reviewer:
    """Credentials said in one sentence (the layouts of 2013 and 2014)."""
    passages = [statement]
    other = sections.get("qualifications")
    if other:
        passages.append(lines.passage(*other))
    for passage in passages:
        match = _SENTENCE.search(passage.text) or _LICENSED.search(passage.text)
        if match:
            parts = match.groupdict()
            boards = tuple(specialties.split(parts["boards"]))
            if parts.get("sub"):
                boards += tuple(specialties.split(parts["sub"]))
            record.add("/reviewer/certifications", passage, match.start("boards"), match.end("boards"))
            record.add("/reviewer/licensed_states", passage, match.start("states"), match.end("states"))
            codes = tuple(states.split(re.sub(r"\s+and\s+", ", ", parts["states"])))
            for number, name in enumerate(boards):
                record.add_words(
                    f"/reviewer/certifications/{number}", passage, name, match.start("boards"), match.end()
                )
            for number, code in enumerate(codes):
                place = match.span("states")
                record.add_words(f"/reviewer/licensed_states/{number}", passage, states.name(code), *place)
            return Reviewer(codes, boards, statement.text or None)
    return Reviewer((), (), statement.text or None)
