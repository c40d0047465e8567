"""From a case to what a token's role may see of it."""

from __future__ import annotations

from typing import Any

from openimr.law.model import Clock
from openimr.law.states import state
from openimr.service.accounts.permissions import sees
from openimr.service.api.calling import Caller
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import CATALOGUE
from openimr.service.cases.domain.parts import Document, Request
from openimr.service.cases.models import CaseRow
from openimr.service.cases.pages import initials
from openimr.service.cases.people import shown
from openimr.service.cases.projecting import rows
from openimr.service.cases.sealing import told
from openimr.service.ledger.models import Event

#: Roles that get the data of events at all; others get who, when and what.
_DATA = ("letter_quality", "medical_director", "regulator")


def line(row: CaseRow) -> dict[str, Any]:
    """A case in a list."""
    at = state(row.state)
    return {
        "number": row.number,
        "state": row.state,
        "state_title": at.title,
        "status": at.portal_title,
        "priority": row.priority,
        "received": row.received,
        "due": row.due,
        "due_clock": row.due_clock,
        "version": row.version,
    }


def case(caller: Caller, actor: Actor, found: Case) -> dict[str, Any]:
    """A case as far as the caller may see it."""
    at, form = state(found.state), found.application
    projected = rows(found)[CaseRow, (found.number,)]
    contact = bool(sees(caller, "employee.contact"))
    outside = caller.role == "party"
    name = found.employee.name if found.employee else None
    decided = {
        one["number"]: one["decision"]
        for one in (found.determination or {}).get("items", ())
        if found.letters
    }
    return {
        "number": found.number,
        "state": found.state,
        "state_title": at.title,
        "status": at.portal_title,
        "priority": found.priority,
        "received": found.received,
        "due": projected["due"],
        "due_clock": projected["due_clock"],
        "version": found.version,
        "formulary": found.formulary,
        "employee": initials(name) if caller.role == "reviewer" else name,
        "claim_number": form.get("claim_number"),
        "injury_date": form.get("injury_date"),
        "ur_decision_date": form.get("ur_decision_date"),
        "items": [
            {
                "number": one.number,
                "text": one.text,
                "disputed": one.normalised.disputed if one.normalised else one.text,
                "category": one.normalised.category if one.normalised else None,
                "eligible": one.eligible,
                "decision": decided.get(one.number),
            }
            for one in found.items
        ],
        "parties": [] if caller.role == "reviewer" else [_party(one, contact) for one in found.parties],
        "requests": [_request(one) for one in found.requests if not outside or _concerns(one, actor)],
        "letters": [
            {
                "version": one.version,
                "issued": one.issued,
                "outcome": one.outcome,
                "service": one.service,
                "published": one.published,
            }
            for one in found.letters
        ],
        "reviewers": [one.reviewer for one in found.open_reviews] if sees(caller, "reviewer.code") else None,
    }


def _party(one: Any, contact: bool) -> dict[str, Any]:
    known = {"role": one.role, "name": one.name, "organization": one.organization}
    fields = ("city", "state", "zip", "phone", "email")
    if not contact:
        return {**known, "address": None, **dict.fromkeys(fields)}
    return {**known, "address": list(one.address), **{name: getattr(one, name) for name in fields}}


def _concerns(request: Request, actor: Actor) -> bool:
    """Questions of the review go to all parties in copy; those of eligibility to whom they were put."""
    return request.kind == "reviewer" or actor.part in request.to


def _request(one: Request) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "to": list(one.to),
        "text": one.text,
        "sent": one.sent,
        "due": one.due,
        "answered": one.answered,
        "answer": one.answer,
    }


def clock(one: Clock) -> dict[str, Any]:
    """A legal clock."""
    return {
        "clock": one.clock,
        "title": one.title,
        "starts": one.starts,
        "due": one.due,
        "state": one.state,
        "met_at": one.met_at,
        "duty_of": one.duty_of,
        "law": [law.cite for law in one.law],
        "working": list(one.working),
        "asks": one.asks,
    }


def events(caller: Caller, found: list[Event]) -> list[dict[str, Any]]:
    """Entries of the history; reviewers' codes are struck out for whoever may not know them."""
    names = shown((one.actor for one in found), to=caller)
    return [
        {
            "number": one.number,
            "type": one.type,
            "title": CATALOGUE[one.type].title if one.type in CATALOGUE else one.type,
            "at": one.at,
            "actor": names[one.actor],
            "role": one.role,
            "rules": one.rules,
            "hash": one.hash,
            "data": told(caller, one.type, one.data) if caller.role in _DATA else None,
        }
        for one in found
    ]


def document(one: Document) -> dict[str, Any]:
    """A paper."""
    return {name: getattr(one, name) for name in _DOCUMENT}


_DOCUMENT = (
    "id", "type", "title", "pages", "size", "sha256", "dated", "author", "received", "received_from", "duplicate_of",
)  # fmt: skip
