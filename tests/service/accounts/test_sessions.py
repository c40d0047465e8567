"""How long sessions live, how many there are, and ending them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from freezegun import freeze_time

from openimr.service import clock
from openimr.service.accounts import browsers

from .people import new_client, sentence, sign_in, signed_in, someone


def in_(client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.mark.parametrize(
    ("steps", "lives", "why"),
    [
        ([29], True, "half an hour has not passed"),
        ([31], False, "idle"),
        ([29, 29, 29, 29], True, "every use begins the half hour anew"),
        ([25] * 23, True, "nine hours and a half of work"),
        ([25] * 25, False, "ten hours are the most"),
    ],
)
def test_how_long_a_session_lives(ready, steps, lives, why):
    with freeze_time(clock.now()) as time:
        client = signed_in(someone("intake"))
        for minutes in steps:
            assert in_(client), why
            time.tick(timedelta(minutes=minutes))
        assert in_(client) is lives, why


@pytest.mark.parametrize(("minutes", "reason", "words"), [([31], "idle", "nothing happened for 30 minutes")])
def test_who_was_signed_out_is_told_why(ready, minutes, reason, words):
    with freeze_time(clock.now()) as time:
        client = signed_in(someone("intake"))
        in_(client)
        time.tick(timedelta(minutes=minutes[0]))
        response = client.get("/account/")
        assert f"ended={reason}" in response["Location"]
        assert words in sentence(client.get(response["Location"]))


def test_at_most_three_live_and_the_oldest_ends(ready):
    user = someone("records")
    with freeze_time(clock.now()) as time:
        clients = []
        for _ in range(4):
            clients.append(signed_in(user))
            time.tick(timedelta(seconds=5))
        assert [in_(client) for client in clients] == [False, True, True, True]
        ended = clients[0].get("/account/")
        assert ended.status_code == 302


def test_sign_out_everywhere(ready):
    user = someone("records")
    clients = [signed_in(user) for _ in range(3)]
    assert clients[1].post("/account/sessions/end/")["Location"] == "/account/sign-in/"
    assert [in_(client) for client in clients] == [False] * 3


def test_ending_one_session(ready):
    from openimr.service.accounts.models import SignIn

    user = someone("records")
    here, there = signed_in(user), signed_in(user)
    number = SignIn.objects.filter(user=user).order_by("pk").last().pk
    other = signed_in(someone("records"))
    assert other.post(f"/account/sessions/{number}/end/").status_code == 404, "nobody ends another's"
    assert here.post(f"/account/sessions/{number}/end/").status_code == 302
    assert (in_(here), in_(there)) == (True, False)


def test_signing_out_ends_and_is_a_post(ready):
    from openimr.service.accounts.models import SignIn

    user = someone("records")
    client = signed_in(user)
    assert client.get("/account/sign-out/").status_code == 200
    assert in_(client), "a link signs nobody out"
    client.post("/account/sign-out/")
    assert not in_(client)
    assert SignIn.objects.get(user=user).ended == "signed out"


def test_a_session_that_no_sign_in_began_is_no_session(ready):
    user = someone("administrator")
    client = signed_in(user)
    session = client.session
    del session["openimr_sign_in"]
    session.save()
    assert not in_(client)


def test_the_list_shows_browser_and_address(ready):
    user = someone("intake")
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    client = new_client(headers={"user-agent": agent})
    sign_in(client, user)
    words = sentence(client.get("/account/"))
    assert "Firefox on Windows This one" in words
    assert "127.0.0.1" in words


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Version/17.5 Safari/605.1.15",
            "Safari on Mac",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
        ("curl/8.5", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_browsers_have_names(agent, expected):
    assert browsers.named(agent) == expected


def test_public_pages_read_no_session(ready, stocked):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(someone("intake"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/about/")
    assert [
        one["sql"] for one in queries if "django_session" in one["sql"] or "accounts_" in one["sql"]
    ] == []
