"""Quality: what it finds, who may do what with it, and that nobody changes a word."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openimr.service.clock import today

from ..office_case import REVIEWER, a_case, a_document
from .office import SYSTEM, ready, signed_case, somebody

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(autouse=True)
def _ready(home):
    ready()


def reviewed(summary=None, items=None, documents=None, **changes):
    """A case in C1 and then signed with other words than those of the usual one."""
    from openimr.service.cases.domain.events.review import ReviewSigned
    from openimr.service.cases.domain.parts import ItemDecision
    from openimr.service.cases.unit import work

    case = a_case("C1", **changes)
    default = [
        ItemDecision(
            number=one.number, decision="upheld", rationale="The guideline does not support long use."
        )
        for one in case.eligible_items
    ]
    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        unit.emit(
            case.number,
            ReviewSigned(
                review=case.reviews[-1].id,
                summary=summary or "The injured worker is a 49-year-old male with low back pain.",
                age=49,
                sex="male",
                items=tuple(items if items is not None else default),
                documents_reviewed=tuple(one.id for one in case.documents)
                if documents is None
                else documents,
                credentials={"licensed_states": ["CA"], "certifications": ["Pain Medicine"]},
                attestations=("qualified",),
            ),
        )
    return unit.case(case.number)


def codes(case) -> list[tuple[str, str]]:
    from openimr.service.cases.commands.quality import found_in

    return [(one.severity, one.code) for one in found_in(case)]


def test_a_sound_review_has_nothing_that_stops_it():
    assert {severity for severity, _ in codes(signed_case())} <= {"warning"}


@pytest.mark.parametrize(
    ("make", "severity", "code", "why"),
    [
        (lambda: reviewed(documents=()), "error", "FILE-01", "a document of the file was not reviewed"),
        (lambda: _later(), "error", "FILE-01", "one that came in after the signature"),
        (lambda: _renamed(), "error", "ITEM-02", "other words than the application's"),
        (lambda: _lapsed(License=True), "stop", "PANEL-Q2", "the license lapsed since"),
        (lambda: _lapsed(License=False), "stop", "PANEL-Q3", "the certificate lapsed since"),
        (lambda: _unknown(), "stop", "PANEL-00", "a reviewer whom the panel does not know"),
        (lambda: _remanded("No report mentions any trial of therapy."), "error", "REMAND-01", "the wrong fact again"),
        (lambda: _remanded("There is no mention of a therapy trial in any report."), "error", "REMAND-01", "reworded"),
        (
            lambda: signed_case(treatments=["Valium 10gm #60"]),
            "warning",
            "DOSE",
            "the letter's own checks run",
        ),
    ],
)  # fmt: skip
def test_what_is_found(make, severity, code, why):
    assert any(one == severity and two.startswith(code) for one, two in codes(make())), why


def test_a_fact_that_is_not_repeated_is_no_finding():
    assert not any(
        code == "REMAND-01" for _, code in codes(_remanded("Therapy was tried in 2024 and helped."))
    )


def _later():
    from openimr.service.cases.domain.events.records import DocumentAdded
    from openimr.service.cases.unit import work

    case = signed_case()
    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        unit.emit(case.number, DocumentAdded(document=a_document(received=today() + timedelta(days=1))))
    return unit.case(case.number)


def _renamed():
    case = signed_case()
    item = case.items[0]
    normal = item.normalised.model_copy(update={"disputed": "diazepam 10mg #60"})
    return case.model_copy(update={"items": (item.model_copy(update={"normalised": normal}),)})


def _changed_reviewer(case, code: str):
    reviews = tuple(one.model_copy(update={"reviewer": code}) for one in case.reviews)
    return case.model_copy(update={"reviews": reviews})


def _unknown():
    return _changed_reviewer(signed_case(), "R-9999")


def _lapsed(*, License: bool):  # noqa: N803
    from dataclasses import replace

    from openimr.service.reviewers.facts import Registered
    from openimr.service.reviewers.recording import register
    from openimr.service.reviewers.registry import get

    facts = get(REVIEWER).facts
    yesterday = today() - timedelta(days=3)
    if License:
        facts = replace(facts, licenses=tuple(replace(one, expires=yesterday) for one in facts.licenses))
    else:
        facts = replace(facts, boards=tuple(replace(one, expires=yesterday) for one in facts.boards))
    new = register(somebody("panel_scheduler"), Registered(replace(facts, code="")))
    return _changed_reviewer(signed_case(), new.code)


def _remanded(words: str):
    case = reviewed(summary=f"The injured worker is a 49-year-old male with low back pain. {words}")
    wrong = "No report mentions any trial of therapy."
    return case.model_copy(update={"remand_of": "CM26-0000001", "remand_fact": wrong})


@pytest.mark.parametrize("numbers", [(), (1, 1), (1, 2)])
def test_each_treatment_is_decided_exactly_once(numbers):
    """A determination that has a treatment not at all, twice, or one too many stops whoever looks."""
    from dataclasses import replace

    from openimr.service.cases.commands.quality import decided
    from openimr.service.issuing.covering import cover_of
    from openimr.service.quality.checking import problems

    case = signed_case()
    said = decided(case)
    items = tuple(replace(said.items[0], number=number) for number in numbers)
    found = problems(case, replace(said, items=items), cover_of(case), today())
    assert found[0].severity == "stop"
    assert found[0].code == "ITEM-01"


def test_release_fixes_what_was_signed_word_for_word():
    from openimr.letters import to_json
    from openimr.service.cases.commands.quality import decided, release
    from openimr.service.issuing.held import determination

    case = signed_case(treatments=["Norco 10/325mg #0.5", "Valium 10mg #60"])
    before = to_json(decided(case))
    after = release(somebody("letter_quality"), case.number)
    assert to_json(determination(after)) == before
    assert after.state == "C3"
    assert after.released is not None


def test_an_error_needs_a_reason_and_a_stop_has_none():
    from openimr.service.cases.commands.quality import found_in, release
    from openimr.service.cases.refusals import Refused

    case = reviewed(documents=())
    errors = {one.key: one for one in found_in(case) if one.severity == "error"}
    assert {one.code for one in errors.values()} == {"FILE-01", "LETTER-F4"}
    who = somebody("letter_quality")
    reasons = dict.fromkeys(errors, "It is a bill without clinical content.")
    for missing in errors:
        with pytest.raises(Refused, match="give a reason why") as refused:
            release(who, case.number, overrides={**reasons, missing: "   ", "OTHER-01": "no"})
        assert refused.value.field == f"override_{missing}"
    after = release(who, case.number, overrides=reasons, note="Seen.")
    kept = [one for one in after.quality[-1]["findings"] if one["severity"] == "error"]
    assert [one["reason"] for one in kept] == list(reasons.values())
    assert after.quality[-1]["by"] == who.id


def test_nothing_overrides_a_stop():
    from openimr.service.cases.commands.quality import found_in, release
    from openimr.service.cases.models import CaseRow
    from openimr.service.cases.projecting import as_text
    from openimr.service.cases.refusals import Refused

    case = _lapsed(License=True)
    CaseRow.objects.filter(number=case.number).update(data=as_text(case))
    (stop,) = [one for one in found_in(case) if one.severity == "stop"]
    with pytest.raises(Refused, match="Nobody can override that"):
        release(somebody("medical_director"), case.number, overrides={stop.key: "I say so."})


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("intake", "not its work"),
        ("records", "not its work"),
        ("panel_scheduler", "chose the reviewer"),
        ("reviewer", "signed"),
        ("finance", "not its work"),
        ("regulator", "reads only"),
        ("administrator", "no cases at all"),
    ],
)
def test_who_may_not_release(role, why):
    from openimr.service.cases.commands.quality import release
    from openimr.service.cases.refusals import Forbidden

    from ..office_case import actor

    case = signed_case()
    with pytest.raises(Forbidden):
        release(actor(role), case.number)


@pytest.mark.parametrize("event", ["reviewer.assigned", "review.signed"])
def test_whoever_assigned_or_signed_never_releases_whatever_the_role_is_by_now(event):
    from openimr.service.cases.actors import Actor
    from openimr.service.cases.commands.quality import release
    from openimr.service.cases.domain.events.review import ReviewerAssigned
    from openimr.service.cases.refusals import Forbidden
    from openimr.service.cases.unit import work
    from openimr.service.ledger.models import Event

    case = a_case("C0")
    who = somebody("letter_quality")
    scheduler = Actor(who.id, "panel_scheduler")
    if event == "reviewer.assigned":
        with work(scheduler) as unit:
            unit.load(case.number, "reviewer.choose")
            unit.emit(case.number, ReviewerAssigned(reviewer=REVIEWER, method="chosen"))
        assert Event.objects.filter(stream=f"case:{case.number}", actor=who.id, type=event).exists()
        case = _sign(unit.case(case.number), SYSTEM)
    else:
        with work(SYSTEM) as unit:
            unit.load(case.number, "reviewer.choose")
            unit.emit(case.number, ReviewerAssigned(reviewer=REVIEWER, method="chosen"))
        case = _sign(unit.case(case.number), who)
    with pytest.raises(Forbidden):
        release(who, case.number)


def _sign(case, who):
    from openimr.service.cases.unit import work

    from ..office_case import _signing

    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        unit.actor = who
        unit.emit(case.number, _signing(case))
    return unit.case(case.number)


def test_return_escalate_answer():
    from openimr.service.cases.commands import quality
    from openimr.service.cases.refusals import Forbidden, Refused

    case = signed_case()
    number, staff, director = case.number, somebody("letter_quality"), somebody("medical_director")
    with pytest.raises(Refused, match="Write the question"):
        quality.escalate(staff, number, "  ")
    with pytest.raises(Forbidden):
        quality.escalate(director, number, "Is it?")
    assert quality.escalate(staff, number, "Does the guideline fit?").escalated == "medical director"
    with pytest.raises(Refused, match="with the medical director"):
        quality.release(staff, number)
    with pytest.raises(Refused, match="already"):
        quality.escalate(staff, number, "Again?")
    with pytest.raises(Forbidden, match="is for the medical director"):
        quality.answer(staff, number, "Yes.")
    with pytest.raises(Refused, match="Write the answer"):
        quality.answer(director, number, "")
    after = quality.answer(director, number, "It fits; ask for the dates.")
    assert [one["type"] for one in after.quality] == ["quality.escalated", "quality.answered"]
    with pytest.raises(Refused, match="Nothing is with"):
        quality.answer(director, number, "Yes.")
    found = quality.found_in(after)
    with pytest.raises(Refused, match="Write what you ask"):
        quality.return_to_reviewer(staff, number, " ", findings=[found[0].key])
    with pytest.raises(Refused, match="not there any more"):
        quality.return_to_reviewer(staff, number, "Which dates?", findings=["DOSE-01-0"])
    back = quality.return_to_reviewer(staff, number, "Which dates?", findings=[found[0].key])
    assert back.state == "C1"
    assert back.reviews[-1].returned[-1]["findings"][0]["code"] == found[0].code
    assert back.released is None


def test_a_return_takes_a_release_back_and_a_second_person_at_once_is_told():
    from openimr.service.cases.commands import quality
    from openimr.service.cases.refusals import Conflict, Refused

    case = signed_case()
    released = quality.release(somebody("letter_quality"), case.number, expected=case.version)
    with pytest.raises(Conflict, match="Somebody else"):
        quality.release(somebody("letter_quality"), case.number, expected=case.version)
    with pytest.raises(Refused, match="released already"):
        quality.release(somebody("letter_quality"), case.number)
    back = quality.return_to_reviewer(
        somebody("letter_quality"), case.number, "Which dates?", expected=released.version
    )
    assert (back.state, back.determination, back.released) == ("C1", None, None)
