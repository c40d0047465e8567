"""What the clocks of a case would be if something happened: shown before somebody lets it happen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from openimr.law import Clock, Happening, deadlines
from openimr.law.model import Priority
from openimr.service.cases.domain import Case
from openimr.service.cases.projecting import facts


def clocks_if(
    case: Case,
    now: datetime,
    *happened: tuple[str, date | datetime, dict[str, Any]],
    priority: Priority | None = None,
    formulary: bool | None = None,
    only: Collection[str] = (),
) -> tuple[Clock, ...]:
    """The legal clocks of the case with more happenings, each ``(type, at, details)``.

    Args:
        case: the case as it is.
        now: the moment that tells running from missed.
        happened: what would happen, with the event types of the contract of ``openimr deadlines``.
        priority: another priority.
        formulary: another answer to whether it is a dispute on the formulary.
        only: ids of the clocks wanted, such as ``I9``; all where it is empty.
    """
    known = facts(case)
    known = replace(
        known,
        events=(*known.events, *(Happening(kind, at, details) for kind, at, details in happened)),
        priority=priority or known.priority,
        formulary=known.formulary if formulary is None else formulary,
    )
    return tuple(one for one in deadlines(known, now=now) if not only or one.clock in only)
