"""From a determination and its cover to the letter's content, in the layout of the letters since 2015."""

from __future__ import annotations

from datetime import date

from openimr.letters.cover import Cover
from openimr.letters.model import Determination, Item
from openimr.letters.writing.citations import guideline_line
from openimr.letters.writing.content import (
    Block,
    Bullets,
    Facts,
    ItemHeading,
    Letter,
    Paragraph,
    Section,
    Table,
    one_line,
    paragraphs,
    printed_date,
)
from openimr.letters.writing.notices import Notice, notices
from openimr.vocabulary import states

#: Heading of the overview that stands before the letter's own sections; the reader skips it.
AT_A_GLANCE = "DECISIONS AT A GLANCE"
_NO_ORGANIZATION = "Expert Reviewer"
_OUTCOMES = {
    "upheld": "The utilization review decision stands. No disputed treatment was found medically necessary.",
    "overturned": "The utilization review decision is reversed. Every disputed treatment was found medically "
    "necessary.",
    "partially overturned": "The utilization review decision is reversed in part. Some of the disputed treatments "
    "were found medically necessary.",
}
_WORDS = {"upheld": "Upheld", "overturned": "Overturned"}
_NECESSARY = {"upheld": "No", "overturned": "Yes"}


def compose(determination: Determination, cover: Cover) -> Letter:
    """The whole letter as blocks under headings.

    Raises:
        UnwritableText: the determination or the cover holds a character that has no shape.
    """
    case = one_line(determination.case_number) if determination.case_number else None
    sections = [
        _at_a_glance(determination),
        _method(determination),
        _documents(determination, cover),
        Section("CLINICAL CASE SUMMARY", _plain(determination.summary.text)),
        _issues(determination, cover),
        *_closing(determination, cover),
    ]
    return Letter(
        title="Independent Medical Review Final Determination" + (f" {case}" if case else ""),
        organization=one_line(cover.organization) if cover.organization else None,
        case_number=case,
        dated=decision_date(determination),
        facts=_facts(determination, cover),
        sections=tuple(section for section in sections if section is not None),
    )


def decision_date(determination: Determination) -> date | None:
    """The date of the decision, or ``None`` where the determination has none that is a date."""
    try:
        return date.fromisoformat(determination.dates.decision or "")
    except ValueError:
        return None


def _facts(determination: Determination, cover: Cover) -> tuple[Facts, ...]:
    dates = determination.dates
    table = [
        ("Case Number", determination.case_number),
        ("Priority", determination.priority.capitalize() if determination.priority else None),
        ("Date of Injury", dates.injury and printed_date(dates.injury)),
        ("UR Denial Date", dates.ur_denial and printed_date(dates.ur_denial)),
        ("Application Received", dates.application_received and printed_date(dates.application_received)),
        ("Date Assigned", dates.assigned and printed_date(dates.assigned)),
        ("Decision Date", dates.decision and printed_date(dates.decision)),
    ]
    parties = [
        ("Employee", cover.employee),
        ("Claim Number", cover.claim_number),
        ("Employer", cover.employer),
        ("Claims Administrator", cover.claims_administrator),
        ("Requesting Provider", cover.provider),
    ]
    groups = (Facts(tuple((k, one_line(v)) for k, v in group if v)) for group in (table, parties))
    return tuple(group for group in groups if group.pairs)


def _at_a_glance(determination: Determination) -> Section | None:
    if not determination.items:
        return None
    rows = tuple(
        (
            str(item.number),
            one_line(item.disputed or item.heading),
            _WORDS[item.decision],
            _NECESSARY[item.decision],
        )
        for item in determination.items
    )
    header = ("No.", "Disputed treatment", "Decision", "Medically necessary")
    return Section(
        AT_A_GLANCE,
        (
            Paragraph(_OUTCOMES[determination.case_outcome]),
            Table("The decision on each disputed treatment", header, rows, "decisions"),
        ),
    )


