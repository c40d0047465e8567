"""Whether somebody may do something in one case: the permission table, asked with what the case says."""

from __future__ import annotations

from openimr.service.accounts.permissions import Verdict, may, table
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.domain import Case
from openimr.service.ledger.models import Event

#: What an event in the ledger says that its actor has done, for the separation of duties.
DOES = {
    "review.prepared": "review.prepare",
    "reviewer.assigned": "reviewer.choose",
    "review.preliminary": "review.preliminary",
    "review.signed": "review.sign",
    "quality.returned": "quality.return",
    "quality.answered": "quality.answer",
    "quality.released": "quality.release",
    "determination.mailed": "letter.issue",
    "correction.proposed": "letter.correct",
    "determination.corrected": "letter.approve_correction",
    "determination.published": "letter.publish",
    "extension.requested": "extension.request",
    "second_reviewer.requested": "second_reviewer.request",
    "eligibility.answered": "eligibility.answer",
}


def verdict(actor: Actor, action: str, case: Case, *, using: str = "default") -> Verdict:
    """Whether ``actor`` may do ``action`` in ``case``; the system may do what no person has to answer for.

    Raises:
        KeyError: the action is not in the permission table.
    """
    if actor is SYSTEM:
        return Verdict(True)
    if why := not_yet(actor, case).get(action):
        return Verdict(False, why)
    done = done_by(actor, case, using) if table().actions[action].apart else ()
    return may(actor, action, case.state, own=owns(actor, case), done=done)


#: What a reviewer may do before the declaration of no conflict: see the case's head, accept, refuse.
BEFORE_ACCEPTING = frozenset({"case.view", "reviewer.accept", "reviewer.refuse", "work.view"})


def not_yet(actor: Actor, case: Case) -> dict[str, str]:
    """What a reviewer who holds the case must wait with, and for what; nothing for anybody else."""
    if actor.reviewer is None:
        return {}
    mine = [one for one in case.open_reviews if one.reviewer == actor.reviewer]
    if not mine:
        return {}
    if mine[-1].accepted is None:
        why = "Accept the case first, with your declaration that you have no conflict; the file opens only then."
        return {name: why for name in table().actions if name not in BEFORE_ACCEPTING}
    if mine[-1].preliminary_at is None:
        return {
            "comparable.view": "Record your preliminary decision on every treatment first; what comparable letters "
            "decided is shown only afterwards."
        }
    return {}


def owns(actor: Actor, case: Case) -> bool:
    """Whether the case is the actor's own: a reviewer who holds it, a party with a link to it."""
    if actor.reviewer:
        return any(one.reviewer == actor.reviewer for one in case.open_reviews)
    kind, _, rest = actor.id.partition(":")
    return kind == "party" and rest.partition(":")[0] == case.number


def done_by(actor: Actor, case: Case, using: str = "default") -> set[str]:
    """The actions of the permission table that ``actor`` has done in ``case``."""
    types = (
        Event.objects.using(using)
        .filter(stream=f"case:{case.number}", actor=actor.id, type__in=DOES)
        .values_list("type", flat=True)
    )
    return {DOES[one] for one in types}
