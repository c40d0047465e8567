"""From the mail room to a complete file: intake, the regulator, records."""

from __future__ import annotations

from openimr.samples import DocketCase
from openimr.service.clock import today

from .walking import Walk

#: How the records page calls the kinds of papers that the case has.
_KINDS = {
    "progress_report": "Progress report (PR-2)",
    "therapy_note": "Therapy note",
    "request_for_authorization": "Request for authorization (DWC Form RFA)",
}


def at_the_mail_room(walk: Walk, case: DocketCase) -> None:
    """Intake signs in and goes to the mail room, where the envelope of the case lies."""
    page = walk.page
    page.goto("account/demo/")
    walk.sees("One click signs you in", "Panel scheduler", "Rosalind Okafor, Letter and quality")
    walk.look("sign-in", keep=True)
    walk.as_("Intake")
    walk.sees("Your work", "New applications")
    walk.look()
    walk.press("Mail room")
    walk.sees("Drop papers here", f"application-{case.number}.pdf", f"denial-{case.number}.pdf")
    walk.sees("Application (DWC Form IMR)", "Utilization review decision")
    walk.look("mail-room", keep=True)


def dropped_into_the_mail_room(walk: Walk, case: DocketCase) -> None:
    """Intake drops another envelope's papers into the mail room."""
    page = walk.page
    walk.as_("Intake")
    walk.go("office/mail/")
    page.get_by_label("Mail", exact=True).check()
    with page.expect_navigation():
        walk.bring(
            "#drop-file",
            (f"application-{case.number}.pdf", case.application_pdf()),
            (f"denial-{case.number}.pdf", case.denial_pdf()),
        )
    walk.sees("2 papers came in", "Application (DWC Form IMR)", "Utilization review decision")


def opened_from_the_application(walk: Walk, case: DocketCase) -> None:
    """Intake claims the application; the form is filled in from it; the case gets its number."""
    form, page = case.application, walk.page
    _paper(walk, f"application-{case.number}.pdf")
    walk.press("Claim")
    walk.sees("It seems to be: Application (DWC Form IMR)", "with you")
    walk.look("sorting", keep=True)
    walk.press("Open a new case")
    walk.sees("New case from D26-", "was read by the software and filled in")
    walk.look("form", keep=True)
    employee = form.employee
    assert employee is not None
    for label, value in (
        ("Name (first, middle, last)", employee.name),
        ("Claim number", form.claim_number),
        ("Main diagnosis", form.primary_diagnosis),
        ("Treatments that were denied or modified", "\n".join(form.treatments)),
    ):
        assert page.get_by_label(label, exact=True).first.input_value() == value, label
    walk.press("Open the case")
    walk.number = page.url.partition("/cases/")[2].partition("/")[0]
    walk.sees(f"Case {walk.number} is open", "Treatment 1", "Read by the software alone")


def denial_attached(walk: Walk, case: DocketCase) -> None:
    """The denial lies beside it; its claim number leads to the case."""
    walk.go("office/mail/")
    _paper(walk, f"denial-{case.number}.pdf")
    walk.press("Claim")
    walk.sees(f"The claim number {case.application.claim_number} stands on the paper")
    walk.page.locator(f"input[name=case][value='{walk.number}']").check()
    walk.look()
    walk.press("Attach it to this case")
    walk.sees(f"is in case {walk.number}")
    assert f"denial-{case.number}.pdf" not in walk.said(), "it is sorted"


def _paper(walk: Walk, name: str) -> None:
    """Open the paper of that name, the one that came in last where there are two."""
    walk.page.locator("tr", has_text=name).last.locator("a").first.click()
    walk.page.wait_for_load_state()


def treatments_confirmed(walk: Walk, case: DocketCase) -> None:
    """A person looks at what was made of each treatment; then the eligibility review begins."""
    page = walk.page
    walk.open_case("items/")
    walk.sees("It can begin when each treatment is confirmed", "diazepam")
    assert page.get_by_label("Category").locator("option:checked").inner_text() == "Pharmaceuticals"
    walk.press("Confirm treatment 1")
    walk.sees("Treatment 1 is confirmed", "Undo", "Every treatment was looked at")
    walk.look("treatments", keep=True)
    walk.press("Start the eligibility review")
    walk.sees("The eligibility review has begun", "Eligibility review")


