"""Several applications of one worker, answered by one determination (8 CCR 9792.10.4(a))."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from openimr.law.consolidation import CaseToConsolidate, Consolidation, may_consolidate
from openimr.law.timeline import instant
from openimr.service.cases import legal
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.records import Consolidated, ConsolidatedFrom
from openimr.service.cases.models import CaseRow
from openimr.service.cases.notifying import notify
from openimr.service.cases.projecting import clocks
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit, work

#: How far a case has come, of those that may be consolidated.
_FAR = {"B0": 0, "B1": 1, "B2": 1, "B3": 2, "C0": 3}
STATES = tuple(_FAR)


def consolidate(
    actor: Actor,
    number: str,
    others: Sequence[str],
    reason: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Let case ``number`` go on for ``others`` too: their treatments get numbers after its own.

    Each treatment keeps its own decision; papers are merged; the earliest due date counts. All parties of all the
    cases are told.

    Raises:
        Refused: no case is chosen, no reason is given, or the law or our own order stands against it.
    """
    with work(actor, submission=submission) as unit:
        chosen = list(dict.fromkeys(others))
        if not chosen:
            raise Refused("Choose at least one other case.", law="8 CCR 9792.10.4(a)", field="others")
        if not reason.strip():
            raise Refused("Say why they are reviewed together.", field="reason")
        unit.load_many([number, *chosen], "case.consolidate")
        unit.load(number, "case.consolidate", expected=expected)
        for one in chosen:
            lead, other = unit.case(number), unit.case(one)
            if why := against(lead, other, together(lead, other, unit.now)):
                raise Refused(f"Case {one}: {why[0]}", law=why[1], field="others")
            first = max(item.number for item in lead.items) + 1
            items = tuple(
                item.model_copy(update={"number": place, "from_case": one})
                for place, item in enumerate(other.eligible_items, start=first)
            )
            event = ConsolidatedFrom(
                case=one,
                items=items,
                documents=other.documents,
                reason=reason.strip(),
                complete=_complete(other),
            )
            unit.emit(number, event)
            unit.emit(one, Consolidated(into=number))
        _tell(unit, number, chosen)
    return unit.case(number)


def _tell(unit: Unit, number: str, others: Sequence[str]) -> None:
    """The notice to all parties of all the cases: under which number they go on, with which treatments."""
    lead = unit.case(number)
    together = [
        {"number": one.number, "text": one.normalised.disputed if one.normalised else one.text}
        for one in lead.eligible_items
    ]
    merged = {"into": number, "cases": list(others)}
    for one in (number, *others):
        notify(unit, one, "consolidation", merged=merged, treatments=together)


def together(lead: Case, other: Case, now: datetime) -> Consolidation:
    """What the law says of these two."""
    return may_consolidate(_described(lead, now), _described(other, now), now=now)


def against(lead: Case, other: Case, found: Consolidation) -> tuple[str, str] | None:
    """Why ``other`` can't go on within ``lead``, with the rule; ``None`` if it can."""
    verdict = found.verdict
    for unmet in (*verdict.reasons, *verdict.unanswered):
        said = "does not hold" if unmet in verdict.reasons else "is not known"
        title = f"{unmet.title[0].lower()}{unmet.title[1:]}"
        return f"that {title} {said}. {' '.join(unmet.because)} {unmet.how}".replace("  ", " "), unmet.law[
            0
        ].cite
    if verdict.asks:
        return verdict.asks[0], verdict.law[0].cite
    own = "OpenIMR's own arrangement"
    if other.state not in _FAR or lead.state not in _FAR:
        return "it is not between assignment and the choice of a reviewer.", "8 CCR 9792.10.4(a)"
    if _FAR[lead.state] > _FAR[other.state]:
        return (
            f"it has not come as far as case {lead.number}; open case {other.number} and consolidate from there, "
            "so that the file is complete for all treatments.",
            own,
        )
    if _speed(lead) > _speed(other):
        return (
            f"its clock is shorter; open case {other.number} and consolidate from there, "
            "so that nobody waits longer.",
            own,
        )
    return None


def candidates(case: Case, now: datetime) -> list[tuple[Case, Consolidation, str | None]]:
    """Cases of the same worker or claim that could be consolidated, with why one can't be."""
    row = CaseRow.objects.filter(number=case.number).only("claim_key", "employee_key").first()
    if row is None:
        return []
    rows = CaseRow.objects.exclude(number=case.number).filter(state__in=STATES)
    found: dict[str, CaseRow] = {}
    for column in ("claim_key", "employee_key"):
        if value := getattr(row, column):
            found |= {one.number: one for one in rows.filter(**{column: value}).order_by("number")[:25]}
    shown = []
    for one in found.values():
        other = Case.model_validate_json(one.data)
        verdict = together(case, other, now)
        why = against(case, other, verdict)
        shown.append((other, verdict, why[0] if why else None))
    return shown


def _described(case: Case, now: datetime) -> CaseToConsolidate:
    due = [one.due for one in clocks(case, now) if one.clock == "I9" and one.due is not None]
    return CaseToConsolidate.from_application(
        case.number,
        legal.application(case),
        eligible=bool(case.eligible_items) if case.state in _FAR else None,
        decided=bool(case.letters),
        due=due[0] if due else None,
    )


def _speed(case: Case) -> int:
    return 0 if case.priority == "expedited" else 1 if case.formulary else 2


def _complete(case: Case) -> date | datetime | None:
    found = [one.at for one in case.happenings if one.type == "records.complete"]
    return min(found, key=instant) if found else None
