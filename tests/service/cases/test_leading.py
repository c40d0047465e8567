"""Where a case leads people: tabs that are reached, the accept page, who may publish, and who came first."""

from __future__ import annotations

import pytest

from ..accounts.people import sentence
from ..office_case import REVIEWER, a_case, client_of, person

pytestmark = pytest.mark.usefixtures("home")


def _tabs(client, case) -> dict[str, str]:
    """Title of a tab to why it is not open."""
    from django.test import RequestFactory

    from openimr.service.cases.pages import tabs

    request = RequestFactory().get("/")
    request.user = client.user
    return {one.title: one.why for one in tabs(request, case, "Overview")}


@pytest.mark.parametrize(
    ("role", "state", "closed"),
    [
        ("intake", "A0", {"Eligibility", "Letter", "After"}),
        ("intake", "A2", {"Letter", "After"}),
        ("intake", "C1", {"Treatments", "Letter", "After"}),
        ("intake", "D1", {"Treatments"}),
        ("clinical_consultant", "B1", {"Preparation", "Letter"}),
        ("clinical_consultant", "B3", {"Letter"}),
        ("clinical_consultant", "C1", {"Treatments", "Preparation", "Letter"}),
        ("panel_scheduler", "B1", {"Reviewer", "Letter"}),
        ("panel_scheduler", "C0", {"Letter"}),
        ("letter_quality", "B1", {"Quality", "Letter", "After"}),
        ("letter_quality", "C3", set()),
        ("finance", "A2", {"Fees"}),
        ("intake", "T1", set()),
    ],
)
def test_a_tab_is_open_when_its_state_is_reached_and_says_why_when_not(role, state, closed):
    case = a_case(state)
    client = client_of(role)
    found = _tabs(client, case)
    shut = {title for title, why in found.items() if why}
    if state == "C3":
        shut.discard("After")
    if state == "T1":
        shut &= {"Eligibility", "Records", "Letter"}
    assert shut == closed
    page = client.get(f"/office/cases/{case.number}/").content.decode()
    for title, why in found.items():
        assert (f'aria-disabled="true" tabindex="0" title="{why}"' in page.replace("&#x27;", "'")) is bool(
            why
        ), title
    # What is open leads somewhere: no tab that is a link is refused.
    from django.test import RequestFactory

    from openimr.service.cases.pages import tabs

    request = RequestFactory().get("/")
    request.user = client.user
    for one in tabs(request, case, "Overview"):
        if not one.why:
            assert client.get(one.address).status_code == 200, one.title


def test_a_reviewer_is_led_to_the_declaration():
    from openimr.service.cases.actors import SYSTEM
    from openimr.service.cases.domain.events import review
    from openimr.service.cases.unit import work

    case = a_case("C0")
    with work(SYSTEM) as unit:
        unit.load(case.number, "reviewer.choose")
        case = unit.emit(case.number, review.ReviewerAssigned(reviewer=REVIEWER, method="chosen"))
    client = client_of("reviewer", reviewer_code=REVIEWER)
    accept = f"/office/cases/{case.number}/review/accept/"
    for rest in ("review/", "records/", "review/sign/"):
        led = client.get(f"/office/cases/{case.number}/{rest}")
        assert (led.status_code, led.url) == (302, accept), rest
    assert "Accept the case first" in sentence(client.get(accept))
    # Programs and forms are told no, as ever.
    asked = client.get(f"/office/cases/{case.number}/records/", headers={"Accept": "application/json"})
    assert asked.status_code == 403
    assert client.post(f"/office/cases/{case.number}/review/sign/", {}).status_code == 403
    # The tab leads there too.
    assert f'href="{accept}"' in client.get(f"/office/cases/{case.number}/").content.decode()


def test_who_moved_the_case_meanwhile_when_and_what_to_do():
    from openimr.service.cases.actors import acting
    from openimr.service.cases.commands.answering import answer
    from openimr.service.cases.domain.events import eligibility
    from openimr.service.cases.unit import work

    case = a_case("A2")
    regulator = person("regulator")
    answer(acting(regulator), case.number, "CARVE_OUT", False)
    with work(acting(regulator)) as unit:
        unit.load(case.number, "eligibility.decide")
        unit.emit(
            case.number,
            eligibility.Found(
                items=tuple(one.number for one in case.items), priority="standard", formulary=False
            ),
        )
    client = client_of("intake")
    sent = client.post(
        f"/office/cases/{case.number}/eligibility/answers/",
        {
            "submission": "y" * 32,
            "expected": str(case.version),
            "answer-RESOLVED": "no",
            "answer-RESOLVED-note": "Kept.",
        },
    )
    words = sentence(sent)
    assert sent.status_code == 403
    assert f"{regulator.name} (regulator)" in words
    assert "found eligible" in words.lower()
    assert "It is now in “assigned”" in words
    assert "Nothing of yours was recorded" in words
    assert "Kept." in words, "what was typed is shown, to be copied"


def test_a_command_tells_the_same_by_role_time_and_state():
    from openimr.service.cases.actors import acting
    from openimr.service.cases.commands.answering import answer
    from openimr.service.cases.refusals import Conflict
    from openimr.service.office.dates import said

    case = a_case("A2")
    first, second = person("regulator"), person("intake")
    after = answer(acting(first), case.number, "CARVE_OUT", False)
    with pytest.raises(Conflict) as told:
        answer(acting(second), case.number, "CARVE_OUT", True, expected=case.version)
    assert f"{first.name} (regulator), {said(after.questions[0].regulator.at)}" in told.value.message
    assert "It is now in “eligibility review”" in told.value.message
    assert "send it again if it still fits" in told.value.message


def test_publishing_is_not_offered_to_who_issued_the_letter():
    from openimr.service import clock
    from openimr.service.cases.actors import acting
    from openimr.service.cases.domain.events import issuing
    from openimr.service.cases.unit import work

    from ..office_case import _released

    case = a_case("C3")
    issuer, other = client_of("letter_quality"), client_of("letter_quality")
    from openimr.service.cases.actors import SYSTEM

    with work(SYSTEM) as unit:
        unit.load(case.number, "quality.release")
        unit.emit(case.number, _released(case, "upheld"))
    with work(acting(issuer.user)) as unit:
        unit.load(case.number, "letter.issue")
        unit.emit(
            case.number,
            issuing.DeterminationMailed(
                version=1, sha256="0" * 64, mailed=clock.today(), service="mail", to_state="CA", outcome="upheld", recipients=(),
            ),
        )  # fmt: skip
    address = f"/office/cases/{case.number}/letter/"
    assert "Look at the public copy" in sentence(other.get(address))
    words = sentence(issuer.get(address))
    assert "Look at the public copy" not in words
    assert "must be done by somebody else" in words


def test_a_question_that_is_out_leads_to_its_answer_and_nobody_to_a_refusal():
    from openimr.service.work.listing import work_address

    case = a_case("C2")
    asked = next(one.id for one in case.requests if one.kind == "reviewer")
    answer = f"/office/cases/{case.number}/review/question/{asked}/"
    watches, records = client_of("clinical_consultant"), client_of("records")
    assert f'href="{answer}"' in records.get(f"/office/cases/{case.number}/").content.decode()
    assert records.get(answer).status_code == 200
    assert f'href="{answer}"' not in watches.get(f"/office/cases/{case.number}/").content.decode()

    from openimr.service.cases.actors import acting
    from openimr.service.cases.models import TaskRow

    task = TaskRow.objects.get(case=case.number, queue="review.question")
    assert watches.get(work_address(task, acting(watches.user))).status_code == 200
