"""By the pages alone: from the signed review to the issued and published letter, a petition and its remand."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from openimr.service.clock import today

from ..accounts.people import sentence
from ..office_case import client_of
from ..quality.office import ready, signed_case

pytestmark = pytest.mark.usefixtures("home")


def fresh(client):
    """Password and code were given just now."""
    from openimr.service import clock

    session = client.session
    session["openimr_confirmed_at"] = clock.now().timestamp()
    session.save()
    return client


class _Form(HTMLParser):
    """What a browser would send of a page's last form if nothing were typed."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.values[self._select] = value
        elif tag == "input" and name not in ("", "q", "csrfmiddlewaretoken") and value:
            chosen = given.get("type") not in ("radio", "checkbox") or "checked" in given
            self.values |= {name: value} if chosen else {}


def hidden(response) -> dict[str, str]:
    """The form as it was sent to the browser."""
    form = _Form()
    form.feed(response.content.decode())
    return form.values


def send(client, address: str, **typed):
    """Open a step, fill it in and send it; where one is led."""
    opened = client.get(address)
    assert opened.status_code == 200, sentence(opened)
    response = client.post(address, {**hidden(opened), **typed})
    assert response.status_code == 302, sentence(response)
    return response["Location"]


@pytest.fixture(autouse=True)
def _ready(home):
    ready()


def test_from_quality_to_the_remand(client):
    from openimr.service.cases.commands.quality import found_in
    from openimr.service.cases.selectors import get

    case = signed_case(treatments=["Valium 10mg #60", "Acupuncture 2 x 4"])
    at = f"/office/cases/{case.number}/"
    quality, second = fresh(client_of("letter_quality")), client_of("letter_quality")
    director, regulator = client_of("medical_director"), client_of("regulator")

    # Quality: asked, answered, released.
    words = sentence(quality.get(at + "quality/"))
    assert "The letter as it will look" in words
    send(quality, at + "quality/escalate/", question="Does the guideline fit?")
    assert "Does the guideline fit?" in sentence(director.get(at + "quality/answer/"))
    send(director, at + "quality/answer/", text="It fits.")
    given = {
        f"override_{one.key}": "It may stand."
        for one in found_in(get(case.number))
        if one.severity == "error"
    }
    assert send(quality, at + "quality/release/", **given) == at + "letter/"

    # Issue: nothing is chosen beforehand, a refusal keeps the page, a double click is one letter.
    opened = quality.get(at + "letter/issue/")
    empty = quality.post(at + "letter/issue/", hidden(opened))
    assert empty.status_code == 422
    assert "Nothing was saved" in sentence(empty)
    send(quality, at + "letter/issue/", service="mail")
    page = quality.get(at + "letter/")
    assert "The signature holds" in sentence(page)
    pdf = quality.get(at + "letter/versions/1/letter.pdf")
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert pdf.content.startswith(b"%PDF-")
    assert quality.get(at + "letter/versions/2/letter.pdf").status_code == 404

    # A correction: proposed by one, approved by another.
    send(
        quality,
        at + "letter/correct/",
        **{"/dates/injury": "2024-01-02", "reason": "Copied from another form."},
    )
    assert "somebody else must approve" in sentence(quality.get(at + "letter/"))
    # Approving signs and serves: password and code come first, and what was typed is kept.
    asked = second.post(at + "letter/correct/approve/", {"service": "mail"})
    assert (asked.status_code, 'name="service" value="mail"' in asked.content.decode()) == (200, True)
    assert "confirm_password" in asked.content.decode()
    assert len(get(case.number).letters) == 1
    send(fresh(second), at + "letter/correct/approve/", service="mail")
    assert [one.version for one in get(case.number).letters] == [1, 2]

    # Publishing: neither of the two; then the public site shows it.
    for one, done in ((quality, "Issue the letter"), (second, "Approve the correction of a letter")):
        refused = one.get(at + "letter/publish/")
        assert (refused.status_code, f"You did “{done}” in this case" in sentence(refused)) == (403, True)
    third = client_of("letter_quality")
    opened = third.get(at + "letter/publish/")
    unlooked = third.post(at + "letter/publish/", hidden(opened))
    assert "Compare the copy with the original" in sentence(unlooked)
    send(third, at + "letter/publish/", looked="on")
    public = client.get(f"/letters/{case.number}/")
    assert public.status_code == 200
    for secret in (case.employee.name, case.application["claim_number"], "R-0901", "Example Works"):
        assert secret not in public.content.decode()

    # Petition and remand.
    send(quality, at + "after/petition/", filed=today().isoformat(), by="employee", grounds="5")
    assert "Plainly wrong finding of fact" in sentence(quality.get(at + "after/"))
    fact = "The letter says that no report mentions therapy, although three do."
    new = send(regulator, at + "after/remand/", decided=today().isoformat(), fact=fact)
    number = new.rstrip("/").rpartition("/")[2]
    assert get(number).remand_of == case.number
    assert (
        fact in sentence(regulator.get(new + "after/")).replace("&amp;", "&")
        or get(number).remand_fact == fact
    )
    assert get(case.number).state == "E2"


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        ("letter_quality", "quality/", 200),
        ("medical_director", "quality/", 200),
        ("regulator", "quality/", 200),
        ("intake", "quality/", 403),
        ("reviewer", "quality/", 403),
        ("finance", "quality/", 403),
        ("finance", "letter/", 403),
        ("reviewer", "letter/versions/1/letter.pdf", 403),
        ("panel_scheduler", "letter/versions/1/letter.pdf", 403),
        ("administrator", "letter/versions/1/letter.pdf", 403),
        ("records", "letter/versions/1/letter.pdf", 200),
        ("regulator", "letter/versions/1/letter.pdf", 200),
        ("records", "letter/publish/", 403),
        ("finance", "fees/", 200),
        ("letter_quality", "fees/", 403),
        ("reviewer", "after/", 403),
        ("intake", "after/", 200),
    ],
)
def test_who_sees_what(role, page, status, one_issued):
    response = client_of(role).get(f"/office/cases/{one_issued}/{page}")
    assert response.status_code == status, sentence(response)[:300]


