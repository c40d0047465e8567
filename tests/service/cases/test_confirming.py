"""Paragraphs on law that is not verified: shown with their marks, out only when ticked, recorded with who ticked."""

from __future__ import annotations

import io
import re

import pypdfium2
import pytest

from openimr.service.cases.selectors import get
from openimr.service.ledger.models import Event
from openimr.service.notices.models import Outgoing
from openimr.service.outbox.making import make
from openimr.service.outbox.making import text as text_of

from ..accounts.people import code_of, sentence
from ..office_case import REVIEWER, a_case, actor, client_of

pytestmark = pytest.mark.usefixtures("home")
AMOUNT = "$500 for each day"


def hidden(html: str) -> dict[str, str]:
    names = ("submission", "expected")
    return {name: re.search(rf'name="{name}" value="([^"]+)"', html)[1] for name in names}


def again(browser, place: str, data: dict[str, object]):
    """A post that gives password and code where they are asked for."""
    response = browser.post(place, data)
    if "confirm_password" in response.content.decode(errors="replace"):
        more = {"confirm_password": "correct horse battery", "confirm_code": code_of(browser.user)}
        response = browser.post(place, {**data, **more})
    return response


def words(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.get_textpage().get_text_range().split())
        for page in pypdfium2.PdfDocument(io.BytesIO(pdf))
    )


def codes(case) -> list[str]:
    from openimr.service import clock
    from openimr.service.cases import filed

    return [one.code for one in filed.missing(case, clock.now())]


@pytest.fixture
def reminded(home):
    """A case whose administrator was served, records staff's browser, and the page of the reminder."""
    from openimr.service.cases.commands.assignment import assign

    case = assign(actor("records"), a_case("B0").number, services={"claims administrator": "electronic"})
    browser = client_of("records")
    return case, browser, f"/office/cases/{case.number}/records/remind/"


def test_the_page_shows_the_paragraph_its_mark_and_why_with_an_empty_box(reminded):
    _case, browser, place = reminded
    html = browser.get(place).content.decode()
    box = re.search(r'<input[^>]*name="paragraph"[^>]*value="REM.cost"[^>]*>', html)[0]
    assert "checked" not in box
    assert AMOUNT in html
    assert "[2]" in html
    assert "8 CCR 9792.12(c)(6): secondary source only" in html
    assert 'value="paper" formtarget="_blank"' in html


def test_the_notice_is_seen_as_it_would_go_out_and_nothing_is_recorded(reminded):
    case, browser, place = reminded
    data = {**hidden(browser.get(place).content.decode()), "codes": codes(case), "do": "paper"}
    without = browser.post(place, data)
    assert without["Content-Type"] == "application/pdf"
    assert AMOUNT not in words(without.content)
    assert AMOUNT in words(browser.post(place, {**data, "paragraph": ["REM.cost"]}).content)
    assert get(case.number) == case
    assert not Outgoing.objects.filter(case_number=case.number, kind="records-reminder").exists()
    sent = browser.post(place, {**data, "do": "it"})
    assert sent.status_code == 302, "the look used nothing up"


def test_a_look_at_what_is_refused_says_why_and_keeps_the_ticks(reminded):
    _case, browser, place = reminded
    data = {**hidden(browser.get(place).content.decode()), "do": "paper", "paragraph": ["REM.cost"]}
    response = browser.post(place, data)
    assert response.status_code == 422
    assert re.search(r'value="REM.cost"[^>]* checked', response.content.decode())


@pytest.mark.parametrize("ticked", [True, False])
def test_what_was_ticked_goes_out_and_is_recorded_with_who_ticked_it(reminded, ticked):
    case, browser, place = reminded
    data = {**hidden(browser.get(place).content.decode()), "codes": codes(case), "do": "it"}
    # A key that no paragraph waits for is nothing to record.
    assert browser.post(place, {**data, "paragraph": ["REM.cost", "I7"] if ticked else []}).status_code == 302
    event = Event.objects.filter(stream=f"case:{case.number}", type="notice.sent").latest("number")
    row = Outgoing.objects.get(case_number=case.number, kind="records-reminder")
    assert (AMOUNT in text_of(row)) is ticked
    assert (AMOUNT in words(make(row))) is ticked
    if not ticked:
        assert event.data["confirmed"] == []
        return
    (one,) = event.data["confirmed"]
    assert (one["key"], one["law"]) == ("REM.cost", ["8 CCR 9792.12(c)(6) [2]"])
    assert one["by"] == event.actor == f"user:{browser.user.pk}"
    page = sentence(browser.get(f"/office/cases/{case.number}/history/"))
    assert f"Confirmed by {browser.user.name}" in page
    assert AMOUNT in page


def test_events_from_before_are_read_and_say_that_nothing_was_confirmed():
    from openimr.service.cases.domain.events import read

    old = {"kind": "duplicate", "notice_title": "x", "recipients": [], "said": {}}
    assert read("notice.sent", old).confirmed == ()


