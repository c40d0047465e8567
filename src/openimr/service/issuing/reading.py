"""Issued letters for those who may see them: the versions of a case's letter, their bytes, their signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from openimr.letters.signing import Verification
from openimr.service.bootstrap import wiring
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Letter
from openimr.service.issuing.making import NotMade, verified
from openimr.service.issuing.storing import Issued, IssuingProblem, issued_of, read
from openimr.service.ledger.models import Event

#: Events that issue a version of the letter.
_MAILED = ("determination.mailed", "determination.corrected")


class NotHeld(LookupError):
    """There is no such letter, or its bytes are not what was issued; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a case's letter: what the case says of it, its row, its public copy's row if it has one."""

    letter: Letter
    row: Issued | None
    public: Issued | None


def versions(case: Case) -> tuple[Version, ...]:
    """All versions of the letter, the latest first."""
    held = issued_of(connection, case.number)
    signed = {one.sha256: one for one in held if one.kind in ("signed", "correction")}
    public = {one.sha256: one for one in held if one.kind == "public"}
    return tuple(
        Version(one, signed.get(one.sha256), public.get(one.public_sha256 or ""))
        for one in reversed(case.letters)
    )


def letter(case: Case, version: int) -> bytes:
    """The signed PDF of a version, held against its digest.

    Raises:
        NotHeld: there is none, or its bytes are others.
    """
    return _bytes(
        case, version, next((one.row for one in versions(case) if one.letter.version == version), None)
    )


def public(case: Case, version: int) -> bytes:
    """The public copy of a version.

    Raises:
        NotHeld: it was not published, or its bytes are others.
    """
    return _bytes(
        case, version, next((one.public for one in versions(case) if one.letter.version == version), None)
    )


def paper(case_number: str, event: int) -> bytes:
    """The letter that an event of the case served: what the outbox sends.

    Raises:
        NotHeld: that event served no letter, or its bytes are others.
    """
    found = Event.objects.filter(stream=f"case:{case_number}", number=event, type__in=_MAILED).first()
    sha256 = found.data["sha256"] if found else None
    row = next(
        (one for one in issued_of(connection, case_number) if one.sha256 == sha256 and one.kind != "public"),
        None,
    )
    if row is None:
        raise NotHeld(f"Entry {event} of case {case_number} served no letter.")
    return _read(row)


def checked(data: bytes, at: datetime) -> Verification | str:
    """What is known of a letter's signature; a sentence where nothing can be said."""
    try:
        return verified(data, at)
    except NotMade as problem:
        return str(problem)


def _bytes(case: Case, version: int, row: Issued | None) -> bytes:
    if row is None:
        raise NotHeld(f"There is no such letter of case {case.number} (version {version}).")
    return _read(row)


def _read(row: Issued) -> bytes:
    try:
        return read(connection, wiring().issued, row.id)
    except IssuingProblem as problem:
        raise NotHeld(str(problem)) from problem
