"""The permission table: what it says, and that asking it answers in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from openimr.service.accounts import matrix as page
from openimr.service.accounts import permissions
from openimr.service.accounts.permissions import NotAllowed, demand, matrix, may, sees, table

ROOT = Path(__file__).parents[3]
STAFF = [role for role in table().roles if role != "party"]


@dataclass(frozen=True)
class Somebody:
    role: str


NAMED = """case.view case.history file.view application.file mail.sort application.correct item.correct
    eligibility.answer eligibility.decide information.request information.receive case.defer case.resume
    ineligibility.notify case.assign records.add records.complete records.insufficient records.proceed
    case.expedite case.consolidate case.terminate reviewer.choose reviewer.refuse review.question review.answer
    review.draft review.preliminary review.sign extension.request extension.approve second_reviewer.request
    second_reviewer.approve quality.return quality.escalate quality.release letter.issue letter.correct
    letter.publish appeal.record remand.order implementation.record penalty.refer finance.invoice
    reviewer.manage task.claim task.return task.escalate work.view report.view outbox.view users.manage
    audit.export comparable.view note.add""".split()  # noqa: SIM905 - a list to read
ALL_ACTIONS = list(table().actions)


def test_every_action_and_state_is_in_the_table():
    assert set(NAMED) <= set(table().actions)
    assert len(STAFF) == 10
    states = "A0 A1 A2 A3 A4 A5 B0 B1 B2 B3 C0 C1 C2 C3 D0 D1 D2 D3 E0 E1 E2 T1 T2 K0".split()  # noqa: SIM905
    assert list(table().states) == states


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("reviewer.choose", "review.sign", "nobody both assigns and reviews"),
        ("reviewer.choose", "review.draft", "nobody both assigns and reviews"),
        ("case.assign", "review.sign", "nor sends the assignment and reviews"),
        ("review.sign", "quality.release", "the one who signs never releases"),
        ("review.sign", "letter.issue", "nor issues"),
        ("reviewer.choose", "quality.release", "who assigns does not release"),
        ("eligibility.decide", "review.sign", "the regulator decides no necessity"),
        ("extension.request", "extension.approve", "nobody approves what they asked for"),
        ("second_reviewer.request", "second_reviewer.approve", "nobody approves what they asked for"),
        ("users.manage", "review.sign", "who makes accounts signs nothing"),
        ("users.manage", "quality.release", "who makes accounts releases nothing"),
        ("finance.invoice", "file.view", "finance sees no medical file"),
    ],
)
def test_duties_are_separate(one, other, why):
    assert not set(table().actions[one].roles) & set(table().actions[other].roles), why


@pytest.mark.parametrize("done", ["letter.issue", "letter.approve_correction"])
def test_whoever_put_the_seal_on_a_letter_does_not_publish_its_copy(done):
    quality = Somebody("letter_quality")
    assert not may(quality, "letter.publish", "D0", done={done})
    assert may(quality, "letter.publish", "D0", done={"letter.correct", "quality.release"})


@pytest.mark.parametrize(
    "action", ["review.sign", "quality.release", "letter.issue", "letter.approve_correction"]
)
def test_what_can_t_be_taken_back_asks_for_password_and_code_first(action):
    assert table().actions[action].fresh


@pytest.mark.parametrize(
    ("role", "datum", "expected"),
    [
        ("reviewer", "employee.contact", False),
        ("reviewer", "employee.ssn", False),
        ("reviewer", "premium", False),
        ("reviewer", "medical.file", True),
        ("finance", "medical.file", False),
        ("party", "reviewer.code", False),
        ("party", "conflicts", False),
        ("party", "quality.notes", False),
        ("party", "fees", False),
        ("regulator", "medical.file", True),
        *[(role, "reviewer.name", False) for role in table().roles],
    ],
)
def test_what_each_sees(role, datum, expected):
    verdict = sees(Somebody(role), datum)
    assert bool(verdict) is expected
    assert bool(verdict.why) is not expected


def test_the_regulator_reads_all_and_decides_eligibility_and_extensions_only():
    reads = {name for name in table().actions if name.endswith(".view") or name == "case.history"}
    assert reads <= {name for name, action in table().actions.items() if "regulator" in action.roles}
    for name in ("eligibility.decide", "extension.approve", "second_reviewer.approve"):
        assert table().actions[name].roles == ("regulator",), name


def test_parties_and_nobody():
    allowed = {cell.action for cell in matrix() if cell.role == "party" and cell.allowed}
    assert allowed == {"case.view", "application.file", "information.receive", "records.add", "review.answer"}
    for action in table().actions:
        assert not may(None, action)
        assert not may(Somebody("superuser"), action), "a role that is not in the table may nothing"


def test_the_matrix_is_the_whole_of_it():
    cells = list(matrix())
    assert len(cells) == len(table().roles) * len(ALL_ACTIONS) * len(table().states)
    for cell in cells:
        assert bool(may(Somebody(cell.role), cell.action, cell.state)) is cell.allowed
        if cell.own:
            assert not may(Somebody(cell.role), cell.action, cell.state, own=False)
            assert may(Somebody(cell.role), cell.action, cell.state, own=True)


@pytest.mark.parametrize(
    ("role", "action", "asked", "words"),
    [
        ("finance", "file.view", {}, "“See the medical file” is for intake staff, records staff"),
        ("intake", "reviewer.choose", {}, "“Choose a reviewer” is for panel schedulers."),
        (None, "case.view", {}, "sign in first"),
        ("panel_scheduler", "reviewer.choose", {"case_state": "A2"}, "this one is in A2 (eligibility review)"),
        ("reviewer", "review.sign", {"own": False}, "in their own cases only, and this one is not yours"),
        (
            "letter_quality", "quality.release", {"done": {"review.sign"}},
            "You did “Sign a review” in this case, so “Release a determination” must be done by somebody else",
        ),
    ],
)  # fmt: skip
def test_a_refusal_is_one_sentence_that_names_who_may(role, action, asked, words):
    verdict = may(Somebody(role) if role else None, action, **asked)
    assert not verdict
    assert words in verdict.why
    assert verdict.why.endswith(".")
    with pytest.raises(NotAllowed) as caught:
        demand(Somebody(role) if role else None, action, **asked)
    assert str(caught.value) == verdict.why


@given(
    st.sampled_from(list(table().roles)),
    st.sampled_from(ALL_ACTIONS),
    st.sampled_from([None, *table().states]),
    st.sampled_from([None, True, False]),
    st.sets(st.sampled_from(ALL_ACTIONS), max_size=4),
)
def test_knowing_more_never_allows_more(role, action, state, own, done):
    if may(Somebody(role), action, state, own=own, done=done):
        assert may(Somebody(role), action, state, own=own)
        assert may(Somebody(role), action)
    else:
        assert may(Somebody(role), action, state, own=own, done=done).why


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda raw: raw["actions"]["case.view"]["roles"].append("boss"),
            "case.view names the unknown role 'boss'",
        ),
        (lambda raw: raw["actions"]["case.view"].update(states=["Z9"]), "names the unknown state 'Z9'"),
        (lambda raw: raw["actions"]["case.view"].update(states="most"), "the unknown group of states 'most'"),
        (
            lambda raw: raw["actions"]["case.view"].update(own=["administrator"]),
            "'own' that is not under 'roles'",
        ),
        (lambda raw: raw["actions"]["case.view"].update(apart=["x"]), "unknown action under 'apart' 'x'"),
        (lambda raw: raw["actions"]["mail.sort"].update(roles=[]), "needs at least one role"),
    ],
)
def test_a_faulty_table_is_refused(change, words):
    raw = yaml.safe_load(permissions._FILE.read_text("utf-8"))
    change(raw)
    with pytest.raises(ValueError, match=words):
        permissions.read(raw)


def test_an_unknown_action_or_state_is_a_mistake_and_not_a_no():
    with pytest.raises(KeyError):
        may(Somebody("intake"), "case.eat")
    with pytest.raises(KeyError):
        may(Somebody("intake"), "case.view", "Z9")


def test_the_page_of_the_reference_is_current():
    written = (ROOT / page.PAGE).read_text("utf-8")
    assert written == page.page(), "run python -m openimr.service.accounts.matrix"
