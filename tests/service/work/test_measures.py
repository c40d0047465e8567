"""The monthly report on constructed cases, each figure worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ..office_case import REVIEWER, a_case

pytestmark = pytest.mark.usefixtures("home")


def _facts(**more):
    from openimr.service.work.facts import Facts

    base = {
        "number": "CM26-0000001", "completed": True, "priority": "standard", "formulary": False,
        "assigned": date(2026, 3, 2), "complete": date(2026, 3, 16), "mailed": date(2026, 4, 10),
        "outcome": "upheld", "reviewers": 1,
    }  # fmt: skip
    return Facts(**{**base, **more})


def _results(cases):
    from openimr.service.work.measuring import measure_all

    return {one.measure.key: one for one in measure_all(cases)}


# March 2 to April 16, 2026 are 45 days. Records complete on March 16: 30 days end on April 15, a Wednesday.
@pytest.mark.parametrize(
    ("changes", "key", "count", "of", "unknown", "why"),
    [
        ({"mailed": date(2026, 4, 16)}, "standard_timely", 1, 1, 0, "45 days are timely"),
        ({"mailed": date(2026, 4, 17)}, "standard_timely", 0, 1, 0, "46 days are not"),
        ({"mailed": date(2026, 4, 17)}, "standard_untimely", 1, 1, 0, "46 days are untimely"),
        ({"assigned": None}, "standard_timely", 0, 1, 1, "a missing date is not known, never timely"),
        ({"assigned": None}, "standard_untimely", 0, 1, 1, "nor untimely"),
        ({"mailed": date(2026, 4, 15)}, "standard_by_law", 1, 1, 0, "the 30th day keeps the statute"),
        ({"mailed": date(2026, 4, 16)}, "standard_by_law", 0, 1, 0, "timely by contract, late by statute"),
        ({"complete": None}, "standard_by_law", 0, 1, 1, "without complete records nobody can say"),
        ({"mailed": date(2026, 4, 17), "extended": date(2026, 4, 10)}, "standard_by_law", 1, 1, 0, "three days more were approved"),
        ({"formulary": True}, "standard_by_law", 0, 0, 0, "formulary disputes have their own clock"),
        ({"formulary": True, "mailed": date(2026, 3, 23)}, "formulary_by_law", 1, 1, 0, "the fifth working day"),
        ({"formulary": True, "mailed": date(2026, 3, 24)}, "formulary_by_law", 0, 1, 0, "the sixth"),
        ({"formulary": None}, "formulary_unknown", 1, 1, 0, "nobody recorded it"),
        ({"formulary": None}, "standard_by_law", 0, 0, 0, "and it is in neither measure of the statute"),
        ({"priority": None}, "standard_completed", 0, 0, 0, "what is not expedited is not standard for that"),
        ({"priority": None}, "priority_unknown", 1, 1, 0, "but not known"),
        ({"priority": "expedited", "mailed": date(2026, 3, 6)}, "expedited_timely", 1, 1, 0, "four days"),
        ({"priority": "expedited", "mailed": date(2026, 3, 7)}, "expedited_timely", 0, 1, 0, "five days"),
        ({"priority": "expedited", "mailed": date(2026, 3, 6)}, "standard_completed", 0, 0, 0, "not standard"),
        ({"outcome": "overturned"}, "overturned", 1, 1, 0, "wholly"),
        ({"outcome": "partially overturned"}, "overturned", 1, 1, 0, "partial counts as overturned"),
        ({"outcome": "partially overturned"}, "overturned_in_part", 1, 1, 0, "and is shown apart"),
        ({"outcome": "upheld"}, "overturned", 0, 1, 0, "upheld"),
        ({"outcome": None}, "overturned", 0, 1, 1, "a missing outcome is not upheld"),
        ({"reviewers": 1}, "single_review", 1, 1, 0, "one reviewer"),
        ({"reviewers": 2}, "multiple_review", 1, 1, 0, "two, counted and not zero by construction"),
        ({"reviewers": 2}, "single_review", 0, 1, 0, "not single"),
        ({"reviewers": None}, "single_review", 0, 1, 1, "nobody signed in the ledger: not known"),
        ({"completed": False}, "completed", 0, 0, 0, "not in the month"),
    ],
)  # fmt: skip
def test_one_case(changes, key, count, of, unknown, why):
    one = _results([_facts(**changes)])[key]
    assert (one.count, one.of, one.unknown) == (count, of, unknown), why


@pytest.mark.parametrize(
    ("hours", "count", "why"), [(71.9, 1, "within 72 hours"), (72.1, 0, "over 72 hours")]
)
def test_expedited_cases_are_measured_in_hours(hours, count, why):
    complete = datetime(2026, 3, 10, 17, tzinfo=UTC)
    case = _facts(
        priority="expedited", complete=complete, expedited_at=complete - timedelta(hours=5), mailed=complete + timedelta(hours=hours)
    )  # fmt: skip
    one = _results([case])["expedited_by_law"]
    assert (one.count, one.of, one.unknown) == (count, 1, 0), why


def test_averages_have_two_decimals_and_leave_out_what_is_not_known():
    cases = [
        _facts(mailed=date(2026, 4, 1)),  # 30 days from assignment, 16 from complete records
        _facts(mailed=date(2026, 4, 2)),  # 31, 17
        _facts(mailed=date(2026, 4, 2)),  # 31, 17
        _facts(assigned=None, complete=None),
    ]
    found = _results(cases)
    assert (found["standard_average"].mean, found["standard_average"].unknown) == (30.67, 1)
    assert found["standard_average_by_law"].mean == 16.67
    assert found["expedited_average"].mean is None, "an average of nothing is none, not 0"
    assert found["standard_timely"].share == 75.0


@given(
    st.lists(
        st.builds(
            dict,
            priority=st.sampled_from([None, "standard", "expedited"]),
            assigned=st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 4, 10))),
            outcome=st.sampled_from([None, "upheld", "overturned", "partially overturned"]),
            reviewers=st.sampled_from([None, 1, 2]),
        ),
        max_size=12,
    )
)
def test_nothing_is_counted_twice_or_lost(cases):
    found = _results([_facts(**one) for one in cases])
    timely, late = found["standard_timely"], found["standard_untimely"]
    assert timely.count + late.count + timely.unknown == timely.of == found["standard_completed"].count
    groups = ("standard_completed", "expedited_completed", "priority_unknown")
    assert sum(found[key].count for key in groups) == found["completed"].count == len(cases)
    single, many = found["single_review"], found["multiple_review"]
    assert single.count + many.count + single.unknown == len(cases)
    for one in found.values():
        assert 0 <= one.count + one.unknown <= one.of
        assert one.share is None or 0 <= one.share <= 100


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"of": ["nonsense"]}, "no fact"),
        ({"kind": "share"}, "need a value"),
        ({"kind": "share", "value": "days_from_assignment"}, "need a limit"),
        ({"kind": "mean", "value": "nonsense"}, "no value"),
        ({"beside": "nonsense"}, "no measure"),
    ],
)
def test_a_definition_that_can_not_be_is_refused(changes, said):
    from openimr.service.work.measures import read

    good = {
        "key": "a",
        "title": "A",
        "group": "G",
        "kind": "count",
        "of": ["completed"],
        "words": "A.",
        "source": "x",
    }
    read([good])
    with pytest.raises(ValueError, match=said):
        read([{**good, **changes}])


def test_every_definition_of_the_operating_model_is_there():
    from openimr.service.work.measures import measures

    keys = {one.key for one in measures()}
    assert keys >= {
        "received", "potentially_ineligible", "ineligible", "eligible", "completed", "standard_completed", "standard_timely",
        "standard_untimely", "expedited_completed", "expedited_timely", "standard_average", "expedited_average", "overturned",
        "single_review", "multiple_review", "standard_by_law", "formulary_by_law", "expedited_by_law",
    }  # fmt: skip
    for one in measures():
        assert one.words.endswith(".")
        assert one.source


def test_the_cases_of_a_month_come_from_events():
    """In a month of its own: one refused, two mailed (one at once, one in the month after), one merely received."""
    from openimr.service.work.facts import Facts
    from openimr.service.work.monthly import cases_of

    def at(month, day):
        return datetime(2019, month, day, 20, tzinfo=UTC)

    form = {"ur_decision_date": "2019-01-10", "ur_served_date": "2019-01-10", "signed_on": "2019-02-01", "injury_date": "2018-01-01", "rfa_date": "2019-01-02"}  # fmt: skip
    mailed = a_case("D1", at=at(2, 5), received="2019-01-20", **form)
    refused = a_case("A5", at=at(2, 6), received="2019-02-03", **form)
    later = a_case("D0", at=at(3, 1), received="2019-02-04", **form)
    found = {one.number: one for one in cases_of(2019, 2)}
    assert set(found) == {mailed.number, refused.number, later.number}
    one = found[mailed.number]
    assert (one.received, one.found, one.completed, one.refused) == (False, True, True, False)
    assert (one.priority, one.formulary, one.outcome, one.reviewers) == ("standard", False, "overturned", 1)
    assert one.assigned == date(2019, 2, 5)
    assert found[refused.number] == Facts(refused.number, received=True, refused=True)
    assert found[later.number] == Facts(later.number, received=True), (
        "mailed in March, so not completed in February"
    )
    assert [one.number for one in cases_of(2019, 3) if one.completed] == [later.number]


def test_a_midnight_in_california_parts_the_months():
    from openimr.service.work.monthly import cases_of

    late = datetime(2018, 7, 1, 5, tzinfo=UTC)  # June 30, 10 PM in California
    form = {"ur_decision_date": "2018-05-10", "ur_served_date": "2018-05-10", "signed_on": "2018-05-12", "injury_date": "2017-01-01", "rfa_date": "2018-05-02"}  # fmt: skip
    case = a_case("A5", at=late, received="2018-06-30", **form)
    assert [one.number for one in cases_of(2018, 6) if one.refused] == [case.number]
    assert [one for one in cases_of(2018, 7) if one.refused] == []


def test_the_reviewers_report_counts_by_code_and_specialty():
    from openimr.service.work import experts

    a_case("C0")
    a_case("C1", at=datetime.now(UTC) - timedelta(days=5))
    today = (datetime.now(UTC) - timedelta(hours=8)).date()
    held = {one.code: one for one in experts.held(today)}
    assert held[REVIEWER].cases >= 1
    assert held[REVIEWER].earliest <= today - timedelta(days=4)
    waiting = [one for one in experts.waiting(today) if one.specialty == "Pain Medicine"]
    assert {one.queue for one in waiting} >= {"Choose a reviewer", "With the reviewer"}
