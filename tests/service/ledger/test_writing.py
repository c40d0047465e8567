"""Writing to the ledger: in one line, once, never changed, whoever works at the same time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from openimr.service.cases.commands.notes import add_note
from openimr.service.cases.domain.events.intake import ItemCorrected, ReviewStarted
from openimr.service.cases.domain.events.work import NoteAdded
from openimr.service.cases.refusals import Conflict, Refused
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import Repeated, work
from openimr.service.clock import now, standing_at
from openimr.service.ledger.exporting import export
from openimr.service.ledger.models import Event
from openimr.service.ledger.streams import record
from openimr.service.ledger.verifying import verify
from openimr.service.ledger.writing import Draft, append

from ..office_case import a_case, actor

pytestmark = pytest.mark.usefixtures("home")


def in_threads(*calls):
    """Run ``calls`` at the same moment; what each gave or raised."""
    barrier = threading.Barrier(len(calls))
    found = [None] * len(calls)

    def run(place, call):
        try:
            barrier.wait()
            found[place] = call()
        except Exception as problem:
            found[place] = problem
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(calls)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_event SET role = 'x'", "DELETE FROM ledger_event", "TRUNCATE ledger_event"]
)
@pytest.mark.parametrize("who", ["default", "owner"])
def test_the_database_refuses_to_change_the_ledger(statement, who):
    a_case("A0")
    with (
        pytest.raises(DatabaseError, match=r"permission denied|only ever added to"),
        transaction.atomic(using=who),
    ):
        connections[who].cursor().execute(statement)


def test_many_writers_make_one_whole_chain():
    cases = [a_case("B1") for _ in range(6)]
    before = Event.objects.count()

    def write(case):
        for turn in range(5):
            add_note(actor("records"), case.number, f"note {turn}")

    assert in_threads(*[lambda case=case: write(case) for case in cases]) == [None] * 6
    assert Event.objects.count() == before + 30
    report = verify(export(now=now()))
    assert report.ok, report.problem


def test_two_people_at_once_on_one_case_one_wins_and_the_other_is_told():
    case = a_case("A0")
    with work(actor("intake")) as unit:
        unit.load(case.number, "item.correct")
        case = unit.emit(case.number, ItemCorrected(number=1, normalised=case.items[0].normalised))

    def start():
        with work(actor("intake")) as unit:
            unit.load(case.number, "application.correct", expected=case.version)
            unit.emit(case.number, ReviewStarted())
        return "won"

    found = in_threads(*[start] * 5)
    assert found.count("won") == 1
    lost = [one for one in found if one != "won"]
    assert all(isinstance(one, Conflict) for one in lost), lost
    assert "eligibility review started" in str(lost[0])
    assert get(case.number).version == case.version + 1


def test_a_double_submit_is_recorded_once():
    case = a_case("B1")
    who = actor("records")

    def send():
        add_note(who, case.number, "called", submission=f"twice-{case.number}")
        return "recorded"

    found = in_threads(*[send] * 5)
    assert found.count("recorded") == 1
    assert all(isinstance(one, Repeated) for one in found if one != "recorded"), found
    assert len(get(case.number).notes) == 1


def test_a_clock_that_jumped_back_writes_nothing():
    case = a_case("B1")
    with pytest.raises(Refused, match="clock"), standing_at(datetime.now(UTC) - timedelta(days=3)):
        add_note(actor("records"), case.number, "from the past")
    assert get(case.number).version == case.version


def test_a_failure_after_the_events_leaves_nothing():
    case = a_case("B1")
    count = Event.objects.count()

    def fail():
        with work(actor("records")) as unit:
            unit.load(case.number, "note.add")
            unit.emit(case.number, NoteAdded(text="lost"))
            unit.then(lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (Event.objects.count(), get(case.number).version) == (count, case.version)


def test_appending_needs_a_transaction():
    draft = Draft("test", 1, "x", {}, "system", "system", now(), "r")
    with pytest.raises(RuntimeError, match="transaction"):
        append([draft])


def test_streams_of_no_case_count_for_themselves():
    first = record(
        "examples:R-0777", "reviewer.added", {"degree": "MD"}, actor="user:1", role="panel_scheduler"
    )
    second = record(
        "examples:R-0777", "reviewer.changed", {"degree": "DO"}, actor="user:1", role="panel_scheduler"
    )
    assert (first.number, second.number) == (1, 2)
    assert connection.in_atomic_block is False
