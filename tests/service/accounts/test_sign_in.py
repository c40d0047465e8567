"""Signing in: password, code, recovery codes, setting the second factor up, confirming, the links of mails."""

from __future__ import annotations

import re
from datetime import timedelta
from types import ModuleType, SimpleNamespace

import pytest
from freezegun import freeze_time

from openimr.service import clock

from .people import PASSWORD, code_of, new_client, sentence, sign_in, signed_in, someone


def names(client):
    """Whether the browser is signed in: who it is, or ``None``."""
    response = client.get("/account/")
    return (
        re.search(r"<h1>([^<]+)</h1>", response.content.decode())[1] if response.status_code == 200 else None
    )


def test_password_then_code(ready):
    user = someone("intake")
    client = new_client()
    first = client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert first["Location"] == "/account/code/"
    assert names(client) is None, "half the way is not in"
    assert client.post("/account/code/", {"code": code_of(user)})["Location"] == "/office/"
    assert names(client) == user.name


def test_the_address_may_be_typed_in_any_case(ready):
    user = someone("records")
    client = new_client()
    client.post("/account/sign-in/", {"login": user.email.upper(), "password": PASSWORD})
    client.post("/account/code/", {"code": f" {code_of(user)[:3]} {code_of(user)[3:]} "})
    assert names(client) == user.name


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda user: {"password": "correct horse"}, "a wrong password"),
        (lambda user: {"login": "nobody@example.org"}, "no such account"),
        (lambda user: {"login": user.email, "password": ""}, "no password"),
    ],
)
def test_a_wrong_sign_in_says_the_same_whatever_was_wrong(ready, change, why):
    user = someone("intake")
    client = new_client()
    response = client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD, **change(user)})
    assert response.status_code == 200, why
    words = sentence(response)
    assert ("The e-mail address or the password is wrong." in words) or ("This field is required." in words)
    assert names(client) is None


def test_a_code_works_once(ready):
    user = someone("finance")
    code = code_of(user)
    first, second = new_client(), new_client()
    sign_in(first, user, code=code)
    assert names(first) == user.name
    again = sign_in(second, user, code=code)
    assert "was used already" in sentence(again)
    assert names(second) is None


@pytest.mark.parametrize(("ahead", "works"), [(-1, True), (1, True), (4, False)])
def test_a_code_of_the_neighboring_half_minute_works(ready, ahead, works):
    user = someone("finance")
    client = new_client()
    sign_in(client, user, code=code_of(user, ahead))
    assert (names(client) == user.name) is works


def test_a_recovery_code_works_once(ready):
    from openimr.service.accounts import second_factor

    user = someone("records")
    code = second_factor.recovery_codes(user)[0]
    assert len(second_factor.recovery_codes(user)) == 10
    first, second = new_client(), new_client()
    sign_in(first, user, code=code)
    assert names(first) == user.name
    sign_in(second, user, code=code)
    assert names(second) is None
    assert len(second_factor.recovery_codes(user)) == 9


def test_secrets_are_encrypted_in_the_database(ready):
    from allauth.mfa.models import Authenticator

    user = someone("intake")
    totp = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert totp.startswith("gAAAA"), "Fernet"
    assert len(totp) > 60


def test_without_a_second_factor_only_the_set_up_is_open(ready, browser_paths):
    user = someone("administrator", factor=False)
    client = new_client()
    assert client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD}).status_code == 302
    for path in browser_paths:
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, "/account/second-factor/"), path
    assert client.get("/account/second-factor/").status_code == 200


@pytest.fixture
def browser_paths(ready):
    """Every page that is not public and not part of setting up."""
    from openimr.service.accounts.access import access_of

    from .addresses import addresses

    marked = [(one, access_of(one.view)) for one in addresses()]
    return [
        one.path
        for one, access in marked
        if access and access.audience in ("signed in", "action") and not access.setting_up
    ]


def test_setting_the_second_factor_up(ready):
    from allauth.mfa.totp.internal import auth

    user = someone("reviewer", factor=False)
    client = new_client()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    html = client.get("/account/second-factor/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", html)[1].replace(" ", "")
    picture = client.get("/account/second-factor/code.svg")
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert b"<path" in picture.content
    wrong = client.post("/account/second-factor/", {"code": "000000"})
    assert (wrong.status_code, "This is not the code" in sentence(wrong)) == (422, True)
    assert secret in wrong.content.decode().replace(" ", ""), "a wrong code does not change the key"
    code = auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))
    done = client.post("/account/second-factor/", {"code": code})
    assert done["Location"] == "/account/recovery-codes/"
    codes = re.findall(r"<code>(\d{8})</code>", client.get("/account/recovery-codes/").content.decode())
    assert len(set(codes)) == 10
    assert names(client) == user.reviewer_code


