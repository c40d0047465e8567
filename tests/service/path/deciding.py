"""From a complete file to a signed review: the clinical consultant, the panel scheduler, the reviewer."""

from __future__ import annotations

from openimr.samples import DocketCase

from .walking import Walk

_ISSUES = (
    "Whether Valium 10mg #60 is medically necessary: how long it has been used, what function was gained, and "
    "what the guideline says on benzodiazepines."
)


def prepared(walk: Walk, case: DocketCase) -> None:
    """The clinical consultant says which specialty fits and what the question is."""
    page = walk.page
    walk.as_("Clinical consultant")
    walk.sees("Clinical preparation")
    walk.open_case()
    walk.press("Go on")
    walk.sees("Prepare the case for a reviewer", "M54.16 lumbar radiculopathy")
    specialty = page.get_by_role("combobox", name="Recommended specialty")
    specialty.press_sequentially("physical med")
    page.get_by_role("option", name="Physical Medicine and Rehabilitation").first.wait_for()
    specialty.press("Enter")
    assert specialty.input_value() == "Physical Medicine and Rehabilitation"
    page.get_by_label("Issues").fill(_ISSUES)
    walk.look("preparation", keep=True)
    walk.press("Send to the choice of a reviewer")
    walk.sees("The case waits for a reviewer", "Choosing a reviewer")


def reviewer_chosen(walk: Walk, case: DocketCase) -> None:
    """The panel scheduler takes the first of the order, and answers for what the software can't tell."""
    page = walk.page
    walk.as_("Panel scheduler")
    walk.sees("Choose a reviewer")
    walk.open_case()
    walk.press("Go on")
    walk.sees("can have the case today", "specialty as recommended +4", "Excluded")
    walk.look("panel", keep=True)
    walk.reviewer = page.locator(".candidate h3").first.inner_text()
    walk.press("Look and choose")
    walk.sees(f"{walk.reviewer}: every rule today", "Number 1 of the order.")
    for box in page.locator("form.confirm input[type=checkbox]").all():
        box.check()
    walk.look()
    walk.press(f"Give the case to {walk.reviewer}")
    walk.sees(f"{walk.reviewer} has the case", "Not accepted yet")


def accepted(walk: Walk, case: DocketCase) -> None:
    """The reviewer declares to have no conflict; only then the file opens."""
    page = walk.page
    walk.as_(walk.reviewer)
    walk.sees("My cases", walk.number, "Accept or refuse")
    walk.look()
    led = page.request.get(walk.at("review/"))
    assert led.url.endswith("/review/accept/"), "nothing of the file before the declaration"
    assert "Accept the case first" in led.text()
    page.locator("main table a", has_text=walk.number).first.click()
    page.wait_for_load_state()
    walk.sees("Declare that you have no conflict", "Saltmarsh Claims Administrators (claims administrator)")
    for question in page.locator(".declare__one").all():
        question.get_by_label("No", exact=True).check()
    page.locator("input[name=qualified]").check()
    walk.look("declaration", keep=True)
    walk.press("Declare and go on")
    walk.sees("The case is yours; the file is open", "6 documents")
    assert "Grace Nakagawa" not in walk.said(), "from here on the reviewer sees initials"


def written(walk: Walk, case: DocketCase) -> None:
    """The reviewer reads every page and writes; the checks, running beside, see that decision and reason differ."""
    page, letter = walk.page, case.determination
    item = letter.items[0]
    links = page.locator(".bench__list a")
    for place in range(links.count()):
        link = links.nth(place)
        with page.expect_response(lambda answer: answer.url.endswith(".png") and answer.status == 200):
            link.click()
        page.locator(f"#viewer[data-paper='{link.get_attribute('data-paper')}']").wait_for()
    page.get_by_label("Summary", exact=True).fill(letter.summary.text)
    page.get_by_label("Age", exact=True).fill(str(letter.summary.age))
    page.get_by_label("Sex", exact=True).select_option(letter.summary.sex or "")
    page.get_by_label("Diagnoses, one a line").fill("\n".join(letter.summary.diagnoses))
    page.get_by_label("Overturned").check()
    sides = {
        "The claims administrator cited": item.administrator_citations,
        "You cite": item.reviewer_citations,
    }
    for title, cited in sides.items():
        for place, one in enumerate(cited):
            row = page.get_by_role("group", name=title).get_by_role("group", name="Guideline").nth(place)
            row.get_by_label("Source").select_option(one.source)
            row.get_by_label("Guideline and edition").fill(one.guideline or "")
            row.get_by_label("Year").fill(str(one.year))
    page.locator("#item-1-rationale").fill(item.rationale or "")
    page.locator("#checks .finds__one").first.wait_for()
    walk.sees("Overturned")
    page.locator("#item-1-title").scroll_into_view_if_needed()
    walk.look("workbench", keep=True, top=False)
    page.get_by_label("Upheld").check()
    page.locator("#checks", has_text="Nothing found so far.").wait_for()
    page.locator("#kept", has_text="Kept").wait_for()
    walk.look("review", keep=True)


def preliminary(walk: Walk, case: DocketCase) -> None:
    """The preliminary decision is recorded before comparable letters can be seen."""
    walk.sees("They can be seen after you recorded your preliminary decision")
    walk.press("Record preliminary decisions")
    walk.sees("The preliminary decisions are never changed.", "Upheld Valium 10mg #60")
    walk.look()
    walk.press("Record them")
    walk.sees("See comparable letters")


def signed(walk: Walk, case: DocketCase) -> None:
    """The reviewer ticks the documents, attests and signs; an older sign-in is asked for password and code."""
    page = walk.page
    walk.press("Go to signing")
    walk.sees("What you sign", "Before you can sign", "You attest")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    walk.look("signing", keep=True)
    walk.an_hour_later()
    walk.press("Sign the review")
    walk.sees("Confirm that it is you", "What you typed is kept and goes on with it.")
    walk.look("again", keep=True)
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    walk.sees(f"Your review of case {walk.number} is signed.")
    walk.look()


STEPS = (prepared, reviewer_chosen, accepted, written, preliminary, signed)
