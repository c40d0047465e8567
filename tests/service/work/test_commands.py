"""Taking work, giving it back, escalating it; two at once."""

from __future__ import annotations

import threading

import pytest

from ..office_case import REVIEWER, a_case, actor, person

pytestmark = pytest.mark.usefixtures("home")


def acting_as(role: str, **more):
    from openimr.service.cases.actors import acting

    user = person(role, **more)
    return acting(user), user


def test_a_claim_is_kept_and_can_be_undone():
    from openimr.service.cases.commands import work
    from openimr.service.cases.models import TaskRow

    me, _ = acting_as("intake")
    number = a_case("A0").number
    work.claim(me, number, "intake.new")
    assert TaskRow.objects.get(case=number, done=None).claimed_by == me.id
    work.give_back(me, number, "intake.new")
    row = TaskRow.objects.get(case=number, done=None)
    assert (row.claimed_by, row.claimed) == (None, None)


def test_the_second_is_told_who_has_it():
    from openimr.service.cases.commands import work
    from openimr.service.cases.refusals import Conflict

    (first, user), (second, _) = acting_as("intake"), acting_as("intake")
    number = a_case("A0").number
    work.claim(first, number, "intake.new")
    with pytest.raises(Conflict, match=f"^{user.shown_as} has case {number} since"):
        work.claim(second, number, "intake.new")
    with pytest.raises(Conflict, match="nothing was changed"):
        work.give_back(second, number, "intake.new")
    with pytest.raises(Conflict, match="nothing was changed"):
        work.escalate(second, number, "intake.new", "Is it a copy?")


@pytest.mark.parametrize(
    ("role", "state", "key", "kind", "said", "why"),
    [
        ("records", "A0", "intake.new", "Forbidden", "is the work of intake", "another role's queue"),
        ("intake", "A2", "intake.new", "Refused", "no open work", "the work was done meanwhile"),
        ("administrator", "A0", "intake.new", "Forbidden", "Claim a task", "no work of the office"),
        ("intake", "B1", "records.wait", "Forbidden", "is the work of records", "own state, others' work"),
    ],
)
def test_only_open_work_of_ones_own_role_can_be_taken(role, state, key, kind, said, why):
    from openimr.service.cases import refusals
    from openimr.service.cases.commands import work
    from openimr.service.ledger.models import Event

    case = a_case(state)
    before = Event.objects.filter(stream=f"case:{case.number}").count()
    with pytest.raises(getattr(refusals, kind), match=said):
        work.claim(acting_as(role)[0], case.number, key)
    assert Event.objects.filter(stream=f"case:{case.number}").count() == before, why


def test_a_reviewer_takes_own_cases_alone():
    from openimr.service.cases.commands import work
    from openimr.service.cases.refusals import Forbidden

    case = a_case("C1")
    assert (
        work.claim(actor("reviewer"), case.number, "review.reviewer").tasks[-1].claimed_by
        == f"reviewer:{REVIEWER}"
    )
    from openimr.service.cases.actors import Actor

    with pytest.raises(Forbidden, match="not yours"):
        work.claim(Actor("reviewer:R-0999", "reviewer"), case.number, "review.reviewer")


def test_escalated_work_is_marked_and_free_and_needs_a_reason():
    from openimr.service.cases.commands import work
    from openimr.service.cases.models import TaskRow
    from openimr.service.cases.refusals import Refused

    me, _ = acting_as("intake")
    number = a_case("A0").number
    work.claim(me, number, "intake.new")
    with pytest.raises(Refused, match="Say what"):
        work.escalate(me, number, "intake.new", "  ")
    work.escalate(me, number, "intake.new", "Two workers on one form.")
    row = TaskRow.objects.get(case=number, done=None)
    assert (row.claimed_by, row.escalated) == (None, "Two workers on one form.")
    with pytest.raises(Refused, match="waits for a supervisor already"):
        work.escalate(me, number, "intake.new", "Again.")
    other, _ = acting_as("intake")
    work.claim(other, number, "intake.new")
    assert TaskRow.objects.get(case=number, done=None).claimed_by == other.id


