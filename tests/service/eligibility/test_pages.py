"""The pages of the eligibility review: who sees what, what is recorded, what survives a refusal."""

from __future__ import annotations

import re

import pytest

from openimr.service.office.dates import plainly

from ..accounts.people import sentence
from ..office_case import a_case, actor, client_of

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(scope="module")
def browsers(home):
    return {role: client_of(role) for role in ("intake", "regulator", "records", "reviewer", "finance")}


def here(case, rest=""):
    return f"/office/cases/{case.number}/eligibility/{rest}"


def terms(case, **more):
    from uuid import uuid4

    return {"expected": str(case.version), "submission": uuid4().hex, **more}


def now(case):
    from openimr.service.cases.selectors import get

    return get(case.number)


def test_every_question_with_law_evidence_working_and_cure(browsers):
    from openimr.service import clock
    from openimr.service.cases import legal

    case = a_case("A2")
    page = browsers["regulator"].get(here(case))
    assert page.status_code == 200
    words = sentence(page)
    for question in legal.find(case, clock.now()).questions:
        assert question.title in words
        assert plainly(question.text).split(",")[0].replace("’", "'") in words
        for law in question.law:
            assert law.cite in words
            assert law.evidence.meaning in words
    assert "can be cured" in words
    assert "can't be cured" in words
    assert page.content.decode().count('type="radio"') == 2 * len(legal.find(case, clock.now()).questions)


@pytest.mark.parametrize(
    ("role", "sees", "answers"),
    [("intake", True, True), ("regulator", True, True), ("records", True, False),
     ("reviewer", False, False), ("finance", False, False)],
)  # fmt: skip
def test_who_sees_and_who_answers(browsers, role, sees, answers):
    case = a_case("A2")
    page = browsers[role].get(here(case))
    assert (page.status_code == 200) is sees
    assert ("Record my answers" in page.content.decode()) is answers
    sent = browsers[role].post(here(case, "answers/"), terms(case, **{"answer-CARVE_OUT": "no"}))
    assert (sent.status_code == 302) is answers
    assert bool(now(case).questions) is answers


def test_afterwards_it_is_read_only(browsers):
    case = a_case("B1")
    page = browsers["regulator"].get(here(case))
    assert page.status_code == 200
    assert "Record my answers" not in page.content.decode()


def test_several_answers_at_once_each_with_its_note(browsers):
    case = a_case("A2", treatments=["Valium 10mg #60", "Acupuncture 2 x 4"])
    sent = browsers["intake"].post(
        here(case, "answers/"),
        terms(
            case,
            **{
                "answer-CARVE_OUT": "no",
                "answer-CARVE_OUT-note": "None on the form.",
                "answer-RESOLVED": "no",
            },
        ),
    )
    assert sent.status_code == 302
    given = {one.code: one.staff for one in now(case).questions}
    assert given["CARVE_OUT"].note == "None on the form."
    assert given["RESOLVED"].holds is False
    page = sentence(browsers["regulator"].get(here(case)))
    assert "None on the form." in page
    assert browsers["intake"].user.name in page


def test_a_refused_answer_keeps_what_was_typed_and_names_its_field(browsers):
    case = a_case("A2")
    data = {"answer-UNSIGNED": "yes", "answer-CARVE_OUT": "no", "answer-CARVE_OUT-note": "A note <i>kept</i>"}
    page = browsers["intake"].post(here(case, "answers/"), terms(case, **data))
    assert page.status_code == 422
    html = page.content.decode()
    assert "the facts say no, your answer is yes" in html
    assert 'value="A note &lt;i&gt;kept&lt;/i&gt;"' in html
    assert re.search(r'name="answer-UNSIGNED"[^>]*value="yes"[^>]*checked|value="yes"[^>]*checked', html)
    assert now(case).questions == ()


