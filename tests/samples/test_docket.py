"""The demo office's docket: every fate, days that can be, the same for the same seed."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr import law, letters, samples
from openimr.law.forms import Application, flaws
from openimr.letters.codec import from_json, to_json
from openimr.samples.docket.fates import fates, spread

TODAY = date(2026, 11, 24)
DOCKET = samples.docket(7, 200, TODAY)
STATES = {
    "A0", "A1", "A2", "A3", "A4", "A5", "B0", "B1", "B2", "B3", "C0", "C1", "C2", "C3",
    "D0", "D1", "D2", "D3", "E0", "E1", "E2", "T1", "T2", "K0",
}  # fmt: skip


def of(fate):
    return [one for one in DOCKET if one.fate == fate]


def test_every_state_and_fate_occurs_three_times():
    states = Counter(one.state for one in DOCKET)
    assert set(states) >= STATES
    assert min(states[state] for state in STATES) >= 3
    assert min(Counter(one.fate for one in DOCKET)[name] for name in fates()) >= 3
    assert [one.number for one in DOCKET] == list(range(1, 201))


@pytest.mark.parametrize("count", [1, 5, 12, 40, 117, 200, 333])
def test_any_size(count):
    made = samples.docket(1, count, TODAY)
    assert len(made) == count
    assert len(spread(count)) == count


def test_the_same_seed_gives_the_same_docket():
    assert samples.docket(7, 200, TODAY) == DOCKET
    assert samples.docket(8, 200, TODAY)[20].application != DOCKET[20].application


def test_the_ten_curated_cases_come_first():
    assert [bool(one.title) for one in DOCKET[:11]] == [True] * 10 + [False]
    first = DOCKET[0]
    assert (first.determination.items[0].disputed, first.fate) == ("Valium 10mg #60", "mail room")
    overturned = [one.determination.items[0].disputed for one in DOCKET[:10] if one.determination.items[0].decision == "overturned"]  # fmt: skip
    assert any("epidural" in text for text in overturned)


@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 2), date(2027, 3, 1)])
def test_days_stand_in_an_order_that_can_be(today):
    for one in samples.docket(3, 200, today):
        form = one.application
        assert not flaws(form, today), (one.number, one.fate)
        assert form.received == today - timedelta(one.age_days)
        assert (
            form.injury_date < form.rfa_date <= form.ur_decision_date <= form.ur_served_date <= form.received
        )
        steps = list(one.milestones.values())
        assert steps == sorted(steps)
        assert steps[0] == form.received
        assert steps[-1] <= today
        assert date.fromisoformat(one.determination.dates.ur_denial) == form.ur_decision_date


def test_only_those_that_should_be_late_are():
    for one in DOCKET:
        waited = (one.application.received - one.application.ur_served_date).days
        if one.fate == "ineligible: LATE":
            assert waited > 40
        else:
            assert waited <= (10 if one.application.formulary else 30), (one.number, one.fate)


@pytest.mark.parametrize(
    ("fate", "holds"),
    [
        ("ineligible: UNSIGNED", lambda form: form.signed is False and form.signed_on is None),
        ("ineligible: NO_UR_COPY", lambda form: form.ur_copy_attached is False),
        ("ineligible: CNC", lambda form: form.ur_basis == "missing information"),
        ("ineligible: NOT_UR_NECESSITY", lambda form: form.ur_basis == "other"),
        ("deferred", lambda form: form.liability_disputed is True),
        (
            "ineligible: WRONG_FILER",
            lambda form: (
                form.filer == "claims administrator"
                or (form.filer == "agent" and form.agent_designated < form.ur_decision_date)
            ),
        ),
    ],
)
def test_a_flaw_is_where_its_fate_is_and_nowhere_else(fate, holds):
    for one in DOCKET:
        assert holds(one.application) == (one.fate == fate), (one.number, one.fate)


def test_the_law_finds_the_flaw_of_each_fate_and_no_other():
    now = datetime(2026, 11, 24, 18, tzinfo=UTC)
    for one in DOCKET:
        form = one.application
        served = {"service": form.ur_service, "from_state": "CA", "to_state": "CA", "form_enclosed": True}
        case = {
            "priority": form.priority,
            "formulary": form.formulary,
            "application": form.to_dict(),
            "events": [
                {"type": "ur_decision.made", "at": form.ur_decision_date.isoformat()},
                {"type": "ur_decision.served", "at": form.ur_served_date.isoformat(), **served},
                {"type": "application.received", "at": form.received.isoformat()},
            ],
            "items": [{"number": n, "treatment": text} for n, text in enumerate(form.treatments, start=1)],
            "other_applications": [],
        }
        found = law.eligibility(law.EligibilityFacts.from_dict(case), now=now)
        flaw = fates()[one.fate].flaw
        codes = {reason.code for reason in found.reasons}
        if flaw == "CNC":  # whether such a denial may be reviewed is not verified: a person is asked
            assert "CNC" in {ask.code for ask in found.asks}
        else:
            assert codes == ({flaw} if flaw else set()), (one.number, one.fate)


def test_shares_of_priorities():
    expedited = [one for one in DOCKET if one.application.priority == "expedited"]
    formulary = [one for one in DOCKET if one.application.formulary]
    assert 6 <= len(expedited) <= 16
    assert 18 <= len(formulary) <= 44
    for one in expedited:
        assert one.application.certified
        assert one.determination.priority == "expedited"


def test_a_decided_case_was_decided_as_its_fate_says():
    for one in DOCKET:
        wanted = fates()[one.fate].decision
        if wanted:
            assert {item.decision for item in one.determination.items} == {wanted}, (one.number, one.fate)


def test_a_duplicate_repeats_another_case_and_a_consolidated_one_goes_into_it():
    for one in of("duplicate"):
        other = DOCKET[one.related - 1]
        assert other.state in ("B0", "B1", "B3", "C1")
        assert one.application.treatments == other.application.treatments
        assert one.application.employee == other.application.employee
        assert one.application.received >= other.application.received
    for one in of("consolidated"):
        other = DOCKET[one.related - 1]
        same = ("employee", "physician", "injury_date", "claims_administrator")
        assert all(getattr(one.application, name) == getattr(other.application, name) for name in same)
        assert one.application.treatments != other.application.treatments
    assert all((one.related is None) == (one.fate not in ("duplicate", "consolidated")) for one in DOCKET)


def test_letters_of_the_docket_are_sound():
    for one in DOCKET:
        assert from_json(to_json(one.determination)) == one.determination
        found = [f for f in letters.check(one.determination) if f.severity == "error"]
        assert not found, (one.number, found)
        assert len(one.application.treatments) == len(one.determination.items)
        assert Application.from_dict(one.application.to_dict()) == one.application


def text_of(data):
    document = pypdfium2.PdfDocument(data)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.mark.parametrize("number", [*range(1, 11), *(15, 40, 77, 121, 160, 200)])
def test_papers_of_a_case(number):
    one = DOCKET[number - 1]
    form, denial, records = one.application_pdf(), one.denial_pdf(), one.records()
    assert len(pypdfium2.PdfDocument(form)) == 1
    assert one.application.employee.name in " ".join(text_of(form).split())
    assert one.application.claim_number in text_of(denial)
    assert [info.number for info, _ in records] == list(range(1, len(records) + 1))
    assert [info.date for info, _ in records] == sorted(info.date for info, _ in records)
    assert {"request_for_authorization"} < {info.type for info, _ in records}
    for info, data in records:
        assert info.date <= one.application.received
        assert len(pypdfium2.PdfDocument(data)) == info.pages[1]
    assert denial == one.denial_pdf()


@pytest.mark.parametrize(
    ("fate", "words"),
    [
        ("ineligible: CNC", "could not be judged"),
        ("ineligible: NOT_UR_NECESSITY", "not a decision on medical necessity"),
        ("deferred", "liability for the body part"),
    ],
)
def test_the_denial_says_what_it_rests_on(fate, words):
    for one in of(fate):
        assert words in re.sub(r"\s+", " ", text_of(one.denial_pdf())).replace("\ufffe", "")


def test_reviewers():
    made = samples.reviewers(7, 24, TODAY)
    assert [one.code for one in made] == [f"R-{number:04d}" for number in range(1, 25)]
    assert len({one.name for one in made}) == 24
    assert all(one.name not in repr(one) for one in made)
    flawed = {one.flaw: one for one in made if one.flaw}
    assert {one.expires for one in flawed["license lapsed"].licenses} == {TODAY - timedelta(1)}
    assert flawed["qualified medical evaluator"].qme
    assert flawed["discipline pending"].discipline
    conflict = flawed["insurer income"].conflicts[0]
    assert conflict.share == 6.0
    assert conflict.party in {one.application.claims_administrator.organization for one in DOCKET}
    for one in made:
        if one.flaw is None:
            assert min(held.expires for held in one.licenses) > TODAY
            assert one.hours >= 24
            assert one.years > 5
            assert all((conflict.share or 0) <= 5 for conflict in one.conflicts)
    assert "Physical Medicine & Rehabilitation" in {board.specialty for board in made[0].boards}


def test_staff_is_one_person_for_each_role_and_the_reviewer_has_no_name():
    people = samples.staff()
    assert len({one.role for one in people}) == len(people) == 10
    assert all(one.email.endswith("@example.org") for one in people)
    assert next(one for one in people if one.role == "reviewer").name == "R-0001"
    known = {one.name for one in samples.reviewers(7, 24, TODAY)}
    assert not known & {one.name for one in people}


@given(st.integers(0, 10**6), st.integers(1, 30), st.dates(date(2019, 1, 1), date(2035, 1, 1)))
@settings(max_examples=25, deadline=None)
def test_any_seed_and_day_gives_applications_without_flaws(seed, count, today):
    for one in samples.docket(seed, count, today):
        assert not flaws(one.application, today)
        assert one.age_days >= 0


def test_a_docket_needs_a_day():
    with pytest.raises(ValueError, match="day of today"):
        samples.docket(1, 10)
    with pytest.raises(ValueError, match="day of today"):
        samples.reviewers(1)
