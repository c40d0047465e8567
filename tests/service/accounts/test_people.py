"""The administrator's pages: inviting, changing, ending accounts; what is recorded; what stays sealed."""

from __future__ import annotations

import re

import psycopg
import pytest

from openimr.service.accounts.permissions import PARTY, table

from .people import PASSWORD, new_client, sentence, sign_in, signed_in, someone

STAFF = [role for role in table().roles if role != PARTY]


@pytest.fixture
def administrator(ready):
    return someone("administrator")


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def change(office, user, what, **given):
    return office.post(f"/office/users/{user.pk}/{what}/", given)


def in_(client) -> bool:
    return client.get("/account/").status_code == 200


def test_invited_staff_set_a_password_and_a_second_factor(office, administrator, recorded, mail):
    from openimr.service.accounts.models import User

    given = {"email": "New.Person@Example.org", "role": "intake", "name": "New Person", "reviewer_code": ""}
    assert office.post("/office/users/invite/", given)["Location"] == "/office/users/"
    user = User.objects.get(email="new.person@example.org")
    assert recorded == [
        ("account.invited", {"account": user.pk, "shown_as": "New Person", "role": "intake"}, administrator)
    ]
    assert "was invited" in sentence(office.get("/office/users/"))
    assert (mail[0].to, "Your role: Intake" in mail[0].body) == (["new.person@example.org"], True)
    link = re.search(r"http://localhost(/account/password/new/\S+)", mail[0].body)[1]
    client = new_client()
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert client.get("/account/")["Location"] == "/account/second-factor/"


def test_an_invited_reviewer_is_a_code_everywhere(office, recorded, mail):
    from openimr.service.accounts.models import User

    given = {"email": "jane.doe@example.org", "role": "reviewer", "name": "", "reviewer_code": "R-9042"}
    office.post("/office/users/invite/", given)
    user = User.objects.get(reviewer_code="R-9042")
    assert (user.name, user.shown_as, str(user), repr(user)) == (
        None, "R-9042", "R-9042", f"<User {user.pk} reviewer R-9042>",
    )  # fmt: skip
    pages = [office.get(path) for path in ("/office/users/", f"/office/users/{user.pk}/")]
    for page in pages:
        assert "R-9042" in sentence(page)
        assert "jane" not in page.content.decode().lower()
    assert "jane" not in str(recorded).lower()
    assert len(mail) == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"email": "no address"}, "Enter a valid email address."),
        ({"role": ""}, "nothing is recorded without it."),
        ({"role": "party"}, "what was sent is not among them"),
        ({"role": "superuser"}, "what was sent is not among them"),
        ({"name": ""}, "Give the name by which colleagues know this person."),
        ({"name": "  "}, "Give the name by which colleagues know this person."),
        ({"reviewer_code": "R-8002"}, "Only reviewers have a code: leave it out."),
        ({"role": "reviewer", "name": ""}, "A reviewer is known by a code: give one, as in R-0042."),
        ({"role": "reviewer", "reviewer_code": "R-8001"}, "A reviewer's name is sealed: leave it out here."),
        ({"role": "reviewer", "name": "", "reviewer_code": "42"}, "R- and four digits"),
    ],
)
def test_an_invitation_that_is_refused_keeps_what_was_typed(office, recorded, given, words):
    from openimr.service.accounts.models import User

    typed = {"email": "typed@example.org", "role": "intake", "name": "Typed", "reviewer_code": "", **given}
    before = User.objects.count()
    response = office.post("/office/users/invite/", typed)
    assert (response.status_code, words in sentence(response)) == (422, True)
    assert f'value="{typed["email"]}"' in response.content.decode()
    assert (recorded, User.objects.count()) == ([], before)


def test_an_address_or_a_code_is_taken_once(office, recorded):
    taken, reviewer = someone("intake"), someone("reviewer")
    typed = {"email": taken.email.upper(), "role": "intake", "name": "Other", "reviewer_code": ""}
    assert "There is an account with this address already" in sentence(
        office.post("/office/users/invite/", typed)
    )
    typed = {
        "email": "x@example.org",
        "role": "reviewer",
        "name": "",
        "reviewer_code": reviewer.reviewer_code,
    }
    words = sentence(office.post("/office/users/invite/", typed))
    assert f"There is an account for {reviewer.reviewer_code} already." in words


