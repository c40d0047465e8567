"""Whether an application repeats one that is on file, and whether its claim number is somebody else's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from openimr.law.forms import Application
from openimr.service.cases.domain import Case
from openimr.service.cases.models import CaseRow
from openimr.service.cases.projecting import name_key, number_key

#: How alike two names or two treatments must be, of 100, to be called the same.
ALIKE = 88
#: A name that is read badly is still this much alike; below it, with another claim number, it is somebody else.
MISREAD = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A case that may be the same dispute: what speaks for it and against it, in words.

    ``agrees`` names what is known of both and agrees: ``name``, ``born``, ``claim``, ``decision``, ``treatment``.
    """

    number: str
    state: str
    received: date
    reasons: tuple[str, ...]
    differences: tuple[str, ...]
    agrees: frozenset[str] = frozenset()

    @property
    def same(self) -> bool:
        """Whether worker, decision and all treatments agree, which is what the law calls a duplicate.

        What is not known of one of both agrees with nothing.
        """
        return not self.differences and {"name", "decision", "treatment"} <= self.agrees


def matches(case: Case) -> list[Match]:
    """Cases that may be the same dispute, the likeliest first; each with the reasons for and against."""
    form = Application.from_dict(case.application)
    claim, name = number_key(form.claim_number), name_key(form.employee.name)
    rows: dict[str, CaseRow] = {}
    # A case that was merged itself is no case to merge into; the one that it went into is among the others.
    others = CaseRow.objects.exclude(number=case.number).exclude(state="A1")
    if claim:
        rows |= {one.number: one for one in others.filter(claim_key=claim)[:50]}
    if name:
        rows |= {one.number: one for one in others.filter(employee_key=name)[:50]}
    if form.date_of_birth and form.ur_decision_date:
        # A name that was misread: the same birthday and the same decision.
        same_day = others.filter(date_of_birth=form.date_of_birth, ur_decision_date=form.ur_decision_date)
        rows |= {one.number: one for one in same_day[:50]}
    found = [
        _compare(case, form, Case.model_validate_json(row.data))
        for row in rows.values()
        if _may_be_same(claim, name, row)
    ]
    return sorted(
        (one for one in found if len(one.reasons) > 1),
        key=lambda one: (len(one.differences), -len(one.reasons), one.number),
    )


def _may_be_same(claim: str | None, name: str | None, row: CaseRow) -> bool:
    """Not where claim number and name are both somebody else's: a birthday and a day are shared by chance."""
    if not (claim and row.claim_key and name and row.employee_key) or claim == row.claim_key:
        return True
    return fuzz.token_sort_ratio(name, row.employee_key) >= MISREAD


def _compare(case: Case, form: Application, other: Case) -> Match:
    theirs = Application.from_dict(other.application)
    reasons: list[str] = []
    differences: list[str] = []
    agrees: set[str] = set()

    def weigh(key: str, same: bool | None, yes: str, no: str) -> None:
        if same is True:
            reasons.append(yes)
            agrees.add(key)
        elif same is False:
            differences.append(no)

    a, b = name_key(form.employee.name), name_key(theirs.employee.name)
    weigh(
        "name",
        None if not (a and b) else fuzz.token_sort_ratio(a, b) >= ALIKE,
        "the same worker's name",
        "another name",
    )
    weigh(
        "born",
        _same(form.date_of_birth, theirs.date_of_birth),
        "the same date of birth",
        "another date of birth",
    )
    weigh(
        "claim",
        _same(number_key(form.claim_number), number_key(theirs.claim_number)),
        "the same claim number",
        "another claim number",
    )
    weigh(
        "decision",
        _same(form.ur_decision_date, theirs.ur_decision_date),
        "the same utilization review decision",
        "another utilization review decision",
    )
    shared = [
        one.text
        for one in case.items
        if any(fuzz.token_sort_ratio(one.text.lower(), two.text.lower()) >= ALIKE for two in other.items)
    ]
    weigh(
        "treatment",
        bool(shared),
        f"the same treatment ({shared[0]})" if shared else "",
        "other treatments",
    )
    if shared and len(shared) < len(case.items):
        # To merge would drop what only this application asks for.
        left = len(case.items) - len(shared)
        differences.append(
            "one treatment more than that case has"
            if left == 1
            else f"{left} treatments more than that case has"
        )
    return Match(
        other.number, other.state, other.received, tuple(reasons), tuple(differences), frozenset(agrees)
    )


def _same(one: object, two: object) -> bool | None:
    return None if one is None or two is None else one == two


def wrong_claim(application: Application, *, staff: bool) -> str | None:
    """Why the claim number can't be this worker's: another worker has it. ``None`` if nothing says so.

    Only staff are told which case says so; nobody is told a name.
    """
    claim, name = number_key(application.claim_number), name_key(application.employee.name)
    if not (claim and name):
        return None
    for row in CaseRow.objects.filter(claim_key=claim).exclude(employee_key=None)[:20]:
        born = (row.date_of_birth, application.date_of_birth)
        other_birthday = None not in born and born[0] != born[1]
        unlike = fuzz.token_sort_ratio(name, row.employee_key or "") < ALIKE
        if unlike and (other_birthday or None in born):
            where = f" in case {row.number}" if staff else ""
            return (
                f"Claim number {application.claim_number} belongs to another injured worker{where}; check the number "
                "on the utilization review decision. An application can be filed for one's own claim only."
            )
    return None
