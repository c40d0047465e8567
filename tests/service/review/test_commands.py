"""Preliminary decision, questions, signing: the commands as tables, with every refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from openimr.law.reviewers import Affiliation, License
from openimr.service import clock
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import SYSTEM
from openimr.service.cases.commands import approvals, panel, review
from openimr.service.cases.domain.events.records import DocumentAdded, DocumentRetyped
from openimr.service.cases.domain.events.review import QualityReturned
from openimr.service.cases.refusals import Conflict, Forbidden, Refused
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import Repeated, work
from openimr.service.ledger.models import Event
from openimr.service.review import beside, drafts
from openimr.service.review import content as typing
from openimr.service.review.determining import NotDecided, determination_of
from openimr.service.reviewers import recording, registry

from ..office_case import a_document, actor
from ..reviewers.panel import SECRET, nobody_else
from .cases import TWO, changed, in_review, reviewer, taken, written

pytestmark = pytest.mark.usefixtures("home")
ME = reviewer("R-4001")
TODAY = clock.today()


def test_the_preliminary_decision_comes_before_comparable_letters():
    case = in_review("R-4001", TWO)
    assert not verdict(ME, "comparable.view", case)
    with pytest.raises(Refused, match="Treatment 2 has no preliminary decision"):
        review.preliminary(ME, case.number, {1: "upheld"})
    after = review.preliminary(ME, case.number, {1: "upheld", 2: "overturned"})
    assert after.reviews[0].preliminary == {"1": "upheld", "2": "overturned"}
    assert verdict(ME, "comparable.view", after)
    with pytest.raises(Refused, match="recorded already"):
        review.preliminary(ME, case.number, {1: "overturned", 2: "overturned"})


def test_a_question_goes_to_one_party_copied_to_all_and_names_nobody():
    case = in_review("R-4001")
    for to, text, more, why in (
        ("judge", "Which dose?", {}, "Choose whom to ask"),
        ("requesting physician", " ", {}, "Write the question"),
        ("requesting physician", "Ask R-4001 about it", {}, "names a reviewer"),
        ("requesting physician", "Which dose?", {"due": TODAY - timedelta(1)}, "is past"),
    ):
        with pytest.raises(Refused, match=why):
            review.ask(ME, case.number, to, text, **more)
    after = review.ask(ME, case.number, "requesting physician", "Which dose?", due=TODAY + timedelta(5))
    assert after.state == "C2"
    notice = after.notices[-1]
    assert {one["role"] for one in notice.recipients} >= {
        "employee",
        "claims administrator",
        "requesting physician",
    }
    assert "R-4001" not in str(notice.said) + str(notice.recipients)
    with pytest.raises(Forbidden, match=r"C2|question"):
        review.sign(ME, case.number, written(case))
    request = after.requests[-1].id
    for text, documents, why in (
        (" ", (), "Write what the party answered"),
        ("10 mg", ("nope",), "not in the case"),
    ):
        with pytest.raises(Refused, match=why):
            review.answer(actor("records"), case.number, request, text, documents=documents)
    back = review.answer(actor("records"), case.number, request, "10 mg at night.")
    assert (back.state, back.requests[-1].answer) == ("C1", "10 mg at night.")
    copy = back.notices[-1]
    assert (copy.kind, copy.said) == ("question-answer", {"words": "10 mg at night."})
    assert {one["role"] for one in copy.recipients} == {one["role"] for one in notice.recipients}
    assert {one.type for one in back.happenings} >= {"reviewer.question_sent", "reviewer.question_answered"}
    with pytest.raises(Forbidden):
        review.answer(actor("records"), case.number, request, "again")


def test_only_the_party_that_was_asked_answers():
    from openimr.service.cases.actors import Actor

    case = in_review("R-4001")
    after = review.ask(ME, case.number, "employee", "Since when?")
    request = after.requests[-1].id
    other = Actor(f"party:{case.number}:claims_administrator", "party")
    with pytest.raises(Refused, match="put to another party"):
        review.answer(other, case.number, request, "Since May.")
    assert (
        review.answer(
            Actor(f"party:{case.number}:employee", "party"), case.number, request, "Since May."
        ).state
        == "C1"
    )


def test_signing_keeps_everything_and_the_credentials_of_the_day():
    case = in_review("R-4001", TWO)
    after = review.sign(ME, case.number, written(case))
    signed = after.reviews[0]
    assert after.state == "C3"
    assert [(one.number, one.decision) for one in signed.items] == [(1, "upheld"), (2, "upheld")]
    assert signed.items[0].reviewer_citations[0] == {
        "source": "MTUS", "guideline": "Chronic Pain", "year": 2017,
        "sections": ["Benzodiazepines", "Muscle relaxants"], "pages": "24",
        "text": "Chronic Pain 2017, Section(s): Benzodiazepines, Muscle relaxants, Page(s): 24",
    }  # fmt: skip
    assert signed.items[0].administrator_citations[0]["year"] == 2017, "the edition typed with the name"
    assert signed.credentials["licensed_states"] == ["CA"]
    assert signed.credentials["certifications"] == ["Pain Medicine"]
    assert len(signed.attestations) == 5
    data = Event.objects.get(stream=f"case:{case.number}", type="review.signed").data
    assert {one["rule"] for one in data["checks"]} == {f"Q{n}" for n in range(1, 9)} | {"CONFLICT"}
    assert SECRET not in str(data)
    assert "A99887766" not in str(data)


MISSING = [
    ("summary", " ", "summary is empty", "summary"),
    ("age", "old", "no whole number", "age"),
    ("items/1/decision", "", "Treatment 1 has no decision", "item-1-decision"),
    ("items/2/decision", "maybe", "Treatment 2 has no decision", "item-2-decision"),
    ("items/2/rationale", "\n", "Treatment 2 has no rationale", "item-2-rationale"),
    ("items/1/own", [], "give the guideline that you cited", "item-1-own"),
    ("items/1/administrator", [], "that the claims administrator cited", "item-1-administrator"),
    ("items/1/own_none", True, "leave one of them", "item-1-own"),
    (
        "items/1/own",
        [{"source": "", "guideline": "Pain"}],
        "choose where the guideline comes from",
        "item-1-own",
    ),
    ("items/1/own", [{"source": "ODG", "guideline": ""}], "name the guideline", "item-1-own"),
    (
        "items/1/own",
        [{"source": "ODG", "guideline": "Pain", "year": "17"}],
        "no year of an edition",
        "item-1-own",
    ),
    ("documents", [], "Not ticked as reviewed", "documents"),
    *[
        (
            "attestations",
            [key for key in typing.ATTESTATIONS if key != left],
            "have not attested",
            "attestations",
        )
        for left in typing.ATTESTATIONS
    ],
]


@pytest.mark.parametrize(("path", "value", "why", "field"), MISSING)
def test_signing_refuses_what_is_missing_and_records_nothing(path, value, why, field):
    case = in_review("R-4001", TWO)
    with pytest.raises(Refused, match=why) as refused:
        review.sign(ME, case.number, changed(written(case), path, value))
    assert refused.value.field == field
    assert get(case.number) == case


def test_an_item_that_was_not_written_for_at_all_is_refused():
    case = in_review("R-4001", TWO)
    content = written(case)
    del content["items"]["2"]
    with pytest.raises(Refused, match="Treatment 2 has no decision"):
        review.sign(ME, case.number, content)


def test_none_cited_is_explicit_and_enough():
    case = in_review("R-4001")
    content = written(case)
    for side in ("own", "administrator"):
        content = changed(changed(content, f"items/1/{side}", []), f"items/1/{side}_none", True)
    assert review.sign(ME, case.number, content).reviews[0].items[0].reviewer_citations == ()


@pytest.mark.parametrize(
    ("types", "allowed"),
    [
        (["utilization_review_decision"], False),
        (["utilization_review_decision", "application", "billing"], False),
        (["utilization_review_decision", "progress_report"], True),
        (["progress_report"], True),
    ],
)
def test_the_denial_alone_is_never_enough(types, allowed):
    case = in_review("R-4001")
    with work(SYSTEM) as unit:
        unit.load(case.number, "records.add")
        old = case.documents[0]
        unit.emit(case.number, DocumentRetyped(id=old.id, changes={"type": types[0]}))
        for one in types[1:]:
            unit.emit(case.number, DocumentAdded(document=a_document(type=one, title=one)))
    case = get(case.number)
    if allowed:
        assert review.sign(ME, case.number, written(case)).state == "C3"
        return
    with pytest.raises(Refused) as refused:
        review.sign(ME, case.number, written(case))
    assert "9792.10.6(b)(2)" in refused.value.law


RULES = {
    "license lapsed yesterday": ({"licenses": (License("CA", None, "physician", "active", None, TODAY - timedelta(1)),)}, "good standing", "LC 139.5(d)(4)(B)"),
    "license suspended": ({"licenses": (License("CA", None, "physician", "suspended", None, TODAY + timedelta(9)),)}, "good standing", "LC 139.5(d)(4)(B)"),
    "became an evaluator": ({"qme": True}, "qualified medical evaluator", "LC 139.5(d)(4)(D)"),
    "accused by the board": ({"discipline": "pending"}, "disciplinary", "LC 139.5(d)(4)(C)"),
    "bought the administrator": ({"declared": (Affiliation("financial", "interest", "Example Claims Services", 6),)}, "material affiliation", "LC 139.5(d)(6)"),
    "declaration withdrawn": ({"declared": None}, "can't be told today", "LC 139.5"),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_a_rule_broken_on_the_day_of_signing_refuses_the_signature(name):
    changes, why, law = RULES[name]
    case = in_review("R-4009")
    me = reviewer("R-4009")
    one = registry.get("R-4009")
    recording.change(SYSTEM, replace(one, facts=replace(one.facts, **changes)), "it turned out")
    with pytest.raises(Refused, match=why) as refused:
        review.sign(me, case.number, written(case))
    assert law in (refused.value.law or "")
    assert get(case.number) == case
    recording.change(SYSTEM, one, "put right")
    assert review.sign(me, case.number, written(case)).state == "C3"


def test_an_error_of_the_checks_is_answered_or_put_right():
    case = in_review("R-4001")
    content = written(case)
    # The summary gives another date of injury than the application.
    content["summary"] += " The date of injury was 01/02/2001."
    found = [one for one in beside.findings(case, case.reviews[0], content) if one.severity == "error"]
    assert found, "the check that this test rests on does not fire any more"
    with pytest.raises(Refused, match="A check found an error") as refused:
        review.sign(ME, case.number, content)
    assert refused.value.field == f"answer-{beside.key(found[0])}"
    content["answers"] = {beside.key(one): "The report gives that date." for one in found}
    after = review.sign(ME, case.number, content)
    data = Event.objects.get(stream=f"case:{case.number}", type="review.signed").data
    assert "The report gives that date." in {one.get("answer") for one in data["findings"]}
    assert after.state == "C3"


def test_who_does_not_hold_the_case_or_has_not_accepted_it_signs_nothing():
    case = in_review("R-4001")
    with pytest.raises(Forbidden, match="not yours"):
        review.sign(reviewer("R-4002"), case.number, written(case))
    for role in ("letter_quality", "medical_director", "panel_scheduler", "clinical_consultant", "regulator"):
        with pytest.raises(Forbidden):
            review.sign(actor(role), case.number, written(case))


def test_twice_and_at_once():
    case = in_review("R-4001")
    with pytest.raises(Conflict):
        review.sign(ME, case.number, written(case), expected=case.version - 1)
    review.sign(ME, case.number, written(case), submission="p3-sign")
    with pytest.raises(Repeated):
        review.sign(ME, case.number, written(case), submission="p3-sign")


def test_returned_for_clarification_and_signed_again():
    case = in_review("R-4001")
    signed = review.sign(ME, case.number, written(case))
    with work(SYSTEM) as unit:
        unit.load(case.number, "quality.return")
        back = unit.emit(case.number, QualityReturned(review=signed.reviews[0].id, reason="Which visit?"))
    assert (back.state, back.reviews[0].signed, back.reviews[0].returned[0]["reason"]) == (
        "C1",
        None,
        "Which visit?",
    )
    kept = drafts.latest(back, back.reviews[0]).content
    assert kept["items"]["1"]["rationale"] == written(case)["items"]["1"]["rationale"], (
        "what was signed is there"
    )
    with pytest.raises(NotDecided):
        determination_of(back)
    assert (
        review.sign(ME, case.number, written(case, "overturned")).reviews[0].items[0].decision == "overturned"
    )


@pytest.mark.parametrize(
    ("first", "second", "decided"),
    [
        ("upheld", "upheld", "upheld"),
        ("upheld", "overturned", "overturned"),
        ("overturned", "overturned", "overturned"),
    ],
)
def test_two_reviewers_vote_and_a_tie_provides_the_treatment(first, second, decided):
    case = in_review("R-4001")
    approvals.request_second(actor("clinical_consultant"), case.number, "Too complex for one.")
    approvals.answer_second(actor("regulator"), case.number, True, "Approved.")
    one = review.sign(ME, case.number, written(case, first))
    assert one.state == "C1", "the second reviewer is not chosen yet, so it waits"
    with pytest.raises(NotDecided):
        determination_of(one)
    nobody_else("R-4001", "R-4002")
    two = panel.assign(actor("panel_scheduler"), case.number, "R-4002", confirmed=("Q5",), reason="x")
    taken("R-4002", two)
    with pytest.raises(Refused, match="signed this review already"):
        review.sign(ME, case.number, written(case, first))
    done = review.sign(reviewer("R-4002"), case.number, written(case, second))
    assert done.state == "C3"
    letter = determination_of(done)
    assert (letter.items[0].decision, letter.case_outcome) == (decided, decided)
    assert "Analysis of reviewer 1" in letter.items[0].rationale
    assert "Analysis of reviewer 2" in letter.items[0].rationale
    assert ("a tie" in letter.items[0].rationale) == (first != second)
