"""What changes or ends a case on the way: expedited, consolidated, terminated, another administrator, liability."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from openimr.law.forms import Person
from openimr.service.clock import standing_at

from ..office_case import a_case, a_document, actor

pytestmark = pytest.mark.usefixtures("home")
NOW = datetime(2026, 4, 16, 18, tzinfo=UTC)


def changes():
    from openimr.service.cases.commands import changes

    return changes


def refused(match):
    from openimr.service.cases.refusals import Refused

    return pytest.raises(Refused, match=match)


def clocks_of(case, now=NOW):
    from openimr.service.cases.projecting import clocks

    return {one.clock: one for one in clocks(case, now)}


def with_papers(state, count=2, **form):
    from openimr.service.cases.commands import records

    case = a_case(state, at=NOW, **form)
    with standing_at(NOW + timedelta(hours=1)):
        return records.add(
            actor("records"), case.number, [a_document() for _ in range(count)],
            received=date(2026, 4, 16), received_from="requesting physician",
        )  # fmt: skip


def expedite(case, **terms):
    ids = [one.id for one in case.documents]
    given = {
        "certified_by": "treating physician", "document": ids[-2], "support": ids[-1:], "reason": "Loss of function.",
        **terms,
    }  # fmt: skip
    with standing_at(NOW + timedelta(hours=2)):
        return changes().expedite(actor("records"), case.number, **given)


@pytest.mark.parametrize("state", ["B0", "B1", "B2", "B3", "C0", "C1", "C2", "C3"])
def test_converted_at_every_stage_from_assignment_to_determination(state):
    from openimr.service.notices.models import Outgoing

    after = expedite(with_papers(state))
    assert (after.state, after.priority) == (state, "expedited")
    assert Outgoing.objects.filter(case_number=after.number, kind="expedited").count() == 3
    if state in ("B3", "C0", "C1", "C2", "C3"):
        assert clocks_of(after)["I9"].due == datetime(2026, 4, 19, 20, tzinfo=UTC), (
            "72 hours from the conversion"
        )
    else:
        assert "I5x" in clocks_of(after)


@pytest.mark.parametrize(
    ("form", "terms", "words", "why"),
    [
        ({}, {"document": None}, "written certification", "no paper certifies"),
        ({}, {"certified_by": "provider"}, "written certification", "only the treating physician may"),
        ({}, {"support": ()}, "support", "nothing supports it"),
        ({"treatment_given": True}, {}, "already given", "nothing is urgent any more"),
        ({"treatment_given": None}, {}, "is not known", "nobody said whether it was given"),
        ({}, {"document": "x"}, "papers of this case", "a paper of another case"),
        ({}, {"reason": " "}, "what threatens", "no reason"),
    ],
)
def test_what_a_conversion_wants(form, terms, words, why):
    with refused(words):
        expedite(with_papers("B1", **form), **terms)


def test_what_the_form_does_not_say_is_asked():
    after = expedite(with_papers("B1", treatment_given=None), treatment_given=False)
    assert after.priority == "expedited"


def test_expedited_is_not_converted_again_nor_before_assignment():
    case = expedite(with_papers("B1"))
    with refused("regular one"):
        expedite(case)
    with refused("assigned and not decided"):
        expedite(with_papers("A2"))


SAME = {
    "employee": {"name": "Robin Twoclaims", "state": "CA"}, "date_of_birth": "1980-01-02",
    "injury_date": "2025-01-03",
}  # fmt: skip
_claims = iter(range(1000))


def pair(first, second, *, other=None, mine=None):
    claim = f"TWO-{next(_claims):04}"
    shared = {**SAME, "claim_number": claim}
    a = a_case(first, at=NOW, **{**shared, **(mine or {})})
    b = a_case(
        second, at=NOW, **{**shared, "treatments": ["Acupuncture 2 x 4", "Lumbar brace"], **(other or {})}
    )
    return a, b


def consolidate(a, *others, reason="One injury, one physician.", **terms):
    with standing_at(NOW + timedelta(hours=2)):
        return changes().consolidate(
            actor("records"), a.number, [one.number for one in others], reason, **terms
        )


def test_consolidated_treatments_get_numbers_after_the_lead_s_and_keep_their_own_decision():
    from openimr.service.cases.selectors import get

    a, b = pair("B1", "B3")
    after = consolidate(a, b)
    assert [(one.number, one.from_case) for one in after.items] == [(1, None), (2, b.number), (3, b.number)]
    assert after.consolidated_from == (b.number,)
    assert {one.sha256 for one in after.documents} >= {one.sha256 for one in b.documents}
    other = get(b.number)
    assert (other.state, other.consolidated_into) == ("K0", a.number)
    assert not [one for one in other.tasks if one.done is None]


def test_all_parties_of_all_cases_are_told_under_which_number_they_go_on():
    from openimr.service.cases.selectors import get
    from openimr.service.notices.models import Outgoing
    from openimr.service.outbox.making import text

    a, b = pair("B1", "B3")
    consolidate(a, b)
    for case in (a, b):
        now = get(case.number)
        assert [one.kind for one in now.notices][-1] == "consolidation"
        rows = {
            one.role: one for one in Outgoing.objects.filter(case_number=case.number, kind="consolidation")
        }
        assert set(rows) == {one.role for one in now.parties} - {"employer"}
        said = text(rows["employee"])
        assert f"Case {b.number} is now reviewed within case {a.number}" in " ".join(said.split())
        assert "Treatment 3:" in said, "the other's treatments by their new numbers"


def test_the_earliest_due_date_counts_also_when_the_lead_s_file_is_complete_later():
    from openimr.service.cases.commands import records

    a, b = pair("B1", "B3")
    after = consolidate(a, b)
    due = clocks_of(b)["I9"].due
    assert clocks_of(after)["I9"].due == due
    with standing_at(NOW + timedelta(days=6)):
        day = date(2026, 4, 22)
        done = records.add(actor("records"), a.number, [a_document()], received=day, received_from="employee")
        done = records.complete(actor("records"), a.number, day, reason="All that is needed.")
    assert (done.state, clocks_of(done)["I9"].due) == ("B3", due)


@pytest.mark.parametrize(
    ("first", "second", "other", "words", "why"),
    [
        (
            "B1",
            "B1",
            {"claim_number": "ANOTHER", "employee": {"name": "Kim Else"}},
            "same employee",
            "another worker",
        ),
        ("B1", "B1", {"physician": {"name": "Dr. Else"}}, "same physician", "another physician"),
        ("B1", "B1", {"injury_date": "2024-05-06"}, "same date of injury", "another injury"),
        ("B1", "B1", {"injury_date": None}, "is not known", "unknown is not the same"),
        ("B3", "B1", {}, "not come as far", "the file would not be complete for all treatments"),
        ("C0", "B3", {}, "not come as far", "as before"),
    ],
)
def test_what_is_not_consolidated(first, second, other, words, why):
    from openimr.service.cases.selectors import get

    a, b = pair(first, second, other=other)
    with refused(words):
        consolidate(a, b)
    assert (get(a.number), get(b.number)) == (a, b), why


@pytest.mark.parametrize("state", ["A2", "C1", "D0", "T1"])
def test_outside_assignment_and_choice_nothing_is_consolidated(state):
    from openimr.service.cases.refusals import Forbidden

    a, b = pair("B1", state)
    with pytest.raises(Forbidden):
        consolidate(a, b)


def test_nobody_waits_longer_by_a_consolidation():
    a, b = pair("B1", "B1")
    b = expedite(_add_two(b))
    with refused("clock is shorter"):
        consolidate(a, b)
    assert consolidate(b, a).priority == "expedited"


def _add_two(case):
    from openimr.service.cases.commands import records

    with standing_at(NOW + timedelta(hours=1)):
        return records.add(
            actor("records"), case.number, [a_document(), a_document()],
            received=date(2026, 4, 16), received_from="requesting physician",
        )  # fmt: skip


def test_a_consolidation_wants_another_case_a_reason_and_the_page_as_it_was():
    from openimr.service.cases.refusals import Conflict

    a, b = pair("B1", "B1")
    with refused("at least one"):
        consolidate(a)
    with refused("Say why"):
        consolidate(a, b, reason=" ")
    with refused("two applications"):
        consolidate(a, a)
    with pytest.raises(Conflict):
        consolidate(a, b, expected=a.version - 1)


def end(case, how="authorized", role="intake", **terms):
    given = {
        "reason": "Letter of the adjuster.",
        "happened": date(2026, 4, 15),
        "notified": date(2026, 4, 16),
        **terms,
    }
    with standing_at(NOW + timedelta(hours=2)):
        return changes().terminate(actor(role), case.number, how=how, **given)


@pytest.mark.parametrize(
    ("state", "after", "tier"),
    [
        *(
            (state, "T1", "before a doctor")
            for state in ("A0", "A2", "A3", "A4", "B0", "B1", "B2", "B3", "C0")
        ),
        *((state, "T2", "while a doctor") for state in ("C1", "C2", "C3")),
    ],
)
def test_ended_at_every_stage_with_the_fee_tier(state, after, tier):
    from openimr.service.notices.models import Outgoing

    case = end(a_case(state, at=NOW))
    assert (case.state, case.termination["ended_by"]) == (after, "claims administrator")
    assert tier in case.termination["fee"]
    assert not case.open_reviews, "a reviewer who has it loses it"
    assert Outgoing.objects.filter(case_number=case.number, kind="termination").count() == 3
    assert clocks_of(case)["I11"].state == "met"


@pytest.mark.parametrize(
    ("how", "ended_by", "event"),
    [
        ("authorized", "claims administrator", "treatment.authorized"),
        ("settled", "settlement or award", "dispute.settled"),
        ("request withdrawn", "requesting physician", "request.withdrawn"),
    ],
)
def test_who_ended_it(how, ended_by, event):
    case = end(a_case("B1", at=NOW), how)
    assert case.termination["ended_by"] == ended_by
    assert event in {one.type for one in case.happenings}


def test_that_the_employee_may_withdraw_is_not_verified_so_a_person_confirms():
    case = a_case("B1", at=NOW)
    with refused("V17"):
        end(case, "employee withdrew")
    after = end(case, "employee withdrew", confirmed=True)
    assert after.termination["ended_by"] == "employee"


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"how": "boredom"}, "how the dispute ended"),
        ({"reason": " "}, "how you know"),
        ({"happened": date(2026, 5, 1)}, "future"),
        ({"notified": date(2026, 5, 1)}, "future"),
        ({"notified": date(2026, 4, 14)}, "before it happened"),
        ({"document": "x"}, "paper of this case"),
    ],
)
def test_what_an_end_wants(terms, words):
    with refused(words):
        end(a_case("B1", at=NOW), **terms)


@pytest.mark.parametrize("state", ["D0", "T1", "K0", "A5"])
def test_what_is_over_does_not_end_again(state):
    from openimr.service.cases.refusals import Forbidden

    with pytest.raises(Forbidden):
        end(a_case(state, at=NOW))


def test_a_fee_that_is_not_verified_is_not_said():
    """Since 1 April 2026 the fees were not read (V1, V2)."""
    from openimr.service.cases.commands.terminating import fee_of

    case = a_case("B1", at=NOW)
    fee = fee_of(case)
    assert fee.amount is None
    assert fee.asks
    assert "$" not in end(case).termination["fee"]
    old = a_case("B1", at=NOW, received="2014-05-06", signed_on="2014-05-01", ur_decision_date="2014-04-20",
                 ur_served_date="2014-04-21", rfa_date="2014-04-10", injury_date="2013-02-03")  # fmt: skip
    assert "$160" in end(old).termination["fee"]


NEW = Person(
    organization="New Claims Inc.",
    address=("1 New Street",),
    city="Oakland",
    state="CA",
    email="n@example.org",
)


def change(case, person=NEW, **terms):
    given = {"notified": date(2026, 4, 16), **terms}
    with standing_at(NOW + timedelta(hours=2)):
        return changes().change_administrator(
            actor("records"), case.number, person, given.pop("effective", date(2026, 4, 13)), **given
        )


def test_another_administrator_and_the_former_one_are_told():
    from openimr.service.notices.models import Outgoing

    after = change(a_case("B1", at=NOW))
    by_role = {one.role: one.organization for one in after.parties}
    assert by_role["claims administrator"] == "New Claims Inc."
    assert by_role["former_claims_administrator"] == "Example Claims Services"
    assert after.application["claims_administrator"]["organization"] == "New Claims Inc."
    papers = Outgoing.objects.filter(case_number=after.number, kind="administrator-change")
    assert {one.role for one in papers} == {
        "employee", "requesting physician", "claims administrator", "former_claims_administrator",
    }  # fmt: skip
    assert clocks_of(after)["I12"].state == "met"


def test_later_notices_go_to_the_new_administrator_alone():
    from openimr.service.notices.models import Outgoing

    case = change(a_case("B1", at=NOW))
    end(case)
    papers = Outgoing.objects.filter(case_number=case.number, kind="termination")
    assert {(one.role, one.name) for one in papers if "claims" in one.role} == {
        ("claims administrator", "New Claims Inc.")
    }


def test_a_corrected_form_keeps_the_new_administrator():
    from openimr.service.cases.commands import intake

    case = change(a_case("A2", at=NOW))
    with standing_at(NOW + timedelta(hours=3)):
        after = intake.correct(actor("intake"), case.number, {"eams_number": "ADJ1"}, "It was on page two.")
    assert {one.role: one.organization for one in after.parties if "claims" in one.role} == {
        "claims administrator": "New Claims Inc.",
        "former_claims_administrator": "Example Claims Services",
    }


@pytest.mark.parametrize(
    ("person", "terms", "words"),
    [
        (Person(address=("1 New Street",)), {}, "Name the new"),
        (Person(organization="New Claims Inc."), {}, "address or e-mail"),
        (Person(organization="Example Claims Services", email="x@example.org"), {}, "the case has"),
        (NEW, {"effective": date(2036, 1, 1)}, "check the year"),
        (NEW, {"notified": date(2036, 1, 1)}, "future"),
    ],
)
def test_what_a_change_wants(person, terms, words):
    with refused(words):
        change(a_case("B1", at=NOW), person, **terms)


def test_liability_disputed_and_resolved():
    from openimr.service.cases import legal

    case = a_case("A2", at=NOW)
    who = actor("intake")
    with standing_at(NOW + timedelta(hours=2)):
        with refused("No dispute"):
            changes().resolve_liability(who, case.number, date(2026, 4, 16), "Accepted.")
        with refused("what is disputed"):
            changes().dispute_liability(who, case.number, date(2026, 4, 16), " ")
        with refused("future"):
            changes().dispute_liability(who, case.number, date(2026, 4, 18), "The knee.")
        after = changes().dispute_liability(who, case.number, date(2026, 4, 15), "The knee.")
        assert after.state == "A2", "recorded; the regulator decides whether it defers the review"
        assert "LIABILITY" in {one.code for one in legal.find(after, NOW).reasons}
        with refused("on record and open"):
            changes().dispute_liability(who, case.number, date(2026, 4, 15), "The knee.")
        with refused("how it was resolved"):
            changes().resolve_liability(who, case.number, date(2026, 4, 16), " ")
        done = changes().resolve_liability(who, case.number, date(2026, 4, 16), "Accepted.", service="mail")
    assert "LIABILITY" not in {one.code for one in legal.find(done, NOW).reasons}


def test_a_deferred_case_is_resumed_and_not_just_noted():
    case = a_case("A4", at=NOW, liability_disputed=True)
    with standing_at(NOW + timedelta(hours=2)), refused("resume it"):
        changes().resolve_liability(actor("intake"), case.number, date(2026, 4, 16), "Accepted.")
