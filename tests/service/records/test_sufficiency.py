"""Whether the file is enough: complete, insufficient, going on, reminding, referring; each refusal by its rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from openimr.service.clock import standing_at

from ..office_case import a_case, a_document, actor

pytestmark = pytest.mark.usefixtures("home")
#: Notice of assignment, electronically, on Thursday 16 April 2026: records due on the 28th.
SENT = datetime(2026, 4, 16, 18, tzinfo=UTC)
DUE = date(2026, 4, 28)
FORM = {
    "received": "2026-04-10", "signed_on": "2026-04-08", "rfa_date": "2026-03-20", "ur_decision_date": "2026-03-25",
    "ur_served_date": "2026-03-26", "injury_date": "2025-02-03",
}  # fmt: skip
#: Everything that is expected for certain.
SET = (
    {"type": "application", "received_from": "employee"},
    {"type": "utilization_review_decision", "received_from": "employee"},
    {"type": "request_for_authorization"},
    {"type": "progress_report", "dated": date(2026, 2, 3)},
)


def at(day: int, hour: int = 18, month: int = 4):
    return standing_at(datetime(2026, month, day, hour, tzinfo=UTC))


def waiting(*papers, sender="claims administrator", received=date(2026, 4, 20), **form):
    """A case that waits for records, with some papers in it."""
    from openimr.service.cases.commands import records

    case = a_case("B1", at=SENT, **{**FORM, **form})
    with at(21):
        for one in papers:
            case = records.add(
                actor("records"),
                case.number,
                [a_document(**one)],
                received=received,
                received_from=one.get("received_from", sender),
            )
    return case


def commands():
    from openimr.service.cases.commands import sufficiency

    return sufficiency


def refused(match):
    from openimr.service.cases.refusals import Refused

    return pytest.raises(Refused, match=match)


def clock_of(case, name):
    from openimr.service.cases.projecting import clocks

    return next(one for one in clocks(case, SENT) if one.clock == name)


def test_complete_starts_the_clock_of_the_decision_on_the_day_of_the_last_paper():
    case = waiting(*SET)
    with at(22):
        after = commands().complete(actor("records"), case.number, date(2026, 4, 20))
    assert after.state == "B3"
    assert clock_of(after, "I9").due == date(2026, 5, 20)


@pytest.mark.parametrize(
    ("papers", "day", "reason", "words", "why"),
    [
        ([], 20, "x", "never enough", "nothing at all"),
        (SET[:2], 20, "x", "utilization review decision alone is never enough", "8 CCR 9792.10.6(b)(2)"),
        (SET[1:], 20, None, "no application", "something is missing, and nobody says why that is all right"),
        (SET, 23, None, "future", "a day that has not come"),
        (SET, 2, None, "can't be older", "before the application"),
        (SET, 22, None, "last paper arrived on 2026-04-20", "a later day costs the worker time"),
    ],
)
def test_what_complete_wants(papers, day, reason, words, why):
    case = waiting(*papers)
    with at(22), refused(words):
        commands().complete(actor("records"), case.number, date(2026, 4, day), reason=reason)


def test_complete_all_the_same_says_why_and_what_was_missing():
    case = waiting(*SET[1:])
    with at(22):
        after = commands().complete(
            actor("records"), case.number, date(2026, 4, 20), reason="The form came by the portal."
        )
    from openimr.service.ledger.models import Event

    event = Event.objects.get(stream=f"case:{after.number}", type="records.complete")
    assert event.data["reason"] == "The form came by the portal."
    assert "NO_APPLICATION" in event.data["missing"]


def test_an_expedited_file_is_complete_at_a_time_of_day():
    from openimr.service.cases.actors import SYSTEM
    from openimr.service.cases.domain.events.records import Expedited
    from openimr.service.cases.unit import work

    case = waiting(*SET)
    with at(22):
        with work(SYSTEM) as unit:
            unit.load(case.number, "case.view")
            unit.emit(case.number, Expedited(certified_by="treating physician", reason="Pain."))
        with refused("give the time of day"):
            commands().complete(actor("records"), case.number, date(2026, 4, 20))
        moment = datetime(2026, 4, 22, 16, tzinfo=UTC)
        after = commands().complete(actor("records"), case.number, moment, reason="The last page came today.")
    # The conversion came later that day, and the 72 hours count from it.
    assert clock_of(after, "I9").due == datetime(2026, 4, 25, 18, tzinfo=UTC)


@pytest.mark.parametrize(("day", "refuses"), [(22, True), (28, True), (29, False)])
def test_insufficient_only_after_the_due_date(day, refuses):
    case = waiting()
    # 28 April lasts until its end in California: seven in the morning of the 29th, universal time.
    with at(day, 12):
        if refuses:
            with refused(f"due by {DUE}"):
                commands().insufficient(actor("records"), case.number)
        else:
            after = commands().insufficient(actor("records"), case.number)
            assert after.state == "B2"


def test_the_last_hour_of_the_due_day_in_california_is_in_time():
    case = waiting()
    with standing_at(datetime(2026, 4, 29, 6, 30, tzinfo=UTC)), refused(f"due by {DUE}"):
        commands().insufficient(actor("records"), case.number)


def test_nothing_missing_is_not_insufficient():
    papers = (*SET, {"type": "correspondence"}, {"type": "proof_of_service"})
    case = waiting(*papers)
    with at(30), refused("Nothing is missing"):
        commands().insufficient(actor("records"), case.number)


def insufficient(*papers, **more):
    case = waiting(*papers, **more)
    with at(30):
        return commands().insufficient(actor("records"), case.number)


@pytest.mark.parametrize(
    ("papers", "sender", "goes", "why"),
    [
        ([], "employee", False, "nothing"),
        (SET[1:2], "employee", False, "a utilization review decision alone is never enough"),
        ([*SET[:2], {"type": "billing"}], "claims administrator", False, "nor with a bill"),
        ([SET[1], {"type": "progress_report", "received_from": "requesting physician"}], "", True, "a physician's report"),
        ([SET[1], {"type": "correspondence", "received_from": "employee"}], "", True, "a letter of the employee"),
    ],
)  # fmt: skip
def test_going_on_without_the_missing_records(papers, sender, goes, why):
    case = insufficient(*papers, sender=sender)
    with at(30):
        if not goes:
            with refused("never enough"):
                commands().proceed(actor("clinical_consultant"), case.number, date(2026, 4, 30), "Enough.")
        else:
            with refused("Say why"):
                commands().proceed(actor("clinical_consultant"), case.number, date(2026, 4, 30), " ")
            after = commands().proceed(
                actor("clinical_consultant"), case.number, date(2026, 4, 30), "The summary tells it."
            )
            assert after.state == "B3"
            assert clock_of(after, "I9").due == date(2026, 6, 1), "30 days end on a Saturday"


def test_who_may_go_on_is_clinical_staff():
    from openimr.service.cases.refusals import Forbidden

    case = insufficient(*SET)
    with at(30), pytest.raises(Forbidden, match="clinical"):
        commands().proceed(actor("records"), case.number, date(2026, 4, 30), "Enough.")


def test_records_that_come_late_make_it_complete():
    from openimr.service.cases.commands import records

    case = insufficient()
    with at(2, month=5):
        for one in SET:
            records.add(
                actor("records"), case.number, [a_document(**one)], received=date(2026, 5, 1),
                received_from="claims administrator",
            )  # fmt: skip
        after = commands().complete(actor("records"), case.number, date(2026, 5, 1))
    assert (after.state, clock_of(after, "I9").due) == ("B3", date(2026, 6, 1))


def test_the_reminder_names_what_is_asked_for():
    from openimr.service.notices.models import Outgoing

    case = waiting()
    with at(22):
        for codes in ([], ["NO_SUCH"]):
            with refused("Choose what is asked for"):
                commands().remind(actor("records"), case.number, codes)
        after = commands().remind(actor("records"), case.number, ["NO_RFA", "NO_REPORTS"])
    assert after.notices[-1].kind == "records-reminder"
    assert len(after.notices[-1].said["missing"]) == 2
    sent = Outgoing.objects.filter(case_number=case.number, kind="records-reminder")
    assert {one.role for one in sent} == {"claims administrator"}


@pytest.mark.parametrize(
    ("day", "month", "amount", "last"),
    [
        (30, 4, 1000, "2 x $500 = $1,000"),
        (8, 5, 5000, "10 x $500 = $5,000"),
        (20, 5, 5000, "capped at $5,000"),
    ],
)
def test_late_records_are_referred_with_their_working(day, month, amount, last):
    from openimr.service.notices.models import Outgoing

    case = insufficient()
    with at(day, month=month):
        after = commands().refer_late(actor("records"), case.number)
        assert after.penalties[-1]["amount"] == amount
        assert last in " ".join(after.penalties[-1]["working"])
        with refused("were referred"):
            commands().refer_late(actor("records"), case.number)
    assert [
        one.role for one in Outgoing.objects.filter(case_number=case.number, kind="penalty-referral")
    ] == ["regulator"]


def test_records_in_time_are_not_referred():
    case = waiting()
    with at(22), refused("not late"):
        commands().refer_late(actor("records"), case.number)


def test_days_count_to_the_day_on_which_the_last_owed_paper_came():
    from openimr.service.cases.commands import records
    from openimr.service.cases.filed import late

    case = insufficient()
    with at(20, month=5):
        for one in SET:
            case = records.add(
                actor("records"), case.number, [a_document(**one)], received=date(2026, 5, 1),
                received_from="claims administrator",
            )  # fmt: skip
        assert late(case, datetime(2026, 5, 20, 18, tzinfo=UTC)).days == (date(2026, 5, 1) - DUE).days


@pytest.mark.parametrize("gap", [timedelta(days=-1), timedelta(days=1)])
def test_a_conflict_is_told(gap):
    from openimr.service.cases.refusals import Conflict

    case = waiting(*SET)
    with at(22), pytest.raises(Conflict, match=r"Somebody else worked on case"):
        commands().complete(
            actor("records"), case.number, date(2026, 4, 20), expected=case.version + gap.days
        )
