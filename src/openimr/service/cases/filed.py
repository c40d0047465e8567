"""The file of a case as the law looks at it: what is there, what is missing, what may be decided, what is late."""

from __future__ import annotations

from datetime import date, datetime

from openimr.law import documents as law
from openimr.law.model import Clock
from openimr.law.penalties import Referral, late_records
from openimr.service.accounts.permissions import Somebody, sees
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document, Review
from openimr.service.cases.projecting import clocks

#: The clocks that say when the records are due: by mail, electronically, expedited. The statute's own comes beside.
RECORDS_CLOCKS = ("I5", "I5e", "I5x")
STATUTE_CLOCK = "I5s"
#: Types of papers that reviewers never get, nor anybody who may not see the employee's contact data: the form, proofs
#: of service and bills bear the address, and the medical question needs none of them.
WITHHELD = frozenset({"application", "proof_of_service", "billing"})


def document_facts(case: Case) -> tuple[law.DocumentFact, ...]:
    """The papers, each once."""
    return tuple(
        law.DocumentFact(
            type=one.type,
            title=one.title,
            date=one.dated,
            received=one.received,
            received_from=one.received_from if one.received_from in law.senders() else None,
        )
        for one in case.documents
        if one.duplicate_of is None
    )


def records_clock(case: Case, now: datetime) -> Clock | None:
    """The clock that says when the records are due; ``None`` before the notice of assignment went out."""
    found = [one for one in clocks(case, now) if one.clock in RECORDS_CLOCKS and one.due is not None]
    sent = any(one.type == "assignment.notice_sent" for one in case.happenings)
    return found[-1] if found and sent else None


def missing(case: Case, now: datetime) -> tuple[law.Missing, ...]:
    """What is not in the file, with law and cost."""
    clock = records_clock(case, now)
    rfa = case.application.get("rfa_date")
    facts = law.FileFacts(rfa_date=date.fromisoformat(rfa) if rfa else None, due=clock.due if clock else None)
    return law.missing(document_facts(case), facts, now=now)


def may_decide(case: Case) -> law.MayDecide:
    """Whether the file is enough for a determination."""
    return law.may_decide(document_facts(case))


def late(case: Case, now: datetime) -> Referral | None:
    """What a referral for late records would say; ``None`` where nothing is late.

    Records count as arrived on the day the last of the claims administrator's came, once nothing that it owes
    for certain is missing.
    """
    clock = records_clock(case, now)
    if clock is None or clock.due is None:
        return None
    owed = [one for one in missing(case, now) if one.by == "claims administrator" and one.asks is None]
    came = [
        one.received
        for one in case.documents
        if law.senders().get(one.received_from or "") == "administrator"
    ]
    arrived = max(came) if came and not owed else None
    return late_records(clock.due, arrived, now)


def seen_by_reviewers(case: Case) -> tuple[Document, ...]:
    """The papers that reviewers get to see: the file without what is kept from them, each paper once."""
    return tuple(one for one in case.documents if one.in_file and one.duplicate_of is None)


def seen_by(somebody: Somebody, case: Case) -> tuple[Document, ...]:
    """The papers that somebody gets to see who may see the medical file.

    Clinical staff prepare and answer the medical question: like reviewers they get what belongs to it. All papers
    are for those who write to the parties and look after the file, who may see the employee's contact data.
    """
    if somebody.role == "reviewer":
        return seen_by_reviewers(case)
    if sees(somebody, "employee.contact"):
        return case.documents
    return tuple(one for one in case.documents if one.in_file)


def arrived_since(case: Case, review: Review) -> tuple[Document, ...]:
    """The papers that came into the file after a reviewer got the case: the reviewer must be shown them."""
    return tuple(
        one for one in seen_by_reviewers(case) if one.added is not None and one.added > review.assigned
    )