@pytest.fixture(scope="module")
def one_issued(home):
    from ..quality.office import issued_case

    ready()
    return issued_case()[0].number


def test_nobody_signed_in_sees_a_letter(one_issued, client):
    response = client.get(f"/office/cases/{one_issued}/letter/versions/1/letter.pdf")
    assert response.status_code == 302
    assert "/account/sign-in/" in response["Location"]


def test_a_fee_is_charged_and_printed():
    from ..office_case import a_case

    case = a_case("D0", received="2014-06-02")
    at = f"/office/cases/{case.number}/fees/"
    finance = client_of("finance")
    assert "$390" in sentence(finance.get(at))
    send(finance, at)
    assert "390.00" in sentence(finance.get(at + "invoice/"))
    assert "Example Claims Services" in sentence(finance.get(at + "invoice/"))
    other = f"/office/cases/{a_case('D0').number}/fees/"
    words = sentence(finance.get(other))
    assert "A person must enter the amount" in words
    bad = finance.post(other, {**hidden(finance.get(other)), "amount": "345.005"})
    assert bad.status_code == 422
    assert "345.005" in bad.content.decode(), "what was typed is kept"


def test_the_price_list():
    from openimr.service.after.models import PriceRow

    finance = client_of("finance")
    assert "The list is empty" in sentence(finance.get("/office/prices/")) or PriceRow.objects.exists()
    typed = {
        "amount": "$1,234.50",
        "outcome": "ended_post",
        "since": "2026-04-01",
        "why": "Letter of the Division.",
    }
    assert finance.post("/office/prices/", {**typed, "why": ""}).status_code == 422
    assert finance.post("/office/prices/", {**typed, "submission": "price-once-1"}).status_code == 302
    assert finance.post("/office/prices/", {**typed, "submission": "price-once-1"}).status_code == 302
    (row,) = PriceRow.objects.filter(outcome="ended_post")
    assert (row.amount, row.why) == (123450, "Letter of the Division.")
    assert "1,234.50" in sentence(finance.get("/office/prices/"))
    assert finance.post(f"/office/prices/{row.pk}/end/", {"to": "2026-03-01"}).status_code == 422
    assert finance.post(f"/office/prices/{row.pk}/end/", {"to": "2026-04-30"}).status_code == 302
