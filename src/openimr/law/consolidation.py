"""Whether two applications may be answered by one determination (8 CCR 9792.10.4(a))."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from openimr.law.calendars import pacific_day
from openimr.law.conditions import Fact
from openimr.law.forms import Application, Person
from openimr.law.requirements import Verdict, judge, load


@dataclass(frozen=True, slots=True)
class CaseToConsolidate:
    """What consolidation looks at; ``None`` is unknown.

    ``due`` is when the determination is due. ``physician_npi`` goes before the name where both sides have one.
    """

    case_number: str
    employee: str | None = None
    date_of_birth: date | None = None
    claim_number: str | None = None
    physician: str | None = None
    physician_npi: str | None = None
    injury_date: date | None = None
    eligible: bool | None = None
    decided: bool | None = None
    due: date | datetime | None = None

    @classmethod
    def from_application(
        cls,
        case_number: str,
        application: Application,
        *,
        eligible: bool | None = None,
        decided: bool | None = None,
        due: date | datetime | None = None,
    ) -> CaseToConsolidate:
        """The case that an application began."""
        return cls(
            case_number=case_number,
            employee=application.employee.name,
            date_of_birth=application.date_of_birth,
            claim_number=application.claim_number,
            physician=_name(application.physician),
            physician_npi=application.physician.npi,
            injury_date=application.injury_date,
            eligible=eligible,
            decided=decided,
            due=due,
        )


@dataclass(frozen=True, slots=True)
class Consolidation:
    """Whether two cases may be consolidated, and the earlier of their due dates, which then counts for both."""

    verdict: Verdict
    due: date | datetime | None

    @property
    def allowed(self) -> bool | None:
        """``None`` where something that it turns on is not known."""
        return self.verdict.allowed


def may_consolidate(a: CaseToConsolidate, b: CaseToConsolidate, *, now: date | datetime) -> Consolidation:
    """Whether ``a`` and ``b`` may be answered by one determination.

    The earliest due date counts for the consolidated case: this product's own arrangement (process
    specification, section 5.4), so that consolidation never makes an employee wait longer.
    """
    facts = {
        "different_cases": Fact(a.case_number != b.case_number, f"{a.case_number} and {b.case_number}."),
        "day": Fact(pacific_day(now)),
        "same_employee": _employee(a, b),
        "same_physician": _physician(a, b),
        "same_injury": _same("date of injury", a.injury_date, b.injury_date),
        "both_eligible": _both(a.eligible, b.eligible),
        "both_undecided": _both(_negated(a.decided), _negated(b.decided)),
    }
    verdict = judge(load("consolidation", "consolidation"), facts)
    return Consolidation(verdict, _earlier(a.due, b.due))


def _name(person: Person) -> str | None:
    return person.name or person.organization


def _plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"[.'’]", "", text.casefold()))


def _same(what: str, first: object, second: object) -> Fact:
    if first is None or second is None:
        return Fact(None, f"The {what} is not known on both sides.")
    if isinstance(first, str) and isinstance(second, str):
        same = _plain(first) == _plain(second)
    else:
        same = first == second
    return Fact(same, f"{what[0].upper()}{what[1:]}: {first}, and {second}.")


def _same_name(what: str, first: str | None, second: str | None) -> Fact:
    """Like `_same`; where one name only says less than the other (an initial, a degree), it cannot be told."""
    fact = _same(what, first, second)
    if fact.value is not False or first is None or second is None:
        return fact
    shorter, longer = sorted((_plain(first), _plain(second)), key=len)
    fits = all(any(_says_less(one, other) for other in longer) for one in shorter)
    return Fact(None if fits else False, fact.because)


def _says_less(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _employee(a: CaseToConsolidate, b: CaseToConsolidate) -> Fact:
    """The same claim is the same employee; otherwise name and date of birth must agree."""
    claim = _same("claim number", a.claim_number, b.claim_number)
    if claim.value:
        return claim
    name = _same_name("employee", a.employee, b.employee)
    if name.value is not True:
        return name
    born = _same("date of birth", a.date_of_birth, b.date_of_birth)
    return Fact(born.value, f"{name.because} {born.because}")


def _physician(a: CaseToConsolidate, b: CaseToConsolidate) -> Fact:
    number = _same("NPI of the requesting physician", a.physician_npi, b.physician_npi)
    return (
        number if number.value is not None else _same_name("requesting physician", a.physician, b.physician)
    )


def _both(first: bool | None, second: bool | None) -> Fact:
    if first is False or second is False:
        return Fact(False)
    return Fact(None if first is None or second is None else True)


def _negated(value: bool | None) -> bool | None:
    return None if value is None else not value


def _earlier(a: date | datetime | None, b: date | datetime | None) -> date | datetime | None:
    """The earlier one; a day lasts until its end, so on the same day a time comes first."""
    known = [one for one in (a, b) if one is not None]
    if not known:
        return None
    return min(known, key=lambda one: _end(one))


def _end(one: date | datetime) -> tuple[date, bool, datetime | date]:
    return pacific_day(one), not isinstance(one, datetime), one