def test_changing_a_role_is_recorded_and_signs_out(office, administrator, recorded):
    user = someone("intake")
    client = signed_in(user)
    assert change(office, user, "role", role="records").status_code == 302
    assert recorded == [
        (
            "account.role_changed",
            {"account": user.pk, "shown_as": user.name, "role": "records", "before": "intake"},
            administrator,
        )
    ]
    user.refresh_from_db()
    assert (user.role, in_(client)) == ("records", False)
    change(office, user, "role", role="records")
    assert len(recorded) == 1, "the same role is no change"


@pytest.mark.parametrize(
    ("role", "new", "words"),
    [
        ("reviewer", "intake", "A reviewer's account stays a reviewer's"),
        ("intake", "reviewer", "what was sent is not among them"),
        ("intake", "party", "what was sent is not among them"),
    ],
)
def test_roles_that_are_refused(office, recorded, role, new, words):
    user = someone(role)
    response = change(office, user, "role", role=new)
    assert response.status_code in (409, 422)
    assert words in sentence(response)
    user.refresh_from_db()
    assert (user.role, recorded) == (role, [])


@pytest.mark.parametrize("what", ["role", "deactivate", "reset-second-factor"])
def test_nobody_changes_their_own(office, administrator, recorded, what):
    response = change(office, administrator, what, role="medical_director")
    assert (response.status_code, "Nobody" in sentence(response)) == (409, True)
    administrator.refresh_from_db()
    assert (administrator.role, administrator.is_active, recorded) == ("administrator", True, [])
    assert in_(office)


def test_deactivating_and_reactivating(office, administrator, recorded):
    user = someone("finance")
    client = signed_in(user)
    change(office, user, "deactivate")
    assert not in_(client)
    assert "This account is deactivated" in sentence(
        new_client().post("/account/sign-in/", {"login": user.email, "password": PASSWORD}, follow=True)
    )
    again = change(office, user, "invite-again")
    assert "reactivate it before sending a link" in sentence(again)
    change(office, user, "reactivate")
    assert sign_in(new_client(), user)["Location"] == "/office/"
    assert [one[0] for one in recorded] == ["account.deactivated", "account.reactivated"]


def test_resetting_the_second_factor(office, recorded):
    user = someone("reviewer")
    client = signed_in(user)
    change(office, user, "reset-second-factor")
    assert not in_(client)
    new = new_client()
    new.post("/account/sign-in/", {"login": user.email, "password": PASSWORD})
    assert new.get("/account/")["Location"] == "/account/second-factor/"
    assert [one[0] for one in recorded] == ["account.second_factor_reset"]


def test_opening_sign_in_again(office, recorded):
    user = someone("intake")
    client = new_client()
    for _ in range(5):
        client.post("/account/sign-in/", {"login": user.email, "password": "not it"})
    change(office, user, "unlock")
    assert sign_in(client, user)["Location"] == "/office/"
    assert [one[0] for one in recorded] == ["account.unlocked"]


@pytest.mark.parametrize("what", ["role", "deactivate", "reset-second-factor", "unlock", "invite-again"])
def test_without_a_ledger_nothing_changes(office, unrecorded, mail, what):
    user = someone("intake")
    client = signed_in(user)
    response = change(office, user, what, role="records")
    assert (response.status_code, "no change goes unrecorded" in sentence(response)) == (409, True)
    user.refresh_from_db()
    assert (user.role, user.is_active, in_(client), len(mail)) == ("intake", True, True, 0)


def test_without_a_ledger_nobody_is_invited(office, unrecorded, mail):
    from openimr.service.accounts.models import User

    given = {"email": "unrecorded@example.org", "role": "intake", "name": "Nobody", "reviewer_code": ""}
    response = office.post("/office/users/invite/", given)
    assert "no change goes unrecorded" in sentence(response)
    assert not User.objects.filter(email="unrecorded@example.org").exists()
    assert len(mail) == 0


@pytest.mark.parametrize("role", [role for role in STAFF if role != "administrator"])
def test_only_administrators_may(ready, recorded, role):
    from openimr.service.accounts.models import User

    user = someone("intake")
    client = signed_in(someone(role))
    given = {
        "email": "smuggled@example.org",
        "role": "administrator",
        "name": "Smuggled",
        "reviewer_code": "",
    }
    answers = [client.post("/office/users/invite/", given), change(client, user, "deactivate")]
    assert [one.status_code for one in answers] == [403, 403]
    assert not User.objects.filter(email="smuggled@example.org").exists()
    assert recorded == []