def test_another_authenticator_needs_password_and_code_first(ready):
    from openimr.service.accounts import second_factor

    user = someone("intake")
    client = signed_in(user)
    for path in ("/account/second-factor/", "/account/recovery-codes/"):
        assert client.get(path)["Location"].startswith("/account/confirm/?next=")
    assert client.get("/account/second-factor/code.svg").status_code == 404
    given = {"confirm_password": PASSWORD, "confirm_code": code_of(user), "next": "/account/recovery-codes/"}
    assert client.post("/account/confirm/", given)["Location"] == "/account/recovery-codes/"
    before = second_factor.recovery_codes(user)
    assert client.get("/account/recovery-codes/").status_code == 200
    client.post("/account/recovery-codes/")
    assert not set(before) & set(second_factor.recovery_codes(user)), "the old ones no longer work"


@pytest.mark.parametrize(
    ("target", "lands"),
    [("/account/password/", "/account/password/"), ("https://evil.example/", "/account/"), ("", "/account/")],
)
def test_confirming_goes_on_within_the_site_only(ready, target, lands):
    user = someone("intake")
    given = {"confirm_password": PASSWORD, "confirm_code": code_of(user), "next": target}
    assert signed_in(user).post("/account/confirm/", given)["Location"] == lands


def test_confirmation_lasts_five_minutes(ready):
    from openimr.service.accounts import recently_authenticated
    from openimr.service.accounts.confirming import confirm

    request = SimpleNamespace(session={})
    start = clock.now()
    with freeze_time(start) as time:
        assert not recently_authenticated(request)
        confirm(request)
        assert recently_authenticated(request)
        time.tick(timedelta(minutes=4, seconds=59))
        assert recently_authenticated(request)
        time.tick(timedelta(seconds=2))
        assert not recently_authenticated(request)
        assert recently_authenticated(request, minutes=10)
        time.move_to(start - timedelta(hours=1))
        assert not recently_authenticated(request), "a clock that jumps back confirms nothing"


@pytest.fixture
def signing(ready):
    """A page that signs: ``review.sign`` in a case of one's own that is in review."""
    from django.http import HttpResponse
    from django.test import override_settings
    from django.urls import path

    from openimr.service import urls
    from openimr.service.accounts import cases, requires

    calls = []

    @requires("review.sign")
    def sign(request, case_number):
        calls.append(request.POST.dict())
        return HttpResponse("signed")

    addressed = ModuleType("addressed")
    addressed.urlpatterns = [path("try/<str:case_number>/sign/", sign, name="try-sign"), *urls.urlpatterns]
    addressed.handler403 = urls.handler403

    before, telling = list(cases._connected), list(cases._telling)
    cases.connect(lambda somebody, number: cases.Standing("C1", own=True) if number == "CM26-1" else None)
    with override_settings(ROOT_URLCONF=addressed):
        yield calls
    cases._connected[:] = before
    cases._telling[:] = telling


def test_signing_asks_on_the_way_and_keeps_what_was_typed(signing):
    user = someone("reviewer")
    client = signed_in(user)
    typed = {"rationale": 'two "quoted"\nlines', "decision": "upheld"}
    assert client.get("/try/CM26-1/sign/").status_code == 200, "looking needs no code"
    signing.clear()
    asked = client.post("/try/CM26-1/sign/", typed)
    assert "“Sign a review” needs your password and a code" in sentence(asked)
    assert not signing, "nothing was signed"
    html = asked.content.decode()
    assert 'name="rationale" value="two &quot;quoted&quot;\nlines"' in html
    wrong = client.post(
        "/try/CM26-1/sign/", {**typed, "confirm_password": PASSWORD, "confirm_code": "000000"}
    )
    assert wrong.status_code == 422
    assert not signing
    given = {**typed, "confirm_password": PASSWORD, "confirm_code": code_of(user)}
    assert client.post("/try/CM26-1/sign/", given).content == b"signed"
    assert {key: signing[0][key] for key in typed} == typed
    assert client.post("/try/CM26-1/sign/", typed).content == b"signed", "it holds for five minutes"


def test_signing_is_refused_before_anybody_is_asked_for_a_code(signing):
    assert signed_in(someone("letter_quality")).post("/try/CM26-1/sign/", {}).status_code == 403
    assert signed_in(someone("reviewer")).post("/try/CM26-9/sign/", {}).status_code == 404
    assert not signing


