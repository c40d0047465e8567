"""Days that people type when they record what happened after the determination."""

from __future__ import annotations

from datetime import date

from openimr.service.cases.domain import Case
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit
from openimr.service.clock import PACIFIC
from openimr.service.office.dates import said


def today(unit: Unit) -> date:
    """The day in California on which the unit works."""
    return unit.now.astimezone(PACIFIC).date()


def _mailed(case: Case) -> date:
    first = case.letters[0]
    return first.mailed or first.issued.astimezone(PACIFIC).date()


def after_mailing(case: Case, day: date, today: date, field: str) -> None:
    """That ``day`` lies between the mailing of the determination and today.

    Raises:
        Refused: it does not, or no determination was mailed.
    """
    if not case.letters:
        raise Refused("No determination was mailed in this case.", law="LC 4610.6(j)")
    if day > today:
        raise Refused(f"{said(day)} lies in the future.", field=field)
    if day < _mailed(case):
        raise Refused(
            f"The determination was mailed on {said(_mailed(case))}; that day lies before it.", field=field
        )
