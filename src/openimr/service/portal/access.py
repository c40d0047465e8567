"""Letting a party into its case: invitations, entering by a code, and the session that follows.

>>> invite("CM26-0000123", "employee")                       # doctest: +SKIP
'https://imr.example/portal/open/CX4M0-7TQ2R-.../'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from openimr.service import clock
from openimr.service.accounts.lockout import client_address
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Party
from openimr.service.cases.refusals import NotFound, Refused
from openimr.service.cases.selectors import get
from openimr.service.ledger.streams import record
from openimr.service.portal import codes
from openimr.service.portal.models import Invitation
from openimr.service.rates.counting import Limit, count

#: How long a code works; an appeal may come months after the letter.
LIFE = timedelta(days=540)
#: A session in the portal ends after this long without a page, and after this long altogether.
IDLE, LONGEST = timedelta(minutes=60), timedelta(hours=10)
#: Codes that may be tried from one address. A code has 100 bits, so this only stops noise.
TRIES = Limit("portal.code", 20, 600)
#: The roles of a case that can be invited.
INVITED = ("employee", "attorney", "agent", "requesting physician", "claims administrator", "employer")
_KEY = "openimr_party"


@dataclass(frozen=True, slots=True)
class TooMany:
    """Too many codes were tried from here; ``seconds`` to wait."""

    seconds: int


def invite(case_number: str, role: str, *, by: Actor = SYSTEM, occasion: str | None = None) -> str:
    """Invite a party of a case; the address that opens it. The same occasion gives the same address.

    Args:
        case_number: the case.
        role: a role of the case, such as ``requesting physician``.
        by: who invites; it stands in the ledger.
        occasion: what the address is printed in, such as ``notice:2``; by default this call alone.

    Raises:
        NotFound: there is no such case.
        Refused: the case has nobody in that role, or it is a role that gets no access.
    """
    case = get(case_number)
    if role not in {one.role for one in invitable(case)}:
        raise Refused(
            f"Case {case_number} has no {role.replace('_', ' ')} whom one could invite.", field="role"
        )
    code = codes.made(case_number, role, occasion or uuid4().hex)
    secret = codes.digest(codes.typed(code) or "")
    with transaction.atomic():
        now = clock.now()
        found, new = Invitation.objects.get_or_create(
            secret=secret,
            defaults={
                "case_number": case_number, "role": role, "made": now, "made_by": by.id, "expires": now + LIFE,
            },
        )  # fmt: skip
        if new:
            _recorded("invitation.made", found, by)
    base = settings.OPENIMR_LETTERHEAD["portal"] or reverse("portal:enter")
    return f"{base.rstrip('/')}/open/{code}/"


def invitable(case: Case) -> list[Party]:
    """The parties of a case that may be invited."""
    return [one for one in case.parties if one.role in INVITED]


def revoke(case_number: str, number: int, *, by: Actor) -> None:
    """Take an invitation back; whoever is in by it is out at their next click.

    Raises:
        NotFound: the case has no such invitation.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(pk=number, case_number=case_number).first()
        if found is None:
            raise NotFound("There is no such invitation in this case.")
        if found.revoked is None:
            found.revoked = clock.now()
            found.save(update_fields=["revoked"])
            _recorded("invitation.revoked", found, by)


def live(case_number: str) -> QuerySet[Invitation]:
    """Invitations of a case that still work, the newest first."""
    return Invitation.objects.filter(
        case_number=case_number, revoked__isnull=True, expires__gt=clock.now()
    ).order_by("-made")


def enter(request: HttpRequest, text: str) -> Invitation | TooMany | None:
    """Open the case that the code opens, in this session; ``None`` where it opens nothing, whatever the reason."""
    if seconds := count(TRIES, client_address(request) or "unknown"):
        return TooMany(seconds)
    code = codes.typed(text)
    found = _valid(Invitation.objects.filter(secret=codes.digest(code))) if code else None
    if found is None:
        return None
    now = clock.now()
    Invitation.objects.filter(pk=found.pk, used__isnull=True).update(used=now)
    request.session.cycle_key()
    request.session[_KEY] = {"invitation": found.pk, "started": now.timestamp(), "seen": now.timestamp()}
    return found


def leave(session: SessionBase) -> None:
    """Close the case in this session."""
    session.pop(_KEY, None)


def of_session(session: SessionBase) -> Invitation | None:
    """The invitation by which this session is in, if it still holds."""
    held = session.get(_KEY)
    if not held:
        return None
    now = clock.now().timestamp()
    over = now - held["seen"] > IDLE.total_seconds() or now - held["started"] > LONGEST.total_seconds()
    found = None if over else _valid(Invitation.objects.filter(pk=held["invitation"]))
    if found is None:
        leave(session)
        return None
    if now - held["seen"] > 60:
        session[_KEY] = {**held, "seen": now}
    return found


def actor_of(invitation: Invitation) -> Actor:
    """Who acts: a part in a case, never a name."""
    return party(invitation.case_number, invitation.role)


def party(case_number: str, role: str) -> Actor:
    """A party of a case as it acts."""
    return Actor(f"party:{case_number}:{role.replace(' ', '_')}", "party")


def sweep() -> int:
    """Take away invitations that have been over for a year; how many went."""
    return Invitation.objects.filter(expires__lt=clock.now() - timedelta(days=365)).delete()[0]


def _valid(found: QuerySet[Invitation]) -> Invitation | None:
    return found.filter(revoked__isnull=True, expires__gt=clock.now()).first()


def _recorded(type: str, invitation: Invitation, by: Actor) -> None:  # noqa: A002 - the ledger's word
    data = {"invitation": invitation.pk, "case": invitation.case_number, "for": invitation.role}
    record("portal", type, data, actor=by.id, role=by.role)
