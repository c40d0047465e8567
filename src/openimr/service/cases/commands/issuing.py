"""Issuing the letter: it is signed, stored, and served on all parties.

A letter is written, signed and verified before the case is locked. Whoever is second, at once or by a double click,
finds it issued.
"""

from __future__ import annotations

from collections.abc import Collection

from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import serving
from openimr.service.cases.commands.beforehand import allowed, once, still
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.notifying import notify
from openimr.service.cases.unit import work
from openimr.service.issuing import making
from openimr.service.issuing.covering import served


def issue(
    actor: Actor,
    number: str,
    *,
    service: str,
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Sign the released determination with the organization's key, store it, and serve it on all parties today.

    Args:
        service: how it is served: mail, electronic, personal, express or fax; it decides the time to appeal.
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Forbidden: the actor may not issue here.
        Refused: it was not released, something that the law wants is missing, or signing or storing fails.
        Conflict: somebody else acted on the case since.
        Repeated: this very form was carried out already.
    """
    once(submission)
    case = allowed(actor, number, "letter.issue")
    said = serving.released(case)
    serving.reachable(case, service)
    day, by = clock.today(), serving.name_of(actor)
    final = making.dated(said, day)
    pdf = serving.made(case, final, service, day, by, version=1)
    with work(actor, submission=submission) as unit:
        still(unit, number, "letter.issue", case, expected)
        recipients = served(case, service)
        event = events.DeterminationMailed(
            version=1,
            sha256=serving.digest(pdf),
            mailed=day,
            service=service,
            to_state=serving.state_of(case),
            outcome=final.case_outcome,
            recipients=recipients,
        )
        mailed = unit.emit(number, event)
        notify(unit, number, "appeal-information", confirmed=paragraphs)
        serving.prove(unit, number, pdf, service, day, by, serving.TITLE, recipients)
        serving.keep(unit, number, "signed", pdf, final, version=1)
        serving.send(unit, mailed, recipients, serving.TITLE)
    return unit.case(number)
