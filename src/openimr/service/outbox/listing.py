"""How papers are sorted into piles and shown in a row."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.urls import reverse

from openimr.service.notices.models import Outgoing
from openimr.service.office.parts import Badge, Cell, Column, Row

#: The piles: title, and what lies in them.
PILES = {
    "hand": (
        "To print and mail",
        "Papers that go by mail, by fax or by hand, and those without an e-mail address.",
    ),
    "mail": (
        "To send",
        "Papers that go by e-mail or to a reviewer’s work page; the worker sends them by itself.",
    ),
    "failed": (
        "Failed",
        "Papers that could not be made or sent; they are tried again, or wait for somebody.",
    ),
    "sent": ("Left", "Papers that were mailed or sent, with the proof of service."),
    "returned": ("Came back", "Papers that came back; find another address."),
}
#: What the worker delivers by itself; papers to reviewers go to their work page.
_BY_MAIL = Q(method="electronic", email__isnull=False) | Q(role="reviewer")
_FILTERS = {
    "hand": Q(sent=None, failure=None) & ~_BY_MAIL,
    "mail": Q(sent=None, failure=None) & _BY_MAIL,
    "failed": Q(sent=None, failure__isnull=False),
    "sent": Q(sent__isnull=False, returned=None),
    "returned": Q(returned__isnull=False),
}
_ORDERS = {"sent": ("-sent", "-pk"), "returned": ("-returned", "-pk")}
_METHODS = {
    "mail": "Mail",
    "fax": "Fax",
    "electronic": "E-mail",
    "personal": "By hand",
    "express": "Express mail",
}
COLUMNS = (
    Column("Paper"),
    Column("Case"),
    Column("To"),
    Column("By"),
    Column("Queued", narrow=False),
    Column("State"),
)


def pile(rows: QuerySet[Outgoing], key: str) -> QuerySet[Outgoing]:
    """The papers of one pile, in its order."""
    return rows.filter(_FILTERS[key]).order_by(*_ORDERS.get(key, ("queued", "pk")))


def badge(row: Outgoing) -> Badge:
    """How far a paper is."""
    if row.returned:
        return Badge("Came back", "bad")
    if row.sent:
        return Badge("Left", "good")
    if row.failure:
        return Badge("Failed", "warn")
    return Badge("Waits", "info" if row.sha256 else "plain", title="" if row.sha256 else "Not on paper yet")


def row_of(row: Outgoing, *, case: bool = True, short: bool = False) -> Row:
    """A paper as a row of a table; ``short`` leaves out when and how far."""
    how = (
        "Work page"
        if row.role == "reviewer"
        else "No e-mail address"
        if row.method == "electronic" and not row.email
        else _METHODS.get(row.method, row.method)
    )
    when = f"Left {row.sent.isoformat()}" if row.sent else ""
    cells = [
        Cell(row.title, row.failure or row.returned_reason or ""),
        Cell(row.case_number),
        Cell(f"{row.name}, {row.role}" if row.name else row.role),
        Cell(how),
    ]
    if not short:
        cells += [Cell(when=row.queued), Cell(badge=badge(row), note=when)]
    return Row(
        cells=cells,
        address=reverse("outbox:one", args=[row.pk]),
        key="" if row.sent else str(row.pk),
        label=f"{row.title}, {row.case_number}",
    )
