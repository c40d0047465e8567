"""After the determination: implementation, petition, remand, fees; every refusal with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from openimr.service.clock import today

from ..office_case import REVIEWER, a_case
from ..quality.office import SYSTEM, issued_case, ready, somebody

pytestmark = pytest.mark.usefixtures("home")
TODAY = today()
FACT = "The reviewer wrote that no report mentions therapy, although three reports do."


@pytest.fixture(autouse=True)
def _ready(home):
    ready()


def happened(case, *events):
    from openimr.service.cases.unit import work

    with work(SYSTEM) as unit:
        unit.load(case.number, "case.view")
        unit.emit(case.number, *events)
    return unit.case(case.number)


def overturned(days_ago: int = 30, state: str = "D1"):
    """A case in which something was overturned some days ago."""
    return a_case(state, at=datetime.now(UTC) - timedelta(days=days_ago))


def received(days_ago: int = 20, given: bool = False):
    from openimr.service.cases.commands.implementing import receive

    case = overturned()
    return receive(somebody("records"), case.number, TODAY - timedelta(days=days_ago), given)


@pytest.mark.parametrize(
    ("given", "clock_id", "days"), [(False, "I13", "5 working days"), (True, "I14", "20 calendar days")]
)
def test_the_clock_of_implementation_begins_with_the_receipt(given, clock_id, days):
    from openimr.service import clock
    from openimr.service.cases.commands.implementing import receive
    from openimr.service.cases.projecting import clocks
    from openimr.service.cases.refusals import Refused

    case = received(1, given)
    (one,) = [one for one in clocks(case, clock.now()) if one.clock in ("I13", "I14") and one.due]
    assert one.clock == clock_id
    assert one.state == "running"
    assert days in one.working[0]
    with pytest.raises(Refused, match="recorded already"):
        receive(somebody("records"), case.number, TODAY, given)


@pytest.mark.parametrize(
    ("day", "said"), [(1, "in the future"), (-60, "was mailed on")], ids=["tomorrow", "before the mailing"]
)
def test_days_that_cannot_be(day, said):
    from openimr.service.cases.commands.implementing import authorize, receive
    from openimr.service.cases.refusals import Refused

    case = overturned()
    with pytest.raises(Refused, match=said):
        receive(somebody("records"), case.number, TODAY + timedelta(days=day), False)
    with pytest.raises(Refused, match=said):
        authorize(somebody("records"), case.number, TODAY + timedelta(days=day))


def test_nothing_is_authorized_where_nothing_was_overturned():
    from openimr.service.cases.commands.implementing import authorize, not_authorized
    from openimr.service.cases.refusals import Refused

    case = a_case("D0")
    for command in (
        lambda: authorize(somebody("records"), case.number, TODAY),
        lambda: not_authorized(somebody("records"), case.number),
    ):
        with pytest.raises(Refused, match="Nothing was overturned"):
            command()


@pytest.mark.parametrize("reimbursed", [False, True])
def test_authorized_or_reimbursed_meets_its_own_clock(reimbursed):
    from openimr.service import clock
    from openimr.service.cases.commands.implementing import authorize
    from openimr.service.cases.projecting import clocks

    case = received(2, reimbursed)
    after = authorize(somebody("records"), case.number, TODAY, reimbursed=reimbursed)
    assert after.state == "D2"
    (one,) = [one for one in clocks(after, clock.now()) if one.clock in ("I13", "I14") and one.due]
    assert one.state == "met"


@pytest.mark.parametrize(("deny", "state"), [(False, "E0"), (True, "D2")])
def test_a_petition_keeps_nobody_from_carrying_the_decision_out(deny, state):
    from openimr.service.cases.commands.appeals import deny_petition, file_petition
    from openimr.service.cases.commands.implementing import authorize

    case = received(2)
    file_petition(somebody("letter_quality"), case.number, filed=TODAY, by="employer", grounds=(5,))
    if deny:
        deny_petition(somebody("letter_quality"), case.number, TODAY)
    after = authorize(somebody("records"), case.number, TODAY)
    assert after.state == state
    assert any(one.type == "treatment.authorized" for one in after.happenings)


def test_not_authorized_only_after_the_time_and_then_referred_once():
    from openimr.service.cases.commands.implementing import not_authorized, refer
    from openimr.service.cases.refusals import Refused
    from openimr.service.notices.models import Outgoing

    case = overturned()
    with pytest.raises(Refused, match="record that first"):
        not_authorized(somebody("records"), case.number)
    with pytest.raises(Refused, match="has time until"):
        not_authorized(somebody("records"), received(1).number)
    late = received(20)
    with pytest.raises(Refused, match="Record first"):
        refer(somebody("records"), late.number)
    after = not_authorized(somebody("records"), late.number, note="Called twice.")
    assert after.state == "D3"
    referred = refer(somebody("records"), late.number)
    assert referred.penalties[-1]["kind"] == "implementation"
    assert "amount" not in referred.penalties[-1], "how much the regulator decides"
    assert [one.kind for one in referred.notices] == ["implementation-referral"]
    assert [one.role for one in Outgoing.objects.filter(case_number=late.number)] == ["regulator"]
    with pytest.raises(Refused, match="already"):
        refer(somebody("records"), late.number)


@pytest.mark.parametrize(
    ("values", "said", "why"),
    [
        ({"grounds": ()}, "at least one of the five grounds", "none"),
        ({"grounds": (5, 6)}, "at least one of the five grounds", "there is no sixth"),
        ({"by": "physician"}, "Only the employee or the employer", "not aggrieved in the sense of the law"),
        ({"filed": TODAY + timedelta(days=1)}, "in the future", "tomorrow"),
        ({"filed": TODAY - timedelta(days=40)}, "lies before it", "before the mailing"),
    ],
)
def test_a_petition_that_is_refused(values, said, why):
    from openimr.service.cases.commands.appeals import file_petition
    from openimr.service.cases.refusals import Refused
    from openimr.service.cases.selectors import get

    case = overturned()
    given = {"filed": TODAY, "by": "employee", "grounds": (5,), **values}
    with pytest.raises(Refused, match=said):
        file_petition(somebody("intake"), case.number, **given)
    assert get(case.number) == case, why


@pytest.mark.parametrize("state", ["A5", "D0", "D1", "D2", "D3"])
def test_a_petition_and_its_denial(state):
    from openimr.service.cases.commands.appeals import deny_petition, file_petition
    from openimr.service.cases.refusals import Refused

    case = overturned(state=state)
    who = somebody("letter_quality")
    after = file_petition(
        who, case.number, filed=TODAY, by="employer", grounds=(3, 1, 3), adjudication_number=" ADJ1 "
    )
    assert (after.state, after.appeal["grounds"], after.appeal["adjudication_number"]) == (
        "E0",
        [1, 3],
        "ADJ1",
    )
    with pytest.raises(Refused, match="before the board already"):
        file_petition(who, case.number, filed=TODAY, by="employee", grounds=(5,))
    with pytest.raises(Refused, match="decided later"):
        deny_petition(who, case.number, TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="in the future"):
        deny_petition(who, case.number, TODAY + timedelta(days=1))
    assert deny_petition(who, case.number, TODAY).state == "E1"


def petitioned(state: str = "D0", **changes):
    from openimr.service.cases.commands.appeals import file_petition

    case = issued_case(**changes)[0] if state == "D0" else overturned(state=state)
    return file_petition(somebody("intake"), case.number, filed=TODAY, by="employee", grounds=(5,))


def test_a_remand_opens_the_new_case_at_the_file():
    from openimr.service import clock
    from openimr.service.cases.commands.appeals import remand
    from openimr.service.cases.projecting import clocks
    from openimr.service.cases.selectors import get

    old = petitioned(treatments=["Valium 10mg #60", "Acupuncture 2 x 4"])
    new = remand(somebody("regulator"), old.number, decided=TODAY, fact=FACT)
    assert new.state == "B3"
    assert (new.remand_of, new.remand_fact, new.barred_reviewers) == (old.number, FACT, (REVIEWER,))
    assert [(one.number, one.text, one.eligible) for one in new.items] == [
        (one.number, one.text, True) for one in old.items
    ]
    assert [one.sha256 for one in new.documents] == [one.sha256 for one in old.documents]
    assert new.application == old.application
    assert (new.letters, new.reviews, new.determination) == ((), (), None), (
        "nothing of the first review comes along"
    )
    again = get(old.number)
    assert (again.state, again.remanded_to) == ("E2", new.number)
    assert again.notices[-1].kind == "remand"
    assert again.notices[-1].said["remand"]["new_case_number"] == new.number
    (due,) = [one.due for one in clocks(new, clock.now()) if one.clock == "I9"]
    assert due == clock.today() + timedelta(days=30)


def test_a_reversed_ineligibility_goes_back_to_the_eligibility_review():
    from openimr.service.cases.commands.appeals import remand

    old = petitioned("A5")
    new = remand(somebody("regulator"), old.number, decided=TODAY, fact=FACT)
    assert (new.state, new.remand_of, new.remand_fact) == ("A2", old.number, FACT)
    assert all(one.eligible is None for one in new.items), "the regulator decides anew"


@pytest.mark.parametrize(
    ("role", "values", "said"),
    [
        ("intake", {}, "."),
        ("letter_quality", {}, "."),
        ("regulator", {"fact": "wrong"}, "which fact the board found wrong"),
        ("regulator", {"decided": TODAY + timedelta(days=1)}, "in the future"),
        ("regulator", {"decided": TODAY - timedelta(days=1)}, "decided later"),
    ],
)
def test_a_remand_that_is_refused_opens_nothing(role, values, said):
    from openimr.service.cases.commands.appeals import remand
    from openimr.service.cases.models import CaseRow
    from openimr.service.cases.refusals import Refused

    old = petitioned()
    before = CaseRow.objects.count()
    with pytest.raises(Refused, match=said):
        remand(somebody(role), old.number, **{"decided": TODAY, "fact": FACT, **values})
    assert CaseRow.objects.count() == before


def test_both_cases_of_a_remand_rebuild_from_the_ledger():
    from openimr.service.cases.commands.appeals import remand
    from openimr.service.cases.rebuilding import _compare, from_events
    from openimr.service.cases.selectors import get
    from openimr.service.ledger.models import Event

    old = petitioned()
    new = remand(somebody("regulator"), old.number, decided=TODAY, fact=FACT)
    for number in (old.number, new.number):
        again = from_events(list(Event.objects.filter(stream=f"case:{number}").order_by("number")))
        assert again == get(number)
        assert list(_compare(again, "default")) == []


# Fees


def fee_case(state: str = "D0", received: str = "2014-06-02", **changes):
    return a_case(state, received=received, **changes)


@pytest.mark.parametrize(
    ("make", "cents", "why"),
    [
        (
            lambda: fee_case(treatments=["MRI of the lumbar spine"]),
            42000,
            "one treatment that is no drug, 2014",
        ),
        (lambda: fee_case(treatments=["Valium 10mg #60"]), 39000, "drugs only"),
        (lambda: fee_case(treatments=["Valium 10mg #60", "Norco 10/325mg #60"]), 39000, "all are drugs"),
        (lambda: fee_case(treatments=["Valium 10mg #60", "MRI of the lumbar spine"]), 42000, "not all are"),
        (lambda: fee_case("T1"), 16000, "ended before a reviewer had it"),
    ],
)
def test_a_fee_that_the_table_gives(make, cents, why):
    from openimr.service.cases.commands.invoicing import invoice
    from openimr.service.cases.refusals import Refused

    case = make()
    with pytest.raises(Refused, match="not entered by hand"):
        invoice(somebody("finance"), case.number, amount=1_00, reason="I think so.")
    after = invoice(somebody("finance"), case.number)
    assert after.invoices[-1]["amount"] == cents, why
    assert after.invoices[-1]["working"]
    with pytest.raises(Refused, match="charged already"):
        invoice(somebody("finance"), case.number)


@pytest.mark.parametrize(
    ("make", "said", "why"),
    [
        (lambda: a_case("C1"), "not over", "it goes on"),
        (lambda: a_case("K0"), "fee is charged there", "consolidated"),
        (lambda: petitioned("A5"), "No fee is charged: ineligible", "nothing was reviewed"),
        (lambda: a_case("D0"), "were not read", "the fees of 2026 were not read"),
    ],
)
def test_no_fee_is_made_up(make, said, why):
    from openimr.service.after.models import PriceRow
    from openimr.service.cases.commands.invoicing import invoice
    from openimr.service.cases.refusals import Refused

    case = make()
    assert not PriceRow.objects.filter(outcome="decided", to=None).exists()
    with pytest.raises(Refused, match=said):
        invoice(somebody("finance"), case.number)


@pytest.mark.parametrize("state", ["A1", "A5"])
def test_duplicates_and_ineligible_applications_are_free(state):
    from openimr.service.after.charging import fee_of

    assert fee_of(a_case(state)).amount == 0


def test_an_amount_by_hand_needs_its_source_and_the_price_list_saves_it():
    from openimr.service.after import prices
    from openimr.service.cases.commands.invoicing import invoice
    from openimr.service.cases.refusals import Forbidden, Refused
    from openimr.service.ledger.models import Event

    who = somebody("finance")
    case = a_case("D0")
    with pytest.raises(Refused, match="Say where the amount was read"):
        invoice(who, case.number, amount=345_00)
    after = invoice(who, case.number, amount=345_00, reason="Letter of the Division, March 2026.")
    assert (after.invoices[-1]["manual"], after.invoices[-1]["amount"]) == (True, 34500)
    with pytest.raises(Forbidden):
        prices.enter(somebody("intake"), amount=1, outcome="decided", since=TODAY, why="x")
    for values, said in [
        ({"amount": 0}, "lies between"),
        ({"amount": 10**8}, "lies between"),
        ({"outcome": "ineligible"}, "is for one of"),
        ({"why": " "}, "where the price was read"),
        ({"to": date(2026, 1, 1)}, "before the first"),
    ]:
        with pytest.raises(Refused, match=said):
            prices.enter(
                who,
                **{
                    "amount": 300_00,
                    "outcome": "decided",
                    "since": date(2026, 4, 1),
                    "why": "Letter.",
                    **values,
                },
            )
    row = prices.enter(
        who, amount=333_33, outcome="decided", since=date(2026, 4, 1), why="Letter of the Division."
    )
    other = invoice(who, a_case("D0").number)
    assert (other.invoices[-1]["amount"], other.invoices[-1]["manual"]) == (33333, False)
    assert "Letter of the Division" in other.invoices[-1]["working"][-1]
    prices.end(who, row.pk, date(2026, 4, 30))
    with pytest.raises(Refused, match="ended on"):
        prices.end(who, row.pk, date(2026, 5, 30))
    told = Event.objects.filter(stream="prices", data__id=row.pk).order_by("number")
    assert [one.type for one in told] == ["price.entered", "price.ended"]
