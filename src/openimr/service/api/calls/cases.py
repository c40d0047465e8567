"""Cases: lists, one case, its clocks, its history."""

from datetime import date
from typing import Any, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query

from openimr.law.states import states
from openimr.service import clock
from openimr.service.api import cursors, showing
from openimr.service.api.calling import Caller, call
from openimr.service.api.models import Filing
from openimr.service.api.problems import Problem
from openimr.service.api.shapes import CaseOut, CasePage, ClockOut, EventPage
from openimr.service.cases.models import CaseRow
from openimr.service.cases.projecting import clocks as legal_clocks
from openimr.service.ledger.models import Event

router = Router(tags=["Cases"])


@router.get("/cases", response=CasePage, summary="List cases", auth=call("cases", "case.view"))
def cases(
    request: HttpRequest,
    state: str | None = None,
    priority: Literal["standard", "expedited"] | None = None,
    claim_number: str | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
    cursor: str | None = None,
    limit: int = Query(cursors.USUAL, ge=1, le=cursors.MOST),
) -> Any:
    """The cases that this token's role may see, the latest first: a reviewer's and a party's are their own."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    rows = _own(caller)
    if state is not None:
        if state not in {one.code for one in states() if one.office}:
            raise Problem(422, "invalid", f"{state!r} is no state of a case.", field="state")
        rows = rows.filter(state=state)
    wanted = {
        "priority": priority,
        "claim_number": claim_number,
        "received__gte": received_from,
        "received__lte": received_to,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if cursor:
        day, number = cursors.read(cursor, (str, str))
        try:
            at = date.fromisoformat(day)
        except ValueError:
            raise Problem(422, "invalid", "The cursor is none of this list.", field="cursor") from None
        rows = rows.filter(Q(received__lt=at) | Q(received=at, number__lt=number))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return {
        "items": [showing.line(one) for one in found[:limit]],
        "next": cursors.write(last.received.isoformat(), last.number) if last else None,
    }


@router.get("/cases/{case_number}", response=CaseOut, summary="See a case", auth=call("cases", "case.view"))
def case(request: HttpRequest, case_number: str) -> Any:
    """A case, as far as this token's role may see it."""
    return showing.case(request.caller, request.actor, request.case)  # type: ignore[attr-defined]


@router.get(
    "/cases/{case_number}/clocks",
    response=list[ClockOut],
    summary="See the legal clocks of a case",
    auth=call("cases", "case.view"),
)
def clocks(request: HttpRequest, case_number: str) -> Any:
    """Every clock that runs or has run, with its working and its law."""
    return [showing.clock(one) for one in legal_clocks(request.case, clock.now())]  # type: ignore[attr-defined]


@router.get(
    "/cases/{case_number}/events",
    response=EventPage,
    summary="See the history of a case",
    auth=call("cases", "case.history"),
)
def events(
    request: HttpRequest,
    case_number: str,
    cursor: str | None = None,
    limit: int = Query(cursors.USUAL, ge=1, le=cursors.MOST),
) -> Any:
    """The entries of the ledger on this case, the oldest first."""
    rows = Event.objects.filter(stream=f"case:{case_number}").order_by("number")
    if cursor:
        rows = rows.filter(number__gt=cursors.read(cursor, (int,))[0])
    found = list(rows[: limit + 1])
    return {
        "items": showing.events(request.caller, found[:limit]),  # type: ignore[attr-defined]
        "next": cursors.write(found[limit - 1].number) if len(found) > limit else None,
    }


def _own(caller: Caller) -> Any:
    rows = CaseRow.objects.defer("data").order_by("-received", "-number")
    if caller.role == "party":
        filed = Filing.objects.filter(token=caller.token).values("case_number")
        return rows.filter(number__in=filed)
    code = caller.filer.reviewer
    return rows.filter(reviewers__contains=f" {code} ") if code else rows
