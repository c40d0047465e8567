"""A case as the law's functions want it: for eligibility, consolidation, documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from openimr.law.eligibility import Eligibility, eligibility
from openimr.law.facts import Answer, EligibilityFacts, ItemFacts, OtherApplication
from openimr.law.forms import Application
from openimr.law.model import Reason
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Refusal
from openimr.service.cases.models import CaseRow
from openimr.service.cases.projecting import facts as timed


def application(case: Case) -> Application:
    """The corrected form."""
    return Application.from_dict(case.application)


def others(case: Case, *, using: str = "default") -> tuple[OtherApplication, ...]:
    """Other applications that may be on the same dispute: the same claim number, or the same worker."""
    row = CaseRow.objects.using(using).filter(number=case.number).only("claim_key", "employee_key").first()
    if row is None:
        return ()
    rows = CaseRow.objects.using(using).exclude(number=case.number)
    found: dict[str, CaseRow] = {}
    if row.claim_key:
        found |= {one.number: one for one in rows.filter(claim_key=row.claim_key)[:50]}
    if row.employee_key:
        found |= {one.number: one for one in rows.filter(employee_key=row.employee_key)[:50]}
    return tuple(_other(Case.model_validate_json(one.data)) for one in found.values())


def _other(case: Case) -> OtherApplication:
    form = application(case)
    return OtherApplication(
        case_number=case.number,
        claim_number=form.claim_number,
        ur_decision_date=form.ur_decision_date,
        treatments=tuple(one.text for one in case.items),
        state=case.state,
        decided=bool(case.letters),
    )


def facts(case: Case, other: Iterable[OtherApplication] | None) -> EligibilityFacts:
    """What eligibility looks at. ``other`` is ``None`` where nobody has looked for other applications."""
    base = timed(case)
    answers = [
        Answer(
            code=one.code,
            staff=one.staff.holds if one.staff else None,
            regulator=one.regulator.holds if one.regulator else None,
            item=one.item,
        )
        for one in case.questions
    ]
    stated: dict[str, Any] = {}
    return EligibilityFacts(
        priority=case.priority,
        formulary=case.formulary,
        events=base.events,
        application=application(case),
        items=tuple(ItemFacts(one.number, one.text) for one in case.items),
        others=None if other is None else tuple(other),
        answers=tuple(answers),
        facts=stated,
    )


def find(case: Case, now: datetime, *, using: str = "default") -> Eligibility:
    """What the rules find of the case at this moment; a person decides."""
    return eligibility(facts(case, others(case, using=using)), now=now)


def refusal(reason: Reason) -> Refusal:
    """A reason as the case and its notices keep it."""
    return Refusal(
        code=reason.code,
        title=reason.title,
        law=tuple(one.cite for one in reason.law),
        evidence=tuple(one.evidence.value for one in reason.law),
        curable=reason.curable,
        how=reason.how,
        message=reason.message,
        item=reason.item,
    )
