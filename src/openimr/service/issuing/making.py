"""The letter as bytes: written, signed, and its signature verified before anybody keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.conf import settings

from openimr import letters
from openimr.letters.cover import Cover
from openimr.letters.model import Determination
from openimr.letters.signing import CredentialProblem, SigningProblem, Verification, sign, verify
from openimr.letters.writing.content import UnwritableText
from openimr.letters.writing.missing import missing_content
from openimr.service.home import Home
from openimr.service.issuing.credential import credential, timestamp_url
from openimr.service.issuing.roots import roots

REASON = "Independent Medical Review Final Determination"


class NotMade(Exception):
    """The letter can't be made; the message is one sentence for people, ``law`` the rule it rests on."""

    def __init__(self, message: str, law: str | None = None) -> None:
        super().__init__(message)
        self.law = law


def written(determination: Determination, cover: Cover, form: str = "pdf") -> bytes:
    """The letter as it would be signed; the same input gives the same bytes.

    Raises:
        NotMade: a character in it has no shape.
    """
    try:
        return letters.render(determination, form, cover=cover)
    except UnwritableText as problem:
        raise NotMade(f"The letter can't be written: {problem}") from problem


def whole(determination: Determination, cover: Cover) -> None:
    """Refuse a letter that lacks what the law wants in it.

    Raises:
        NotMade: something is missing; named by the first of what is.
    """
    missing = missing_content(determination, cover)
    if missing:
        more = f" {len(missing) - 1} more is missing." if len(missing) > 1 else ""
        raise NotMade(f"The letter lacks mandatory content: {missing[0].message}{more}", "LC 4610.6(e),(f)")


def signed(pdf: bytes, at: datetime) -> bytes:
    """``pdf`` with the organization's signature, which was verified afterwards.

    Raises:
        NotMade: there is no credential, signing fails, or what was signed does not verify.
    """
    home = Home().root
    try:
        organization = settings.OPENIMR_LETTERHEAD
        place = ", ".join(filter(None, (organization.get("city"), organization.get("state")))) or None
        made = sign(
            pdf, credential(home), at=at, reason=REASON, location=place, timestamp_url=timestamp_url()
        )
        found = verify(made, roots(home), at=at)
    except (CredentialProblem, SigningProblem) as problem:
        raise NotMade(f"The letter was not issued: {problem}") from problem
    if not found.valid:
        raise NotMade(
            f"The letter was not issued, for its signature does not verify: {' '.join(found.problems)}"
        )
    return made


def verified(pdf: bytes, at: datetime) -> Verification:
    """What is known of a stored letter's signature.

    Raises:
        NotMade: no root certificate is set to judge it by.
    """
    try:
        return verify(pdf, roots(Home().root), at=at)
    except CredentialProblem as problem:
        raise NotMade(str(problem)) from problem


def dated(determination: Determination, day: date) -> Determination:
    """The determination with a decision date: that of the last signature, or the day of mailing where it has none."""
    if determination.dates.decision:
        return determination
    return replace(determination, dates=replace(determination.dates, decision=day.isoformat()))
