"""A notice as plain text, for the body of an e-mail, the search in the outbox, and the measure of its sentences."""

from __future__ import annotations

from openimr.letters.writing.content import Bullets, Paragraph, Table
from openimr.service.notices.model import Block, Draft, Quote
from openimr.service.notices.paper import addressee, greeting, signed
from openimr.service.notices.template import words
from openimr.service.notices.values import printed


def render(draft: Draft, *, language: str = "en") -> str:
    """The whole notice: one line per paragraph, an empty line between them."""
    phrases = words(language).phrases
    facts = draft.facts
    parts = [
        facts.organization.name if facts.organization else "",
        "\n".join(
            f"{label}: {value}"
            for label, value in (
                (phrases["date"], printed(facts.sent) if facts.sent else ""),
                (phrases["case"], facts.case_number or ""),
                (phrases["sent to"], addressee(draft, phrases)),
            )
        ),
        draft.title,
        "\n".join(f"{label}: {value}" for label, value in draft.summary),
        greeting(draft, phrases) if draft.form == "letter" else "",
    ]
    for heading, blocks in draft.sections:
        parts += [heading or ""]
        parts += [_block(block) for block in blocks]
    if draft.form == "letter":
        parts += [phrases["closing"], signed(draft)]
    elif draft.form == "declaration":
        parts += [f"{phrases[name]}: ____" for name in ("sign date", "sign name", "signature")]
    if draft.copies:
        parts.append(f"{phrases['copies']} {'; '.join(draft.copies)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def prose(draft: Draft) -> str:
    """The sentences that the templates wrote: no headings, tables, citations or words of others."""
    sentences: list[str] = []
    for _, blocks in draft.sections:
        for block in blocks:
            match block:
                case Paragraph(text):
                    sentences.append(text)
                case Bullets(entries):
                    sentences += [entry if entry.endswith((".", "?")) else f"{entry}." for entry in entries]
    return "\n".join(sentences)


def _block(block: Block) -> str:
    match block:
        case Paragraph(text, label, law):
            return " ".join(part for part in (label, text, law) if part)
        case Bullets(entries):
            return "\n".join(f"- {entry}" for entry in entries)
        case Quote(entries):
            return "\n".join(f"> {entry}" for entry in entries)
        case Table(_, header, rows):
            return "\n".join(" | ".join(row) for row in (header, *rows))
    raise TypeError(f"A notice has no {type(block).__name__}.")