def test_signing_right_after_signing_in_asks_no_second_time(signing):
    user = someone("reviewer")
    client = new_client()
    sign_in(client, user)
    assert client.post("/try/CM26-1/sign/", {}).content == b"signed"


def link_in(mail):
    return re.search(r"http://localhost(/account/password/new/\S+)", mail.body)[1]


def test_a_forgotten_password(ready, mail):
    user = someone("intake")
    client = new_client()
    old = signed_in(user)
    response = client.post("/account/password/forgotten/", {"email": user.email})
    assert response["Location"] == "/account/password/forgotten/sent/"
    link = link_in(mail[0])
    page = client.get(link, follow=True)
    assert link not in page.redirect_chain[-1][0], "the secret leaves the address"
    weak = client.post(page.redirect_chain[-1][0], {"password1": "password1234", "password2": "password1234"})
    assert "too common" in sentence(weak)
    new = "a sentence of its own"
    done = client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert done["Location"] == "/account/password/set/"
    assert names(client) is None, "a link alone lets nobody in: the code comes too"
    assert names(old) is None, "sessions under the old password are over"
    assert sign_in(client, user, new)["Location"] == "/office/"
    used = new_client().get(link, follow=True)
    assert "This link no longer works" in sentence(used)


def test_forgetting_the_password_does_not_tell_whose_account_exists(ready, mail):
    answers = {
        new_client().post("/account/password/forgotten/", {"email": email})["Location"]
        for email in (someone("intake").email, "nobody@example.org")
    }
    assert len(answers) == 1
    assert len(mail) == 1


def test_a_link_is_too_old_after_three_days(ready, mail):
    user = someone("intake")
    new_client().post("/account/password/forgotten/", {"email": user.email})
    link = link_in(mail[0])
    with freeze_time(clock.now() + timedelta(days=3, minutes=1)):
        assert "This link no longer works" in sentence(new_client().get(link, follow=True))


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12 characters"),
        ("123456789012345", "entirely numeric"),
        ("password1234", "too common"),
    ],
)
def test_passwords_that_are_refused(ready, password, words):
    user = someone("intake")
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = signed_in(user).post("/account/password/", given)
    assert (response.status_code, words in sentence(response)) == (422, True)


def test_another_password_ends_the_other_sessions(ready):
    user = someone("intake")
    here, there = signed_in(user), signed_in(user)
    given = {
        "oldpassword": PASSWORD,
        "password1": "a sentence of its own",
        "password2": "a sentence of its own",
    }
    assert here.post("/account/password/", given)["Location"] == "/account/"
    assert (names(here), names(there)) == (user.name, None)
    wrong = here.post("/account/password/", given)
    assert "This is not your present password." in sentence(wrong)


def test_nobody_signs_up(ready):
    from allauth.account.adapter import get_adapter

    for path in ("/account/signup/", "/account/sign-up/", "/accounts/signup/", "/account/email/"):
        assert new_client().get(path).status_code == 404, path
    assert get_adapter().is_open_for_signup(None) is False


def test_signing_in_gives_the_session_a_new_key(ready):
    user = someone("intake")
    client = new_client()
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    before = client.session.session_key
    client.post("/account/code/", {"code": code_of(user)})
    assert client.session.session_key != before


def test_cookies_are_closed(ready):
    client = new_client()
    sign_in(client, someone("intake"))
    cookie = client.cookies["openimr_session"]
    assert (bool(cookie["httponly"]), cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_next_leads_back_and_only_within_the_site(ready):
    user = someone("administrator")
    client = new_client()
    assert client.get("/office/users/?role=intake")["Location"] == (
        "/account/sign-in/?next=%2Foffice%2Fusers%2F%3Frole%3Dintake"
    )
    client.post(
        "/account/sign-in/", {"login": user.email, "password": PASSWORD, "next": "/office/users/?role=intake"}
    )
    assert client.post("/account/code/", {"code": code_of(user)})["Location"] == "/office/users/?role=intake"
    other = new_client()
    user = someone("administrator")
    other.post(
        "/account/sign-in/", {"login": user.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert other.post("/account/code/", {"code": code_of(user)})["Location"] == "/account/"


def test_a_deactivated_account_is_out_at_once(ready):
    user = someone("intake")
    client = signed_in(user)
    assert names(client)
    user.is_active = False
    user.save()
    assert names(client) is None
    response = new_client().post(
        "/account/sign-in/", {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert "This account is deactivated" in sentence(response)