def test_many_at_once_succeed_one_by_one():
    from openimr.service.cases.commands import work

    (me, _), (colleague, user) = acting_as("intake"), acting_as("intake")
    free, taken, gone = a_case("A0").number, a_case("A0").number, a_case("A2").number
    work.claim(colleague, taken, "intake.new")
    done = work.one_by_one(
        [free, taken, gone, free, "CM26-9999997"], lambda one: work.claim(me, one, "intake.new"), "Yours now."
    )
    said = {one.number: (one.done, one.said) for one in done}
    assert said[free] == (True, "Yours now.")
    assert said[taken][0] is False
    assert user.shown_as in said[taken][1]
    assert said[gone][0] is False
    assert "no open work" in said[gone][1]
    assert said["CM26-9999997"] == (False, "There is no case CM26-9999997.")
    assert len(done) == 4, "a row sent twice is done once"


def test_the_next_is_the_most_urgent_that_nobody_has():
    from openimr.service.cases.commands import work
    from openimr.service.cases.models import TaskRow

    me, _ = acting_as("clinical_consultant")
    late = a_case("B3").number
    soon = a_case("B3").number
    fast = a_case("B3").number
    escalated = a_case("B3").number
    from datetime import UTC, datetime

    # Cases of other tests are in somebody's hands.
    mine = (late, soon, fast, escalated)
    TaskRow.objects.filter(queue="clinical.prepare", done=None).exclude(case__in=mine).update(
        claimed_by="user:0"
    )
    # The rows alone, as the clock of the law would set them.
    TaskRow.objects.filter(case=late, done=None).update(due=datetime(2001, 1, 2, tzinfo=UTC))
    TaskRow.objects.filter(case=soon, done=None).update(due=datetime(2001, 1, 3, tzinfo=UTC))
    TaskRow.objects.filter(case=fast, done=None).update(due=datetime(2001, 1, 4, tzinfo=UTC), expedited=True)
    TaskRow.objects.filter(case=escalated, done=None).update(
        due=datetime(2001, 1, 1, tzinfo=UTC), expedited=True, escalated="Which specialty?"
    )
    taken = [work.take_next(me, "clinical.prepare").number for _ in range(3)]
    assert taken == [fast, late, soon]


def test_two_people_at_once_one_wins_and_the_other_is_told():
    """Ten cases, each taken by two people in the same instant, in threads with connections of their own."""
    from django.db import connections

    from openimr.service.cases.commands import work
    from openimr.service.cases.refusals import Conflict
    from openimr.service.ledger.models import Event

    people = [acting_as("intake") for _ in range(2)]
    numbers = [a_case("A0").number for _ in range(10)]
    gate = threading.Barrier(2)
    results: dict[tuple[str, str], str] = {}

    def run(who) -> None:
        try:
            for number in numbers:
                gate.wait(20)
                try:
                    work.claim(who, number, "intake.new")
                    results[number, who.id] = "won"
                except Conflict as problem:
                    results[number, who.id] = problem.message
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(who,)) for who, _ in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    (first, first_user), (second, second_user) = people
    for number in numbers:
        said = [results[number, first.id], results[number, second.id]]
        assert said.count("won") == 1, said
        winner = first_user if said[0] == "won" else second_user
        assert any(one.startswith(f"{winner.shown_as} has case {number}") for one in said)
        assert Event.objects.filter(stream=f"case:{number}", type="task.claimed").count() == 1


def test_what_people_take_at_once_with_next_is_never_the_same():
    from django.db import connections

    from openimr.service.cases.commands import work

    people = [acting_as("finance")[0] for _ in range(4)]
    wanted = {a_case("T1").number for _ in range(8)}
    assert wanted
    taken: list[str] = []

    def run(who) -> None:
        try:
            taken.extend(work.take_next(who, "finance.invoice").number for _ in range(2))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(who,)) for who in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert len(taken) == 8
    assert len(set(taken)) == 8
