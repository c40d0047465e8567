"""Preparing, choosing, accepting, refusing, taking back; extension and second reviewer: the commands as tables."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openimr.law.reviewers import Affiliation, License
from openimr.service import clock
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.commands import approvals, panel
from openimr.service.cases.domain.events import intake
from openimr.service.cases.domain.parts import Normalised
from openimr.service.cases.refusals import Conflict, Forbidden, Refused
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import work
from openimr.service.ledger.models import Event
from openimr.service.notices.models import Outgoing
from openimr.service.reviewers import declaring
from openimr.service.reviewers.facts import Absence
from openimr.service.reviewers.loads import seed
from openimr.service.reviewers.matching import draw

from ..office_case import a_case, actor
from .panel import nobody_else, on_panel

pytestmark = pytest.mark.usefixtures("home")
TODAY = clock.today()


def reviewer(code: str) -> Actor:
    return Actor(f"reviewer:{code}", "reviewer")


def no_conflict(case) -> dict[str, bool]:
    return {one.key: False for one in declaring.questions(case)}


def assigned(code: str = "R-3001", **more):
    nobody_else(code)
    case = a_case("C0")
    return panel.assign(actor("panel_scheduler"), case.number, code, confirmed=("Q5",), **more)


def accepted(code: str = "R-3001"):
    case = assigned(code)
    return panel.accept(reviewer(code), case.number, no_conflict(case), qualified=True)


def test_prepare_moves_the_case_to_the_choice():
    case = a_case("B3")
    after = panel.prepare(actor("clinical_consultant"), case.number, "PM&R", "Is it needed?")
    assert after.state == "C0"
    assert after.recommended_specialty == "Physical Medicine and Rehabilitation"


@pytest.mark.parametrize(
    ("specialty", "issues", "why"),
    [
        ("", "Is it?", "no specialty"),
        ("Astrology", "Is it?", "no specialty"),
        ("Pain Medicine", " ", "Set out"),
    ],
)
def test_prepare_refuses(specialty, issues, why):
    case = a_case("B3")
    with pytest.raises(Refused, match=why):
        panel.prepare(actor("clinical_consultant"), case.number, specialty, issues)
    assert get(case.number) == case


def test_prepare_refuses_a_treatment_without_a_category():
    case = a_case("B3")
    with work(SYSTEM) as unit:
        unit.load(case.number, "item.correct")
        unit.emit(case.number, intake.ItemCorrected(number=1, normalised=Normalised(disputed="Valium")))
    with pytest.raises(Refused, match="Treatment 1"):
        panel.prepare(actor("clinical_consultant"), case.number, "Pain Medicine", "Is it?")


@pytest.mark.parametrize("role", ["intake", "panel_scheduler", "reviewer", "letter_quality", "regulator"])
def test_only_the_clinical_consultant_prepares(role):
    with pytest.raises(Forbidden):
        panel.prepare(actor(role), a_case("B3").number, "Pain Medicine", "Is it?")


def test_assign_keeps_the_checks_the_order_and_the_seed_and_tells_the_code():
    nobody_else("R-3051", "R-3052", "R-3053")
    case = a_case("C0")
    drawn = seed(case)
    first = min(("R-3051", "R-3052", "R-3053"), key=lambda code: draw(drawn, code))
    after = panel.assign(actor("panel_scheduler"), case.number, first, confirmed=["Q5"])
    assert after.state == "C1"
    assert (after.reviews[0].reviewer, after.reviews[0].accepted) == (first, None)
    event = Event.objects.get(stream=f"case:{case.number}", type="reviewer.assigned")
    assert (event.data["seed"], event.data["rank"], event.data["candidates"]) == (drawn, 1, 3)
    assert {one["rule"] for one in event.data["checks"]} == {f"Q{n}" for n in range(1, 9)} | {"CONFLICT"}
    assert event.data["method"] == "first of the order"
    notice = after.notices[-1]
    assert (notice.kind, notice.recipients[0]["name"]) == ("reviewer-assignment", first)
    paper = Outgoing.objects.get(case_number=case.number, event=notice.id)
    assert (paper.role, paper.name) == ("reviewer", first)


def test_the_due_day_is_the_service_level_unless_the_law_is_earlier():
    case = assigned("R-3001")
    assert case.reviews[0].due == TODAY + timedelta(days=7)
    nobody_else("R-3001")
    old = a_case("C0", at=clock.now() - timedelta(days=25))
    late = panel.assign(actor("panel_scheduler"), old.number, "R-3001", confirmed=("Q5",))
    assert late.reviews[0].due < TODAY + timedelta(days=5), "two business days before the clock I9 (30 days)"


BAD = {
    "license lapsed yesterday": ({"licenses": (License("CA", None, "physician", "active", None, TODAY - timedelta(1)),)}, "expired on"),
    "restricted license": ({"licenses": (License("CA", None, "physician", "restricted", None, TODAY + timedelta(9)),)}, "restricted"),
    "qualified medical evaluator": ({"qme": True}, "qualified medical evaluator"),
    "discipline pending": ({"discipline": "pending"}, "discipline pending"),
    "interest in the administrator": ({"declared": (Affiliation("financial", "interest", "Example Claims Services", 6),)}, "material"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_assign_refuses_by_the_rule_whatever_the_reason(name):
    changes, why = BAD[name]
    code = on_panel("R-3010", **changes)
    case = a_case("C0")
    with pytest.raises(Refused, match=why) as refused:
        panel.assign(
            actor("panel_scheduler"), case.number, code, reason="I insist", confirmed=("Q5", "CONFLICT")
        )
    assert refused.value.law.startswith("LC 139.5")
    assert get(case.number) == case


def test_assign_wants_a_reason_out_of_order_and_answers_for_what_only_a_person_knows():
    nobody_else("R-3041", "R-3042")
    case = a_case("C0")
    drawn = seed(case)
    _, second = sorted(("R-3041", "R-3042"), key=lambda code: draw(drawn, code))
    who = actor("panel_scheduler")
    with pytest.raises(Refused, match="number 2 of the order"):
        panel.assign(who, case.number, second, confirmed=("Q5",))
    with pytest.raises(Refused, match="knows the condition"):
        panel.assign(who, case.number, second, reason="Speaks the language of the file.")
    after = panel.assign(who, case.number, second, reason="Speaks the language.", confirmed=("Q5",))
    event = Event.objects.get(stream=f"case:{case.number}", type="reviewer.assigned")
    assert (event.data["reason"], event.data["rank"]) == ("Speaks the language.", 2)
    assert after.reviews[0].confirmed == ("Q5",)


def test_assign_away_needs_a_reason_and_capacity_counts_today():
    nobody_else("R-3001")
    on_panel("R-3001", absences=(Absence(TODAY, TODAY),))
    case = a_case("C0")
    with pytest.raises(Refused, match="Away until"):
        panel.assign(actor("panel_scheduler"), case.number, "R-3001", confirmed=("Q5",))
    code = on_panel("R-3020", capacity_per_day=1)
    nobody_else()
    on_panel(code, capacity_per_day=1)
    panel.assign(actor("panel_scheduler"), a_case("C0").number, code, confirmed=("Q5",))
    with pytest.raises(Refused, match="takes 1 a day"):
        panel.assign(actor("panel_scheduler"), a_case("C0").number, code, confirmed=("Q5",))


@pytest.mark.parametrize(
    ("state", "why"),
    [("B3", "prepares the case first"), ("C1", "A reviewer has the case"), ("C3", "A reviewer has")],
)
def test_assign_only_while_somebody_is_wanted(state, why):
    code = on_panel("R-3030")
    with pytest.raises(Refused, match=why):
        panel.assign(actor("panel_scheduler"), a_case(state).number, code, confirmed=("Q5",), reason="x")


def test_two_schedulers_at_once_one_wins():
    nobody_else("R-3061", "R-3062")
    case = a_case("C0")
    drawn = seed(case)
    first, second = sorted(("R-3061", "R-3062"), key=lambda code: draw(drawn, code))
    panel.assign(actor("panel_scheduler"), case.number, first, confirmed=("Q5",), expected=case.version)
    with pytest.raises(Conflict, match="Somebody else worked"):
        panel.assign(
            actor("panel_scheduler"),
            case.number,
            second,
            reason="x",
            confirmed=("Q5",),
            expected=case.version,
        )


def test_the_file_opens_only_with_the_declaration():
    case = assigned("R-3001")
    me = reviewer("R-3001")
    for action in ("file.view", "review.draft", "review.preliminary", "review.sign", "review.question"):
        assert not verdict(me, action, case), action
    assert "Accept the case first" in verdict(me, "file.view", case).why
    after = panel.accept(me, case.number, no_conflict(case), qualified=True)
    assert after.reviews[0].accepted
    assert verdict(me, "file.view", after)
    assert not verdict(me, "comparable.view", after), "only after the preliminary decision"
    with pytest.raises(Refused, match="accepted this case already"):
        panel.accept(me, case.number, no_conflict(case), qualified=True)


def test_every_relation_of_the_statute_is_asked():
    asked = {one.key for one in declaring.questions(None)}
    assert asked >= {
        "familial:spouse", "familial:child", "familial:parent", "familial:sibling", "familial:spouse's parent",
        "familial:child's spouse", "financial:interest", "professional:physician and patient",
        "professional:partnership", "professional:employment", "near",
    }  # fmt: skip


@pytest.mark.parametrize("key", [one.key for one in declaring.questions(None)])
def test_an_unanswered_relation_is_refused_and_a_declared_one_ends_access_at_once(key):
    case = assigned("R-3001")
    me = reviewer("R-3001")
    answers = no_conflict(case)
    with pytest.raises(Refused, match="unknown, not none") as refused:
        panel.accept(
            me, case.number, {name: no for name, no in answers.items() if name != key}, qualified=True
        )
    assert refused.value.field == key
    after = panel.accept(me, case.number, {**answers, key: True}, qualified=True)
    assert after.state == "C0"
    assert after.barred_reviewers == ("R-3001",)
    assert not verdict(me, "case.view", after)
    assert not verdict(me, "file.view", after)
    event = Event.objects.get(stream=f"case:{case.number}", type="reviewer.refused")
    assert event.data["conflict"] is (key != "near")
    with pytest.raises(Refused, match="may not have it again"):
        panel.assign(actor("panel_scheduler"), case.number, "R-3001", confirmed=("Q5",), reason="again")


def test_accept_wants_the_reviewer_to_be_qualified():
    case = assigned("R-3001")
    with pytest.raises(Refused, match="Say that you know"):
        panel.accept(reviewer("R-3001"), case.number, no_conflict(case), qualified=False)


def test_giving_back_and_taking_back():
    case = accepted("R-3001")
    me = reviewer("R-3001")
    with pytest.raises(Refused, match="Say why"):
        panel.refuse(me, case.number, " ")
    with pytest.raises(Forbidden):
        panel.refuse(reviewer("R-3002"), case.number, "not mine")
    after = panel.refuse(me, case.number, "Not my specialty")
    assert (after.state, after.barred_reviewers) == ("C0", ("R-3001",))

    case = accepted("R-3002")
    who = actor("panel_scheduler")
    with pytest.raises(Refused, match="Say why"):
        panel.release(who, case.number, case.reviews[0].id, "")
    after = panel.release(who, case.number, case.reviews[0].id, "Fell ill")
    assert (after.state, after.barred_reviewers) == ("C0", ())
    assert not verdict(reviewer("R-3002"), "file.view", after)
    with pytest.raises(Refused, match="does not have the case"):
        panel.release(who, case.number, case.reviews[0].id, "again")


def test_a_remand_bars_the_reviewers_of_the_first_case():
    nobody_else("R-3001")
    case = a_case("C0")
    with work(SYSTEM) as unit:
        form = {**case.application}
        event = intake.ApplicationReceived(
            number="CM26-8800001", application=form, items=(intake.NewItem(number=1, text="Valium 10mg #60"),),
            received=TODAY, channel="web", remand_of=case.number, barred_reviewers=("R-3001",),
        )  # fmt: skip
        remand = unit.open(event, "CM26-8800001")
    from openimr.service.reviewers.views.choosing import standing

    found = {one.code: one for one in standing(remand)[0]}
    assert found["R-3001"].blocked
    assert "remand" in found["R-3001"].bars[0]


def test_extension_is_asked_once_and_answered_by_the_regulator():
    case = accepted()
    who = actor("panel_scheduler")
    with pytest.raises(Refused, match="extraordinary"):
        approvals.request_extension(who, case.number, "")
    approvals.request_extension(who, case.number, "The file has 4,000 pages.")
    with pytest.raises(Refused, match="has not answered"):
        approvals.request_extension(who, case.number, "Again")
    with pytest.raises(Forbidden):
        approvals.answer_extension(who, case.number, True)
    with pytest.raises(Refused, match="Say why the extension is refused"):
        approvals.answer_extension(actor("regulator"), case.number, False)
    before = get(case.number)
    after = approvals.answer_extension(actor("regulator"), case.number, True)
    assert after.extensions[0].granted is True
    from openimr.service.cases.projecting import clocks

    due = [
        next(one for one in clocks(each, clock.now()) if one.clock == "I9").due for each in (before, after)
    ]
    assert due[1] - due[0] >= timedelta(days=3), "three days, and on from a day that is closed"
    with pytest.raises(Refused, match="no second one"):
        approvals.request_extension(who, case.number, "More")
    with pytest.raises(Refused, match="No extension waits"):
        approvals.answer_extension(actor("regulator"), case.number, True)


def test_a_second_reviewer_only_with_the_written_approval():
    case = accepted("R-3001")
    nobody_else("R-3001", "R-3002")
    consultant, regulator, scheduler = (
        actor("clinical_consultant"),
        actor("regulator"),
        actor("panel_scheduler"),
    )
    with pytest.raises(Refused, match="written approval"):
        panel.assign(scheduler, case.number, "R-3002", confirmed=("Q5",), reason="two are better")
    with pytest.raises(Refused, match="too complex"):
        approvals.request_second(consultant, case.number, " ")
    approvals.request_second(consultant, case.number, "Spine surgery and psychiatry in one.")
    with pytest.raises(Refused, match="asked for already"):
        approvals.request_second(consultant, case.number, "Again")
    with pytest.raises(Refused, match="written one"):
        approvals.answer_second(regulator, case.number, True, "")
    after = approvals.answer_second(regulator, case.number, True, "Approved by letter of today.")
    assert [one.queue for one in after.tasks if one.done is None and one.queue == "panel.second"] == [
        "panel.second"
    ]
    with pytest.raises(Refused, match="Has this case already"):
        panel.assign(scheduler, case.number, "R-3001", confirmed=("Q5",), reason="x")
    two = panel.assign(scheduler, case.number, "R-3002", confirmed=("Q5",))
    assert [one.ordinal for one in two.open_reviews] == [1, 2]
    assert not [one for one in two.tasks if one.done is None and one.queue == "panel.second"]
    with pytest.raises(Refused, match="A reviewer has the case"):
        panel.assign(scheduler, case.number, on_panel("R-3003"), confirmed=("Q5",), reason="x")


def test_a_signed_review_gets_no_second_reviewer():
    with pytest.raises(Refused, match="with quality"):
        approvals.request_second(actor("clinical_consultant"), a_case("C3").number, "Complex")