def test_commands_ask_too(ready, recorded):
    """Whoever calls the command without the page is asked as well."""
    from types import SimpleNamespace

    from openimr.service.accounts import NotAllowed, administration

    request = SimpleNamespace(user=someone("intake"))
    for command in (administration.deactivate, administration.reset_second_factor, administration.unlock):
        with pytest.raises(NotAllowed, match="is for administrators"):
            command(request, someone("records"))


def test_a_change_is_a_post(office):
    assert office.get(f"/office/users/{someone('intake').pk}/deactivate/").status_code == 405
    assert office.post(f"/office/users/{someone('intake').pk}/explode/").status_code == 404


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("DELETE FROM accounts_user", "accounts are ended, not deleted"),
        ("DELETE FROM accounts_signin", "the log of sign-ins stays"),
        ("SELECT * FROM auth_user_groups", "no groups of Django's"),
        ("UPDATE django_content_type SET model = 'x'", "nor its content types"),
        ("ALTER TABLE accounts_user DROP CONSTRAINT accounts_user_one_role", "the rules stay"),
    ],
)
def test_the_web_may_not(ready, sql, why):
    from openimr.service.database import Embedded

    address = Embedded(ready / "database").web
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedTable)
    with (
        psycopg.connect(dbname=address.name, user=address.user, host=address.host) as connection,
        pytest.raises(refused),
    ):
        connection.execute(sql)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("role = 'superuser'", "accounts_user_one_role"),
        ("role = 'party'", "accounts_user_one_role"),
        ("name = 'Doctor Who'", "accounts_user_reviewer_by_code"),
        ("reviewer_code = NULL", "accounts_user_reviewer_by_code"),
        ("role = 'intake'", "accounts_user_reviewer_by_code"),
        ("email = 'LARGE@example.org'", "accounts_user_email_lower"),
    ],
)
def test_the_database_keeps_the_rules_too(ready, change, constraint):
    from django.db import IntegrityError, connection, transaction

    user = someone("reviewer")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE accounts_user SET {change} WHERE id = %s", [user.pk])


def test_templates_ask_the_same_table(ready):
    from django.template import engines
    from django.test import RequestFactory

    from openimr.service.accounts.context import UnknownAction

    def shown(text, user):
        request = RequestFactory().get("/")
        request.user = user
        return engines["django"].from_string(text).render({"state": "A2"}, request)

    tag = '{% if_may "eligibility.decide" state %}yes{% else %}no{% endif_may %}'
    lookup = "{% if may.eligibility.decide %}yes{% else %}no{% endif %}"
    for text in (tag, lookup):
        assert shown(text, someone("regulator")) == "yes"
        assert shown(text, someone("intake")) == "no"
    assert shown('{% if_may "letter.issue" state %}yes{% endif_may %}', someone("letter_quality")) == ""
    with pytest.raises(UnknownAction):
        shown("{% if may.eligibility.eat %}yes{% endif %}", someone("intake"))


def test_the_first_administrator(ready, recorded):
    from django.db import transaction

    from openimr.service.accounts import NotAllowed, first
    from openimr.service.accounts.models import User

    with transaction.atomic():
        User.objects.filter(role="administrator").update(is_active=False)
        path = first.administrator("First@Example.org", "First Person")
        page = new_client().get(path, follow=True)
        assert "Set a password" in sentence(page)
        assert [(one[0], one[1]["role"], one[2]) for one in recorded] == [
            ("account.invited", "administrator", None)
        ]
        # Until a password is set the same address gets another link, and no other one does.
        again = first.administrator("first@example.org ", "Another Name")
        assert "Set a password" in sentence(new_client().get(again, follow=True))
        with pytest.raises(NotAllowed, match="give the same address again"):
            first.administrator("second@example.org", "Second Person")
        user = User.objects.get(email="first@example.org")
        user.set_password(PASSWORD)
        user.save()
        assert "no longer works" in sentence(new_client().get(again, follow=True)), "a link works once"
        for email in ("first@example.org", "second@example.org"):
            with pytest.raises(NotAllowed, match="There is an administrator already"):
                first.administrator(email, "Second Person")
        transaction.set_rollback(True)
