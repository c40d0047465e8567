"""Applications: filing, correcting, splitting and confirming treatments, merging duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connections

from openimr.law.forms import Application, Flaw, flaws
from openimr.service import clock
from openimr.service.accounts.permissions import may
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import intake as events
from openimr.service.cases.domain.events.records import DocumentAdded
from openimr.service.cases.domain.parts import Document, Normalised
from openimr.service.cases.duplicates import wrong_claim
from openimr.service.cases.normalising import normalise
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Forbidden, Refused
from openimr.service.cases.unit import Unit, stream, work
from openimr.service.cases.wording import unsound
from openimr.service.issuing.numbering import next_case_number
from openimr.service.ledger.models import Event

#: The most treatments of one application; more is a sign that lines were read wrongly.
MOST_ITEMS = 60


def file_application(
    actor: Actor,
    application: Application,
    *,
    treatments: Sequence[str] = (),
    papers: Sequence[Document] = (),
    same_worker: bool = False,
    submission: str | None = None,
) -> Case:
    """File an application: it gets its case number, its treatments become items, its papers the first documents.

    Args:
        actor: staff of intake, a party, or the system for the interface of programs.
        application: the form as it was filled in.
        treatments: the items; by default what the form requests, one each.
        papers: documents that came with it, kept already.
        same_worker: staff confirmed that the claim number is this worker's although another name is on file.
        submission: the token of the form that was sent.

    Raises:
        Refused: a date is impossible, no worker or treatment is named, or the claim number is somebody else's.
        Repeated: it was filed already.
    """
    if actor is not SYSTEM and not (allowed := may(actor, "application.file")):
        raise Forbidden(allowed.why)
    today = clock.today()
    _sound(application, today)
    texts = [one.strip() for one in (treatments or application.treatments) if one.strip()]
    if not texts:
        raise Refused(
            "No disputed treatment is named; copy each treatment from the utilization review decision.",
            law="8 CCR 9792.10.1(b)(1)",
            field="treatments",
        )
    if len(texts) > MOST_ITEMS:
        raise Refused(
            f"There are {len(texts)} treatments; one application has at most {MOST_ITEMS}. Check how they were split.",
            field="treatments",
        )
    if not same_worker and (why := wrong_claim(application, staff=actor.role in ("intake", "system"))):
        raise Refused(why, law="LC 4610.5(d)", field="claim_number")
    received = application.received or today
    number = next_case_number(connections["default"], received.year)
    event = events.ApplicationReceived(
        number=number,
        application=application.to_dict(),
        items=tuple(
            events.NewItem(number=place, text=text, normalised=normalise(text))
            for place, text in enumerate(texts, start=1)
        ),
        received=received,
        channel=application.channel or "web",
    )
    with work(actor, submission=submission) as unit:
        unit.open(event, number)
        for paper in papers:
            unit.emit(number, DocumentAdded(document=paper))
        notify(unit, number, "acknowledgement")
    return unit.case(number)


def _sound(application: Application, today: date) -> None:
    if bad := unsound(application.to_dict()):
        raise Refused(bad.message, field=bad.field)
    found: list[Flaw] = flaws(application, today)
    if found:
        more = f" There are {len(found) - 1} more." if len(found) > 1 else ""
        raise Refused(found[0].message + more, law=found[0].law, field=found[0].field)
    if not application.employee.name:
        raise Refused(
            "The injured worker is not named; the form needs the name.",
            law="8 CCR 9792.10.1(b)(1)",
            field="employee_name",
        )


def correct(
    actor: Actor,
    number: str,
    changes: dict[str, Any],
    reason: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Put fields of the form right; the form as it came stays in the ledger.

    Args:
        changes: fields of :class:`~openimr.law.forms.Application` as JSON.
        reason: why, in a few words.

    Raises:
        Refused: nothing changes, or the corrected form can't be true.
    """
    if not reason.strip():
        raise Refused("Say why the form is changed: the form as it came is evidence.", field="reason")
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "application.correct", expected=expected)
        changed = {key: value for key, value in changes.items() if case.application.get(key) != value}
        if not changed:
            raise Refused("Nothing on the form was changed.")
        try:
            corrected = Application.from_dict({**case.application, **changed})
        except ValueError as problem:
            raise Refused(str(problem)) from problem
        _sound(corrected, clock.today())
        unit.emit(number, events.ApplicationCorrected(changes=changed, reason=reason.strip()))
    return unit.case(number)


