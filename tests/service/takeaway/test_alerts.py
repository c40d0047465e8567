"""Alerts: asked, confirmed, sent once, stopped; an address that said nothing gets nothing and is forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail

from openimr import samples

from .conftest import bring


@pytest.fixture(autouse=True)
def _mail(settings_of_mail, visitor):
    mail.outbox = []


@pytest.fixture
def settings_of_mail():
    from django.test.utils import override_settings

    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield


@pytest.fixture
def post(monkeypatch):
    """What would wait in the queue is sent at once."""
    from openimr.service.accounts import mailing

    monkeypatch.setattr(mailing, "_defer", mailing.send)


def ask(visitor, email="Reader@example.org", query="?decision=upheld"):
    return visitor.post(f"/archive/alerts/{query}", {"email": email})


def link(message):
    return re.search(r"http://localhost(/archive/alerts/\d+/[\w-]+/)", message.body)[1]


def rounds():
    from django.db import connection

    from openimr.archive.index.reader import Reader
    from openimr.archive.searching import Archive
    from openimr.service.home import Home
    from openimr.service.takeaway import alerts

    return alerts.send(connection, Archive(Reader(Home().index)))


def confirmed(visitor, **asked):
    ask(visitor, **asked)
    address = link(mail.outbox.pop())
    assert visitor.post(f"{address}yes/").status_code == 200
    return address


def letter_of(seed):
    return next(
        letter
        for letter in samples.letters(seed, 40)
        if {one.decision for one in letter.determination.items} == {"upheld"}
    )


def test_nothing_is_sent_before_a_yes(visitor, post):
    assert ask(visitor).status_code == 200
    assert [message.to for message in mail.outbox] == [["Reader@example.org"]]
    bring(letter_of(100))
    assert rounds().mails == 0


def test_opening_the_link_changes_nothing(visitor, post):
    from openimr.service.takeaway.models import Alert

    ask(visitor)
    address = link(mail.outbox[0])
    assert "Do you want this alert?" in visitor.get(address).content.decode()
    assert visitor.get(f"{address}stop/").status_code == 200
    assert Alert.objects.get().confirmed is None


def test_what_came_is_told_once(visitor, post):
    confirmed(visitor)
    assert rounds().mails == 0, "what was there before is not new"
    letter = letter_of(200)
    bring(letter)
    sent = rounds()
    assert (sent.mails, sent.items) == (1, len(letter.determination.items))
    message = mail.outbox[-1]
    assert letter.determination.case_number in message.body
    assert message.body.count("/archive/items/") == min(20, len(letter.determination.items))
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert rounds().mails == 0


def test_only_what_matches(visitor, post):
    confirmed(visitor, query="?decision=overturned")
    bring(letter_of(300))
    assert rounds().mails == 0


def test_one_click_stops_it(visitor, post):
    from django.test import Client

    from openimr.service.takeaway.models import Alert

    confirmed(visitor)
    bring(letter_of(400))
    rounds()
    found = re.fullmatch(r"<http://localhost(/\S+)>", mail.outbox[-1].extra_headers["List-Unsubscribe"])[1]
    # As a mail provider does it: no page before, no cookie, checks against forged forms in force.
    provider = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert provider.post(found, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert provider.post(found, {"List-Unsubscribe": "One-Click"}).status_code == 200, (
        "again is as good as once"
    )
    assert not Alert.objects.exists()


def test_forgetting_takes_all_alerts_of_the_address(visitor, post):
    from openimr.service.takeaway.models import Alert

    ask(visitor, query="?q=norco")
    address = confirmed(visitor, email="READER@example.org")
    ask(visitor, email="other@example.org")
    assert visitor.post(f"{address}forget/").status_code == 200
    assert [one.address for one in Alert.objects.all()] == ["other@example.org"]


def test_a_mail_that_fails_is_tried_in_the_next_round(visitor, post, monkeypatch):
    from django.core.mail import EmailMessage

    confirmed(visitor)
    bring(letter_of(500))
    right = EmailMessage.send

    def wrong(self):
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", wrong)
    assert (rounds().failed, rounds().mails) == (1, 0)
    monkeypatch.setattr(EmailMessage, "send", right)
    assert rounds().mails == 1


def test_who_says_nothing_is_forgotten(visitor, post):
    from openimr.service import clock
    from openimr.service.takeaway import alerts
    from openimr.service.takeaway.models import Alert

    ask(visitor, email="silent@example.org")
    confirmed(visitor)
    with clock.standing_at(clock.now() + timedelta(days=4)):
        assert alerts.sweep() == 1
    assert [one.address for one in Alert.objects.all()] == ["Reader@example.org"]


def test_no_address_is_flooded(visitor, post):
    for number in range(9):
        assert ask(visitor, query=f"?q=word{number}").status_code == 200
    assert len(mail.outbox) == 5
    ask(visitor, query="?q=word1")
    assert len(mail.outbox) == 5
    codes = [ask(visitor, email=f"a{n}@example.org").status_code for n in range(15)]
    assert 429 in codes


WRONG = [
    ("", "Give the address"),
    ("nobody", "no e-mail address"),
    ("a@b.org\nBcc: c@d.org", "no e-mail address"),
]


@pytest.mark.parametrize(("email", "said"), WRONG)
def test_a_wrong_address_is_said(visitor, post, email, said):
    response = ask(visitor, email=email)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert mail.outbox == []


def test_a_search_that_cannot_be_understood_is_no_alert(visitor, post):
    assert ask(visitor, query="?q=nosuch:x").status_code == 400


def test_a_guessed_code_opens_nothing(visitor, post):
    ask(visitor)
    address = link(mail.outbox[0])
    number = address.split("/")[3]
    for bad in (
        f"/archive/alerts/{number}/{'A' * 32}/",
        f"/archive/alerts/{10**30}/x/",
        address.replace(number, "0", 1),
    ):
        assert visitor.get(bad).status_code == 404
        assert visitor.post(f"{bad}yes/").status_code == 404


def test_pages_are_nobody_elses(visitor, post):
    ask(visitor)
    response = visitor.get(link(mail.outbox[0]))
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_the_task_runs_in_the_worker(visitor, post):
    from openimr.service.takeaway.tasks import send_alerts

    assert send_alerts() == {"forgotten": 0, "mails": 0, "failed": 0}
