"""A letter as a sequence of blocks, the same for text and PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from openimr.letters.model import Determination, Item
from openimr.samples.citing import line
from openimr.samples.credentials import state_names
from openimr.samples.dating import printed
from openimr.samples.model import Style

_SUMMARY_INTRODUCTION = (
    "The expert reviewer developed the following clinical case summary from the case file and the medical "
    "records in it:"
)
_ISSUES_INTRODUCTION = (
    "The Final Determination was based on decisions for the disputed items/services set forth below:"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a letter.

    ``title`` is a section heading, ``heading`` an item's heading with its decision, ``labelled`` a
    paragraph whose ``label`` is printed bold, ``lines`` text whose line ends are kept, ``table`` the
    header table (``rows`` of cells).
    """

    kind: Literal["title", "paragraph", "heading", "labelled", "lines", "table"]
    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, str, str, str], ...] = ()


def blocks(determination: Determination, style: Style) -> list[Block]:
    """The blocks of a letter in the order of its layout."""
    match determination.layout:
        case "2013-professional-review":
            return _professional_review(determination)
        case "2013-notice":
            return _notice(determination)
        case "2013-federal-services":
            head = [Block("lines", "MAXIMUS FEDERAL SERVICES, INC.\nIndependent Medical Review"),
                    Block("lines", _labels(determination))]  # fmt: skip
            return head + _body(determination, style)
        case _:
            head = [_table(determination)] if style.header else []
            return head + _body(determination, style)


def _shown(day: str | None, *, plain: bool = False) -> str:
    if day is None:
        return ""
    return printed(date.fromisoformat(day), "bare_slashes" if plain else "slashes")


def _table(determination: Determination) -> Block:
    dates = determination.dates
    priority = (determination.priority or "").capitalize()
    return Block(
        "table",
        rows=(
            ("Case Number:", determination.case_number or "", "", ""),
            ("Date Assigned:", _shown(dates.assigned), "Date of Injury:", _shown(dates.injury)),
            ("Decision Date:", _shown(dates.decision), "UR Denial Date:", _shown(dates.ur_denial)),
            ("Priority:", priority, "Application Received:", _shown(dates.application_received)),
        ),
    )


def _labels(determination: Determination) -> str:
    dates = determination.dates
    rows = (
        ("Case Number", determination.case_number),
        ("Date Assigned", _shown(dates.assigned)),
        ("Decision Date", _shown(dates.decision)),
        ("Date of Injury", _shown(dates.injury)),
        ("UR Denial Date", _shown(dates.ur_denial)),
        ("Application Received", _shown(dates.application_received)),
        ("Priority", determination.priority.capitalize() if determination.priority else None),
    )
    return "\n".join(f"{name}: {value}" for name, value in rows if value)


def _body(determination: Determination, style: Style) -> list[Block]:
    early = determination.layout == "2013-federal-services"
    reviewer = determination.reviewer
    out = [Block("title", "HOW THE IMR FINAL DETERMINATION WAS MADE")]
    if reviewer.statement:
        out.append(Block("paragraph", reviewer.statement))
    if determination.layout == "2015":
        states = ", ".join(state_names(reviewer.licensed_states))
        boards = ", ".join(reviewer.certifications)
        out.append(
            Block(
                "lines",
                "The Expert Reviewer has the following credentials:\n"
                f"State(s) of Licensure: {states}\nCertification(s)/Specialty: {boards}",
            )
        )
    if early:
        out += [
            Block("title", "DOCUMENTS REVIEWED"),
            Block("lines", "\n".join(determination.documents_reviewed)),
        ]
    out.append(Block("title", "CLINICAL CASE SUMMARY"))
    out.append(Block("paragraph", _SUMMARY_INTRODUCTION))
    out += [Block("paragraph", text) for text in determination.summary.text.split("\n")]
    out.append(
        Block(
            "title", "IMR DECISION(S) AND RATIONALE(S)" if early else "IMR ISSUES, DECISIONS AND RATIONALES"
        )
    )
    out.append(Block("paragraph", _ISSUES_INTRODUCTION))
    for item in determination.items:
        out += _item(item, style)
    return out