def test_a_note_without_an_answer_is_none(browsers):
    case = a_case("A2")
    page = browsers["intake"].post(here(case, "answers/"), terms(case, **{"answer-CARVE_OUT-note": "Hm."}))
    assert page.status_code == 422
    assert "a note alone is no answer" in page.content.decode()


def test_the_second_of_two_is_told_keeps_the_typing_and_can_send_it_again(browsers):
    case = a_case("A2")
    first = browsers["regulator"].post(here(case, "answers/"), terms(case, **{"answer-CARVE_OUT": "no"}))
    assert first.status_code == 302
    data = {"answer-CARVE_OUT": "yes", "answer-CARVE_OUT-note": "It names one."}
    second = browsers["intake"].post(here(case, "answers/"), terms(case, **data))
    html = second.content.decode()
    assert second.status_code == 422
    assert "Somebody else worked on case" in html
    assert 'value="It names one."' in html
    fields = dict(re.findall(r'name="(expected|submission)" value="([^"]+)"', html))
    assert int(fields["expected"]) == now(case).version
    again = browsers["intake"].post(here(case, "answers/"), {**data, **fields})
    assert again.status_code == 302
    page = sentence(browsers["regulator"].get(here(case)))
    assert "1 answer differs" in page
    assert "The two answers differ." in page


def test_a_double_click_records_once(browsers):
    case = a_case("A2")
    data = terms(case, **{"answer-CARVE_OUT": "no"})
    assert browsers["intake"].post(here(case, "answers/"), data).status_code == 302
    assert browsers["intake"].post(here(case, "answers/"), data).status_code == 302
    assert now(case).version == case.version + 1


def test_no_to_all_that_is_open_wants_its_box(browsers):
    case = a_case("A2")
    page = sentence(browsers["intake"].get(here(case, "open/")))
    assert "none of them applies" in page
    refused = browsers["intake"].post(here(case, "open/"), terms(case))
    assert refused.status_code == 422
    assert now(case).questions == ()
    done = browsers["intake"].post(here(case, "open/"), terms(case, attest="on"))
    assert done.status_code == 302
    assert all(one.staff.note.startswith("I looked at each") for one in now(case).questions)


@pytest.fixture
def answered(browsers):
    def make(**form):
        from openimr.service.cases.commands.answering import answer_open

        return answer_open(actor("regulator"), a_case("A2", **form).number, "Looked at.")

    return make


def test_nothing_is_chosen_beforehand_when_it_is_found_eligible(browsers, answered):
    case = answered()
    page = browsers["regulator"].get(here(case, "eligible/"))
    html = page.content.decode()
    assert " checked" not in html
    assert "Apr 1, 2026 or later" in html, "the warning on the amended regulations"
    assert "V1" in html
    assert "The expedited track" in html
    empty = browsers["regulator"].post(here(case, "eligible/"), terms(case))
    assert empty.status_code == 422
    assert now(case).state == "A2"
    drug = browsers["regulator"].post(
        here(case, "eligible/"), terms(case, priority="standard", formulary="no", formulary_reason="")
    )
    assert "A drug is in dispute" in drug.content.decode()
    done = browsers["regulator"].post(
        here(case, "eligible/"),
        terms(case, priority="standard", formulary="no", formulary_reason="Not on the list."),
    )
    assert done.status_code == 302
    assert now(case).state == "B0"


def test_no_reason_on_the_formulary_is_wanted_where_no_drug_is_in_dispute(browsers, answered):
    case = answered(treatments=["Acupuncture 2 x 4"])
    done = browsers["regulator"].post(
        here(case, "eligible/"), terms(case, priority="standard", formulary="no")
    )
    assert done.status_code == 302
    assert now(case).formulary is False


