"""The layouts of 2013, as far as their labels are known (letter formats D2 and D3).

No full text of them could be had: what is read here follows the labels and the one wording that is
known, "has determined the request for ... is (not) medically necessary and appropriate".
"""

from __future__ import annotations

import re

from openimr.letters.model import Decision, Item
from openimr.letters.reading.citations import read_citations
from openimr.letters.reading.lines import Lines, Passage
from openimr.letters.reading.record import Record
from openimr.letters.reading.sections import Sections
from openimr.letters.reading.treatment import make_item, read_treatment
from openimr.pages.model import UnreadableFile

_DETERMINED = re.compile(
    r"has\s+determined\s+(?:that\s+)?the\s+request\s+for\s+(?P<request>.+?)\s+(?P<verb>is|are|was|were)\s+(?P<not>not\s+)?"
    r"medically\s+necessary",
    re.IGNORECASE | re.DOTALL,
)
_CONCLUSION = re.compile(r"\b(?P<not>not\s+|un)?medically\s+(?:necessary|unnecessary)", re.IGNORECASE)
_HEADED = re.compile(r"\b(?:IS|WAS)\s+(?P<not>NOT\s+)?MEDICALLY\s+NECESSARY", re.IGNORECASE)
_ESTABLISHED = re.compile(
    r"\bmedical\s+necessity\b[^.]{0,200}?\b(?:is|was|has\s+been)\s+(?P<not>not\s+)?(?:been\s+)?established",
    re.I,
)
_REASONS = re.compile(
    r"^(?:Rationale\s+for\s+the\s+Decision|Decision\s+rationale)\s*:", re.IGNORECASE | re.MULTILINE
)
_REVIEWER_LINE = re.compile(
    r"^(?:Medical\s+)?(?:Treatment\s+)?Guidelines?\b[^\n:]*:", re.IGNORECASE | re.MULTILINE
)


def read_items(lines: Lines, cut: Sections, record: Record) -> tuple[Item, ...]:
    """The decided items of a letter of 2013.

    Raises:
        UnreadableFile: ``section_missing`` where no decision can be found.
    """
    if cut.layout == "2013-professional-review":
        return _professional_review(lines, cut, record)
    return _notice(lines, cut, record)


def _professional_review(lines: Lines, cut: Sections, record: Record) -> tuple[Item, ...]:
    """One issue, one rationale; the heading of the rationale section may say how it was decided."""
    issue = lines.passage(*cut.bounds["dispute"], paragraphs=False)
    rationale = lines.passage(*cut.bounds["rationale"])
    start = cut.bounds["rationale"][0]
    headed = _HEADED.search(lines.text, max(0, start - 120), start)
    said = list(_CONCLUSION.finditer(rationale.text))
    established = _ESTABLISHED.search(rationale.text)
    decision: Decision
    if headed and "IS/WAS" not in lines.text[max(0, start - 120) : start]:
        decision = "upheld" if headed["not"] else "overturned"
    elif said:
        decision = "upheld" if said[-1]["not"] or "unnecessary" in said[-1][0].lower() else "overturned"
    elif established:
        decision = "upheld" if established["not"] else "overturned"
    else:
        raise UnreadableFile(
            "section_missing",
            "The rationale of this letter does not say whether the treatment is medically necessary; "
            "check that all pages are there.",
        )
    guidelines = lines.passage(*cut.bounds["guidelines"], paragraphs=False) if cut.get("guidelines") else None
    return (_item(1, issue, (0, len(issue.text)), decision, guidelines, rationale, record),)


def _notice(lines: Lines, cut: Sections, record: Record) -> tuple[Item, ...]:
    """Numbered findings up front; the reasons follow in the same order where they are labelled."""
    whole = lines.passage(0, len(lines.text), paragraphs=False)
    findings = list(_DETERMINED.finditer(whole.text))
    if not findings:
        raise UnreadableFile(
            "section_missing",
            "No finding ('has determined the request for ... is medically necessary') stands in this letter; "
            "check that all pages are there.",
        )
    start, end = cut.bounds["issues"]
    reasons = [m.span() for m in _REASONS.finditer(lines.text, start, end)]
    out: list[Item] = []
    for number, finding in enumerate(findings, start=1):
        reason: Passage | None = None
        if number <= len(reasons):
            upto = reasons[number][0] if number < len(reasons) else end
            reason = lines.passage(reasons[number - 1][1], upto)
        elif len(findings) == 1 and not reasons:
            reason = lines.passage(start, end)
        decision: Decision = "upheld" if finding["not"] else "overturned"
        out.append(_item(number, whole, finding.span("request"), decision, None, reason, record))
    return tuple(out)


def _item(
    number: int,
    passage: Passage,
    place: tuple[int, int],
    decision: Decision,
    relied: Passage | None,
    rationale: Passage | None,
    record: Record,
) -> Item:
    """The item whose request stands at ``place`` of ``passage``."""
    printed = passage.text[slice(*place)]
    heading = printed.strip(" :;.")
    start = place[0] + printed.index(heading)
    treatment = read_treatment(heading)
    citations = read_citations(relied.text) if relied else ()
    if record.wanted:
        pointer = f"/items/{number - 1}"
        record.add(f"{pointer}/heading", passage, start, start + len(heading))
        record.add(f"{pointer}/decision", passage, *place)
        for name, (first, last) in treatment.places.items():
            record.add(f"{pointer}/{name}", passage, start + first, start + last)
        if relied:
            record.add_citations(f"{pointer}/reviewer_citations", relied, citations)
        if rationale:
            record.add(f"{pointer}/rationale", rationale, 0, len(rationale.text))
    return make_item(
        number,
        heading,
        decision,
        treatment,
        administrator=(),
        reviewer=tuple(citation for citation, _, _ in citations),
        rationale=rationale.text if rationale else None,
    )
