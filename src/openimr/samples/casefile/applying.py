"""The application that asked for a determination's case: DWC Form IMR, filled in."""

from __future__ import annotations

from datetime import date, timedelta

from openimr.law.forms import Application
from openimr.letters.model import Determination
from openimr.samples.casefile.apart import broken
from openimr.samples.casefile.cast import Cast, cast
from openimr.samples.casefile.days import Days, days
from openimr.samples.casefile.diagnoses import icd
from openimr.samples.chance import Chance

#: From this day on a drug under the formulary has clocks of its own (LC 4610.5(a)(3), (h)(1)).
_FORMULARY = date(2018, 1, 1)


def chance_of(determination: Determination, seed: int | str) -> Chance:
    """The source of chance of one case: the same for the same letter and seed."""
    return Chance(f"case {seed} {determination.case_number or determination.source}")


def apply(determination: Determination, seed: int | str) -> Application:
    """The application, as the worker sent it by mail. Facts that the letter does not tell stay empty.

    Raises:
        CaseFileError: the letter's dates can't be put in an order.
    """
    chance = chance_of(determination, seed)
    return filled(determination, cast(chance, determination.summary.sex), days(chance, determination), chance)


def filled(determination: Determination, people: Cast, when: Days, chance: Chance) -> Application:
    """The form with these people and days. Every item is one treatment, as worded on the request."""
    items = determination.items
    drugs = bool(items) and all(item.category == "Pharmaceuticals" and item.drugs for item in items)
    modern = when.ur_decision >= _FORMULARY
    expedited = determination.priority == "expedited"
    return Application(
        priority=determination.priority,
        ur_priority=determination.priority,
        employee=people.employee,
        date_of_birth=born(chance, determination, when),
        attorney=people.attorney,
        physician=people.physician,
        claims_administrator=people.administrator,
        adjuster=people.adjuster,
        employer=people.employer,
        claim_number=people.claim_number,
        injury_date=when.injury,
        eams_number=people.eams_number,
        jurisdictional_claim_number=people.jurisdictional_claim_number,
        rfa_date=when.rfa,
        ur_decision_date=when.ur_decision,
        ur_served_date=when.ur_served,
        ur_service="fax" if expedited else "mail",
        ur_outcome="modified" if any(item.authorized for item in items) else "denied",
        ur_basis="necessity",
        liability_disputed=False,
        form_enclosed=True,
        formulary=drugs and modern,
        primary_diagnosis=next((_diagnosis(text) for text in determination.summary.diagnoses), None),
        treatments=tuple(item.original_request or item.disputed for item in items),
        treatment_given=any(item.retrospective for item in items),
        certified=expedited or None,
        statement=None,
        filer="employee",
        signed=True,
        signed_on=when.signed,
        consent=True,
        ur_copy_attached=True,
        received=when.received,
        channel="fax" if expedited else "mail",
    )


def _diagnosis(text: str) -> str:
    code = icd(text)
    return f"{code} {broken(text)}" if code else broken(text)


def born(chance: Chance, determination: Determination, when: Days) -> date | None:
    """A birth date that makes the worker as old as the letter says, on all days of the review."""
    age = determination.summary.age
    if age is None:
        return None
    told = determination.dates.decision
    last = max(when.received, date.fromisoformat(told) if told else when.received)
    birthday = last - timedelta(chance.between(100, 320))
    year = birthday.year - age
    return birthday.replace(year=year, day=min(birthday.day, 28))
