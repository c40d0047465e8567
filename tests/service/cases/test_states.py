"""Every state can be reached, the law's table agrees with the fold, and a rebuild gives the same rows."""

from __future__ import annotations

import pytest

from openimr.law.states import states, step

from ..office_case import STATES, a_case

pytestmark = pytest.mark.usefixtures("home")


def test_every_state_of_the_office_is_here():
    assert set(STATES) == {one.code for one in states() if one.office}


@pytest.mark.parametrize("state", STATES)
def test_a_case_reaches_the_state_and_rebuilds_to_the_same_rows(state):
    from openimr.service.cases.rebuilding import _compare, from_events
    from openimr.service.ledger.models import Event

    case = a_case(state)
    assert case.state == state
    events = list(Event.objects.filter(stream=f"case:{case.number}").order_by("number"))
    again = from_events(events)
    assert again == case
    assert list(_compare(again, "default")) == []


def test_the_fold_goes_where_the_law_says():
    from openimr.service.cases.domain import Meta, fold
    from openimr.service.cases.domain.events import read
    from openimr.service.ledger.models import Event

    for state in STATES:
        number = a_case(state).number
        case = None
        for row in Event.objects.filter(stream=f"case:{number}").order_by("number"):
            event = read(row.type, row.data)
            after = fold(case, event, Meta(row.number, row.actor, row.role, row.at))
            if case is not None and after.state != case.state:
                assert after.state in _reached(case.state, row.type), (row.type, case.state, after.state)
            case = after


def _reached(state: str, event: str) -> set[str]:
    from openimr.law.states import leads

    return set(leads(state, event)) | {step(state, event).to or state}
