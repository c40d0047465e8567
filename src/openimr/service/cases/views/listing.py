"""Finding cases: by number, name or claim, by state, by what is due."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from openimr.law.states import state, states
from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.accounts.permissions import sees
from openimr.service.cases.actors import acting
from openimr.service.cases.models import CaseRow
from openimr.service.cases.pages import address, initials, sentence, tone
from openimr.service.cases.projecting import due_of
from openimr.service.cases.selectors import find
from openimr.service.issuing.numbering import CASE_NUMBER
from openimr.service.office.clocks import due_chip
from openimr.service.office.parts import Badge, Cell, Column, Filter, Row

#: Cases on one page of the list.
_PAGE = 50
#: What a list can be sorted by: name in the address to column and title.
_ORDERS = {
    "received": ("-received", "Received"),
    "due": ("due", "Due"),
    "employee": ("employee_key", "Employee"),
    "number": ("number", "Case"),
}


@requires("case.view")
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that the reader may see; a whole case number goes straight to its case."""
    words = request.GET.get("q", "").strip()
    wanted = request.GET.get("state", "")
    priority = request.GET.get("priority", "")
    order = request.GET.get("sort", "received" if not wanted else "due")
    rows = _own(request, find(words))
    if CASE_NUMBER.fullmatch(words.upper()) and (only := rows.filter(number=words.upper()).first()):
        return redirect(address(only.number))
    if wanted == "open":
        rows = rows.filter(closed=None)
    elif wanted:
        rows = rows.filter(state=wanted)
    if priority:
        rows = rows.filter(priority=priority)
    column = _ORDERS.get(order, _ORDERS["received"])[0]
    sorted_rows = rows.order_by(F("due").asc(nulls_last=True) if column == "due" else column, "number")
    pages = Paginator(sorted_rows, _PAGE)
    page = pages.get_page(request.GET.get("page"))
    named = bool(sees(request.user, "employee.contact")) or request.user.role != "reviewer"  # type: ignore[union-attr,arg-type]
    return render(
        request,
        "cases/list.html",
        {
            "words": words,
            "filters": _filters(wanted, priority),
            "columns": _columns(request, order),
            "rows": [_row(one, named) for one in page.object_list],
            "page_obj": page,
            "count": pages.count,
        },
    )


def _own(request: HttpRequest, rows: QuerySet[CaseRow]) -> QuerySet[CaseRow]:
    """A reviewer sees the cases that they hold."""
    code = acting(request.user).reviewer
    return rows.filter(reviewers__contains=f" {code} ") if code else rows


def _filters(wanted: str, priority: str) -> list[Filter]:
    every: list[tuple[str, str, int | None]] = [("", "All", None), ("open", "Open", None)]
    every += [(one.code, sentence(one.title), None) for one in states() if one.office]
    kinds: list[tuple[str, str, int | None]] = [
        ("", "All", None),
        ("standard", "Standard", None),
        ("expedited", "Expedited", None),
    ]
    return [Filter("state", "State", every, wanted), Filter("priority", "Priority", kinds, priority)]


def _columns(request: HttpRequest, order: str) -> list[Column]:
    def to(name: str) -> str:
        given: dict[str, Any] = {**request.GET.dict(), "sort": name}
        given.pop("page", None)
        return f"?{urlencode(given)}"

    def column(name: str, title: str) -> Column:
        direction = "descending" if name == "received" else "ascending"
        return Column(title, to(name), direction if order == name else "")  # type: ignore[arg-type]

    return [
        column("number", "Case"),
        column("employee", "Employee"),
        Column("Claims administrator", narrow=False),
        Column("State"),
        column("received", "Received"),
        column("due", "Next due"),
    ]


def _row(one: CaseRow, named: bool) -> Row:
    now = clock.now()
    badges = [Badge("Expedited", "warn")] if one.priority == "expedited" else []
    return Row(
        cells=[
            Cell(one.number, badges=badges),
            Cell(
                (one.employee if named else initials(one.employee)) or "Not stated",
                note=one.claim_number or "",
            ),
            Cell(one.claims_administrator or "Not stated"),
            Cell(badge=Badge(sentence(state(one.state).title), tone(one.state))),
            Cell(when=one.received),
            Cell(clock=due_chip("", due_of(one.due), now)) if one.due else Cell("Nothing due"),
        ],
        address=address(one.number),
        key=one.number,
        label=one.number,
    )
