"""Two people in one case at once, a finger that presses twice, and hands that stay on the keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from openimr import samples
from openimr.service.clock import today

from . import arriving
from .walking import Walk, exactly

pytestmark = pytest.mark.browser


@pytest.fixture
def other(walk: Walk, recorder, served) -> Iterator[Walk]:
    """A second person at a browser of their own."""
    one = Walk(walk.browser, recorder, served.home)
    yield one
    one.close()


@pytest.fixture(scope="module")
def in_quality(walk: Walk) -> str:
    """The number of the case of the docket that is signed and waits for quality."""
    walk.as_("Letter and quality")
    _queue(walk, "Quality")
    return str(walk.page.locator("[data-rows] [data-row] a").first.inner_text().split()[0])


@pytest.fixture
def quality(walk: Walk, in_quality: str) -> Walk:
    """Quality staff before that case."""
    walk.number = in_quality
    walk.as_("Letter and quality")
    return walk


def _queue(walk: Walk, title: str) -> None:
    walk.page.locator("main .work-queues a.table__open", has_text=exactly(title)).click()
    walk.page.wait_for_load_state()


def test_pressing_twice_does_it_once(quality):
    quality.open_case()
    note = "The claims administrator was called; the report is on its way."
    quality.page.get_by_role("textbox", name="Note").fill(note)
    with quality.page.expect_navigation():
        quality.page.get_by_role("button", name="Add the note").dblclick()
    quality.open_case()
    assert quality.said().count(note) == 1


def test_sent_again_by_going_back_it_is_done_once(quality):
    quality.open_case()
    page, note = quality.page, "Once is enough."
    page.get_by_role("textbox", name="Note").fill(note)
    form = page.locator("form", has=page.get_by_role("button", name="Add the note"))
    fields = form.locator("input[name], textarea[name]").evaluate_all(
        "all => all.map(e => [e.name, e.value])"
    )
    for _ in range(2):
        answer = page.request.post(
            form.get_attribute("action"), form=dict(fields), headers={"Referer": page.url}
        )
        assert answer.status == 200
    quality.open_case()
    assert quality.said().count(note) == 1


def test_an_envelope_dropped_into_the_mail_room_becomes_a_case(walk):
    case = samples.docket(31, 1, today())[0]
    arriving.dropped_into_the_mail_room(walk, case)
    waiting = walk.page.locator("tr", has_text=f"denial-{case.number}.pdf").count()
    arriving.opened_from_the_application(walk, case)
    walk.go("office/mail/")
    walk.page.locator("tr", has_text=f"denial-{case.number}.pdf").last.locator("a").first.click()
    walk.sees(f"The claim number {case.application.claim_number} stands on the paper")
    walk.page.locator(f"input[name=case][value='{walk.number}']").check()
    walk.press("Attach it to this case")
    assert walk.page.locator("tr", has_text=f"denial-{case.number}.pdf").count() == waiting - 1
    walk.open_case("records/")
    walk.sees("Utilization review decision", "Application (DWC Form IMR)")


def test_a_queue_by_keyboard(walk):
    page = walk.page
    walk.as_("Intake")
    walk.go("office/mail/")
    page.get_by_label("Fax", exact=True).check()
    records = samples.docket(7, 2, today())[1].records()[:3]
    with page.expect_navigation():
        walk.bring("#drop-file", *[(f"fax-{place}.pdf", data) for place, (_, data) in enumerate(records)])
    rows = page.locator("[data-rows] [data-row]")
    assert rows.count() >= 3
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert rows.nth(at).evaluate("row => row.classList.contains('here')"), (key, at)
    chosen = rows.nth(1).locator("a").first.inner_text().split()[0]
    with page.expect_navigation():
        page.keyboard.press("c")
    walk.sees(f"{chosen} is yours")
    walk.go("office/mail/")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/office/mail/D" in page.url


def test_a_case_is_claimed_by_keyboard_and_given_back(quality):
    page = quality.page
    _queue(quality, "Quality")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("c")
    quality.sees(f"{quality.number} is yours")
    quality.go("office/")
    quality.sees("What you have", quality.number)
    _queue(quality, "Quality")
    page.keyboard.press("j")
    page.keyboard.press("x")
    quality.sees("With 1 selected row:")
    quality.press("Give back")
    quality.go("office/")
    quality.sees("You have no case")


def test_of_two_people_at_once_one_wins_and_the_other_is_told(quality, other):
    other.number = quality.number
    quality.open_case("quality/escalate/")
    quality.page.locator("main textarea").first.fill("Does the cited section cover this body part?")
    words = "Is a second opinion wanted here?"
    other.as_("Rosalind Okafor")
    other.open_case("quality/escalate/")
    other.page.locator("main textarea").first.fill(words)
    _send(quality)
    quality.open_case("quality/")
    quality.sees("With the medical director")
    _send(other)
    other.sees("Somebody else worked on case", "Nothing of yours was recorded")
    assert words in other.page.content(), "what was typed is not lost"
    other.as_("Regulator")
    other.open_case("history/")
    history = other.page.locator("main").text_content()
    assert "Does the cited section cover this body part?" in history
    assert words not in history, "it was not done twice"


def test_who_comes_after_the_case_went_on_is_told_and_keeps_the_words(quality, other):
    other.number = quality.number
    words = "Which report of the file describes the trial of treatment?"
    other.as_("Medical director")
    other.open_case("quality/return/")
    other.page.locator("main textarea").first.fill(words)
    quality.open_case("quality/return/")
    quality.page.locator("main textarea").first.fill("I was first: please name the report.")
    _send(quality)
    quality.open_case()
    quality.sees("In review")
    _send(other)
    other.sees("in review", words)
    other.as_("Regulator")
    other.open_case("history/")
    assert words not in other.page.locator("main").text_content()


def _send(walk: Walk) -> None:
    walk.page.locator("main form button[type=submit]").first.click()
    walk.page.wait_for_load_state()


def test_no_barrier_in_queue_and_home(walk):
    walk.barriers.clear()
    for role, path in (
        ("Intake", "office/"),
        ("Intake", "office/queues/intake.new/"),
        ("Records", "office/outbox/"),
        ("Regulator", "office/board/"),
        ("Medical director", "office/calendar/"),
        ("Finance", "office/reports/"),
        ("Letter and quality", "office/cases/"),
    ):
        walk.as_(role)
        walk.go(path)
        walk.look()
    assert not walk.barriers, "\n".join(walk.barriers)
