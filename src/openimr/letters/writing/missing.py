"""Which mandatory content of a Final Determination a letter would lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openimr.letters.cover import Cover
from openimr.letters.model import Determination
from openimr.letters.writing.compose import decision_date
from openimr.letters.writing.notices import notices, requirements

#: Those on whom a determination is served (LC 4610.6(f)), by the roles that a cover may give them.
_SERVED = {
    "the Administrative Director": {"administrative director"},
    "the employer or claims administrator": {"employer", "claims administrator"},
    "the employee": {"employee", "injured worker"},
    "the provider": {"provider", "requesting provider", "requesting physician", "treating physician"},
}


@dataclass(frozen=True, slots=True)
class MissingContent:
    """One mandatory content (F2 ... F13) that is missing, with what to give."""

    number: str
    message: str


def missing_content(determination: Determination, cover: Cover | None = None) -> tuple[MissingContent, ...]:
    """The mandatory content that the letter would lack, in the order F2 to F13; empty if complete.

    F1 (plain language) and F8 (several reviewers) cannot be seen from the data and are not reported.
    """
    found = []
    for number, what in _gaps(determination, cover or Cover()):
        requirement = requirements()[number]
        law = f" ({requirement.law})" if requirement.law else ""
        found.append(MissingContent(number, f"{number}, {requirement.title}{law}: {what}"))
    return tuple(found)


def _gaps(determination: Determination, cover: Cover) -> Iterator[tuple[str, str]]:
    items = determination.items
    if not items:
        yield "F2", "the determination has no item; give at least one."
    if not determination.summary.text.strip():
        yield "F3", "the clinical case summary is empty."
    if not (determination.documents_reviewed or cover.documents):
        yield "F4", "give documents_reviewed in the determination or documents in the cover."
    unnamed = [item.number for item in items if not item.heading.strip()]
    if unnamed:
        yield "F5", f"{_items(unnamed)} no heading."
    bare = [item.number for item in items if not (item.rationale or "").strip()]
    if bare:
        yield "F6", f"{_items(bare)} no rationale."
    reviewer = determination.reviewer
    lacking = [
        name
        for name, value in (
            ("licensed_states", reviewer.licensed_states),
            ("certifications", reviewer.certifications),
        )
        if not value
    ]
    if lacking:
        yield "F7", f"give the reviewer's {' and '.join(lacking)}."
    yield from _notice_gaps(determination, {"F9", "F10"})
    roles = {recipient.role.strip().lower() for recipient in cover.recipients}
    unserved = [who for who, accepted in _SERVED.items() if not accepted & roles]
    if unserved:
        yield "F11", f"name {', '.join(unserved)} among the cover's recipients."
    if not cover.mailing_date:
        yield "F12", "give mailing_date in the cover; the time to appeal runs from it."
    yield from _notice_gaps(determination, {"F13"})


def _notice_gaps(determination: Determination, numbers: set[str]) -> Iterator[tuple[str, str]]:
    """Which of ``numbers`` no notice supplies on the date of the decision."""
    decided = decision_date(determination)
    decisions = [item.decision for item in determination.items]
    met = {
        number
        for section in ("effect", "appeal")
        for notice in notices(section, decided, decisions)
        for number in notice.meets
    }
    for number in sorted(numbers - met, key=lambda text: int(text[1:])):
        if decided is None:
            yield number, "the wording follows from the decision date, which is missing."
        else:
            yield number, f"no wording verified for decisions of {decided.isoformat()} is on file."


def _items(numbers: list[int]) -> str:
    listed = ", ".join(str(number) for number in numbers)
    return f"item {listed} has" if len(numbers) == 1 else f"items {listed} have"
