"""A notice as PDF: typeset by typst with the faces of our letters, declaring PDF/UA-1 and PDF/A-2a.

The document's date is the day that the notice bears, so the same notice gives the same bytes at any time. Every
page carries a QR mark of the case number and the kind, so that paper that comes back can be filed by itself.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import Any

from openimr.letters.writing.content import Bullets, Paragraph, Table, UnwritableText, one_line
from openimr.letters.writing.pdf import runs
from openimr.letters.writing.typesetting import typeset
from openimr.service.notices import marks
from openimr.service.notices.changing import from_setting
from openimr.service.notices.model import Block, Draft, NoticeRefused, Quote
from openimr.service.notices.template import words
from openimr.service.notices.values import addressed, lines, printed

TEMPLATE = "service/notices/notice.typ"
#: Lines that the window of a #10 envelope shows.
WINDOW_LINES = 6


def render(draft: Draft, *, language: str = "en") -> bytes:
    """The notice as the bytes of a PDF file. May be called from several threads.

    Raises:
        NoticeRefused: the address is too long for the window, or a character has no shape in the fonts.
    """
    facts, phrases = draft.facts, words(language).phrases
    organization, sent = facts.organization, facts.sent
    if organization is None or sent is None or facts.case_number is None:
        raise NoticeRefused(
            f"The notice “{draft.title}” has no sender, no date or no case number; draft it again."
        )
    reach = [
        f"{phrases[name]} {value}" for name in ("phone", "fax") if (value := getattr(organization, name))
    ]
    data = {
        "title": draft.title,
        "case": facts.case_number,
        "date": [sent.year, sent.month, sent.day],
        "organization": {
            "name": organization.name,
            "lines": [
                " · ".join(lines(organization)),
                " · ".join([*reach, *filter(None, (organization.email, organization.portal))]),
            ],
        },
        "address": _address(draft),
        "recipient": addressee(draft, phrases),
        "beside": [
            [phrases["date"], printed(sent)],
            [phrases["case"], facts.case_number],
            [phrases["sent to"], phrases[draft.recipient.role]],
        ],
        "summary": [[label, runs(value)] for label, value in draft.summary],
        "greeting": greeting(draft, phrases) if draft.form == "letter" else None,
        "sections": [
            {"heading": heading, "blocks": [_block(one) for one in blocks]}
            for heading, blocks in draft.sections
        ],
        "closing": phrases["closing"] if draft.form == "letter" else None,
        "signed": signed(draft) if draft.form == "letter" else None,
        "sign": [phrases["sign date"], phrases["sign name"], phrases["signature"]]
        if draft.form == "declaration"
        else [],
        "copies-label": phrases["copies"],
        "copies": list(draft.copies),
        "running": f"{draft.title} ({draft.code}) · {facts.case_number} · {phrases['page']}",
        "please": phrases["please"],
        "mark": marks.svg(facts.case_number, draft.code),
    }
    stamp = int(datetime.combine(sent, time(), UTC).timestamp())
    try:
        return typeset(json.dumps(data, ensure_ascii=False), stamp, TEMPLATE)
    except UnwritableText as problem:
        raise NoticeRefused(f"The notice “{draft.title}” can't be printed: {problem}") from problem


def greeting(draft: Draft, phrases: Any) -> str:
    """How the notice begins: by name for a person, by code for a reviewer, else without."""
    name = addressee(draft, phrases) if draft.recipient.code else draft.recipient.person.name
    return f"{phrases['dear']} {one_line(name)}:" if name else phrases["to whom"]


def addressee(draft: Draft, phrases: Any) -> str:
    """Who gets it, in one line."""
    party = draft.recipient
    if party.code:
        return f"{phrases['reviewer']} {party.code}"
    return one_line(party.person.name or party.person.organization or "")


def signed(draft: Draft) -> str:
    """Who signs: an office of the organization, never a person."""
    organization = draft.facts.organization
    return ", ".join(filter(None, (organization.signs, organization.name))) if organization else ""


def _address(draft: Draft) -> list[str]:
    party = draft.recipient
    if party.code:
        return [party.code]
    block = list(addressed(party.person))
    if len(block) > WINDOW_LINES or any(len(line) > 52 for line in block):
        setting = from_setting("OPENIMR_REGULATOR") if party.role == "regulator" else None
        raise NoticeRefused(
            f"The address of the {party.role.replace('_', ' ')} does not fit the window of a #10 envelope "
            f"({WINDOW_LINES} lines of 52 characters); "
            f"{f'{setting}, in fewer words' if setting else 'shorten it in the case'}."
        )
    return block


def _whole(law: str | None) -> list[Any] | None:
    """A citation may go to the next line, but may not break."""
    if law is None:
        return None
    cites = law.split("; ")
    return [[f"{cite};", 1.0, True] for cite in cites[:-1]] + [[cites[-1], 1.0, False]]


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph(text, label, law):
            return {"kind": "paragraph", "label": label, "runs": runs(text), "law": _whole(law)}
        case Bullets(entries):
            return {"kind": "bullets", "entries": [runs(entry) for entry in entries]}
        case Quote(entries):
            return {"kind": "quote", "entries": [runs(entry) for entry in entries]}
        case Table(_, header, rows):
            return {"kind": "table", "header": header, "rows": [[runs(cell) for cell in row] for row in rows]}
    raise TypeError(f"A notice has no {type(block).__name__}.")
