"""What a notice is made from, and what it is once it is made.

There is no field for a reviewer's name anywhere here: a reviewer is a code such as ``R-0042``, and
:class:`Party` refuses anything else in that role. What is not known stays ``None`` or ``()``; a notice that
needs it is refused by name (:class:`NoticeRefused`), never filled in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal, get_args

from openimr.law.forms import Person
from openimr.law.model import Clock, Law, Priority, Reason
from openimr.letters.writing.content import Block as LetterBlock

#: The part that somebody has in a case, as far as notices go.
Role = Literal[
    "employee",
    "attorney",
    "agent",
    "physician",
    "claims_administrator",
    "former_claims_administrator",
    "employer",
    "regulator",
    "reviewer",
]
ROLES: tuple[Role, ...] = get_args(Role)
#: How a paper is served.
Method = Literal["mail", "fax", "express", "electronic", "personal"]
_CODE = re.compile(r"R-\d{4,}")


class NoticeRefused(ValueError):
    """A notice can't be made; the message is one sentence that says what is missing, for which rule."""


class TemplateError(ValueError):
    """A template breaks its own rules; the message names the file, the paragraph and the rule."""


@dataclass(frozen=True, slots=True)
class Organization:
    """The independent medical review organization, as its letterhead and its notices name it.

    ``portal`` is the address of the parties' pages, ``signs`` the office (not the person) that signs.
    """

    name: str
    address: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    portal: str | None = None
    signs: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody whom a notice may go to. A reviewer has a code and no person.

    ``link`` is this party's own address of the case in the portal.
    """

    role: Role
    person: Person = field(default_factory=Person)
    code: str | None = None
    link: str | None = None

    def __post_init__(self) -> None:
        """Refuse a role that nobody has, and a reviewer who is anything but a code."""
        if self.role not in ROLES:
            raise NoticeRefused(f"{self.role!r} is no part in a case; use one of {', '.join(ROLES)}.")
        if self.role == "reviewer":
            if not _CODE.fullmatch(self.code or "") or self.person != Person() or self.link:
                raise NoticeRefused(
                    "A reviewer is addressed by a code such as R-0042 and by nothing else (LC 4610.6(f)); "
                    "take the person's data out."
                )
        elif self.code is not None:
            raise NoticeRefused("Only a reviewer has a code; take it out of the party's data.")


@dataclass(frozen=True, slots=True)
class Treatment:
    """One disputed treatment with its item number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Due:
    """A due date that no clock of the law gave: its id in the templates, a title, and the day or moment."""

    id: str
    title: str
    date: date | datetime


@dataclass(frozen=True, slots=True)
class Remand:
    """A decision of the appeals board: its date, what was found wrong, and the case that takes it up again."""

    ordered: date | None = None
    wrong: str | None = None
    new_case_number: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A clerical error put right.

    The letter's date, the new version, what was printed, what it should have been, and why it was changed.
    """

    letter_date: date | None = None
    version: int | None = None
    printed: str | None = None
    correct: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """Somebody on whom a paper was served: where to (the lines of one address), and by which method."""

    role: Role
    name: str
    to: tuple[str, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class Merged:
    """Cases that are reviewed together: the one that goes on, and those that go on within it."""

    into: str | None = None
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """How a paper was served: what with which fingerprint, when, from where, by whom, how, and on whom.

    ``served`` names those who were really served, each with a method of its own. Without it (papers of older
    events) everybody in the case counts as served by ``method``.
    """

    paper: str | None = None
    paper_date: date | None = None
    sha256: str | None = None
    served_on: date | None = None
    place: str | None = None
    by: str | None = None
    method: Method | None = None
    served: tuple[Served, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """All that notices say of a case. Give what is known; each kind says what it can't do without.

    Attributes:
        due: clocks of the law, or due dates given by hand. Templates name them by their ids: ``I2`` (answer to
            the regulator), ``I5``/``I5e``/``I5x`` (records), ``I7`` (a reviewer's question), ``I9`` (the
            determination), ``I15`` (petition), and ``assignment`` for a reviewer's own due date.
        words: the question or request in the words of whoever asks.
        asked: the roles that a question or request is put to; the others get a copy.
        missing: records that have not come, each in a few words.
        penalty: the working of a referral, one line each.
        documents: what was sent, for the list of documents.
        decided: the day of the finding or of the event that the notice tells of.
        sent: the day that the notice bears.
    """

    case_number: str | None = None
    organization: Organization | None = None
    priority: Priority | None = None
    parties: tuple[Party, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    claim_number: str | None = None
    injury_date: date | None = None
    rfa_date: date | None = None
    ur_decision_date: date | None = None
    received: date | None = None
    decided: date | None = None
    due: tuple[Clock | Due, ...] = ()
    reasons: tuple[Reason, ...] = ()
    words: str | None = None
    missing: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    old_priority: Priority | None = None
    new_priority: Priority | None = None
    termination_reason: str | None = None
    fee_tier: str | None = None
    penalty: tuple[str, ...] = ()
    asked: tuple[Role, ...] = ()
    duplicate_of: str | None = None
    change_effective: date | None = None
    remand: Remand | None = None
    correction: Correction | None = None
    merged: Merged | None = None
    service: Service | None = None
    sent: date | None = None

    def party(self, role: str) -> Party | None:
        """The first party in ``role``."""
        return next((party for party in self.parties if party.role == role), None)

    def with_(self, **changes: Any) -> NoticeFacts:
        """The same facts with some of them changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, one paragraph an entry."""

    entries: tuple[str, ...]


Block = LetterBlock | Quote


@dataclass(frozen=True, slots=True)
class Content:
    """One required content of a notice and what became of it.

    ``met`` is ``None`` where the rule is not verified and the office has not confirmed it: a person decides.
    """

    id: str
    text: str
    law: str
    evidence: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A paragraph whose rule is not verified: its key, its words, why it is not said by itself, and that rule.

    ``law`` is empty where no citation carries the doubt, as where a date rests on a fact that nobody recorded.
    """

    confirm: str
    text: str
    why: str
    law: tuple[Law, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice as content, before any format. ``sections`` are a heading (or ``None``) and its blocks."""

    kind: str
    code: str
    title: str
    form: str
    version: int
    facts: NoticeFacts
    recipient: Party
    summary: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str | None, tuple[Block, ...]], ...]
    copies: tuple[str, ...]
    contents: tuple[Content, ...]
    held_back: tuple[HeldBack, ...]
    #: Those that would be held back and that somebody confirmed.
    let_in: tuple[HeldBack, ...] = ()

    @property
    def prose(self) -> str:
        """The sentences alone, for measuring how hard they are to read."""
        from openimr.service.notices.text import prose

        return prose(self)


@dataclass(frozen=True, slots=True)
class Notice:
    """A finished notice to one recipient: the PDF, the same as plain text, and the checklist of the law.

    ``recipients`` names everybody who gets this kind, this one first.
    """

    kind: str
    code: str
    title: str
    version: int
    case_number: str
    recipient: Party
    recipients: tuple[str, ...]
    pdf: bytes
    text: str
    contents: tuple[Content, ...]
    held_back: tuple[HeldBack, ...]
