"""Getting in: only by a code, which nobody can guess, enumerate, or use after it was taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from openimr.service import clock
from openimr.service.cases.actors import SYSTEM
from openimr.service.ledger.models import Event
from openimr.service.portal import access, codes
from openimr.service.portal.models import Invitation

from ..accounts.people import sentence
from ..office_case import a_case
from ..office_case import client_of as staff
from .parties import client_of, in_by, invited

INSIDE = (
    "/portal/case/",
    "/portal/case/papers/",
    "/portal/case/records/",
    "/portal/case/questions/",
    "/portal/case/help/",
)


@pytest.mark.parametrize("path", INSIDE)
def test_without_a_code_nothing_opens(ready, path):
    assert Client(SERVER_NAME="localhost").get(path).status_code == 403


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda code: code, "as it is printed"),
        (lambda code: code.lower(), "in small letters"),
        (lambda code: code.replace("-", " "), "with blanks"),
        (lambda code: f"  {code.replace('-', '')}  ", "in one piece"),
        (lambda code: code.replace("0", "O").replace("1", "l"), "letters for digits that look alike"),
    ],
)
def test_a_code_may_be_typed_as_people_type(ready, change, why):
    in_by(change(invited(a_case("B1"))))


def test_the_link_opens_only_when_the_button_is_pressed(ready):
    """Mail programs open links by themselves; that must neither use the code nor open the case for them."""
    url = access.invite(a_case("B1").number, "employee")
    path = "/portal/open/" + url.rstrip("/").rpartition("/")[2] + "/"
    client = Client(SERVER_NAME="localhost")
    response = client.get(path)
    assert response.status_code == 200
    assert response["Referrer-Policy"] == "strict-origin", "the code goes to no other page"
    assert client.get("/portal/case/").status_code == 403
    assert Invitation.objects.latest("pk").used is None


def test_every_code_that_opens_nothing_gets_the_same_answer(ready):
    """Wrong, taken back, over, no code at all: nobody learns which, nor whether a case exists."""
    case = a_case("B1")
    taken, over, real = (invited(case) for _ in range(3))
    access.revoke(case.number, _of(taken).pk, by=SYSTEM)
    Invitation.objects.filter(pk=_of(over).pk).update(expires=clock.now() - timedelta(seconds=1))
    almost = real[:-1] + ("0" if real[-1] != "0" else "2")
    answers = set()
    for code in (taken, over, almost, "AAAAA-AAAAA-AAAAA-AAAAA", case.number, "x"):
        response = Client(SERVER_NAME="localhost").post("/portal/", {"code": code})
        answers.add((response.status_code, sentence(response)))
    assert len(answers) == 1
    assert "This code opens no case" in answers.pop()[1]


def test_codes_hold_a_hundred_bits_and_are_kept_as_digests_alone(ready):
    case = a_case("B1")
    made = {codes.typed(invited(case)) for _ in range(200)}
    assert len(made) == 200
    assert all(len(code) == 20 and set(code) <= set(codes.LETTERS) for code in made)
    # Each place takes many letters: nothing of a code is fixed.
    assert all(len({code[at] for code in made}) > 20 for at in range(20))
    kept = str(list(Invitation.objects.values())) + str(
        list(Event.objects.filter(stream="portal").values("data"))
    )
    assert not any(code in kept or codes.grouped(code) in kept for code in made)


def test_the_same_notice_always_prints_the_same_code(ready):
    case = a_case("B1")
    first, again, other = (
        access.invite(case.number, "employee", occasion=one) for one in ("notice:2", "notice:2", "notice:3")
    )
    assert first == again != other
    assert Invitation.objects.filter(case_number=case.number).count() == 2


def test_trying_codes_is_stopped_after_twenty(ready):
    client = Client(SERVER_NAME="localhost")
    found = [client.post("/portal/", {"code": f"{n:020}"}).status_code for n in range(23)]
    assert found == [422] * 20 + [429] * 3
    code = invited(a_case("B1"))
    response = client.post("/portal/", {"code": code})
    assert response.status_code == 429, "a right code does not get through either, so nothing is learned"
    assert "Wait 10 minutes" in sentence(response)
    assert (
        Client(SERVER_NAME="localhost", REMOTE_ADDR="10.0.0.9").post("/portal/", {"code": code}).status_code
        == 302
    )


def test_an_invitation_is_of_one_case_and_one_role(ready):
    case, other = a_case("B1"), a_case("B1")
    page = sentence(client_of(case, "claims administrator").get("/portal/case/"))
    assert case.number in page
    assert "You see it as the claims administrator" in page
    assert other.number not in page


def test_no_address_of_the_portal_holds_a_case_number_or_a_case_of_somebody_else(ready):
    from openimr.service.portal.urls import urlpatterns

    assert not [one for one in urlpatterns if "case_number" in str(one.pattern)]


def test_whoever_was_in_is_out_when_the_code_is_taken_back(ready):
    case = a_case("B1")
    code = invited(case)
    client = in_by(code)
    assert client.get("/portal/case/").status_code == 200
    access.revoke(case.number, _of(code).pk, by=SYSTEM)
    assert client.get("/portal/case/").status_code == 403


@pytest.mark.parametrize(("minutes", "opens"), [(59, True), (61, False), (11 * 60, False)])
def test_a_session_ends_when_nobody_uses_it(ready, minutes, opens):
    client = client_of(a_case("B1"))
    with clock.standing_at(datetime.now(UTC) + timedelta(minutes=minutes)):
        assert (client.get("/portal/case/").status_code == 200) is opens


def test_a_session_of_another_visitor_is_never_taken_over(ready):
    """The key of the session changes when the code is given, so a planted one is worth nothing."""
    client = Client(SERVER_NAME="localhost")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["openimr_session"] = before = session.session_key
    client.post("/portal/", {"code": invited(a_case("B1"))})
    assert client.cookies["openimr_session"].value != before


def test_closing_closes(ready):
    client = client_of(a_case("B1"))
    client.post("/portal/leave/")
    assert client.get("/portal/case/").status_code == 403


def test_nothing_of_a_case_is_kept_in_a_cache(ready):
    client = client_of(a_case("B1"))
    for path in INSIDE:
        response = client.get(path)
        assert "no-store" in response["Cache-Control"], path
        assert "noindex" in response["X-Robots-Tag"]


def test_only_parties_of_the_case_can_be_invited(ready):
    from openimr.service.cases.refusals import NotFound, Refused

    case = a_case("B1")
    for role in ("attorney", "reviewer", "regulator", "former_claims_administrator"):
        with pytest.raises(Refused, match="whom one could invite"):
            access.invite(case.number, role)
    with pytest.raises(NotFound):
        access.invite("CM26-9999999", "employee")


def test_the_office_makes_a_code_shows_it_once_and_takes_it_back(ready):
    case = a_case("B1")
    client = staff("records")
    page = client.post(f"/office/cases/{case.number}/portal/", {"role": "employee"}).content.decode()
    code = re.search(r"<code>([0-9A-Z-]{23})</code>", page)[1]
    assert code not in client.get(f"/office/cases/{case.number}/portal/").content.decode()
    party = in_by(code)
    number = _of(code).pk
    client.post(f"/office/cases/{case.number}/portal/{number}/revoke/")
    assert party.get("/portal/case/").status_code == 403
    said = [one.type for one in Event.objects.filter(stream="portal").order_by("number")]
    assert said[-2:] == ["invitation.made", "invitation.revoked"]
    assert staff("finance").get(f"/office/cases/{case.number}/portal/").status_code == 403


def _of(code: str) -> Invitation:
    return Invitation.objects.get(secret=codes.digest(codes.typed(code)))
