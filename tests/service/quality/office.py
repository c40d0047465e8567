"""An office that can release and issue: a reviewer on the panel and a TEST credential."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from openimr.law.reviewers import Board, License, ReviewerFacts
from openimr.samples.authority import authority
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.domain import Case
from openimr.service.home import Home

from ..office_case import REVIEWER, a_case

_people = itertools.count(7001)


@cache
def ready() -> None:
    """Once a session: what a case needs to become a letter."""
    from openimr.service.reviewers.facts import Registered
    from openimr.service.reviewers.recording import register

    authority(Home().root / "authority", at=datetime.now(UTC))
    facts = ReviewerFacts(
        code=REVIEWER,
        degree="MD",
        licenses=(License("CA", None, "MD", "active", date(2010, 1, 1), date(2099, 1, 1)),),
        boards=(Board("Pain Medicine", None, date(2012, 1, 1), date(2099, 1, 1)),),
        years=Decimal(12),
        weekly_hours=Decimal(40),
        discipline="none",
        qme=False,
        declared=(),
    )
    register(somebody("panel_scheduler"), Registered(facts))


def somebody(role: str) -> Actor:
    """Another person of a role each time, without an account."""
    return Actor(f"user:{next(_people)}", role)


def signed_case(**changes) -> Case:
    """A case whose review was signed, and is now with quality."""
    ready()
    return a_case("C3", **changes)


def released_case(**changes) -> Case:
    """A case whose determination was released by quality, with a reason for whatever was found."""
    from openimr.service.cases.commands.quality import found_in, release

    case = signed_case(**changes)
    reasons = {one.key: "Looked at; it may stand." for one in found_in(case)}
    return release(somebody("letter_quality"), case.number, overrides=reasons)


def issued_case(**changes) -> tuple[Case, Actor]:
    """A case whose letter was issued, and who issued it."""
    from openimr.service.cases.commands.issuing import issue

    who = somebody("letter_quality")
    return issue(who, released_case(**changes).number, service="mail"), who


__all__ = ["SYSTEM", "issued_case", "ready", "released_case", "signed_case", "somebody"]
