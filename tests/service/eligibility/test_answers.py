"""Answering questions: whose answer it is, what is refused, what is left open."""

from __future__ import annotations

import pytest

from ..office_case import a_case, actor

pytestmark = pytest.mark.usefixtures("home")


def commands():
    from openimr.service.cases.commands import answering

    return answering


def given(case, code, item=None):
    one = next(one for one in case.questions if (one.code, one.item) == (code, item))
    return one.staff, one.regulator


@pytest.mark.parametrize(("role", "place"), [("intake", 0), ("regulator", 1)])
def test_each_side_writes_its_own_answer(role, place):
    case = a_case("A2")
    after = commands().answer(
        actor(role), case.number, "WRONG_PROCESS_MPN", False, note="Not an MPN dispute."
    )
    answers = given(after, "WRONG_PROCESS_MPN")
    assert (answers[place].holds, answers[place].note) == (False, "Not an MPN dispute.")
    assert answers[1 - place] is None


def test_answering_again_takes_the_answer_back_and_the_history_keeps_both():
    from openimr.service.ledger.models import Event

    case = a_case("A2")
    who = actor("intake")
    commands().answer(who, case.number, "CARVE_OUT", True, note="Agreement named on the form.")
    after = commands().answer(who, case.number, "CARVE_OUT", False, note="It has no program of its own.")
    assert given(after, "CARVE_OUT")[0].holds is False
    kept = Event.objects.filter(stream=f"case:{case.number}", type="eligibility.answered")
    assert [one.data["holds"] for one in kept.order_by("number")] == [True, False]


@pytest.mark.parametrize(
    ("answers", "words", "why"),
    [
        ([("NO_SUCH", None, True, None)], "no eligibility question NO_SUCH", "a code that is none"),
        ([("CNC", 9, True, None)], "treatment 9", "an item that the case has not"),
        ([], "no new answer", "nothing chosen"),
        ([("UNSIGNED", None, True, None)], "facts say no, your answer is yes", "against the facts, no note"),
    ],
)
def test_what_is_refused_and_leaves_nothing(answers, words, why):
    from openimr.service.cases.refusals import Refused
    from openimr.service.cases.selectors import get

    case = a_case("A2")
    with pytest.raises(Refused, match=words):
        commands().answer_all(actor("intake"), case.number, answers)
    assert get(case.number) == case, why


def test_one_refused_answer_records_none_of_the_others():
    from openimr.service.cases.refusals import Refused
    from openimr.service.cases.selectors import get

    case = a_case("A2")
    with pytest.raises(Refused):
        commands().answer_all(
            actor("intake"), case.number, [("CARVE_OUT", None, False, None), ("UNSIGNED", None, True, None)]
        )
    assert get(case.number).questions == ()


def test_an_answer_against_the_facts_with_a_note_is_recorded_and_differs():
    from openimr.service import clock
    from openimr.service.cases import legal

    case = a_case("A2")
    after = commands().answer(
        actor("intake"), case.number, "UNSIGNED", True, note="The signature is a stamp."
    )
    question = next(one for one in legal.find(after, clock.now()).questions if one.code == "UNSIGNED")
    assert (question.computed, question.staff, question.differs) == (False, True, True)


def test_no_to_all_that_is_open_is_one_event_each_with_the_sentence():
    from openimr.service import clock
    from openimr.service.cases import legal
    from openimr.service.ledger.models import Event

    # The form is not signed: the facts say yes there, so that question is left for an answer of its own.
    case = a_case("A2", signed=False)
    found = legal.find(case, clock.now())
    left = commands().still_open(found.questions, "staff")
    assert "UNSIGNED" not in {one.code for one in left}
    after = commands().answer_open(actor("intake"), case.number, "I looked at each of them.")
    events = list(
        Event.objects.filter(stream=f"case:{case.number}", type="eligibility.answered").order_by("number")
    )
    assert len(events) == len(left) > 10
    assert {one.data["note"] for one in events} == {"I looked at each of them."}
    assert not any(one.data["holds"] for one in events)
    assert [
        one.code for one in commands().still_open(legal.find(after, clock.now()).questions, "staff")
    ] == []
    assert "UNSIGNED" not in {one.code for one in after.questions}


def test_no_to_all_wants_the_sentence_and_something_open():
    from openimr.service.cases.refusals import Refused

    case = a_case("A2")
    who = actor("regulator")
    with pytest.raises(Refused, match="Confirm"):
        commands().answer_open(who, case.number, " ")
    commands().answer_open(who, case.number, "Looked at.")
    with pytest.raises(Refused, match="No question is open"):
        commands().answer_open(who, case.number, "Looked at.")


def test_staff_s_no_to_all_does_not_overwrite_its_own_answers():
    case = a_case("A2")
    who = actor("intake")
    commands().answer(who, case.number, "CARVE_OUT", True, note="Named on the form.")
    after = commands().answer_open(who, case.number, "Looked at.")
    assert given(after, "CARVE_OUT")[0].holds is True


@pytest.mark.parametrize("state", ["A0", "B0", "C1", "D0", "T1"])
def test_outside_the_review_nobody_answers(state):
    from openimr.service.cases.refusals import Forbidden

    case = a_case(state)
    with pytest.raises(Forbidden):
        commands().answer(actor("intake"), case.number, "CARVE_OUT", False)


def test_the_way_to_the_regulator_and_back():
    from openimr.service.cases.refusals import Refused

    case = a_case("A2")
    staff, regulator = actor("intake"), actor("regulator")
    with pytest.raises(Refused, match="with staff"):
        commands().send_back(regulator, case.number, "Look again.")
    assert commands().route(staff, case.number, "Liability is unclear.").escalated == "regulator"
    with pytest.raises(Refused, match="already"):
        commands().route(staff, case.number)
    with pytest.raises(Refused, match="Say what"):
        commands().send_back(regulator, case.number, "  ")
    after = commands().send_back(regulator, case.number, "Ask the physician.")
    assert after.escalated is None
    waiting = a_case("A3")
    with pytest.raises(Refused, match="waits for something"):
        commands().route(staff, waiting.number)


def test_the_second_of_two_is_told_what_the_first_did():
    from openimr.service.cases.refusals import Conflict

    case = a_case("A2")
    commands().answer(actor("regulator"), case.number, "CARVE_OUT", False, expected=case.version)
    with pytest.raises(Conflict, match=r"eligibility question answered"):
        commands().answer(actor("intake"), case.number, "CARVE_OUT", False, expected=case.version)
