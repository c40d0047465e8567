"""Writing the registry: each change is an event of the ledger, and the row follows in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from openimr.service import clock
from openimr.service.accounts.permissions import may
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.refusals import Conflict, Forbidden, NotFound, Refused
from openimr.service.cases.unit import Repeated
from openimr.service.ledger.models import Event
from openimr.service.ledger.writing import AlreadyWritten, Draft, append
from openimr.service.reviewers.facts import Identity, Registered, changes, to_json
from openimr.service.reviewers.models import ReviewerRow, SealedIdentity, SealedLicense
from openimr.service.reviewers.registry import registered, stream
from openimr.service.rules import rules_version
from openimr.vocabulary import specialties, states


def register(
    actor: Actor, one: Registered, identity: Identity | None = None, *, submission: str | None = None
) -> Registered:
    """Put a reviewer on the panel. ``one.code`` may be "" and is then the next free one.

    Raises:
        Forbidden: the actor may not manage reviewers.
        Refused: the code is taken, or a license or date can't be.
        Repeated: the same form was sent before.
    """
    _allowed(actor)
    _sound(one)
    with transaction.atomic():
        _once(submission)
        facts = one.facts
        if not facts.code:
            facts = replace(facts, code=_next_code())
        if ReviewerRow.objects.filter(code=facts.code).exists():
            raise Refused(f"The panel has a reviewer {facts.code} already.", field="code")
        new = Registered(facts, one.absences, one.active, 1)
        drafts = [_draft(actor, new, "reviewer.registered", to_json(new), submission)]
        drafts += _seal(actor, new.code, identity, 2)
        new = replace(new, version=len(drafts))
        _write(new)
        _append(drafts)
    return new


def change(
    actor: Actor,
    one: Registered,
    reason: str,
    identity: Identity | None = None,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Registered:
    """Record what changed; ``one`` is all that is known from now on.

    Raises:
        Forbidden: the actor may not manage reviewers.
        NotFound: there is no such reviewer.
        Conflict: somebody else changed the entry since the page was opened.
        Refused: nothing changes, no reason is given, or a license or date can't be.
        Repeated: the same form was sent before.
    """
    _allowed(actor)
    _sound(one)
    with transaction.atomic():
        _once(submission)
        row = ReviewerRow.objects.select_for_update().filter(code=one.code).first()
        if row is None:
            raise NotFound(f"The panel has no reviewer {one.code}.")
        if expected is not None and expected != row.version:
            raise Conflict(
                f"Somebody else changed the entry of {one.code} since you opened this page. Nothing of yours was "
                "recorded; look at the entry as it is now and send yours again if it still fits."
            )
        changed = changes(registered(row), one)
        if not changed and not (identity and identity.given):
            raise Refused("Nothing was changed.")
        if changed and not reason.strip():
            raise Refused("Say why the entry is changed and what it rests on.", field="reason")
        drafts, version = [], row.version
        if changed:
            version += 1
            new = Registered(one.facts, one.absences, one.active, version)
            data = {**to_json(new), "changed": list(changed), "reason": reason.strip()}
            drafts.append(_draft(actor, new, "reviewer.changed", data, submission))
        else:
            new = Registered(one.facts, one.absences, one.active, version)
        sealing = _seal(actor, new.code, identity, version + 1, None if changed else submission)
        if sealing:
            new = Registered(one.facts, one.absences, one.active, version + 1)
        _write(new)
        _append(drafts + sealing)
    return new


def _allowed(actor: Actor) -> None:
    if actor is not SYSTEM and not (verdict := may(actor, "reviewer.manage")):
        raise Forbidden(verdict.why)


def _once(submission: str | None) -> None:
    if submission and Event.objects.filter(submission=submission).exists():
        raise Repeated(submission)


def _append(drafts: list[Draft]) -> None:
    try:
        append(drafts)
    except AlreadyWritten as problem:
        raise Conflict(
            "Somebody else changed the same entry at this very moment; nothing of yours was recorded."
        ) from problem


def _sound(one: Registered) -> None:
    facts = one.facts
    for license in facts.licenses:  # noqa: A001 - the field's word
        if states.name(license.state) is None:
            raise Refused(
                f"{license.state} is no state of the United States.",
                law="LC 139.5(d)(4)(B)",
                field="licenses",
            )
        _order(license.issued, license.expires, f"The {license.state} license", "licenses")
    for board in facts.boards:
        if specialties.lookup(board.specialty, fuzzy=False) is None:
            raise Refused(
                f"{board.specialty} is no specialty that the vocabulary knows; choose one of its list.",
                law="LC 139.5(d)(4)(B)",
                field="boards",
            )
        _order(board.issued, board.expires, f"The certificate in {board.specialty}", "boards")
    for absence in one.absences:
        _order(absence.first, absence.last, "The absence", "absences")
    for name, value in (("years of practice", facts.years), ("hours a week", facts.weekly_hours)):
        if value is not None and not 0 <= value <= (168 if "hours" in name else 80):
            raise Refused(f"{value} {name} can't be.")


def _order(first: date | None, last: date | None, what: str, field: str) -> None:
    if first and last and last < first:
        raise Refused(f"{what} would end on {last} before it begins on {first}.", field=field)


def _next_code() -> str:
    last = ReviewerRow.objects.order_by("-code").values_list("code", flat=True).first()
    return f"R-{int(last[2:]) + 1 if last else 1:04d}"


def columns(one: Registered) -> dict[str, Any]:
    """The row's columns; the same reviewer gives the same row on any day."""
    facts = one.facts
    ends = [each.expires for each in facts.licenses if each.expires]
    ends += [each.expires for each in facts.boards if each.expires]
    names = dict.fromkeys(
        name for each in facts.boards for name in (each.specialty, each.subspecialty) if name
    )
    return {
        "version": one.version,
        "active": one.active,
        "degree": facts.degree,
        "specialties": f"|{'|'.join(names)}|",
        "states": f"|{'|'.join(sorted({each.state for each in facts.licenses}))}|",
        "first_expiry": min(ends, default=None),
        "data": to_json(one),
    }


def _write(one: Registered) -> None:
    ReviewerRow(code=one.code, **columns(one)).save()


def _seal(
    actor: Actor, code: str, identity: Identity | None, number: int, submission: str | None = None
) -> list[Draft]:
    """Write the sealed columns; the ledger learns which they were, and nothing of what stands in them."""
    if identity is None or not identity.given:
        return []
    values = {name: getattr(identity, name) for name in identity.given if name != "license_numbers"}
    if values and not SealedIdentity.objects.filter(code=code).update(**values):
        SealedIdentity.objects.bulk_create([SealedIdentity(code=code, **values)])
    for state, digits in (identity.license_numbers or {}).items():
        key = f"{code}:{state}"
        if not SealedLicense.objects.filter(id=key).update(number=digits):
            SealedLicense.objects.bulk_create([SealedLicense(id=key, number=digits)])
    return [
        Draft(
            stream=stream(code),
            number=number,
            type="reviewer.identity_sealed",
            data={"fields": list(identity.given)},
            actor=actor.id,
            role=actor.role,
            at=clock.now(),
            rules=rules_version(),
            submission=submission,
        )
    ]


def _draft(
    actor: Actor, one: Registered, kind: str, data: dict[str, object], submission: str | None
) -> Draft:
    return Draft(
        stream=stream(one.code),
        number=one.version,
        type=kind,
        data=data,
        actor=actor.id,
        role=actor.role,
        at=clock.now(),
        rules=rules_version(),
        submission=submission,
    )
