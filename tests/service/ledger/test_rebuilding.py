"""``openimr audit rebuild``: every table that follows from the ledger is damaged, reported, and put right."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner
from django.db import connections

from openimr.cli.audit import command
from openimr.service.after import prices
from openimr.service.after.models import PriceRow
from openimr.service.cases.models import CaseRow, ClockRow, ItemRow, TaskRow
from openimr.service.intake.mail import commands as mail
from openimr.service.intake.models import MailItem
from openimr.service.reviewers.models import ReviewerRow, SealedIdentity

from ..office_case import a_case, actor
from ..reviewers.panel import on_panel

pytestmark = pytest.mark.usefixtures("home")


def run(*arguments: str):
    return CliRunner().invoke(command, ["rebuild", *arguments])


def rows(model, **where):
    """What stands in the table, through the connection of its owner: the pages' role could not do all of this."""
    return model.objects.using("owner").filter(**where)


@pytest.fixture(scope="module")
def office(home, letter):
    """One of each: a case, a paper of the mail room that was sorted, a reviewer, a price that ended."""
    case = a_case("B1")
    paper = mail.receive(actor("intake"), letter.pdf(), "paper.pdf", channel="mail")
    mail.discard(actor("intake"), paper.dcn, "it belongs to nobody")
    finance = actor("finance")
    # Of years long past: the prices of other tests are not theirs.
    price = prices.enter(finance, amount=41200, outcome="decided", since=date(1994, 1, 1), why="a contract")
    prices.end(finance, price.pk, date(1994, 12, 31))
    one = {"case": case.number, "paper": paper.dcn, "reviewer": on_panel(), "price": price.pk}
    run("--write")  # other tests of this process leave their own marks
    yield one
    connections["owner"].close()


def _first_clock(case):
    return rows(ClockRow, case_id=case).order_by("pk").values_list("pk", flat=True)[0]


#: Each wave damages other rows at once, since every run goes through all the cases of this process.
DAMAGE = [
    {
        "case": (lambda o: rows(CaseRow, number=o["case"]).update(state="D0"), "state: the ledger gives B1, the table holds D0"),
        "item": (lambda o: rows(ItemRow, case_id=o["case"]).update(text="another"), "ItemRow 1, text: the ledger gives Valium"),
        "task": (lambda o: rows(TaskRow, case_id=o["case"], done=None).update(claimed_by="user:1"), "claimed_by: the ledger gives None"),
        "clock": (lambda o: rows(ClockRow, pk=_first_clock(o["case"])).update(title="another"), "ClockRow: the ledger gives"),
        "mail": (lambda o: rows(MailItem, dcn=o["paper"]).update(state="new", done=None), "MailItem, state: the ledger gives discarded, the table holds new"),
        "reviewer": (lambda o: rows(ReviewerRow, code=o["reviewer"]).update(active=False), "ReviewerRow, active: the ledger gives True"),
        "price": (lambda o: rows(PriceRow, pk=o["price"]).update(amount=1), "PriceRow, amount: the ledger gives 41200, the table holds 1"),
    },
    {
        "item gone": (lambda o: rows(ItemRow, case_id=o["case"]).delete(), "ItemRow 1: the ledger gives a row, the table holds none"),
        "clock gone": (lambda o: rows(ClockRow, case_id=o["case"]).delete(), "ClockRow: the ledger gives"),
        "mail data": (lambda o: rows(MailItem, dcn=o["paper"]).update(data="{}"), "MailItem, data: the ledger gives"),
        "reviewer's data": (lambda o: rows(ReviewerRow, code=o["reviewer"]).update(data={}), "ReviewerRow, data: the ledger gives"),
        "price goes on": (lambda o: rows(PriceRow, pk=o["price"]).update(to=None), "PriceRow, to: the ledger gives datetime.date(1994, 12, 31)"),
    },
    {
        "mail gone": (lambda o: rows(MailItem, dcn=o["paper"]).delete(), "MailItem: the ledger gives a row, the table holds none"),
        "reviewer gone": (lambda o: rows(ReviewerRow, code=o["reviewer"]).delete(), "ReviewerRow: the ledger gives a row"),
        "price gone": (lambda o: rows(PriceRow, pk=o["price"]).delete(), "PriceRow: the ledger gives a row, the table holds none"),
    },
]  # fmt: skip


@pytest.mark.parametrize("wave", DAMAGE, ids=[", ".join(wave) for wave in DAMAGE])
def test_damage_is_reported_and_put_right(office, wave):
    for what, (damage, _) in wave.items():
        assert damage(office), what
    found = run()
    assert found.exit_code == 1, found.output
    for what, (_, words) in wave.items():
        assert words in found.stdout, what
    repaired = run("--write")
    assert (repaired.exit_code, repaired.stdout) == (0, found.stdout)
    again = run()
    assert (again.exit_code, again.stdout) == (0, ""), again.output


def test_rows_that_the_ledger_does_not_know_are_reported_and_go(office):
    for model, key, fresh in (
        (MailItem, office["paper"], "D26-9999999"),
        (ReviewerRow, office["reviewer"], "R-9998"),
        (PriceRow, office["price"], 99_999),
    ):
        row = model.objects.using("owner").get(pk=key)
        row.pk = fresh
        row.save(force_insert=True, using="owner")
    found = run()
    assert found.exit_code == 1
    assert found.stdout.splitlines() == [
        "D26-9999999 MailItem: the ledger gives no row, the table holds a row",
        "R-9998 ReviewerRow: the ledger gives no row, the table holds a row",
        "price 99999 PriceRow: the ledger gives no row, the table holds a row",
    ]
    run("--write")
    assert run().stdout == ""


def test_what_is_sealed_stays_and_the_next_price_has_a_number_of_its_own(office):
    rows(ReviewerRow, code=office["reviewer"]).delete()
    rows(PriceRow).delete()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('after_pricerow', 'id'), 1, false)")
    run("--write")
    assert rows(SealedIdentity, code=office["reviewer"]).exists()
    new = prices.enter(
        actor("finance"),
        amount=1,
        outcome="decided",
        since=date(1995, 1, 1),
        to=date(1995, 1, 2),
        why="a contract",
    )
    assert new.pk > office["price"]


def test_a_rebuild_says_what_it_went_through(office):
    said = run("--write").stderr
    for words in ("cases", "papers of the mail room", "reviewers", "prices", "events", "differences"):
        assert words in said


def test_events_that_no_row_follows_from_are_reported_and_stop_nothing(office):
    from django.db import transaction

    from openimr.service.ledger.comparing import Rebuilt
    from openimr.service.ledger.streams import record
    from openimr.service.reviewers.rebuilding import rebuild

    # Taken back afterwards, since entries of the ledger stay.
    with transaction.atomic():
        record(
            "reviewers:R-9997", "reviewer.changed", {"degree": "MD"}, actor="user:1", role="panel_scheduler"
        )
        ReviewerRow.objects.filter(code=office["reviewer"]).update(active=False)
        counted = Rebuilt()
        found = [str(one) for one in rebuild(write=True, using="default", counted=counted)]
        assert counted.unreadable == 1
        assert (
            "R-9997 ReviewerRow: the ledger gives events that no row follows from, the table holds no row"
            in found
        )
        assert ReviewerRow.objects.get(code=office["reviewer"]).active, "the others are put right"
        transaction.set_rollback(True)
