"""Queueing papers, sending them, and what came back. Nothing here writes a name or a text into a log.

A paper is never sent twice by us: it is locked while it is sent and marked in the same transaction. Between
the mail server's yes and our commit the process may die; the paper is then sent again under the same
``Message-ID``, by which mail servers and readers tell the two are one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet

from openimr.service.cases.actors import Actor
from openimr.service.jobs.deferring import soon
from openimr.service.notices.changing import from_setting
from openimr.service.notices.models import Outgoing

#: How long to wait after each failed attempt; after the last one a person decides.
WAITS = (timedelta(minutes=2), timedelta(minutes=15), timedelta(hours=2), timedelta(hours=12))


def queue(
    *,
    case_number: str,
    event: int,
    kind: str,
    title: str,
    role: str,
    name: str | None,
    address: Sequence[str],
    email: str | None,
    method: str,
    now: datetime,
) -> None:
    """Queue one paper to one recipient, in the caller's transaction. Queueing it again does nothing."""
    Outgoing.objects.bulk_create(
        [
            Outgoing(
                case_number=case_number,
                event=event,
                kind=kind,
                title=title,
                role=role,
                name=name,
                address=list(address),
                email=email,
                method=method,
                queued=now,
            )
        ],
        ignore_conflicts=True,
    )
    soon("post")


def queue_each(
    recipients: Iterable[Mapping[str, Any]],
    *,
    case_number: str,
    event: int,
    kind: str,
    title: str,
    now: datetime,
) -> None:
    """Queue one paper to each of several recipients, as the event of a case names them."""
    for one in recipients:
        queue(
            case_number=case_number,
            event=event,
            kind=kind,
            title=title,
            role=one["role"],
            name=one.get("name"),
            address=tuple(one.get("address", ())),
            email=one.get("email"),
            method=one["method"],
            now=now,
        )


def sent_on(case_number: str) -> list[Outgoing]:
    """Papers of a case that left, the latest first."""
    return list(Outgoing.objects.filter(case_number=case_number).exclude(sent=None).order_by("-sent", "-pk"))


def mark_returned(id: str | int, *, reason: str, at: datetime | date, actor: Actor) -> str | None:  # noqa: A002
    """Note that a paper came back; its case number, or ``None`` where there is no such paper."""
    row = Outgoing.objects.select_for_update().filter(pk=int(id)).first()
    if row is None:
        return None
    row.returned = at.date() if isinstance(at, datetime) else at
    row.returned_reason = reason
    row.save(update_fields=["returned", "returned_reason"])
    return row.case_number


def mark_mailed(ids: Sequence[int], *, at: datetime, method: str, place: str, actor: Actor) -> int:
    """Note that printed papers were put into the mail, with the proof of service; how many were."""
    with transaction.atomic():
        rows = list(Outgoing.objects.select_for_update().filter(pk__in=ids, sent=None).order_by("pk"))
        for row in rows:
            row.sent, row.failure = at, None
            row.served = {"method": method, "place": place, "by": actor.id, "at": at.isoformat()}
        Outgoing.objects.bulk_update(rows, ["sent", "served", "failure"])
    return len(rows)


def deliver(limit: int, *, make: Callable[[Outgoing], bytes], now: datetime) -> tuple[int, int]:
    """Send up to ``limit`` papers that go by e-mail and are due; how many were sent, and how many failed.

    Args:
        make: gives a row's PDF, made and kept if it was not yet; it may raise ValueError with a sentence.
    """

    def mailed(row: Outgoing) -> str | dict[str, Any]:
        try:
            message(row, make(row)).send(fail_silently=False)
        except (OSError, SMTPException, ValueError) as problem:
            return _why(problem)
        return {"method": "electronic"}

    papers = Outgoing.objects.filter(method="electronic").exclude(email=None).exclude(role="reviewer")
    return attempted(papers, limit, mailed, now=now)


def attempted(
    papers: QuerySet[Outgoing],
    limit: int,
    attempt: Callable[[Outgoing], str | dict[str, Any]],
    *,
    now: datetime,
) -> tuple[int, int]:
    """Try up to ``limit`` of ``papers`` that are due, each in a transaction; how many left, and how many failed.

    Args:
        attempt: delivers a paper; says why it was not delivered, or what is to be kept of its delivery.
    """
    due = papers.filter(sent=None, attempts__lt=len(WAITS) + 1).exclude(next_attempt__gt=now)
    sent = failed = 0
    for _ in range(limit):
        with transaction.atomic():
            row = due.select_for_update(skip_locked=True).order_by("queued", "pk").first()
            if row is None:
                break
            row.attempts, row.tried = row.attempts + 1, now
            result = attempt(row)
            if isinstance(result, str):
                failed += 1
                row.failure = result
                row.next_attempt = now + WAITS[min(row.attempts, len(WAITS)) - 1]
            else:
                sent += 1
                row.sent, row.failure, row.next_attempt = now, None, None
                row.served = {"by": "system", "at": now.isoformat(), **result}
            row.save()
    return sent, failed


def retry(id: int, *, now: datetime) -> bool:  # noqa: A002
    """Let a paper that failed be tried again at once; whether there was such a one."""
    return bool(Outgoing.objects.filter(pk=id, sent=None).update(attempts=0, next_attempt=None, failure=None))


def message(row: Outgoing, pdf: bytes) -> EmailMessage:
    """The e-mail that carries a paper: short, with the PDF, under an id that follows from what it is."""
    mail = EmailMessage(
        subject=f"{row.title} ({row.case_number})",
        body=(
            f"{settings.OPENIMR_ORGANIZATION} sends you the attached paper on case {row.case_number}.\n\n"
            f"{row.title}\n\nPlease do not answer this message; the paper says how to reach us.\n"
        ),
        to=[row.email or ""],
        headers={"Message-ID": _id(row)},
    )
    mail.attach(f"{row.case_number}-{row.kind}.pdf", pdf, "application/pdf")
    return mail


def word(row: Outgoing, address: str) -> EmailMessage:
    """The message that a paper lies on a reviewer's work page; without the paper, and without anybody's name."""
    return EmailMessage(
        subject=f"{row.title} ({row.case_number})",
        body=(
            f"{settings.OPENIMR_ORGANIZATION} has a paper for you on case {row.case_number}: {row.title}.\n\n"
            "It is on your work page. Sign in and open My cases.\n\n"
            "Please do not answer this message.\n"
        ),
        to=[address],
        headers={"Message-ID": _id(row)},
    )


def _id(row: Outgoing) -> str:
    """The id under which a paper goes, however often it is sent."""
    key = f"{row.case_number}:{row.event}:{row.kind}:{row.role}:{row.name}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{digest}@{domain}>"


def _why(problem: Exception) -> str:
    if isinstance(problem, ValueError):
        return str(problem)
    if not isinstance(problem, SMTPException):
        return (
            f"The mail server can't be reached ({type(problem).__name__}). Which one it is, "
            f"{from_setting('OPENIMR_MAIL_HOST').replace('gives it', 'says')}."
        )
    return f"The mail server did not take it ({type(problem).__name__})."
