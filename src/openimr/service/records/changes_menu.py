"""The menu of what can change or end a case, for its overview."""

from __future__ import annotations

from django.http import HttpRequest

from openimr.law import LawError
from openimr.law.states import step
from openimr.service import clock
from openimr.service.accounts.permissions import table
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import acting
from openimr.service.cases.commands.changes import convertible
from openimr.service.cases.commands.consolidating import candidates
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import address

#: Title, what follows the case's address, the action, the event that the law's table must allow.
_ENTRIES = (
    ("Convert to expedited", "changes/expedite/", "case.expedite", "case.expedited"),
    ("Consolidate with another case", "changes/consolidate/", "case.consolidate", "case.consolidated"),
    ("End the review", "changes/terminate/", "case.terminate", "case.terminated"),
    ("Change the claims administrator", "changes/administrator/", "mail.sort", "administrator.changed"),
    ("Record a dispute over liability", "changes/liability/", "mail.sort", None),
)


def changes_menu(request: HttpRequest, case: Case) -> list[tuple[str, str, str]]:
    """What this person's role may do to the case: ``(title, address, why not)``, the last "" where it can be done.

    What the role may never do is left out.
    """
    actor = acting(request.user)
    out = []
    for title, rest, action, event in _ENTRIES:
        if actor.role not in table().actions[action].roles:
            continue
        why = verdict(actor, action, case).why or _law_against(case, action, event)
        out.append((title, address(case.number, rest), why))
    return out


def _law_against(case: Case, action: str, event: str | None) -> str:
    for one in (event,) if event else ("liability.disputed", "liability.resolved"):
        try:
            step(case.state, one)
        except LawError as problem:
            return str(problem)
    if action == "case.expedite":
        # What the certification says is asked on the page; here counts what no paper can change.
        unmet = [
            one for one in convertible(case).reasons if one.code in ("REGULAR", "IN_REVIEW", "NOT_GIVEN")
        ]
        return f"{unmet[0].title}: does not hold. {unmet[0].how}" if unmet else ""
    if action == "case.consolidate":
        found = candidates(case, clock.now())
        if not found:
            return "No other case of this worker or claim is between assignment and the choice of a reviewer."
    return ""
