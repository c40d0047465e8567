"""The letter as plain text: UTF-8, one line per paragraph, an empty line between paragraphs."""

from __future__ import annotations

from openimr.letters.writing.content import (
    Block,
    Bullets,
    Facts,
    ItemHeading,
    Letter,
    Paragraph,
    Table,
)


def render(letter: Letter) -> bytes:
    """The letter as the bytes of a text file."""
    parts = [
        *([letter.organization] if letter.organization else []),
        "INDEPENDENT MEDICAL REVIEW\nFINAL DETERMINATION",
    ]
    parts += [_block(facts) for facts in letter.facts]
    for section in letter.sections:
        parts.append(section.heading)
        parts += [_block(block) for block in section.blocks]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    match block:
        case Paragraph(text, label, law):
            return " ".join(part for part in (label, text, law) if part)
        case Facts(pairs):
            return "\n".join(f"{label}: {value}" for label, value in pairs)
        case Bullets(entries):
            return "\n\n".join(entries)
        case Table(_, header, rows):
            return "\n".join(" | ".join(row) for row in (header, *rows))
        case ItemHeading(text, decision):
            return f"{text}: {'Upheld' if decision == 'upheld' else 'Overturned'}"
