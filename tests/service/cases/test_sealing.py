"""Who learns a reviewer's code, an opinion before the signature, a fee or an address; and who did both halves of a duty."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.commands import answering, approvals, panel, waiting
from openimr.service.cases.domain.events import issuing, review
from openimr.service.cases.refusals import Conflict, Forbidden, Refused
from openimr.service.cases.sealing import codes_in, told
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import work

from ..office_case import REVIEWER, a_case, actor, client_of

pytestmark = pytest.mark.usefixtures("home")
CODED = ("clinical_consultant", "panel_scheduler", "letter_quality", "medical_director", "regulator")
UNCODED = ("intake", "records")


def happened(case, *events):
    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        return unit.emit(case.number, *events)


@pytest.mark.parametrize(("role", "knows"), [*((r, True) for r in CODED), *((r, False) for r in UNCODED)])
def test_the_code_of_a_reviewer_stands_only_where_the_table_lets_it(role, knows):
    case = a_case("C1")
    client = client_of(role)
    paths = (
        ["", "history/"]
        if knows
        else ["", "history/", "records/", "eligibility/", "letter/", "after/", "notices/"]
    )
    for rest in paths:
        page = client.get(f"/office/cases/{case.number}/{rest}").content.decode()
        assert (REVIEWER in page) is knows, (role, rest)
    if not knows:
        assert "A reviewer" in page
        for path in ("/office/board/", "/office/", "/office/calendar/", "/office/outbox/", "/office/cases/"):
            assert "R-0" not in client.get(path).content.decode(), path


#: Who reads an opinion before the signature, and who reads a fee.
OPINION = ("letter_quality", "medical_director", "regulator")
FEE = ("medical_director", "regulator")


@pytest.mark.parametrize("role", [*CODED, *UNCODED])
def test_the_history_tells_each_role_what_the_table_lets_it_see(role):
    case = a_case("C1")
    happened(
        case,
        review.PreliminaryRecorded(review=case.reviews[-1].id, decisions={"1": "overturned"}),
        issuing.InvoiceRaised(
            amount=1, working=("feeworking",), manual=False, reason="r", law=("x",), outcome="x"
        ),
    )
    page = client_of(role).get(f"/office/cases/{case.number}/history/").content.decode()
    assert ("1: overturned" in page) is (role in OPINION)
    assert ("feeworking" in page) is (role in FEE)


@pytest.mark.parametrize(
    ("role", "kind", "data", "expected", "why"),
    [
        ("intake", "reviewer.refused", {"review": 3, "reason": "Sibling"}, {"review": 3}, "conflicts"),
        ("panel_scheduler", "reviewer.refused", {"reason": "Sibling"}, {"reason": "Sibling"}, "its own work"),
        (
            "clinical_consultant",
            "application.corrected",
            {"changes": {"zip": "1"}},
            {},
            "the employee's address",
        ),
        (
            "medical_director",
            "notice.sent",
            {"kind": "a", "recipients": [1]},
            {"kind": "a"},
            "addresses of parties",
        ),
        (
            "records",
            "task.claimed",
            {"by": f"reviewer:{REVIEWER}"},
            {"by": "reviewer:a reviewer"},
            "a code within words",
        ),
        (
            "records",
            "notice.sent",
            {"said": {"reviewer": REVIEWER}},
            {"said": {"reviewer": "a reviewer"}},
            "a code within",
        ),
        ("regulator", "task.claimed", {"by": REVIEWER}, {"by": REVIEWER}, "reads all"),
        (None, "quality.returned", {"reason": "x", "review": 1}, {"review": 1}, "nobody"),
    ],
)
def test_what_is_told_of_an_entry(role, kind, data, expected, why):
    reader = Actor("user:1", role) if role else None
    assert told(reader, kind, data) == expected, why


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("R-0042 said", {"R-0042"}),
        ("by r 0042.", {"R-0042"}),
        ("WR-0042, R-42", set()),
        ("(R–0042)", {"R-0042"}),
    ],
)
def test_a_code_is_found_as_people_write_it(text, found):
    assert codes_in(text) == found


@pytest.mark.parametrize("written", [REVIEWER, REVIEWER.lower(), REVIEWER.replace("-", " ")])
def test_no_notice_to_a_party_prints_a_code_that_somebody_typed(written):
    case = a_case("C2")
    asked = case.requests[-1]
    from openimr.service.cases.commands.review import answer

    with pytest.raises(Refused, match="name a reviewer") as caught:
        answer(actor("records"), case.number, asked.id, f"Dr. Sample told {written} by phone: 10 mg.")
    assert REVIEWER not in caught.value.message
    assert get(case.number).version == case.version
    assert answer(actor("records"), case.number, asked.id, "Claim R-7777, 10 mg.").version > case.version


def test_a_letter_that_names_a_reviewer_is_stopped_by_quality():
    from openimr.service.clock import today
    from openimr.service.issuing.covering import cover_of
    from openimr.service.quality.checking import problems
    from openimr.service.review.determining import determination_of

    case = a_case("C3")
    clean = determination_of(case)
    named = replace(clean, summary=replace(clean.summary, text=f"{clean.summary.text} {REVIEWER} agrees."))
    for one, expected in ((clean, False), (named, True)):
        found = [p for p in problems(case, one, cover_of(case), today()) if p.code == "NAME-01"]
        assert bool(found) is expected
        assert all(p.severity == "stop" and REVIEWER not in p.message for p in found)


@pytest.mark.parametrize(
    ("who", "expected", "why"),
    [
        ("party:{}:requesting_physician", set(), "a party learns neither the code nor what the office does"),
        ("records", {"A reviewer", "preliminary decision recorded"}, "staff without the code"),
        ("letter_quality", {REVIEWER, "preliminary decision recorded"}, "staff with it"),
    ],
)
def test_whoever_is_second_learns_what_they_may_of_the_first(who, expected, why):
    case = a_case("C1")
    reviewer = Actor(f"reviewer:{REVIEWER}", "reviewer")
    with work(reviewer) as unit:
        unit.load(case.number, "review.preliminary")
        unit.emit(
            case.number, review.PreliminaryRecorded(review=case.reviews[-1].id, decisions={"1": "upheld"})
        )
    one = Actor(who.format(case.number), "party") if "{" in who else actor(who)
    action = "records.add" if one.role == "party" else "task.claim"
    with pytest.raises(Conflict) as caught, work(one) as unit:
        unit.load(case.number, action, expected=case.version)
    told_of = {
        word
        for word in (REVIEWER, "A reviewer", "preliminary decision recorded")
        if word in caught.value.message
    }
    assert told_of == expected, why


# Two people for two halves, whatever roles they have by now


def test_nobody_approves_the_extension_that_they_asked_for_in_another_role():
    case = a_case("C1")
    approvals.request_extension(Actor("user:77", "medical_director"), case.number, "Records came late.")
    with pytest.raises(Forbidden, match="must be done by somebody else"):
        approvals.answer_extension(Actor("user:77", "regulator"), case.number, True)
    approvals.answer_extension(Actor("user:78", "regulator"), case.number, True)


def test_nobody_approves_the_second_reviewer_that_they_asked_for_in_another_role():
    case = a_case("C1")
    approvals.request_second(Actor("user:77", "medical_director"), case.number, "Two organs.")
    with pytest.raises(Forbidden, match="must be done by somebody else"):
        approvals.answer_second(Actor("user:77", "regulator"), case.number, True, "Yes.")


def test_nobody_chooses_the_reviewer_of_a_case_that_they_prepared_in_another_role():
    case = a_case("B3")
    numbers = [one.number for one in case.eligible_items]
    assert numbers
    panel.prepare(Actor("user:77", "clinical_consultant"), case.number, "Pain Medicine", "Is it needed?")
    with pytest.raises(Forbidden, match="must be done by somebody else"):
        panel.assign(Actor("user:77", "panel_scheduler"), case.number, REVIEWER)


def test_nobody_answers_eligibility_for_both_sides():
    case = a_case("A2")
    answering.answer(Actor("user:77", "intake"), case.number, "WRONG_PROCESS_MPN", False, note="No.")
    for act in (
        lambda: answering.answer(
            Actor("user:77", "regulator"), case.number, "WRONG_PROCESS_MPN", False, note="No."
        ),
        lambda: answering.answer_open(Actor("user:77", "regulator"), case.number, "I looked."),
    ):
        with pytest.raises(Forbidden, match="two people"):
            act()
    answering.answer(Actor("user:78", "regulator"), case.number, "WRONG_PROCESS_MPN", False, note="No.")


def test_a_party_can_not_say_that_the_review_goes_on_without_its_answer():
    case = a_case("A3")
    with pytest.raises(Forbidden, match="the office"):
        waiting.go_on_without(Actor(f"party:{case.number}:employee", "party"), case.number)


def test_finance_reads_no_note():
    case = a_case("C1")
    from openimr.service.cases.commands.notes import add_note

    add_note(actor("intake"), case.number, "The MRI shows a herniation.")
    assert "herniation" in client_of("records").get(f"/office/cases/{case.number}/").content.decode()
    assert "herniation" not in client_of("finance").get(f"/office/cases/{case.number}/").content.decode()
