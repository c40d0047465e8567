"""The demo's one-click sign-in: whole in the demo, absent everywhere else."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys

import pytest

from openimr.service.accounts.permissions import PARTY, table

from .people import new_client, sentence, sign_in

STAFF = [role for role in table().roles if role not in (PARTY, "reviewer")]


@pytest.fixture
def demo(ready):
    """The service as with ``OPENIMR_DEMO=1``."""
    from django.test import override_settings
    from django.urls import clear_url_caches

    from openimr.service import urls
    from openimr.service.accounts import urls as own

    def read_again():
        importlib.reload(own)
        importlib.reload(urls)
        clear_url_caches()

    with override_settings(OPENIMR_DEMO=True):
        read_again()
        from openimr.service.accounts import demo

        yield demo
    read_again()


@pytest.fixture
def cast(demo):
    return demo.make([(role, f"Demo {table().roles[role].title}") for role in STAFF], ["R-7001", "R-7002"])


def test_one_click_per_role(demo, cast):
    page = new_client().get("/account/demo/")
    assert [sentence(page).count(table().roles[role].does) for role in table().roles if role != PARTY] == [
        1
    ] * 10
    for account in demo.offered():
        client = new_client()
        assert client.get("/account/").status_code == 302
        answer = client.post(f"/account/demo/{account.pk}/")
        # The administrator has no work there.
        assert answer["Location"] in ("/office/", "/office/review/", "/account/"), account
        assert account.shown_as in sentence(client.get("/account/"))


def test_second_persons_and_the_panel_are_one_click_away_too(demo, cast):
    demo.make([("letter_quality", "One"), ("letter_quality", "Second Person")], [])
    names = {one.shown_as for one in demo.colleagues()}
    assert {"Second Person", "R-7002"} <= names
    assert not names & {one.shown_as for one in demo.offered()}
    page = new_client().get("/account/demo/")
    assert "Second Person, Letter and quality" in sentence(page)
    second = next(one for one in demo.colleagues() if one.shown_as == "R-7002")
    client = new_client()
    assert client.post(f"/account/demo/{second.pk}/")["Location"] == "/office/review/"


def test_from_one_role_to_the_next_at_once(demo, cast):
    client = new_client()
    first, second = demo.offered()[:2]
    for account in (first, second, first):
        client.post(f"/account/demo/{account.pk}/")
        assert account.shown_as in sentence(client.get("/account/"))


def test_what_is_printed_signs_in_by_the_forms_too(demo, cast):
    from allauth.mfa.totp.internal import auth

    account = cast[0]
    code = auth.format_hotp_value(
        auth.hotp_value(account.totp_secret, next(auth.yield_hotp_counters_from_time()))
    )
    assert sign_in(new_client(), account.user, account.password, code)["Location"] == "/office/"


def test_confirming_is_one_click_too(demo, cast):
    client = new_client()
    client.post(f"/account/demo/{demo.offered()[0].pk}/")
    session = client.session
    del session["openimr_confirmed_at"]
    session.save()
    asked = client.get("/account/recovery-codes/")
    page = client.get(asked["Location"])
    assert "In the demonstration password and code are given for you." in sentence(page)
    given = {"confirm_demo": "True", "next": "/account/recovery-codes/"}
    assert client.post("/account/confirm/", given)["Location"] == "/account/recovery-codes/"
    assert client.get("/account/recovery-codes/").status_code == 200


def test_nobody_else_is_confirmed_by_a_click(demo, cast):
    from .people import signed_in, someone

    client = signed_in(someone("reviewer"))
    assert client.post("/account/confirm/", {"confirm_demo": "True"}).status_code == 422


def test_making_them_again_changes_nothing(demo, cast):
    again = demo.make([(role, f"Demo {table().roles[role].title}") for role in STAFF], ["R-7001", "R-7002"])
    assert [(a.user.pk, a.password, a.totp_secret) for a in again] == [
        (a.user.pk, a.password, a.totp_secret) for a in cast
    ]


def test_only_demo_accounts_are_offered(demo, cast):
    from .people import someone

    other = someone("administrator")
    assert other not in demo.offered()
    assert new_client().post(f"/account/demo/{other.pk}/").status_code == 404
    assert new_client().get(f"/account/demo/{cast[0].user.pk}/").status_code == 405


def test_without_the_demo_there_is_nothing_of_it(cast):
    """The demo is over: its page, its clicks and its accounts."""
    from django.test import override_settings

    from openimr.service.accounts import demo

    from .addresses import addresses

    with override_settings(OPENIMR_DEMO=False):
        client = new_client()
        assert client.get("/account/demo/").status_code == 404
        assert client.post(f"/account/demo/{cast[0].user.pk}/").status_code == 404
        assert demo.offered() == []
        with pytest.raises(ValueError, match="OPENIMR_DEMO=1"):
            demo.make([], [])
        answer = client.post("/account/sign-in/", {"login": cast[0].email, "password": cast[0].password})
        assert "/account/code/" not in answer.get("Location", ""), "its password opens nothing"
    assert any("demo" in one.path for one in addresses())


def test_the_addresses_are_not_even_there(ready):
    from .addresses import addresses

    assert not [one.path for one in addresses() if "demo" in one.path]
    assert new_client().get("/account/demo/").status_code == 404


def test_demo_and_https_are_refused_together(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import openimr.service.settings"],
        env={**os.environ, "OPENIMR_HOME": str(tmp_path), "OPENIMR_DEMO": "1", "OPENIMR_HTTPS": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode
    assert "refused together with OPENIMR_HTTPS=1" in done.stderr
