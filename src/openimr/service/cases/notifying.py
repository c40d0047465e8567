"""Notices of a case: checked when the event happens, put on paper afterwards.

The event says which notice went to whom, with what was said in it; everything else a notice needs follows
from the case as it stood after that event. So the paper can be made by the worker, or when somebody opens it,
and always comes out the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings

from openimr.law.forms import Person
from openimr.law.model import Evidence, Law, Reason
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.issuing import NoticeSent
from openimr.service.cases.domain.parts import Party, Refusal
from openimr.service.cases.projecting import clocks
from openimr.service.cases.refusals import Refused
from openimr.service.cases.rehearsing import Going, confirmed_in
from openimr.service.cases.sealing import codes_in
from openimr.service.cases.unit import Unit
from openimr.service.clock import PACIFIC
from openimr.service.notices import (
    Correction,
    Draft,
    Due,
    Merged,
    NoticeFacts,
    NoticeRefused,
    Organization,
    Remand,
    Served,
    Service,
    Treatment,
    preview,
    template,
)
from openimr.service.notices import Party as NoticeParty
from openimr.service.notices import text as plain
from openimr.service.reviewers.models import ReviewerRow

#: The way of a notice to a reviewer: on the work page (My cases), with a message to the sealed address.
DESK = "desk"
#: Roles of the case to roles of notices, where they differ.
_ROLES = {"requesting physician": "physician", "claims administrator": "claims_administrator"}


def notify(
    unit: Unit,
    number: str,
    kind: str,
    *,
    to: Sequence[str] | None = None,
    by: Mapping[str, str] | None = None,
    confirmed: Collection[str] = (),
    **said: Any,
) -> Case:
    """Send notice ``kind`` to everybody it goes to, or to the roles ``to``.

    Args:
        unit: the unit of work that the occasion belongs to.
        number: the case.
        kind: the name of a template of notices.
        to: roles of the case; by default those that the template names and the case has.
        by: role to the method by which it is served; by default what its contact data suggest.
        confirmed: keys of paragraphs on law that is not verified, which whoever acts lets in; they are recorded
            with the notice. What none of its paragraphs waits for is left alone.
        said: fields of NoticeFacts that the case does not give, such as ``words`` or ``missing``; plain JSON.

    Raises:
        Refused: something that the law wants in the notice is not known.
    """
    case = unit.case(number)
    wanted = template(kind).recipients
    parties = [
        one
        for one in case.parties
        if _ROLES.get(one.role, one.role) in wanted and (to is None or one.role in to)
    ]
    recipients = [{**recipient(one), **_method(by, one.role)} for one in parties]
    if "regulator" in wanted and (to is None or "regulator" in to):
        recipients.append(the_regulator())
    if "reviewer" in wanted and said.get("reviewer") and (to is None or "reviewer" in to):
        recipients.append({"role": "reviewer", "name": said["reviewer"], "method": DESK})
    if not recipients:
        return case
    facts = facts_of(case, unit.now, said)
    confirmed = confirmed_in(confirmed)
    try:
        drafts = [
            preview(kind, facts, _ROLES.get(one["role"], one["role"]), confirmed=confirmed)
            for one in recipients
        ]
    except NoticeRefused as problem:
        raise Refused(str(problem)) from problem
    if any(
        _codes(case, draft)
        for draft, one in zip(drafts, recipients, strict=True)
        if one["role"] != "reviewer"
    ):
        raise Refused(
            "The notice would name a reviewer by the code to somebody outside, who may not learn who reviews. Take the "
            "code out of what was written.",
            law="LC 4610.6(f)",
        )
    unit.going.append(Going(number, kind, drafts[0].title, tuple(drafts)))
    event = NoticeSent(
        kind=kind,
        notice_title=drafts[0].title,
        recipients=tuple(recipients),
        said=said,
        confirmed=_let_in(drafts, unit.actor.id),
    )
    after = unit.emit(number, event)
    unit.then(lambda: _queue(after, kind, drafts[0].title, recipients, unit.now))
    return after


def _method(by: Mapping[str, str] | None, role: str) -> dict[str, str]:
    return {"method": by[role]} if by and role in by else {}


def _let_in(drafts: Sequence[Draft], by: str) -> tuple[dict[str, Any], ...]:
    """What was confirmed, as the event keeps it: each paragraph once, whoever reads it."""
    found = {(one.confirm, one.text): one for draft in drafts for one in draft.let_in}
    return tuple(
        {
            "key": one.confirm,
            "paragraph": one.text,
            "why": one.why,
            "law": [f"{law.cite} [{law.evidence.value}]" for law in one.law],
            "by": by,
        }
        for one in found.values()
    )


def _codes(case: Case, draft: Draft) -> set[str]:
    """The codes of reviewers that a notice would print: of those in the case, or anywhere on the panel."""
    found = codes_in(plain.render(draft))
    if not found:
        return found
    panel = ReviewerRow.objects.filter(code__in=found).values_list("code", flat=True)
    return found & {*panel, *(one.reviewer for one in case.reviews)}


def _queue(case: Case, kind: str, title: str, recipients: list[dict[str, Any]], now: datetime) -> None:
    from openimr.service.notices.outbox import queue_each

    queue_each(
        recipients,
        case_number=case.number,
        event=case.notices[-1].id if case.notices else case.version,
        kind=kind,
        title=title,
        now=now,
    )


def recipient(party: Party) -> dict[str, Any]:
    """A party as the event and the outbox keep it: where the paper goes, and how."""
    address = [
        *party.address,
        " ".join(filter(None, [party.city and f"{party.city},", party.state, party.zip])),
    ]
    method = "electronic" if party.email else "fax" if party.fax and not party.address else "mail"
    return {
        "role": party.role,
        "name": party.shown,
        "address": [one for one in address if one],
        "method": method,
        **({"email": party.email} if party.email else {}),
        **({"fax": party.fax} if party.fax else {}),
    }


def the_regulator() -> dict[str, Any]:
    """The regulator as a recipient."""
    email = settings.OPENIMR_REGULATOR_EMAIL
    told = {"role": "regulator", "name": settings.OPENIMR_REGULATOR, "method": "electronic"}
    return {**told, **({"email": email} if email else {})}


def organization() -> Organization:
    """The organization as its letterhead names it (settings, OPENIMR_ORGANIZATION_*)."""
    return Organization(**settings.OPENIMR_LETTERHEAD)


def facts_of(case: Case, at: datetime, said: dict[str, Any]) -> NoticeFacts:
    """What a notice of the case is made from, as the case stands. ``said`` wins over what the case gives."""
    form = case.application
    day = at.astimezone(PACIFIC).date()
    values: dict[str, Any] = {
        "case_number": case.number,
        "organization": organization(),
        "priority": case.priority,
        "parties": (*(_party(one) for one in case.parties), _regulator()),
        "treatments": tuple(
            Treatment(one.number, one.normalised.disputed if one.normalised else one.text)
            for one in case.eligible_items or case.items
        ),
        "claim_number": form.get("claim_number"),
        "injury_date": _day(form.get("injury_date")),
        "rfa_date": _day(form.get("rfa_date")),
        "ur_decision_date": _day(form.get("ur_decision_date")),
        "received": case.received,
        "decided": day,
        "due": tuple(one for one in clocks(case, at) if one.due is not None),
        "reasons": tuple(_reason(one) for one in case.refusals),
        "documents": tuple(one.title for one in case.documents if one.in_file),
        "sent": day,
    }
    for name, value in said.items():
        values[name] = _value(name, value)
    if isinstance(values.get("service"), Service):
        values["service"] = replace(values["service"], served=_served(case, said["service"]))
    if said.get("reviewer"):
        values["parties"] = (*values["parties"], NoticeParty(role="reviewer", code=said["reviewer"]))
    if said.get("assignment_due"):
        until = said["assignment_due"]
        at_time = datetime.fromisoformat(until) if "T" in until else date.fromisoformat(until)
        values["due"] = (*values["due"], Due("assignment", "your review", at_time))
    known = {one.name for one in fields(NoticeFacts)}
    return NoticeFacts(**{key: value for key, value in values.items() if key in known})


def reached(one: Mapping[str, Any]) -> tuple[str, ...]:
    """Where a recipient is reached by its own method: the lines of that address; empty where there is none."""
    if one["method"] in ("electronic", "fax"):
        to = one.get("email" if one["method"] == "electronic" else "fax")
        return (to,) if to else ()
    return tuple(one.get("address", ()))


def _served(case: Case, service: Mapping[str, Any]) -> tuple[Served, ...]:
    """Those who were served, with their address for the method; the event names them by role."""
    methods: Mapping[str, Any] = service.get("served") or {}
    known = [*(recipient(one) for one in case.parties), the_regulator()]
    found = [{**one, "method": methods[one["role"]]} for one in known if one["role"] in methods]
    return tuple(
        Served(_ROLES.get(one["role"], one["role"]), one["name"], reached(one), one["method"])
        for one in found
    )


def _party(party: Party) -> NoticeParty:
    person = Person(**{one.name: getattr(party, one.name) for one in fields(Person)})
    return NoticeParty(role=_ROLES.get(party.role, party.role), person=person)  # type: ignore[arg-type]


def _regulator() -> NoticeParty:
    # Office and division each on a line of their own: together they are too long for an envelope's window.
    office, _, division = settings.OPENIMR_REGULATOR.partition(", ")
    person = Person(name=office, organization=division) if division else Person(organization=office)
    return NoticeParty(role="regulator", person=person)


def _reason(refusal: Refusal) -> Reason:
    # What older events did not record counts as not found; the notice prints the citation alone.
    law = tuple(Law(one.cite, one.evidence or Evidence.RECALLED) for one in refusal.laws)
    return Reason(
        refusal.code,
        refusal.title,
        law,
        refusal.curable,
        refusal.how,
        "ineligible",
        refusal.message,
        refusal.item,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_DAYS = ("received", "decided", "change_effective", "sent")


def _value(name: str, value: Any) -> Any:
    if name in _DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    if name == "remand":
        return Remand(**{**value, "ordered": _day(value.get("ordered"))})
    if name == "correction":
        return Correction(**{**value, "letter_date": _day(value.get("letter_date"))})
    if name == "service":
        days = {day: _day(value.get(day)) for day in ("paper_date", "served_on")}
        # On whom: the event has roles and methods alone; see facts_of.
        return Service(**{**value, **days, "served": ()})
    if name == "merged":
        return Merged(value["into"], tuple(value["cases"]))
    if name == "treatments":
        return tuple(Treatment(one["number"], one["text"]) for one in value)
    if name == "asked":
        return tuple(_ROLES.get(one, one) for one in value)
    return tuple(value) if isinstance(value, list) else value
