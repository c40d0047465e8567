"""Deciding: eligible in whole or in part, ineligible, deferred, resumed; every reason to say no to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openimr.service import clock

from ..office_case import a_case, actor

pytestmark = pytest.mark.usefixtures("home")
NO = "Looked at."


def commands():
    from openimr.service.cases.commands import eligibility

    return eligibility


def answering():
    from openimr.service.cases.commands import answering

    return answering


def waiting():
    from openimr.service.cases.commands import waiting

    return waiting


def answered(case):
    """The case with no from the regulator to all that no fact says yes to."""
    return answering().answer_open(actor("regulator"), case.number, NO)


def find(case, **terms):
    given = {"priority": "standard", "formulary": False, **terms}
    return commands().find_eligible(actor("regulator"), case.number, **given)


def refused(match, **more):
    from openimr.service.cases.refusals import Refused

    return pytest.raises(Refused, match=match)


def test_eligible_when_every_question_is_answered():
    case = answered(a_case("A2"))
    after = find(case, formulary_reason="Not within the formulary's list.")
    assert (after.state, after.priority, after.formulary) == ("B0", "standard", False)
    assert [one.eligible for one in after.items] == [True]


def test_an_open_question_is_unknown_and_not_no():
    with refused("A question is open: .*and [0-9]+ more"):
        find(a_case("A2"))


def test_only_the_regulator_decides():
    from openimr.service.cases.refusals import Forbidden

    case = answered(a_case("A2"))
    with pytest.raises(Forbidden, match="regulator"):
        commands().find_eligible(actor("intake"), case.number, priority="standard", formulary=False)


@pytest.mark.parametrize(
    ("form", "terms", "words", "why"),
    [
        ({}, {"formulary": True}, "formulary", "the short clocks want a reason"),
        ({"treatment_given": True}, {"priority": "expedited"}, "can't be expedited", "treatment was given"),
        (
            {"treatment_given": True},
            {"priority": "expedited", "priority_reason": "Urgent."},
            "can't be expedited",
            "a reason does not change the law",
        ),
        ({}, {"priority": "expedited"}, "Not known for an expedited review", "nothing is certified"),
        (
            {"certified": True, "ur_priority": "expedited"},
            {"priority": "standard"},
            "reviewed in the regular time",
            "a certified threat",
        ),
    ],
)
def test_what_a_finding_wants(form, terms, words, why):
    case = answered(a_case("A2", **form))
    with refused(words):
        find(case, **terms)


@pytest.mark.parametrize(
    ("form", "terms"),
    [
        ({}, {"formulary": True, "formulary_reason": "Listed drug, non-exempt."}),
        ({}, {"priority": "expedited", "priority_reason": "The physician called; the paper follows."}),
        ({"certified": True, "ur_priority": "expedited"}, {"priority": "expedited"}),
        (
            {"certified": True, "ur_priority": "expedited"},
            {"priority": "standard", "priority_reason": "The certification was withdrawn."},
        ),
    ],
)
def test_what_a_finding_takes(form, terms):
    after = find(answered(a_case("A2", **form)), **terms)
    assert after.state == "B0"
    assert after.priority == terms.get("priority", "standard")
    assert after.formulary is terms.get("formulary", False)


def test_eligible_for_one_treatment_and_not_for_the_other():
    case = a_case("A2", treatments=["Valium 10mg #60", "Acupuncture 2 x 4"])
    answering().answer(
        actor("regulator"), case.number, "RESOLVED", True, item=2, note="Authorized by letter."
    )
    after = find(answered(case))
    assert [one.eligible for one in after.items] == [True, False]
    assert [(one.code, one.item) for one in after.refusals] == [("RESOLVED", 2)]
    assert [one.number for one in after.eligible_items] == [1]


def test_nothing_eligible_is_not_found_eligible():
    case = answered(a_case("A2", signed=False))
    with refused("leave no treatment eligible"):
        find(case)


def test_ineligible_with_each_reason_confirmed_and_a_notice():
    from openimr.service.notices.models import Outgoing

    case = answered(a_case("A2", signed=False, ur_copy_attached=False))
    # The decision is of April 2026 or later, whose regulations were not read (V1): the facts alone refuse nobody.
    with refused(r"V1.*Answer that question yourself"):
        commands().refuse(actor("regulator"), case.number, ["UNSIGNED"])
    answering().answer(actor("regulator"), case.number, "UNSIGNED", True)
    after = commands().refuse(actor("regulator"), case.number, ["UNSIGNED"])
    assert after.state == "A5"
    assert [one.code for one in after.refusals] == ["UNSIGNED"], "only what was confirmed stands in it"
    assert after.notices[-1].kind == "ineligibility"
    papers = Outgoing.objects.filter(case_number=case.number, kind="ineligibility")
    assert {one.role for one in papers} == {"employee", "claims administrator", "requesting physician"}


@pytest.mark.parametrize(
    ("form", "codes", "words", "why"),
    [
        ({"signed": False}, [], "none is taken as given", "nothing confirmed"),
        ({"signed": False}, ["LATE"], "none is taken as given", "a reason that was not found"),
        ({"signed": False}, ["UNSIGNED", "LATE"], "none is taken as given", "one that was, one that was not"),
    ],
)
def test_what_an_ineligibility_wants(form, codes, words, why):
    case = answered(a_case("A2", **form))
    with refused(words):
        commands().refuse(actor("regulator"), case.number, codes)


def test_reasons_of_single_treatments_do_not_end_the_others():
    case = a_case("A2", treatments=["Valium 10mg #60", "Acupuncture 2 x 4"])
    answering().answer(actor("regulator"), case.number, "RESOLVED", True, item=2, note="Authorized.")
    answered(case)
    with refused("treatment 1 would be left"):
        commands().refuse(actor("regulator"), case.number, ["RESOLVED"])


def test_a_reason_that_is_not_verified_never_acts_by_itself():
    """Since 1 April 2026 whether a denial for missing information alone can be reviewed is not known (V13)."""
    from openimr.service.cases import legal

    case = a_case("A2", ur_basis="missing information", ur_decision_date="2026-05-04", ur_served_date="2026-05-05",
                  rfa_date="2026-04-28", signed_on="2026-05-10", injury_date="2025-01-01", received="2026-05-12")  # fmt: skip
    found = legal.find(case, clock.now())
    assert "CNC" not in {one.code for one in found.reasons}, "unverified: it asks, and does not act"
    assert "CNC" in {one.code for one in found.asks}
    answering().answer(actor("intake"), case.number, "CNC", True)
    assert "CNC" not in {one.code for one in legal.find(case, clock.now()).reasons}, "nor does staff's yes"
    answered(case)
    with refused("none is taken as given"):
        commands().refuse(actor("regulator"), case.number, ["CNC"])
    answering().answer(actor("regulator"), case.number, "CNC", True)
    after = commands().refuse(actor("regulator"), case.number, ["CNC"])
    assert after.state == "A5"


def test_deferred_and_resumed():
    from openimr.service.notices.models import Outgoing

    case = answered(a_case("A2", liability_disputed=True))
    with refused("no treatment eligible"):
        find(case)
    after = waiting().defer(actor("regulator"), case.number, disputed="The injury to the left knee.")
    assert (after.state, after.refusals[0].code) == ("A4", "LIABILITY")
    assert after.notices[-1].said["words"] == "The injury to the left knee."
    assert Outgoing.objects.filter(case_number=case.number, kind="deferral").count() == 3
    with refused("future"):
        waiting().resume(actor("intake"), case.number, clock.today() + timedelta(days=3))
    with refused("before the decision"):
        waiting().resume(actor("intake"), case.number, clock.today() - timedelta(days=400))
    after = waiting().resume(actor("intake"), case.number, clock.today() - timedelta(days=1), "mail")
    assert (after.state, after.refusals) == ("A2", ())


def test_nothing_to_defer():
    with refused("No answer says"):
        waiting().defer(actor("regulator"), answered(a_case("A2")).number)


def test_information_asked_and_answered():
    from openimr.service.notices.models import Outgoing

    case = a_case("A2")
    who = actor("regulator")
    for to, text, words in [([], "Sign.", "Choose whom"), (["attorney"], "Sign.", "Choose whom"),
                            (["employer"], "Sign.", "Choose whom"), (["employee"], " ", "what is needed")]:  # fmt: skip
        with refused(words):
            waiting().request_information(who, case.number, to, text)
    after = waiting().request_information(
        who, case.number, ["employee"], "Please sign the form.", means="electronic"
    )
    assert after.state == "A3"
    request = after.requests[0]
    assert request.due is not None
    assert request.due > clock.today()
    assert Outgoing.objects.filter(case_number=case.number, kind="information-request").count() == 3
    with refused("answer is due by"):
        waiting().go_on_without(actor("intake"), case.number)
    with refused("Write what was answered"):
        waiting().receive_information(actor("intake"), case.number, request.id, " ")
    with refused("not in this case"):
        waiting().receive_information(actor("intake"), case.number, request.id, "Signed.", documents=["x"])
    after = waiting().receive_information(actor("intake"), case.number, request.id, "Signed.")
    assert (after.state, after.requests[0].answer) == ("A2", "Signed.")


def test_the_answer_to_a_mailed_request_is_due_later():
    who = actor("regulator")
    due = {}
    for means in ("electronic", "mail"):
        case = a_case("A2")
        due[means] = waiting().request_information(who, case.number, ["employee"], "Sign.", means=means)
    assert due["mail"].requests[0].due > due["electronic"].requests[0].due


def test_going_on_without_an_answer_after_the_time():
    from openimr.service.clock import standing_at

    case = a_case("A2")
    after = waiting().request_information(actor("regulator"), case.number, ["employee"], "Sign.", means="fax")
    with standing_at(clock.now() + timedelta(days=14)):
        later = waiting().go_on_without(actor("intake"), after.number)
    assert later.state == "A2"


def test_where_nobody_knows_when_the_request_arrived_the_day_is_asked_for():
    case = a_case("A3")
    with refused("can't be counted"):
        waiting().go_on_without(actor("intake"), case.number)
    with refused("future"):
        waiting().go_on_without(actor("intake"), case.number, received=clock.today() + timedelta(days=2))
    with refused("is due by"):
        waiting().go_on_without(actor("intake"), case.number, received=clock.today())
    after = waiting().go_on_without(actor("intake"), case.number, received=clock.today() - timedelta(days=20))
    assert after.state == "A2"
