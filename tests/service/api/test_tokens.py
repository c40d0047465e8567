"""Tokens: who issues them, what they open, how they end, how often they may call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openimr.service import clock
from openimr.service.api import tokens
from openimr.service.api.models import Token
from openimr.service.ledger.models import Event

from ..accounts.people import PASSWORD, code_of
from ..after.test_path import fresh
from ..office_case import a_case, actor, client_of, person
from .callers import API, Caller, caller, issued, problem


@pytest.mark.parametrize("token", [None, "", "imr_wrong", "Bearer", "x" * 500, "imr_" + "a" * 43])
def test_a_token_that_does_not_work_opens_nothing_and_is_told_nothing(ready, token):
    response = Caller(token).get("/cases")
    assert problem(response, 401, "unauthenticated")["message"].startswith("Send a token that works")
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_session_is_no_token(ready):
    client = client_of("regulator")
    assert client.get(f"{API}/cases").status_code == 401


def test_a_token_ends_when_it_is_revoked_over_or_its_account_is_ended(ready):
    user = person("intake", service=True)
    made = [
        tokens.issue(
            actor("administrator"),
            name="n",
            scopes=["cases"],
            until=clock.today() + timedelta(days=1),
            account=user,
        )
        for _ in range(2)
    ]
    assert [Caller(token).get("/cases").status_code for _, token in made] == [200, 200]
    tokens.revoke(actor("administrator"), made[0][0].pk)
    assert Caller(made[0][1]).get("/cases").status_code == 401
    with clock.standing_at(clock.now() + timedelta(days=3)):
        assert Caller(made[1][1]).get("/cases").status_code == 401
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert Caller(made[1][1]).get("/cases").status_code == 401


def test_a_token_has_the_role_that_its_account_has_now(ready):
    user = person("finance", service=True)
    _, token = tokens.issue(
        actor("administrator"),
        name="n",
        scopes=["documents"],
        until=clock.today() + timedelta(days=9),
        account=user,
    )
    case = a_case("B1")
    assert Caller(token).get(f"/cases/{case.number}/documents").status_code == 403
    type(user).objects.filter(pk=user.pk).update(role="records")
    assert Caller(token).get(f"/cases/{case.number}/documents").status_code == 200


def test_only_a_digest_is_kept_and_the_ledger_has_no_token(ready):
    token = issued("intake")
    row = Token.objects.latest("pk")
    assert token not in str(row.__dict__)
    event = Event.objects.filter(stream="tokens").latest("number")
    assert event.type == "token.issued"
    assert token not in str(event.data)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "which program"),
        ({"scopes": []}, "at least one"),
        ({"scopes": ["everything"]}, "at least one of these"),
        ({"days": 0}, "ends after today"),
        ({"days": 400}, "within 366 days"),
        ({"account": None}, "a program's account"),
        ({"party": "employee"}, "one of the three"),
        ({"role": "intake"}, "one of the three"),
        ({"account": None, "role": "reviewer"}, "can't have this role"),
        ({"account": None, "role": "administrator"}, "can't have this role"),
        ({"account": None, "party": "regulator"}, "the part that this party has"),
        ({"account": None, "party": "employee", "scopes": ["eligibility"]}, "at least one of these scopes"),
    ],
)
def test_a_token_that_cant_be_is_refused(ready, changes, said):
    from openimr.service.cases.refusals import Refused

    given = {
        "name": "n",
        "scopes": ["cases"],
        "account": person("intake", service=True),
        "party": None,
        "days": 5,
        **changes,
    }
    until = clock.today() + timedelta(days=given.pop("days"))
    with pytest.raises(Refused, match=said):
        tokens.issue(actor("administrator"), until=until, **given)


def test_only_administrators_issue_tokens(ready):
    from openimr.service.cases.refusals import Forbidden

    with pytest.raises(Forbidden):
        tokens.issue(
            actor("regulator"),
            name="n",
            scopes=["cases"],
            until=clock.today() + timedelta(days=1),
            party="employee",
        )
    assert client_of("regulator").get("/office/tokens/").status_code == 403


def test_nobody_acts_as_somebody_else_by_a_token(ready):
    """Not for another person's account, not for one's own; and one that is there already does not work."""
    from openimr.service.cases.actors import acting
    from openimr.service.cases.refusals import Refused

    administrator, colleague = person("administrator"), person("regulator")
    until = clock.today() + timedelta(days=5)
    for account in (administrator, colleague):
        with pytest.raises(Refused, match="nobody acts as somebody else by a token"):
            tokens.issue(acting(administrator), name="n", scopes=["cases"], until=until, account=account)
    row, token = tokens.issue(
        acting(administrator), name="n", scopes=["cases"], until=until, role="regulator"
    )
    assert Caller(token).get("/cases").status_code == 200
    Token.objects.filter(pk=row.pk).update(account=colleague)
    problem(Caller(token).get("/cases"), 401, "unauthenticated")


def test_nobody_signs_in_to_the_account_of_a_program(ready):
    from ..accounts.people import new_client, sign_in, signed_in

    user = person("intake", service=True)
    assert user.check_password(PASSWORD), "even with a password"
    assert "/account/code/" not in sign_in(new_client(), user)["Location"]
    assert signed_in(user).get("/account/").status_code == 302
    refused = client_of("administrator").post(f"/office/users/{user.pk}/invite-again/")
    assert (refused.status_code, "nobody signs in to it" in refused.content.decode()) == (409, True)


def test_what_a_program_did_stands_in_the_ledger_with_the_name_of_its_token(ready):
    from openimr.service.cases.rebuilding import _compare, from_events
    from openimr.service.cases.selectors import get

    row, token = tokens.issue(
        actor("administrator"),
        name="Fax gateway",
        scopes=["applications", "cases"],
        until=clock.today() + timedelta(days=5),
        role="intake",
    )
    number = Caller(token).file().json()["number"]
    events = list(Event.objects.filter(stream=f"case:{number}").order_by("number"))
    assert events[0].actor == f"user:{row.account.pk}"
    assert {one.data.get("by_token") for one in events} == {f"Fax gateway (token {row.pk})"}
    page = client_of("records").get(f"/office/cases/{number}/history/").content.decode()
    assert f"Fax gateway (token {row.pk})" in page
    assert "Fax gateway (intake)" in page
    assert (from_events(events), list(_compare(get(number), "default"))) == (get(number), [])
    issued_event = Event.objects.filter(stream="tokens", data__token=row.pk).get()
    assert issued_event.data["name"] == "Fax gateway"


def test_what_a_party_sent_by_a_program_says_so_too(ready):
    who = Caller(issued(party="claims administrator"))
    number = who.file().json()["number"]
    first = Event.objects.filter(stream=f"case:{number}").earliest("number")
    assert first.data["by_token"].startswith("a test (token ")


def test_issuing_asks_for_password_and_code(ready):
    client = client_of("administrator")
    until = (clock.today() + timedelta(days=10)).isoformat()
    typed = {"name": "Claims system", "role": "intake", "scopes": ["cases"], "until": until}
    before = Token.objects.count()
    asked = client.post("/office/tokens/", typed)
    assert "confirm_password" in asked.content.decode()
    assert Token.objects.count() == before
    done = client.post(
        "/office/tokens/", {**typed, "confirm_password": PASSWORD, "confirm_code": code_of(client.user)}
    )
    assert (done.status_code, Token.objects.count()) == (200, before + 1)
    made = Token.objects.latest("pk")
    assert (made.account.name, made.account.role, made.account.service) == ("Claims system", "intake", True)
    # The account of a program can have another token; accounts of persons are not offered.
    page = client.get("/office/tokens/").content.decode()
    assert f'<option value="{made.account.pk}">' in page
    assert f'<option value="{client.user.pk}">' not in page


def test_the_page_issues_shows_once_and_revokes(ready):
    client = fresh(client_of("administrator"))
    until = (clock.today() + timedelta(days=10)).isoformat()
    page = client.post(
        "/office/tokens/",
        {
            "name": "Claims system",
            "party": "claims administrator",
            "scopes": ["applications"],
            "until": until,
        },
    )
    row = Token.objects.latest("pk")
    token = page.content.decode().split(f"<code>{row.shown}")[1].split("</code>")[0]
    who = Caller(row.shown + token)
    assert who.get("/applications").status_code == 200
    assert row.shown + token not in client.get("/office/tokens/").content.decode()
    client.post(f"/office/tokens/{row.pk}/revoke/")
    assert who.get("/applications").status_code == 401


def test_calls_of_a_token_are_limited_and_say_how_long_to_wait(ready, monkeypatch):
    from openimr.service.api import calling
    from openimr.service.rates.counting import Limit

    monkeypatch.setattr(calling, "CALLS", Limit("api.calls", 3, 60))
    who = caller("intake")
    found = [who.get("/cases") for _ in range(5)]
    assert [one.status_code for one in found] == [200, 200, 200, 429, 429]
    problem(found[-1], 429, "too_many")
    assert 0 < int(found[-1]["Retry-After"]) <= 60


def test_wrong_tokens_from_one_address_are_stopped(ready):
    found = [Caller(f"imr_{n}").get("/cases").status_code for n in range(32)]
    assert found == [401] * 30 + [429] * 2
    assert caller("intake").get("/cases").status_code == 429, "a right token does not get through either"
