"""What somebody else did meanwhile, in one sentence: who with which role, when, what, and where it stands now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openimr.law.states import state
from openimr.service.accounts.permissions import Somebody, may, table
from openimr.service.cases.domain.events import CATALOGUE
from openimr.service.cases.people import shown
from openimr.service.ledger.models import Event
from openimr.service.office.dates import said

#: So many entries are named; of more it is said how many.
_MOST = 3


def since(
    stream: str, version: int, *, to: Somebody, using: str = "default", named: Mapping[str, Any] = CATALOGUE
) -> str:
    """What was entered in ``stream`` after ``version``, as ": ..." behind a sentence; "" for who may not know.

    ``named`` are the events by type, each with its ``title``. Parties and reviewers learn only that something happened, not who did it or what.
    """
    if not may(to, "case.history"):
        return ""
    found = list(Event.objects.using(using).filter(stream=stream, number__gt=version).order_by("number"))
    return f": {_told(found[:_MOST], to, named)}{_more(len(found) - _MOST)}" if found else ""


def moved(stream: str, version: int, now: str, *, to: Somebody) -> str:
    """Why a form that was opened at ``version`` comes too late: what others did, and the state ``now``."""
    what = since(stream, version, to=to)
    return (
        f"Somebody else worked on this case since you opened this page{what}. It is now in “{state(now).title}”. "
        "Nothing of yours was recorded. "
    )


def _told(events: Sequence[Event], to: Somebody, named: Mapping[str, Any]) -> str:
    names = shown((one.actor for one in events), to=to)
    return "; ".join(
        f"{names[one.actor]}{_role(one.role)}, {said(one.at)}: {_title(one.type, named)}" for one in events
    )


def _role(code: str) -> str:
    known = table().roles.get(code)
    return f" ({known.title.lower()})" if known else ""


def _title(kind: str, named: Mapping[str, Any]) -> str:
    title = named[kind].title if kind in named else kind
    return title[:1].lower() + title[1:]


def _more(number: int) -> str:
    return f"; and {number} more" if number > 0 else ""
