"""What a party sends: records, and answers to questions. Each goes through the commands of cases, as everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.db import transaction

from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import records, review, waiting
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document, Request
from openimr.service.cases.papers import brought, document, keep
from openimr.service.cases.refusals import Refused
from openimr.service.portal.access import party


def open_requests(case: Case, role: str) -> list[Request]:
    """Questions that this party has to answer."""
    return [one for one in case.requests if one.answered is None and role in one.to]


def copies(case: Case, role: str) -> list[Request]:
    """Questions of the review that were put to another party: everybody gets a copy of question and answer."""
    return [one for one in case.requests if one.kind == "reviewer" and role not in one.to]


def answered(case: Case, role: str) -> list[Request]:
    """Questions that this party was asked and that are answered."""
    return [one for one in case.requests if one.answered is not None and role in one.to]


def kept(files: Sequence[Any], kind: str, case: Case, role: str) -> list[Document]:
    """Uploaded PDFs, looked at and kept, as documents of the party.

    Raises:
        Refused: one of them can't be taken; nothing was put into the case.
    """
    found = []
    for one in files:
        try:
            paper = keep(brought(one), one.name)
        except Refused as problem:
            raise Refused(problem.message, law=problem.law, field="files") from problem
        found.append(
            document(
                paper,
                type=kind,
                title=PurePath(one.name).stem[:150].strip() or "Paper",
                received=clock.today(),
                received_from=role,
                added_by=party(case.number, role).id,
                channel="electronic",
            )
        )
    return found


def send_records(case: Case, role: str, files: Sequence[Any], kind: str, submission: str) -> tuple[int, int]:
    """Put PDFs into the case; how many went in, and how many of them were there already.

    Raises:
        Refused: a file can't be taken, or the case takes no records any more.
        Repeated: it was sent before.
    """
    papers = kept(files, kind, case, role)
    after = records.add(
        party(case.number, role),
        case.number,
        papers,
        received=clock.today(),
        received_from=role,
        submission=submission,
    )
    ids = {one.id for one in papers}
    return len(papers), sum(1 for one in after.documents if one.id in ids and one.duplicate_of)


def answer(case: Case, role: str, request: Request, text: str, files: Sequence[Any], submission: str) -> Case:
    """Answer a question, with papers or without; all of it or nothing is recorded.

    Raises:
        Refused: a file can't be taken, or the question is not open to this party.
        Repeated: it was sent before.
    """
    actor: Actor = party(case.number, role)
    papers = kept(files, "correspondence", case, role)
    with transaction.atomic():
        if papers:
            records.add(
                actor,
                case.number,
                papers,
                received=clock.today(),
                received_from=role,
                submission=f"{submission}.papers",
            )
        command = waiting.receive_information if request.kind == "eligibility" else review.answer
        words = text.strip() or "The answer is in the papers that came with it."
        return command(
            actor,
            case.number,
            request.id,
            words,
            documents=tuple(one.id for one in papers),
            submission=submission,
        )