def _method(determination: Determination) -> Section:
    reviewer = determination.reviewer
    blocks: list[Block] = list(_plain(reviewer.statement))
    credentials: list[Block] = []
    if reviewer.licensed_states:
        names = ", ".join(states.name(code) or code for code in reviewer.licensed_states)
        credentials.append(Paragraph(one_line(names), "State(s) of Licensure:"))
    if reviewer.certifications:
        names = ", ".join(reviewer.certifications)
        credentials.append(Paragraph(one_line(names), "Certification(s)/Specialty:"))
    if credentials:
        blocks += [Paragraph("The Expert Reviewer has the following credentials:"), *credentials]
    return Section("HOW THE IMR FINAL DETERMINATION WAS MADE", tuple(blocks))


def _documents(determination: Determination, cover: Cover) -> Section | None:
    names = determination.documents_reviewed or cover.documents
    entries = tuple(entry for entry in (one_line(name) for name in names) if entry)
    return Section("DOCUMENTS REVIEWED", (Bullets(entries),)) if entries else None


def _issues(determination: Determination, cover: Cover) -> Section:
    blocks: list[Block] = []
    for item in determination.items:
        blocks += _item(item, one_line(cover.organization or _NO_ORGANIZATION))
    return Section("IMR ISSUES, DECISIONS AND RATIONALES", tuple(blocks))


def _item(item: Item, organization: str) -> list[Block]:
    administrator = guideline_line(item.administrator_citations, "Claims Administrator")
    reviewer = guideline_line(item.reviewer_citations, "Expert Reviewer")
    blocks: list[Block] = [
        ItemHeading(one_line(item.heading), item.decision),
        Paragraph(administrator, "Claims Administrator guideline:"),
        Paragraph(reviewer, f"{organization} guideline:"),
    ]
    rationale = paragraphs(item.rationale)
    if rationale:
        blocks.append(Paragraph(rationale[0], "Decision rationale:"))
        blocks += [Paragraph(text) for text in rationale[1:]]
    return blocks


def _closing(determination: Determination, cover: Cover) -> list[Section]:
    decided = decision_date(determination)
    decisions = [item.decision for item in determination.items]
    sections = []
    for name, heading in (("effect", "EFFECT OF THIS DETERMINATION"), ("appeal", "RIGHT TO APPEAL")):
        found = notices(name, decided, decisions)
        blocks = tuple(Paragraph(notice.text, law=_law(notice)) for notice in found)
        if blocks:
            sections.append(Section(heading, blocks))
    service = _service(cover)
    if service:
        sections.append(Section("PROOF OF SERVICE", service))
    return sections


def _law(notice: Notice) -> str:
    """The law of a notice as a letter prints it: "(Labor Code § 4610.6(g))"."""
    printed = (
        law.replace("LC ", "Labor Code §\u00a0").replace(" CCR ", " CCR §\u00a0") for law in notice.law
    )
    return f"({'; '.join(printed)})"


def _service(cover: Cover) -> tuple[Block, ...]:
    pairs = [
        ("Date of mailing", cover.mailing_date and printed_date(cover.mailing_date)),
        ("Method of service", cover.service_method),
        ("Served by", cover.served_by),
    ]
    blocks: list[Block] = []
    facts = tuple((label, one_line(value)) for label, value in pairs if value)
    if facts:
        blocks.append(Facts(facts))
    if cover.recipients:
        named = any(recipient.name or recipient.address for recipient in cover.recipients)
        rows = tuple(
            (one_line(r.role), one_line(", ".join(filter(None, (r.name, *r.address)))))
            if named
            else (one_line(r.role),)
            for r in cover.recipients
        )
        header = ("Recipient", "Name and address") if named else ("Recipient",)
        blocks.append(Table("The persons on whom this determination is served", header, rows, "recipients"))
    return tuple(blocks)


def _plain(text: str | None) -> tuple[Block, ...]:
    return tuple(Paragraph(paragraph) for paragraph in paragraphs(text))