def test_the_notice_of_ineligibility_is_shown_before_it_goes(browsers, answered):
    from openimr.service.cases.commands.answering import answer

    case = answered(signed=False)
    case = answer(actor("regulator"), case.number, "UNSIGNED", True)
    page = browsers["regulator"].get(here(case, "ineligible/"))
    assert " checked" not in page.content.decode()
    none = browsers["regulator"].post(here(case, "ineligible/"), terms(case, do="it"))
    assert none.status_code == 422
    assert "none is taken as given" in none.content.decode()
    shown = browsers["regulator"].post(here(case, "ineligible/"), terms(case, codes="UNSIGNED", do="preview"))
    words = sentence(shown)
    assert "it was decided that this application is not eligible" in words
    assert "You can appeal" in words
    assert now(case).state == "A2", "nothing went out"
    done = browsers["regulator"].post(here(case, "ineligible/"), terms(case, codes="UNSIGNED", do="it"))
    assert done.status_code == 302
    assert now(case).state == "A5"
    after = sentence(browsers["regulator"].get(here(case)))
    assert "Found ineligible" in after
    assert "Nobody signed the application" in after


def test_information_is_asked_answered_and_shown(browsers):
    case = a_case("A2")
    page = browsers["regulator"].get(here(case, "information/")).content.decode()
    assert "Avery Example" in page
    assert "requesting physician" in page
    sent = browsers["regulator"].post(
        here(case, "information/"), terms(case, to="employee", means="phone", text="Please sign page 2.")
    )
    assert sent.status_code == 302
    case = now(case)
    listed = sentence(browsers["intake"].get(here(case)))
    assert "Please sign page 2." in listed
    assert "Record the answer" in listed
    number = case.requests[0].id
    early = browsers["intake"].post(here(case, "go-on/"), terms(case))
    assert early.status_code == 422
    assert "is due by" in early.content.decode()
    done = browsers["intake"].post(here(case, f"information/{number}/"), terms(case, text="Signed today."))
    assert done.status_code == 302
    assert now(case).state == "A2"
    assert "Signed today." in sentence(browsers["intake"].get(here(case)))
    # The gate asks for the state first: the request is closed with the state that it belongs to.
    assert browsers["intake"].get(here(case, "information/99/")).status_code == 403
    waiting = a_case("A3")
    assert browsers["intake"].get(here(waiting, "information/99/")).status_code == 404


@pytest.mark.parametrize(
    ("rest", "state", "form", "role", "data", "after"),
    [
        ("route/", "A2", {}, "intake", {"note": ""}, "A2"),
        ("defer/", "A2", {"liability_disputed": True}, "regulator", {"disputed": "The knee."}, "A4"),
        ("resume/", "A4", {}, "regulator", {"served": "2026-03-03x"}, None),
        ("resume/", "A4", {}, "intake", {"served": "today", "service": "mail"}, "A2"),
    ],
)
def test_the_steps_on_the_way(browsers, rest, state, form, role, data, after):
    from openimr.service import clock

    case = a_case(state, **form)
    data = {key: clock.today().isoformat() if value == "today" else value for key, value in data.items()}
    assert browsers[role].get(here(case, rest)).status_code == 200
    sent = browsers[role].post(here(case, rest), terms(case, **data))
    if after is None:
        assert sent.status_code == 422
        assert f'value="{data["served"]}"' in sent.content.decode(), "what was typed is kept"
    else:
        assert (sent.status_code, now(case).state) == (302, after)


def test_the_regulator_sends_it_back(browsers):
    from openimr.service.cases.commands.answering import route

    case = route(actor("intake"), a_case("A2").number)
    assert "The case is with the regulator." in sentence(browsers["intake"].get(here(case)))
    empty = browsers["regulator"].post(here(case, "back/"), terms(case, note=""))
    assert empty.status_code == 422
    done = browsers["regulator"].post(here(case, "back/"), terms(case, note="Ask the physician."))
    assert done.status_code == 302
    assert now(case).escalated is None


def test_an_unknown_case_is_none(browsers):
    assert browsers["intake"].get("/office/cases/CM26-9999999/eligibility/").status_code == 404