def split(
    actor: Actor,
    number: str,
    texts: Sequence[str],
    reason: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Make other items of the requested treatments, before the regulator decides.

    Raises:
        Refused: there is no text, or no reason.
    """
    wanted = [one.strip() for one in texts if one.strip()]
    if not wanted or not reason.strip():
        raise Refused(
            "Give each treatment its own line, and say why they are split anew.", field="treatments"
        )
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "application.correct", expected=expected)
        known = {one.text: one.normalised for one in case.items}
        items = tuple(
            events.NewItem(number=place, text=text, normalised=known.get(text) or normalise(text))
            for place, text in enumerate(wanted, start=1)
        )
        unit.emit(number, events.ItemsSplit(items=items, reason=reason.strip()))
    return unit.case(number)


def confirm_item(
    actor: Actor,
    number: str,
    item: int,
    normalised: Normalised,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Confirm or correct what the vocabulary made of an item.

    Raises:
        Refused: there is no such item.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "item.correct", expected=expected)
        if item not in {one.number for one in case.items}:
            raise Refused(f"Case {number} has no treatment {item}.")
        unit.emit(number, events.ItemCorrected(number=item, normalised=normalised))
    return unit.case(number)


def confirm_items(
    actor: Actor,
    number: str,
    items: Sequence[int],
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Confirm several items as they stand, after a person looked at each.

    Raises:
        Refused: none is named, or there is no such item.
    """
    if not items:
        raise Refused("Tick the treatments that you looked at; none is confirmed unseen.")
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "item.correct", expected=expected)
        known = {one.number: one for one in case.items}
        for item in dict.fromkeys(items):
            if item not in known:
                raise Refused(f"Case {number} has no treatment {item}.")
            if known[item].confirmed_by is None:
                normalised = known[item].normalised or normalise(known[item].text)
                unit.emit(number, events.ItemCorrected(number=item, normalised=normalised))
    return unit.case(number)


def reopen_item(
    actor: Actor,
    number: str,
    item: int,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Take a confirmation back: what stood there before stands again, until a person looks.

    Raises:
        Refused: there is no such item, or nobody confirmed it.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "item.correct", expected=expected)
        found = next((one for one in case.items if one.number == item), None)
        if found is None or found.confirmed_by is None:
            raise Refused(f"Case {number} has no confirmed treatment {item}.")
        unit.emit(number, events.ItemReopened(number=item, normalised=_before(number, item)))
    return unit.case(number)


def _before(number: str, item: int) -> Normalised | None:
    """What an item held before its last confirmation, from the ledger."""
    found: list[Normalised | None] = []
    for one in Event.objects.filter(stream=stream(number)).order_by("number"):
        if one.type in ("application.received", "items.split"):
            said = next((each for each in one.data["items"] if each["number"] == item), None)
            given = (said or {}).get("normalised")
            found = [Normalised.model_validate(given) if given else None]
        elif one.type in ("item.corrected", "item.reopened") and one.data["number"] == item:
            given = one.data.get("normalised")
            found.append(Normalised.model_validate(given) if given else None)
    return found[-2] if len(found) > 1 else None


def merge(
    actor: Actor,
    number: str,
    into: str,
    reason: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Merge an application into the case that it repeats.

    Raises:
        Refused: it is the same case, or the other is itself merged.
    """
    with work(actor, submission=submission) as unit:
        first, other = sorted((number, into))
        for one in (first, other):
            unit.load(
                one,
                "application.correct" if one == number else "case.view",
                expected=expected if one == number else None,
            )
        target = unit.case(into)
        if number == into or target.state == "A1":
            raise Refused(
                f"Case {number} can't be merged into {into}: choose the case that is on file first."
            )
        unit.emit(number, events.ApplicationMerged(into=into, reason=reason.strip()))
        notify(unit, number, "duplicate", duplicate_of=into)
    return unit.case(number)


def start_review(
    actor: Actor, number: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Begin the eligibility review: the application was read, and who filed it. Now the parties get access to the case.

    Raises:
        Refused: a treatment was not yet looked at by a person.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "application.correct", expected=expected)
        unconfirmed = [str(one.number) for one in case.items if one.confirmed_by is None]
        if unconfirmed:
            raise Refused(
                f"Treatment {', '.join(unconfirmed)} was read by the software alone; look at it and confirm it first."
            )
        unit.emit(number, events.ReviewStarted())
        notify(unit, number, "portal-access")
    return unit.case(number)


def open_remand(unit: Unit, number: str, application: dict[str, Any], **terms: Any) -> Case:
    """Open the case of a remand within a unit of work that was begun."""
    event = events.ApplicationReceived(number=number, application=application, **terms)
    return unit.open(event, number)
