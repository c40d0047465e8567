"""The fictional panel of the demonstration, put into the registry by the same command as everybody."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from openimr.law.reviewers import Affiliation, Board, License, ReviewerFacts, profession
from openimr.samples import SampleReviewer
from openimr.service.cases.actors import SYSTEM
from openimr.service.reviewers.facts import Identity, Registered
from openimr.service.reviewers.models import ReviewerRow
from openimr.service.reviewers.recording import register


def load(samples: Iterable[SampleReviewer]) -> tuple[Registered, ...]:
    """Register fictional reviewers (``openimr.samples.reviewers``); those on file already are left as they are."""
    known = set(ReviewerRow.objects.values_list("code", flat=True))
    return tuple(
        register(SYSTEM, Registered(facts(one)), identity(one)) for one in samples if one.code not in known
    )


def facts(one: SampleReviewer) -> ReviewerFacts:
    """A fictional reviewer as the law looks at one."""
    kind = profession(one.degree)
    return ReviewerFacts(
        code=one.code,
        degree=one.degree,
        licenses=tuple(
            License(each.state, None, kind, "restricted" if each.restricted else "active", None, each.expires)
            for each in one.licenses
        ),
        boards=tuple(Board(each.specialty, None, None, each.expires) for each in one.boards),
        years=Decimal(one.years),
        weekly_hours=Decimal(one.hours),
        discipline="pending" if one.discipline else "none",
        qme=one.qme,
        capacity_per_day=one.capacity,
        languages=one.languages,
        declared=tuple(
            Affiliation(
                kind=each.kind,
                relation="interest" if each.kind == "financial" else "contractor",
                to=each.party,
                percent=None if each.share is None else Decimal(str(each.share)),
            )
            for each in one.conflicts
        ),
    )


def identity(one: SampleReviewer) -> Identity:
    """What of a fictional reviewer is sealed."""
    return Identity(
        name=one.name,
        email=one.email,
        license_numbers={each.state: each.number for each in one.licenses},
    )