def test_the_correction_s_notice_asks_on_its_own_page_and_signs_nothing_for_a_look(monkeypatch):
    from openimr.service.cases.commands.correcting import propose_correction
    from openimr.service.issuing import making

    from ..quality.office import issued_case, somebody

    case, _ = issued_case()
    propose_correction(somebody("letter_quality"), case.number, {"/dates/injury": "2024-01-02"}, "A slip.")
    browser = client_of("letter_quality")
    place = f"/office/cases/{case.number}/letter/correct/approve/"
    html = browser.get(place).content.decode()
    assert "COR.dates" in html
    assert "[A]" in html
    monkeypatch.setattr(making, "signed", None)
    data = {**hidden(html), "service": "mail", "do": "paper", "paragraph": ["COR.dates"]}
    response = again(browser, place, data)
    assert response["Content-Type"] == "application/pdf"
    said = words(response.content)
    assert "count from the first day" in said
    assert "known when the letter is signed" in said
    assert len(get(case.number).letters) == 1


def test_the_reviewer_s_question_asks_about_its_due_date():
    from ..review.cases import in_review

    case = in_review(REVIEWER)
    browser = client_of("reviewer", reviewer_code=REVIEWER)
    place = f"/office/cases/{case.number}/review/question/"
    html = browser.get(place).content.decode()
    assert "9792.10.5(c)" in re.search(r"(?s)<fieldset class=\"usa-fieldset held\".*?</fieldset>", html)[0]
    data = {**hidden(html), "to": "claims administrator", "text": "What dose?", "paragraph": ["I7"]}
    assert browser.post(place, data).status_code == 302
    texts = {
        one.role: text_of(one) for one in Outgoing.objects.filter(case_number=case.number, kind="question")
    }
    assert "Please answer by" in texts["claims administrator"]
    assert "Please answer by" not in texts["employee"]
    history = sentence(client_of("intake").get(f"/office/cases/{case.number}/history/"))
    assert "Confirmed by" in history
    assert REVIEWER not in history, "intake may not know the code"


def test_a_rehearsal_leaves_no_trace():
    from openimr.service.cases.commands.sufficiency import remind
    from openimr.service.cases.rehearsing import rehearse, rehearsing

    case = a_case("B1")
    going = rehearse(lambda: remind(actor("records"), case.number, codes(case), submission="once"))
    assert [one.kind for one in going] == ["records-reminder"]
    assert not rehearsing()
    assert get(case.number) == case
    assert not Event.objects.filter(submission="once").exists()


@pytest.mark.parametrize(
    ("law", "evidence", "marks", "why"),
    [
        (("LC 1", "8 CCR 2"), ("S", "A"), ["S", "A"], "as recorded"),
        (("LC 1", "8 CCR 2"), (), [None, None], "of an older event nothing is made up"),
    ],
)
def test_a_reason_keeps_the_marks_of_its_law(law, evidence, marks, why):
    from openimr.service.cases.domain.parts import Refusal

    one = Refusal(code="X", title="x", law=law, evidence=evidence, curable=False)
    assert [cited.evidence for cited in one.laws] == marks, why


def test_a_refusal_has_the_marks_that_the_law_s_reason_has():
    from openimr.law.model import Evidence, Law, Reason
    from openimr.service.cases.legal import refusal
    from openimr.service.cases.notifying import _reason

    law = (Law("LC 4610.5(k)", Evidence.STATUTE), Law("V17", Evidence.RECALLED))
    kept = refusal(Reason("X", "x", law, False, None, "ineligible"))
    assert _reason(kept).law == law


def test_a_notice_that_would_lack_what_the_law_requires_is_sent_once_its_paragraph_is_confirmed():
    """The day on which late records were due asks a person; without it the reminder can't go out at all."""
    from datetime import UTC, datetime, timedelta

    from openimr.service.cases.commands.sufficiency import remind
    from openimr.service.cases.refusals import Refused

    case = a_case("B1", at=datetime.now(UTC) - timedelta(days=40))
    browser = client_of("records")
    place = f"/office/cases/{case.number}/records/remind/"
    html = browser.get(place).content.decode()
    boxes = re.findall(r'name="paragraph" value="([^"]+)"', html)
    assert {"REM.cost", "I5e"} <= set(boxes)
    with pytest.raises(Refused, match="confirm it on the page that sends the notice"):
        remind(actor("records"), case.number, codes(case))
    data = {**hidden(html), "codes": codes(case), "do": "it"}
    refused = browser.post(place, data)
    assert refused.status_code == 422
    assert 'value="I5e"' in refused.content.decode(), "the box is there after the refusal too"
    assert (
        browser.post(place, {**data, **hidden(refused.content.decode()), "paragraph": ["I5e"]}).status_code
        == 302
    )
    text = text_of(Outgoing.objects.get(case_number=case.number, kind="records-reminder"))
    assert "The records are due by" in text
    assert AMOUNT not in text
