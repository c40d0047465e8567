"""Who could have a case: pure, from the registry and the loads."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law.reviewers import Affiliation, Board, License
from openimr.service import clock
from openimr.service.cases.domain import Case
from openimr.service.reviewers.expiring import expiring
from openimr.service.reviewers.facts import Absence, Registered, from_json, to_json
from openimr.service.reviewers.matching import Load, candidates, draw, excluded, look

from .panel import fit

TODAY = clock.today()
DAY = timedelta(days=1)


def a_case(**changes) -> Case:
    from openimr.service.cases.domain.parts import Party

    given = {
        "number": "CM26-0000001",
        "version": 9,
        "state": "C0",
        "state_since": clock.now(),
        "opened": clock.now(),
        "received": TODAY,
        "channel": "web",
        "application": {},
        "recommended_specialty": "Pain Medicine",
        "parties": (
            Party(role="employee", name="Avery Example"),
            Party(role="claims administrator", organization="Example Claims Services"),
            Party(role="requesting physician", name="Dr. Morgan Sample", organization="Sample Clinic"),
        ),
    }
    return Case(**{**given, **changes})


def license_(expires, status="active", state="CA") -> License:
    return License(state, None, "physician", status, None, expires)


AFFILIATED = {
    "more than 5 percent of income from the administrator": (Affiliation("financial", "interest", "Example Claims Services, Inc.", Decimal(6)), "blocked"),
    "exactly 5 percent is not material": (Affiliation("financial", "interest", "Example Claims Services", Decimal(5)), "ready"),
    "treating physician's sibling": (Affiliation("familial", "sibling", "Dr. Morgan Sample"), "blocked"),
    "a friend is near the list: a person looks": (Affiliation("familial", "friend", "Avery Example"), "asks"),
    "somebody who is not in the case": (Affiliation("familial", "spouse", "Somebody Else"), "ready"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected", "rule"),
    [
        ({}, "ready", None),
        ({"licenses": (license_(TODAY - DAY),)}, "blocked", "Q2"),
        ({"licenses": (license_(TODAY),)}, "ready", None),
        ({"licenses": (license_(TODAY + DAY, "probation"),)}, "blocked", "Q2"),
        ({"licenses": (license_(None),)}, "asks", "Q2"),
        ({"licenses": ()}, "blocked", "Q2"),
        ({"degree": "JD"}, "blocked", "Q1"),
        ({"boards": (Board("Psychiatry", None, None, TODAY + DAY),)}, "blocked", "Q3"),
        ({"boards": (Board("Pain Medicine", None, None, TODAY - DAY),)}, "blocked", "Q3"),
        ({"discipline": "pending"}, "blocked", "Q6"),
        ({"discipline": None}, "asks", "Q6"),
        ({"qme": True}, "blocked", "Q7"),
        ({"weekly_hours": Decimal(23)}, "asks", "Q8"),
        ({"declared": None}, "asks", "CONFLICT"),
        *[({"declared": (one,)}, expected, "CONFLICT") for one, expected in AFFILIATED.values()],
    ],
)
def test_each_rule_blocks_asks_or_lets_through(changes, expected, rule):
    found = look(a_case(), Registered(fit("R-0001", **changes)), Load(), TODAY, "seed")
    if expected == "blocked":
        assert found.blocked
        assert rule in {one.rule for one in found.findings if one.blocks}
    else:
        # Q5 (knowledge) always asks a person; nothing else may, where the reviewer is "ready".
        assert not found.blocked
        asked = {one.rule for one in found.asks} - {"Q5"}
        assert asked == ({rule} if expected == "asks" else set())


@pytest.mark.parametrize(
    ("case", "one", "load", "kind"),
    [
        ({"barred_reviewers": ("R-0001",)}, {}, Load(), "bars"),
        ({}, {"active": False}, Load(), "bars"),
        ({}, {"absences": (Absence(TODAY, TODAY),)}, Load(), "away"),
        ({}, {"absences": (Absence(TODAY + DAY, TODAY + 9 * DAY),)}, Load(), None),
        ({}, {}, Load(9, 5), "away"),
        ({}, {}, Load(9, 4), None),
    ],
)
def test_barred_away_and_full(case, one, load, kind):
    found = look(a_case(**case), replace(Registered(fit("R-0001")), **one), load, TODAY, "seed")
    assert [bool(found.bars), bool(found.away)] == [kind == "bars", kind == "away"]
    assert found.ready == (kind is None)


def test_california_is_a_preference_only():
    texan = Registered(fit("R-0002", licenses=(license_(TODAY + 90 * DAY, state="TX"),)))
    found = candidates(a_case(), [texan, Registered(fit("R-0001"))], {}, TODAY, "seed")
    assert [one.code for one in found] == ["R-0001", "R-0002"]
    assert all(one.ready for one in found)


def test_the_order_is_points_and_then_the_draw_of_the_seed():
    panel = [Registered(fit(f"R-{number:04}")) for number in range(1, 30)]
    first, again, other = (
        [one.code for one in candidates(a_case(), panel, {}, TODAY, seed)] for seed in ("a", "a", "b")
    )
    assert first == again, "the same seed gives the same order"
    assert first != other
    assert first == sorted(first, key=lambda code: draw("a", code))
    busy = {first[0]: Load(open=2)}
    assert candidates(a_case(), panel, busy, TODAY, "a")[-1].code == first[0]


def test_nobody_qualified_says_which_rule_excluded_how_many():
    lapsed = [Registered(fit(f"R-000{n}", licenses=(license_(TODAY - DAY),))) for n in (1, 2)]
    evaluator = Registered(fit("R-0003", qme=True))
    away = Registered(fit("R-0004"), (Absence(TODAY, TODAY),))
    told = {
        rule: many
        for rule, _, many in excluded(candidates(a_case(), [*lapsed, evaluator, away], {}, TODAY, "s"))
    }
    assert told == {"Q2": 2, "Q7": 1, "TODAY": 1}


@given(st.text(max_size=20), st.text(max_size=8))
def test_the_draw_lies_between_0_and_1(seed, code):
    assert 0 <= draw(seed, code) < 1
    assert draw(seed, code) == draw(seed, code)


@pytest.mark.parametrize(
    ("days", "tone", "text"),
    [
        (91, None, ""),
        (90, "info", "90 days left"),
        (30, "warn", "30 days left"),
        (7, "bad", "7 days left"),
        (1, "bad", "1 day left"),
        (0, "bad", "ends today"),
        (-1, "bad", "ended"),
    ],
)
def test_what_runs_out_is_warned_of(days, tone, text):
    facts = fit("R-0001", licenses=(license_(TODAY + days * DAY),), boards=())
    found = expiring(facts, TODAY)
    assert [one.badge.tone for one in found] == ([tone] if tone else [])
    assert all(text in one.badge.text for one in found)


def test_json_and_back_and_never_a_license_number():
    one = Registered(
        fit(
            "R-0001",
            licenses=(License("CA", "A123456", "physician", "active", None, TODAY),),
            declared=(Affiliation("financial", "interest", "X", Decimal("2.50")),),
            weekly_hours=Decimal("24.5"),
        ),
        (Absence(TODAY, TODAY, "leave"),),
    )
    data = to_json(one)
    assert "A123456" not in str(data)
    back = from_json(data)
    assert back.facts.licenses[0].number is None
    assert to_json(back) == data
    assert back.facts.weekly_hours == Decimal("24.5")
    assert back.facts.declared[0].percent == Decimal("2.5")