def _item(item: Item, style: Style) -> list[Block]:
    out = [
        Block("heading", f"{item.heading}:{style.heading_gap}{item.decision.capitalize()}"),
        Block(
            "labelled", line(item.administrator_citations, reviewer=False), "Claims Administrator guideline:"
        ),
        Block("labelled", line(item.reviewer_citations, reviewer=True), "MAXIMUS guideline:"),
    ]
    if item.rationale is not None:
        first, *more = item.rationale.split("\n")
        out.append(Block("labelled", first, "Decision rationale:"))
        out += [Block("paragraph", text) for text in more]
    return out


def _professional_review(determination: Determination) -> list[Block]:
    """Known from its labels only (letter formats, D2); the guideline line follows the later layouts."""
    dates, item = determination.dates, determination.items[0]
    verdict = "NOT MEDICALLY NECESSARY" if item.decision == "upheld" else "MEDICALLY NECESSARY"
    return [
        Block("lines", "MEDICAL PROFESSIONAL REVIEW"),
        Block(
            "lines",
            f"Case Number: {determination.case_number}\nDate of Injury: {_shown(dates.injury)}\n"
            f"UR Denial Date: {_shown(dates.ur_denial)}\nDecision Date: {_shown(dates.decision)}",
        ),
        Block("title", "ISSUE AT DISPUTE:"),
        Block("paragraph", item.heading),
        Block("title", "CASE SUMMARY:"),
        *(Block("paragraph", text) for text in determination.summary.text.split("\n")),
        Block("title", "DOCUMENTS REVIEWED FOR DETERMINATION:"),
        Block("lines", "\n".join(determination.documents_reviewed)),
        Block("title", "MEDICAL TREATMENT GUIDELINE(S) RELIED UPON BY PROFESSIONAL REVIEWER AND WHY:"),
        Block("paragraph", line(item.reviewer_citations, reviewer=True)),
        Block("title", f"RATIONALE FOR WHY THE REQUESTED TREATMENT/SERVICE IS {verdict}:"),
        *(Block("paragraph", text) for text in (item.rationale or "").split("\n")),
        Block("title", "MEDICAL REVIEWER QUALIFICATIONS:"),
        Block("paragraph", determination.reviewer.statement or ""),
    ]


def _notice(determination: Determination) -> list[Block]:
    """Known from its labels and one wording only (letter formats, D3); reasons are labelled by us."""
    dates = determination.dates
    findings = [
        Block(
            "paragraph",
            f"{item.number}) MAXIMUS Federal Services, Inc. has determined the request for {item.heading} is "
            f"{'not ' if item.decision == 'upheld' else ''}medically necessary and appropriate.",
        )
        for item in determination.items
    ]
    reasons = []
    for item in determination.items:
        first, *more = (item.rationale or "").split("\n")
        reasons.append(Block("labelled", first, "Decision rationale:"))
        reasons += [Block("paragraph", text) for text in more]
    filed = _shown(dates.application_received, plain=True)
    denied = _shown(dates.ur_denial, plain=True)
    return [
        Block("lines", "Notice of Independent Medical Review Determination"),
        Block(
            "lines",
            f"Dated: {_shown(dates.decision, plain=True)}\nIMR Case Number: {determination.case_number}\n"
            f"Date of Injury: {_shown(dates.injury, plain=True)}\nDate of UR Decision: {denied}\n"
            f"Date Application Received: {filed}",
        ),
        *findings,
        Block("title", "INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE"),
        Block(
            "paragraph", f"The application was filed on {filed} against a denial of treatment dated {denied}."
        ),
        *reasons,
        Block("title", "Medical Qualifications of the Expert Reviewer:"),
        Block("paragraph", determination.reviewer.statement or ""),
        Block("title", "Case Summary:"),
        *(Block("paragraph", text) for text in determination.summary.text.split("\n")),
    ]
