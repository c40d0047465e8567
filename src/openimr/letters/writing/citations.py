"""Guideline lines: the sentences that say what each side's decision rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openimr.letters.model import Citation
from openimr.letters.writing.content import one_line

_WHOLE = re.compile(r"(?:The\s|Decisions?\s+based\s+on\s)", re.IGNORECASE)
#: Citations that the current letters print as part of the MTUS: its own chapters and, by their
#: number, the ACOEM chapters that it adopts.
_ADOPTED = re.compile(
    r"(?:MTUS\s+)?ACOEM,?\s+(?:Guidelines?,?\s+)?Chapter\s+\d+\b(?!.*\b(?:page|pg|edition)\b)", re.I
)


def guideline_line(citations: Sequence[Citation], side: str) -> str:
    """The line that prints ``citations``; ``side`` names whose they are ("Expert Reviewer")."""
    sentences: list[str] = []
    for citation in citations:
        sentence = _sentence(citation)
        if sentence not in sentences:
            sentences.append(sentence)
    if not sentences:
        return f"The {side} did not cite any medical evidence for its decision."
    return " ".join(sentences)


def _sentence(citation: Citation) -> str:
    body = one_line(citation.text) or compose(citation)
    if not _WHOLE.match(body):
        inside = citation.source == "MTUS" or (citation.source == "ACOEM" and _is_adopted(body))
        body = f"Decision based on {'MTUS' if inside else 'Non-MTUS Citation'} {body}"
    return body if body.endswith((".", "?", "!")) else f"{body}."


def _is_adopted(body: str) -> bool:
    return bool(_ADOPTED.match(body)) or not re.match(r"(?:ACOEM|American\s+College)\b", body)


def compose(citation: Citation) -> str:
    """The printed form of a citation that has no text of its own, without the words before it.

    The form is that of the current letters: chapter, year, "Section(s): " or "Page(s): ".
    """
    name = citation.guideline or ""
    if citation.source == "ODG":
        parts = ["Official Disability Guidelines (ODG)", *([name] if name else []), *citation.sections]
        body = ", ".join(parts)
        if citation.year:
            body = body.replace("(ODG)", f"(ODG) ({citation.year})", 1)
        return one_line(body + (f", page {citation.pages}" if citation.pages else ""))
    if citation.source == "ACOEM":
        name = f"ACOEM Guidelines, {name}" if name else "ACOEM Guidelines"
    body = " ".join(part for part in (name, str(citation.year or "")) if part)
    if citation.sections:
        body += f", Section(s): {', '.join(citation.sections)}"
    if citation.pages:
        body += f", Page(s): {citation.pages}"
    return one_line(body)
