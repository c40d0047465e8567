"""Lockout: five wrong passwords or codes for an account from one address."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from freezegun import freeze_time

from openimr.service import clock

from .people import PASSWORD, code_of, new_client, sentence, sign_in, signed_in, someone


def wrong(client, user, times: int):
    for _ in range(times):
        response = client.post("/account/sign-in/", {"login": user.email, "password": "not the password"})
    return response


def test_five_wrong_passwords_close_it_for_half_an_hour(ready):
    user = someone("intake")
    client = new_client()
    with freeze_time(clock.now()) as time:
        assert wrong(client, user, 4).status_code == 200
        fifth = wrong(client, user, 1)
        assert (fifth.status_code, "Sign-in is closed until" in sentence(fifth)) == (429, True)
        right = client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
        assert right.status_code == 429, "the right password does not open it"
        time.tick(timedelta(minutes=29))
        assert wrong(client, user, 1).status_code == 429, "trying on does not lengthen it"
        time.tick(timedelta(minutes=2))
        assert sign_in(client, user)["Location"] == "/office/"


def test_it_is_the_account_and_the_address(ready):
    user, other = someone("intake"), someone("intake")
    client = new_client()
    wrong(client, user, 5)
    assert sign_in(client, other)["Location"] == "/office/", "another account from there"
    elsewhere = new_client(REMOTE_ADDR="203.0.113.9")
    assert sign_in(elsewhere, user)["Location"] == "/office/", "the account from elsewhere"


def test_another_browser_at_the_same_address_is_no_way_around(ready):
    user = someone("intake")
    for number in range(5):
        response = wrong(new_client(headers={"user-agent": f"browser {number}"}), user, 1)
    assert response.status_code == 429


def test_an_account_that_does_not_exist_is_closed_alike(ready):
    class Nobody:
        email = "nobody-at-all@example.org"

    real = wrong(new_client(), someone("intake"), 5)
    unreal = wrong(new_client(), Nobody, 5)
    assert (real.status_code, sentence(real)) == (unreal.status_code, sentence(unreal))


def test_wrong_codes_count_and_the_right_password_does_not_wipe_them_out(ready):
    user = someone("intake")
    client = new_client()
    for _ in range(4):
        client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
        assert client.post("/account/code/", {"code": "000000"}).status_code == 200
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert client.post("/account/code/", {"code": "000000"}).status_code == 429
    assert client.post("/account/code/", {"code": code_of(user)}).status_code == 429, (
        "nor does the right code open it"
    )
    assert (
        new_client().post("/account/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 429
    )


def test_passwords_and_codes_are_counted_together(ready):
    user = someone("intake")
    client = new_client()
    wrong(client, user, 3)
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert client.post("/account/code/", {"code": "000000"}).status_code == 200
    assert client.post("/account/code/", {"code": "000000"}).status_code == 429


def test_a_whole_sign_in_begins_the_count_anew(ready):
    user = someone("intake")
    client = new_client()
    wrong(client, user, 4)
    sign_in(client, user)
    assert wrong(new_client(), user, 4).status_code == 200


def test_confirming_counts_too(ready):
    user = someone("reviewer")
    client = signed_in(user)
    given = {"confirm_password": "not the password", "confirm_code": "000000"}
    answers = [client.post("/account/confirm/", given).status_code for _ in range(5)]
    assert answers == [422, 422, 422, 422, 429]
    right = {"confirm_password": PASSWORD, "confirm_code": code_of(user)}
    assert client.post("/account/confirm/", right).status_code == 429


def test_neither_table_nor_log_names_the_account(ready, caplog):
    from axes.models import AccessAttempt

    user = someone("reviewer")
    with caplog.at_level(logging.DEBUG):
        client = new_client()
        wrong(client, user, 5)
        other = new_client(REMOTE_ADDR="203.0.113.10")
        other.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
        other.post("/account/code/", {"code": "000000"})
        other.post("/account/code/", {"code": code_of(user)})
    assert "AXES" in caplog.text
    stored = " ".join(str(row) for row in AccessAttempt.objects.values())
    for secret in (user.email, user.email.split("@")[0], PASSWORD, "not the password"):
        assert secret not in stored
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("https", "forwarded", "expected", "why"),
    [
        ("", "198.51.100.7", "127.0.0.1", "without a proxy anybody could write the header"),
        ("1", "198.51.100.7", "198.51.100.7", "the proxy writes the last one"),
        ("1", "6.6.6.6, 198.51.100.7", "198.51.100.7", "what comes before it is the visitor's claim"),
        ("1", "", "127.0.0.1", "a request past the proxy"),
    ],
)
def test_whose_address_counts(ready, monkeypatch, https, forwarded, expected, why):
    from django.test import RequestFactory

    from openimr.service.accounts.lockout import client_address

    monkeypatch.setenv("OPENIMR_HTTPS", https)
    request = RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert client_address(request) == expected, why
