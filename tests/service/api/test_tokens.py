"""Tokens: who issues them, what they open, how they end, how often they may call."""

from __future__ import annotations

from datetime import timedelta

import pytest

from openimr.service import clock
from openimr.service.api import tokens
from openimr.service.api.models import Token
from openimr.service.ledger.models import Event

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
    user = person("intake")
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
    user = person("finance")
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
        ({"account": None}, "an account, or a party"),
        ({"party": "employee"}, "one of the two"),
        ({"account": None, "party": "regulator"}, "the part that this party has"),
        ({"account": None, "party": "employee", "scopes": ["eligibility"]}, "at least one of these scopes"),
    ],
)
def test_a_token_that_cant_be_is_refused(ready, changes, said):
    from openimr.service.cases.refusals import Refused

    given = {
        "name": "n",
        "scopes": ["cases"],
        "account": person("intake"),
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


def test_the_page_issues_shows_once_and_revokes(ready):
    client = client_of("administrator")
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
