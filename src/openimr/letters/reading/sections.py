"""The stretches of a letter: header, how it was made, summary, documents, issues; and its layout."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openimr.letters.model import Layout
from openimr.letters.reading.lines import Lines
from openimr.pages.model import UnreadableFile

#: Section headings, each at the start of a line, by the layouts of the public letters since 2013
#: (letter formats A to D; the labels of D are known from public software only).
_HEADINGS = re.compile(
    r"^(?:"
    r"(?P<method>HOW\s+THE\s+IMR\s+FINAL\s+DETERMINATION\s+WAS\s+MADE)"
    r"|(?P<documents>(?:THE\s+FOLLOWING\s+)?DOCUMENTS\s+REVIEWED(?:\s+FOR\s+DETERMINATION)?\b:?)"
    r"|(?P<summary>(?:CLINICAL\s+)?CASE\s+SUMMARY\b:?|Case\s+Summary:)"
    r"|(?P<issues>IMR\s+(?:ISSUES,?\s+)?DECISIONS?(?:\(S\))?\s+AND\s+RATIONALES?(?:\(S\))?"
    r"|INDEPENDENT\s+MEDICAL\s+REVIEW\s+DECISIONS?\s+AND\s+RATIONALES?)"
    r"|(?P<dispute>ISSUES?\s+(?:AT|IN)\s+DISPUTE\b:?)"
    r"|(?P<guidelines>MEDICAL\s+TREATMENT\s+GUIDELINE\(?S?\)?\s+RELIED\s+UPON\s+BY\s+(?:THE\s+)?PROFESSIONAL"
    r"\s+REVIEWER(?:\s+AND\s+WHY)?:?)"
    r"|(?P<rationale>RATIONALE\s+FOR\s+WHY\s+THE\s+REQUESTED\s+TREATMENT/SERVICE\s+(?:IS/WAS|IS|WAS)"
    r"\s+(?:NOT\s+)?MEDICALLY\s+NECESSARY:?)"
    r"|(?P<qualifications>MEDICAL\s+REVIEWER\s+QUALIFICATIONS:?"
    r"|Medical\s+Qualifications\s+of\s+the\s+Expert\s+Reviewer:?)"
    r"|(?P<closing>NOTICE\s+OF\s+FINALITY|RIGHT\s+TO\s+APPEAL|FINALITY,?\s+IMPLEMENTATION\s+AND\s+APPEAL"
    r"|EFFECT\s+OF\s+THIS\s+DETERMINATION|PROOF\s+OF\s+SERVICE)"
    r")",
    re.MULTILINE,
)
_NAMES = {
    "method": "HOW THE IMR FINAL DETERMINATION WAS MADE",
    "summary": "CLINICAL CASE SUMMARY",
    "issues": "IMR ISSUES, DECISIONS AND RATIONALES",
}
_NOTICE = re.compile(r"Notice\s+of\s+Independent\s+Medical\s+Review\s+Determination", re.IGNORECASE)
_CREDENTIALS = re.compile(r"^State\(s\)\s+of\s+Licensure\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sections:
    """Where each section's text begins and ends in the lines' text, without its heading."""

    layout: Layout
    header: tuple[int, int]
    bounds: dict[str, tuple[int, int]]

    def get(self, name: str) -> tuple[int, int] | None:
        """The bounds of the section ``name``, or ``None`` where the letter has no such section."""
        return self.bounds.get(name)


def find(lines: Lines) -> Sections:
    """Cut a letter into its sections.

    Raises:
        UnreadableFile: ``not_a_letter`` where no section heading of any layout stands;
            ``section_missing`` where the letter lacks the summary or the decisions; ``not_supported``
            where several letters stand in one file.
    """
    text = lines.text
    marks: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    again: set[str] = set()
    for match in _HEADINGS.finditer(text):
        name = match.lastgroup or ""
        if name in seen:
            again.add(name)
            continue
        seen.add(name)
        marks.append((name, match.start(), match.end()))
    if not {"method", "summary", "issues", "dispute"} & seen or len(seen) < 2:
        raise UnreadableFile(
            "not_a_letter",
            "This is not a Final Determination letter: none of its section headings "
            "(such as CLINICAL CASE SUMMARY) stands in it. Give the letter itself, as published.",
        )
    if {"summary", "issues"} <= again:
        raise UnreadableFile(
            "not_supported",
            "This file holds more than one letter: its summary and its decisions stand in it twice. "
            "Split it, and give each letter as a file of its own.",
        )
    bounds = {
        name: (end, marks[i + 1][1] if i + 1 < len(marks) else len(text))
        for i, (name, _, end) in enumerate(marks)
    }
    layout = _layout(text, seen, marks[0][1], bounds)
    needed = {"dispute", "rationale"} if layout == "2013-professional-review" else {"summary", "issues"}
    if layout == "2013-notice":
        needed = {"issues"}
    missing = sorted(needed - seen)
    if missing:
        raise UnreadableFile(
            "section_missing",
            f"The section {_NAMES.get(missing[0], missing[0].upper())} is missing from this letter; "
            "check that all pages are there.",
        )
    return Sections(layout, (0, marks[0][1]), bounds)


def _layout(text: str, seen: set[str], first: int, bounds: dict[str, tuple[int, int]]) -> Layout:
    """Which of the published layouts this is."""
    head = text[: first or 400]
    if "dispute" in seen and "rationale" in seen:
        return "2013-professional-review"
    if _NOTICE.search(head):
        return "2013-notice"
    start, end = bounds.get("method", (0, 0))
    if _CREDENTIALS.search(text, start, end):
        return "2015"
    if head.lstrip().startswith("MAXIMUS FEDERAL SERVICES"):
        return "2013-federal-services"
    return "2014"
