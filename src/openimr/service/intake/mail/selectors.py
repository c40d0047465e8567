"""Reading the mail room: the queue, one paper, where it may belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from openimr.service.cases.models import CaseRow
from openimr.service.cases.projecting import number_key
from openimr.service.cases.refusals import NotFound
from openimr.service.intake.mail.paper import Paper
from openimr.service.intake.models import MailItem

#: Sorted papers that a list shows; older ones are found by their number or case.
_LATEST = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A case that the paper may belong to, and why."""

    number: str
    employee: str
    claim_number: str
    state: str
    why: str


def get(dcn: str) -> Paper:
    """The paper with this number.

    Raises:
        NotFound: there is none.
    """
    data = MailItem.objects.filter(dcn=dcn).values_list("data", flat=True).first()
    if data is None:
        raise NotFound(f"There is no paper {dcn} in the mail room.")
    return Paper.model_validate_json(data)


def queue(actor: str, show: str = "", channel: str = "", words: str = "") -> QuerySet[MailItem]:
    """Papers in the order of work: urgent ones first, then what is due first.

    Args:
        show: "" is what is open, ``mine``, ``free``, or a state such as ``discarded``; ``all`` is everything.
        words: the start of a document control number, a file's name or a case number.
    """
    rows = MailItem.objects.defer("data")
    match show:
        case "":
            rows = rows.filter(done=None)
        case "mine":
            rows = rows.filter(done=None, claimed_by=actor)
        case "free":
            rows = rows.filter(done=None, claimed_by=None)
        case "all":
            pass
        case _:
            rows = rows.filter(state=show)
    if channel:
        rows = rows.filter(channel=channel)
    if words.strip():
        said = words.strip()
        rows = rows.filter(
            Q(dcn__istartswith=said) | Q(name__icontains=said) | Q(case_number__istartswith=said)
        )
    if show in ("", "mine", "free"):
        return rows.order_by("-urgent", "due", "arrived", "dcn")
    return rows.order_by("-arrived", "-dcn")


def counts(actor: str) -> dict[str, Any]:
    """How many papers are open, urgent, late (before ``today`` is up to the page) and one's own."""
    return MailItem.objects.filter(done=None).aggregate(
        open=Count("dcn"),
        urgent=Count("dcn", filter=Q(urgent=True)),
        mine=Count("dcn", filter=Q(claimed_by=actor)),
    )


def same_bytes(paper: Paper) -> list[MailItem]:
    """Other papers with exactly these bytes: the same file came in twice."""
    return list(MailItem.objects.filter(sha256=paper.sha256).exclude(dcn=paper.dcn).defer("data")[:5])


def suggestions(paper: Paper) -> list[Suggestion]:
    """Cases whose case number or claim number stands on the paper."""
    numbers = list(paper.guess.numbers)
    keys = {key: one for one in numbers if (key := number_key(one))}
    if not keys:
        return []
    rows = CaseRow.objects.filter(Q(number__in=numbers) | Q(claim_key__in=list(keys))).defer("data")[:10]
    found = []
    for row in rows:
        if row.number in numbers:
            why = f"The case number {row.number} stands on the paper."
        else:
            why = f"The claim number {keys[row.claim_key or '']} stands on the paper."
        found.append(Suggestion(row.number, row.employee or "", row.claim_number or "", row.state, why))
    return sorted(found, key=lambda one: (one.number not in numbers, one.number))
