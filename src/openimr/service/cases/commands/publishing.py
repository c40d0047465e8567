"""The de-identified copy of the letter: made, looked at, published."""

from __future__ import annotations

from django.db import connection

from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import serving
from openimr.service.cases.commands.beforehand import allowed, once, still
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.refusals import Conflict, Refused
from openimr.service.cases.unit import work
from openimr.service.issuing import archiving, making, publicizing
from openimr.service.issuing.covering import cover_of
from openimr.service.issuing.storing import issued_of


def publish(
    actor: Actor,
    number: str,
    *,
    looked: bool,
    sha256: str,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Publish the de-identified copy of the latest version, looked at by somebody who did not issue it.

    Args:
        looked: that the person compared the copy with the original.
        sha256: of the copy that was looked at; another one is refused.

    Raises:
        Forbidden: the actor issued the letter or approved its correction.
        Refused: it was not looked at, or something that identifies somebody is left in the copy; said where.
    """
    once(submission)
    case = allowed(actor, number, "letter.publish")
    if case.letter is None:
        raise Refused("There is no letter to publish.", law="LC 4610.6(m)")
    if case.letter.published is not None:
        raise Refused(f"Version {case.letter.version} is published already.")
    if not looked:
        raise Refused(
            "Compare the copy with the original, and confirm that you did.",
            field="looked",
            law="LC 4610.6(m)",
        )
    copy = public_copy(case)
    if copy.leaks:
        raise Refused(f"The copy can't be published: {copy.leaks[0].sentence}", law="LC 4610.6(m), 138.7(a)")
    if copy.sha256 != sha256:
        raise Conflict("The copy is not the one that you looked at; look at it again.")
    with work(actor, submission=submission) as unit:
        now = still(unit, number, "letter.publish", case, expected)
        assert now.letter is not None
        version = now.letter.version
        unit.emit(
            number, events.DeterminationPublished(version=version, sha256=copy.sha256, checks=copy.checks)
        )
        held = [one for one in issued_of(connection, number) if one.kind == "public"]
        serving.keep(unit, number, "public", copy.pdf, copy.determination, version=len(held) + 1)
        unit.then(
            lambda: archiving.archive(connection, number, copy.pdf, replaces=[one.sha256 for one in held])
        )
    return unit.case(number)


def public_copy(case: Case) -> publicizing.PublicCopy:
    """The de-identified copy of the latest version, with what the gate found in it.

    Raises:
        Refused: it can't be written.
    """
    letter = case.letter
    if letter is None:
        raise Refused("There is no letter to publish.", law="LC 4610.6(m)")
    try:
        return publicizing.make(
            case,
            making.dated(serving.released(case), letter.mailed or letter.issued.date()),
            cover_of(case, mailed=letter.mailed, service=letter.service, version=letter.version),
        )
    except making.NotMade as problem:
        raise Refused(str(problem), law=problem.law) from problem
