"""The letter's cover from the case: whose letter it is, who gets it, how and when it is served."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from openimr.letters.cover import Cover, Recipient
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Party
from openimr.service.cases.notifying import recipient, the_regulator

#: Ways of service (law.model.Service) in the words of the proof of service.
SERVICES = {
    "mail": "First-class mail",
    "electronic": "Electronic service",
    "personal": "Personal delivery",
    "express": "Express mail, overnight delivery",
    "fax": "Fax",
}
#: Roles of the case to how the letter names them; the words that LC 4610.6(f) is checked by.
_ROLES = {
    "employee": "Employee",
    "attorney": "Attorney",
    "agent": "Representative",
    "requesting physician": "Requesting physician",
    "claims administrator": "Claims administrator",
    "employer": "Employer",
}


def cover_of(
    case: Case,
    *,
    mailed: date | None = None,
    service: str | None = None,
    served_by: str | None = None,
    version: int = 1,
) -> Cover:
    """The cover of the letter; ``version`` from 2 on says which letter this one takes the place of."""
    named = {one.role: one.shown for one in case.parties}
    how = SERVICES[service] if service else None
    if how and version > 1 and case.letters:
        first = ", ".join(f"{one.mailed or one.issued.date():%m/%d/%Y}" for one in case.letters)
        how = f"{how}. Version {version}, a clerical correction; earlier versions were mailed on {first}"
    return Cover(
        organization=settings.OPENIMR_ORGANIZATION,
        employee=named.get("employee"),
        claim_number=case.application.get("claim_number"),
        employer=named.get("employer"),
        claims_administrator=named.get("claims administrator"),
        provider=named.get("requesting physician"),
        recipients=(
            *(Recipient(_ROLES[one.role], one.shown, _lines(one)) for one in case.parties),
            Recipient("Administrative Director", settings.OPENIMR_REGULATOR),
        ),
        mailing_date=mailed.isoformat() if mailed else None,
        service_method=how,
        served_by=served_by,
    )


def served(case: Case, service: str) -> tuple[dict[str, Any], ...]:
    """Everybody whom the letter is served on, as the event and the outbox keep them.

    Who can't be reached by ``service`` is served another way that reaches them; who has no address at all by
    hand, so that the paper waits in the outbox for somebody who finds one.
    """
    parties = [{**recipient(one), "method": _method(one, service)} for one in case.parties]
    director = the_regulator()
    return (*parties, director)


def unreached(case: Case) -> tuple[Party, ...]:
    """The parties of whom no address is known, of whatever kind."""
    return tuple(one for one in case.parties if not (one.address or one.email or one.fax))


def reaches(party: Party, service: str) -> bool:
    """Whether a way of service reaches somebody."""
    if service == "electronic":
        return bool(party.email)
    if service == "fax":
        return bool(party.fax)
    return bool(party.address)


def _method(party: Party, service: str) -> str:
    ways = (service, "mail", "electronic", "fax")
    return next((one for one in ways if reaches(party, one)), "personal")


def _lines(party: Party) -> tuple[str, ...]:
    given: Any = recipient(party)["address"]
    return tuple(given) or ((party.email,) if party.email else ())
