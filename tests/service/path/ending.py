"""From a signed review to the published letter, and what a party sees of it."""

from __future__ import annotations

from openimr import letters
from openimr.letters import signing
from openimr.samples import DocketCase
from openimr.service.clock import now

from .walking import Walk


def released(walk: Walk, case: DocketCase) -> None:
    """Quality goes through the findings, and a second person releases."""
    walk.as_("Letter and quality")
    walk.sees("Quality")
    walk.open_case()
    walk.press("Go on")
    walk.sees("The letter as it will look", "What was found", "The same")
    walk.look("quality", keep=True)
    walk.press("Release", exact=True)
    walk.sees("You are the second person: you say that nothing stops this letter.")
    walk.look()
    walk.press("Release", exact=True)
    walk.sees("Released. The letter can be issued.")


def issued(walk: Walk, case: DocketCase) -> None:
    """The letter is signed, stored and served; its signature holds."""
    page = walk.page
    walk.press("Look at the letter and issue it")
    walk.sees("The time to appeal starts today.", "Grace Nakagawa", "Administrative Director")
    walk.look("issuing", keep=True)
    walk.press("Sign and issue")
    walk.sees("Nothing was saved; what you typed is kept.")
    walk.look()
    page.get_by_label("First-class mail").check()
    walk.press("Sign and issue")
    walk.sees("The letter is issued", "The signature holds", "Outcome Upheld", "days left", "Not published")
    walk.look("letter", keep=True)
    pdf = walk.download("The signed letter")
    root = (walk.home / "authority/root.pem").read_bytes()
    found = signing.verify(pdf, [root], at=now())
    assert found.valid, found.problems
    assert found.covers_whole_file
    assert not found.changed_after
    assert not signing.verify(pdf[:-1] + b" ", [root], at=now()).valid, "one changed byte is seen"
    read = letters.read(pdf, name="letter.pdf")
    assert [one.decision for one in read.items] == ["upheld"]


def served(walk: Walk, case: DocketCase) -> None:
    """Every party's papers are in the outbox, as PDFs that open."""
    walk.press("Notices")
    walk.sees(
        "Independent Medical Review Final Determination", "Proof of service", "How to appeal a decision"
    )
    walk.sees("Grace Nakagawa, employee", "Saltmarsh Claims Administrators, claims administrator")
    walk.look("outbox", keep=True)
    page = walk.page
    page.locator("tr", has_text="Proof of service").locator("a").first.click()
    page.wait_for_load_state()
    walk.sees("What it says", "Recipient", walk.number)
    walk.look()
    assert walk.download("Open the paper").startswith(b"%PDF-")


def published(walk: Walk, case: DocketCase) -> None:
    """Who issued the letter can't publish it; somebody else compares both and does."""
    page = walk.page
    walk.open_case("letter/")
    walk.sees("You did “Issue the letter” in this case", "must be done by somebody else")
    assert not page.get_by_role("link", name="Look at the public copy").count(), "it is not offered"
    assert page.request.get(walk.at("letter/publish/")).status == 403, "nor open"
    walk.as_("Rosalind Okafor")
    walk.open_case()
    walk.press("Go on")
    walk.press("Look at the public copy")
    walk.sees("The original", "The public copy", "The gate found nothing")
    page.locator("main input[name=looked]").check()
    walk.look("publishing", keep=True)
    walk.press("Publish", exact=True)
    walk.sees("The copy is published.")


def seen_by_everybody(walk: Walk, case: DocketCase) -> None:
    """The public site shows the letter, and its PDF reads as what the reviewer decided, without a name."""
    walk.nobody()
    walk.go("")
    walk.sees(walk.number, "Valium 10mg #60", "Upheld")
    walk.go(f"letters/{walk.number}/")
    walk.sees("Valium 10mg #60", "lumbar radiculopathy")
    walk.look("public", keep=True)
    answer = walk.page.request.get(f"letters/{walk.number}/copies/original/")
    assert answer.headers["content-type"] == "application/pdf"
    read, meant = letters.read(answer.body(), name="public.pdf"), case.determination
    assert read.case_number == walk.number
    assert read.case_outcome == meant.case_outcome
    assert (read.summary.age, read.summary.sex) == (meant.summary.age, meant.summary.sex)
    assert read.summary.text.split() == meant.summary.text.split()
    for one, of in zip(read.items, meant.items, strict=True):
        assert (one.heading, one.decision, one.drugs) == (of.heading, of.decision, of.drugs)
        assert (one.rationale or "").split() == (of.rationale or "").split()
        for side in ("administrator_citations", "reviewer_citations"):
            cited = [[(c.source, c.guideline, c.year) for c in getattr(each, side)] for each in (one, of)]
            assert cited[0] == cited[1], side
    assert len(read.documents_reviewed) == 6
    text = walk.text_of(answer.body())
    form = case.application
    people = (form.employee, form.physician, form.attorney, form.claims_administrator, form.employer)
    hidden = [word for one in people if one for word in (one.name, one.organization) if word]
    told = [word for word in (*hidden, form.claim_number or "") if word in text]
    assert not told, f"the public copy tells {told}"


def told_to_the_party(walk: Walk, case: DocketCase) -> None:
    """The employee sees with a code where the case stands, and reads the letter."""
    page = walk.page
    walk.as_("Intake")
    walk.open_case("portal/")
    walk.press("Make a code for the employee")
    walk.sees("This is the only time that it is shown.")
    walk.look()
    code = page.locator("section[aria-labelledby=made] code").first.inner_text()
    walk.nobody()
    walk.go("portal/")
    walk.look()
    page.locator("main input[name=code]").fill(code)
    walk.press("Open my case")
    walk.sees("The decision is made", "Last day to appeal", "Valium 10mg #60")
    walk.look("portal", keep=True)
    letter = walk.download("The decision")
    assert letters.read(letter, name="mine.pdf").case_number == walk.number
    walk.press("All papers")
    walk.sees("We have your application", "This dispute will be reviewed", "Proof of service")
    walk.look()
    for path in ("office/", walk.at(), walk.at("records/"), walk.at("history/")):
        answer = page.request.get(path)
        assert answer.status == 403 or "account/sign-in" in answer.url, f"a party does not get into {path}"
    walk.nobody()


STEPS = (released, issued, served, published, seen_by_everybody, told_to_the_party)
