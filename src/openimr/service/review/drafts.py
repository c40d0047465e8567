"""Keeping what a reviewer types: every saved state is a new version, and none is ever changed or lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from openimr.service import clock
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Review
from openimr.service.review import content as typing
from openimr.service.review.models import ReviewDraft


@dataclass(frozen=True, slots=True)
class Kept:
    """The latest version. ``clash``: another window saved since the page was opened; both versions are kept."""

    version: int
    content: dict[str, Any]
    saved: datetime | None
    clash: bool = False


def latest(case: Case, review: Review) -> Kept:
    """What was typed last; what was signed, where a review was returned and nothing was typed since."""
    row = _rows(case, review).order_by("-version").first()
    if row is None:
        start = typing.signed(case, review) if review.items else None
        return Kept(0, typing.completed(case, start), None)
    return Kept(row.version, typing.completed(case, row.content), row.saved)


def save(case: Case, review: Review, content: Mapping[str, Any], based_on: int) -> Kept:
    """Keep a state; the same as the latest is not kept twice.

    Whoever writes in two windows finds both states: ``clash`` says that the latest was not the one that the
    window held.
    """
    while True:
        last = latest(case, review)
        clash = last.version != based_on
        if last.version and last.content == dict(content):
            return Kept(last.version, last.content, last.saved, False)
        now = clock.now()
        try:
            with transaction.atomic():
                ReviewDraft.objects.create(
                    case=case.number,
                    review=review.id,
                    version=last.version + 1,
                    based_on=based_on,
                    reviewer=review.reviewer,
                    saved=now,
                    content=dict(content),
                )
        except IntegrityError:
            continue  # another window took that number in this moment
        return Kept(last.version + 1, dict(content), now, clash)


def versions(case: Case, review: Review) -> list[ReviewDraft]:
    """Every version, the latest first."""
    return list(_rows(case, review).order_by("-version")[:500])


def version(case: Case, review: Review, number: int) -> dict[str, Any] | None:
    """The content of one version."""
    row = _rows(case, review).filter(version=number).first()
    return None if row is None else typing.completed(case, row.content)


def _rows(case: Case, review: Review) -> Any:
    return ReviewDraft.objects.filter(case=case.number, review=review.id)
