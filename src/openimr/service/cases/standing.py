"""How somebody stands to a case: what the accounts' gate asks before it opens a page of the case."""

from __future__ import annotations

from openimr.service.accounts.cases import Standing
from openimr.service.accounts.permissions import Somebody
from openimr.service.cases.access import done_by, not_yet, owns
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain import Case
from openimr.service.cases.meanwhile import moved
from openimr.service.cases.models import CaseRow


def standing_of(somebody: Somebody, case_number: str) -> Standing | None:
    """The standing; ``None`` where there is no such case."""
    data = CaseRow.objects.filter(number=case_number).values_list("data", flat=True).first()
    if data is None:
        return None
    case = Case.model_validate_json(data)
    actor = somebody if isinstance(somebody, Actor) else acting(somebody)
    waits = not_yet(actor, case)
    first = f"/office/cases/{case.number}/review/accept/" if "file.view" in waits else ""
    done = frozenset(done_by(actor, case))
    return Standing(case.state, owns(actor, case), done, waits, first, case.version)


def moved_by(somebody: Somebody, case_number: str, state: str, version: int) -> str:
    """What others did with the case since ``version``; see :mod:`openimr.service.cases.meanwhile`."""
    actor = somebody if isinstance(somebody, Actor) else acting(somebody)
    return moved(f"case:{case_number}", version, state, to=actor)