def answered_by_staff(walk: Walk, case: DocketCase) -> None:
    """Staff answers no to what is open, in one deliberate act, and sends the case to the regulator."""
    walk.sees("9 open", "9 settled", "Of 18: staff answered 0", "Nothing stands in the way")
    walk.look("eligibility", keep=True)
    _no_to_all(walk)
    walk.sees("0 open", "18 settled", "staff answered 18, the regulator 0")
    walk.press("Send to the regulator")
    walk.sees("Staff answered 18 of 18 questions")
    walk.look()
    walk.press("Send it")
    walk.sees("The case is with the regulator.")


def _no_to_all(walk: Walk) -> None:
    walk.press("Answer no to the 18 that you have not answered")
    walk.sees("18 questions that get the answer no")
    walk.look()
    walk.page.locator("main form input[type=checkbox]").first.check()
    walk.press("Answer no 18 times")


def found_eligible(walk: Walk, case: DocketCase) -> None:
    """The regulator answers for itself and decides; without a reason it is refused, and nothing typed is lost."""
    page = walk.page
    walk.as_("Regulator")
    walk.sees("Eligibility with the regulator")
    walk.open_case("eligibility/")
    _no_to_all(walk)
    walk.sees("0 open", "18 settled", "the regulator 18")
    walk.press("Find it eligible")
    page.get_by_label("Standard", exact=True).check()
    page.get_by_label("No: 30 days to decide").check()
    walk.press("Find it eligible")
    walk.sees("Nothing was saved; what you typed is kept.", "A drug is in dispute: say why")
    assert page.get_by_label("Standard", exact=True).is_checked(), "what was chosen is kept"
    page.locator("textarea[name=formulary_reason]").fill("The denial rests on medical necessity alone.")
    walk.look("eligible", keep=True)
    walk.press("Find it eligible")
    walk.sees("Found eligible", "Assigned")


def notice_sent(walk: Walk, case: DocketCase) -> None:
    """Records looks at the notice of assignment and sends it to all parties."""
    walk.as_("Records")
    walk.sees("Notice of assignment")
    walk.open_case()
    walk.sees("What is next", "Notice of assignment", "Grace Nakagawa")
    walk.look()
    walk.press("Go on")
    walk.press("Send the notice of assignment")
    walk.sees("What follows", "Saltmarsh Claims Administrators (claims administrator)")
    walk.press("Show the notices first")
    walk.sees("Grace Nakagawa", "Valium 10mg #60")
    walk.look("assignment", keep=True)
    walk.press("Send it to all parties")
    walk.sees("The notice of assignment is in the outbox", "Waiting for records", "Still missing")
    walk.sees("There is no medical record in the file")


def records_added(walk: Walk, case: DocketCase) -> None:
    """The claims administrator's records come in, each described by itself."""
    page, records = walk.page, case.records()
    page.get_by_label("Who sent them").select_option(label="Claims administrator")
    page.get_by_label("The day on which they arrived").fill(today().isoformat())
    page.get_by_label("How they came").select_option(label="Electronically")
    walk.bring("#papers-file", *[(info.file, data) for info, data in records])
    rows = page.locator(".papers__one")
    rows.nth(len(records) - 1).wait_for()
    for place, (info, _) in enumerate(records):
        row = rows.nth(place)
        row.get_by_label("What it is").select_option(label=_KINDS[info.type])
        row.get_by_label("Title").fill(info.title)
        row.get_by_label("Date of the paper").fill(info.date.isoformat())
        row.get_by_label("Author (optional)").fill(info.author)
    walk.look()
    with page.expect_navigation():
        page.get_by_role("button", name=f"Add {len(records)} papers to the file").click()
    walk.sees("7 papers, 7 pages", "Physical therapy discharge note", "Enough for a decision")
    walk.look("records", keep=True)


def declared_complete(walk: Walk, case: DocketCase) -> None:
    """Records declares the file complete; the clock of the decision starts."""
    walk.press("Declare the file complete")
    walk.sees("The determination would be due, from the day of the last paper", "30 days left")
    walk.look("complete", keep=True)
    walk.press("Declare it complete")
    walk.sees("The file is complete; the clock of the decision runs")


STEPS = (
    at_the_mail_room,
    opened_from_the_application,
    denial_attached,
    treatments_confirmed,
    answered_by_staff,
    found_eligible,
    notice_sent,
    records_added,
    declared_complete,
)
