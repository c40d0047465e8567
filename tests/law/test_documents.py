"""The documents of a case: what is missing, what that may cost, and what may be decided without it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law.documents import (
    DocumentFact,
    FileFacts,
    duties,
    forms,
    lookback,
    may_decide,
    missing,
    senders,
    types,
)
from openimr.law.model import LawError

NOW = datetime(2026, 5, 14, 19, tzinfo=UTC)
ADMINISTRATOR, EMPLOYEE, PHYSICIAN = "claims administrator", "employee", "treating physician"
FULL = [
    DocumentFact("application", received_from=EMPLOYEE),
    DocumentFact("utilization_review_decision", received_from=EMPLOYEE),
    DocumentFact("request_for_authorization", received_from=ADMINISTRATOR),
    DocumentFact("progress_report", date=date(2026, 1, 10), received_from=ADMINISTRATOR),
    DocumentFact("correspondence", received_from=ADMINISTRATOR),
    DocumentFact("proof_of_service", received_from=ADMINISTRATOR),
]
RFA = date(2026, 2, 20)


def without(kind: str) -> list[DocumentFact]:
    return [one for one in FULL if one.type != kind]


def test_the_types_are_those_of_the_contract() -> None:
    assert set(types()) == {
        "application", "request_for_authorization", "utilization_review_decision", "progress_report",
        "first_report", "consultation", "operative_report", "imaging_report", "electrodiagnostic_report",
        "laboratory_report", "therapy_note", "prescription", "medical_legal_report", "correspondence",
        "proof_of_service", "billing", "other",
    }  # fmt: skip


def test_a_full_file_lacks_nothing() -> None:
    assert missing(FULL, FileFacts(RFA, date(2026, 5, 1)), now=NOW) == ()


@pytest.mark.parametrize(
    ("kind", "code", "sure"),
    [
        ("application", "NO_APPLICATION", True),
        ("utilization_review_decision", "NO_UR_DECISION", True),
        ("request_for_authorization", "NO_RFA", True),
        ("progress_report", "NO_REPORTS", True),
        ("correspondence", "NO_INFORMATION_TO_EMPLOYEE", False),
        ("proof_of_service", "NO_LIST_TO_EMPLOYEE", False),
    ],
)
def test_what_is_taken_out_is_missing_with_its_law(kind: str, code: str, sure: bool) -> None:
    (found,) = missing(without(kind), FileFacts(RFA), now=NOW)
    assert found.code == code
    assert found.law
    assert (found.asks is None) is sure
    assert found.cost is None, "no due date, no cost"


@pytest.mark.parametrize(
    ("now", "cost"),
    [
        (date(2026, 5, 1), None),
        (date(2026, 5, 4), 1500),
        (date(2026, 5, 11), 5000),
        (date(2026, 5, 14), 5000),
        (date(2026, 6, 10), 5000),
    ],
)
def test_the_cost_is_that_of_appendix_b_12(now: date, cost: int | None) -> None:
    at = datetime(now.year, now.month, now.day, 19, tzinfo=UTC)
    (found,) = missing(without("progress_report"), FileFacts(RFA, date(2026, 5, 1)), now=at)
    assert found.cost == cost
    assert ("late" in found.message) is (cost is not None)


def test_only_the_administrators_sure_duties_cost() -> None:
    found = missing([], FileFacts(RFA, date(2026, 5, 1)), now=NOW)
    assert {one.code for one in found if one.cost} == {"NO_RFA", "NO_REPORTS"}
    assert {one.by for one in found if one.cost} == {ADMINISTRATOR}


@pytest.mark.parametrize(
    ("day", "missed", "why"),
    [
        (date(2025, 8, 20), False, "six months before the request"),
        (date(2025, 8, 19), True, "a day before that"),
        (date(2026, 2, 20), False, "the day of the request"),
        (date(2026, 2, 21), True, "after the request"),
        (None, False, "an undated report may lie in the window"),
    ],
)
def test_the_reports_must_lie_in_the_look_back(day: date | None, missed: bool, why: str) -> None:
    documents = [*without("progress_report"), DocumentFact("progress_report", date=day)]
    found = [one.code for one in missing(documents, FileFacts(RFA), now=NOW)]
    assert found == (["NO_REPORTS_IN_WINDOW"] if missed else []), why


@pytest.mark.parametrize(
    ("day", "acts"), [(date(2015, 1, 1), False), (date(2025, 1, 1), True), (date(2026, 4, 1), False)]
)
def test_the_look_back_is_dated_and_asks_where_it_is_not_known(day: date, acts: bool) -> None:
    found = lookback(day)
    assert found.months == 6
    assert (found.asks is None) is acts


# What may be decided (8 CCR 9792.10.6(b)(2))


@pytest.mark.parametrize(
    ("documents", "allowed", "code"),
    [
        ([], False, "UR_DECISION_ALONE"),
        ([("utilization_review_decision", EMPLOYEE)], False, "UR_DECISION_ALONE"),
        (
            [
                ("application", EMPLOYEE),
                ("utilization_review_decision", ADMINISTRATOR),
                ("billing", PHYSICIAN),
            ],
            False,
            "UR_DECISION_ALONE",
        ),
        ([("correspondence", ADMINISTRATOR)], False, "UR_DECISION_ALONE"),
        ([("progress_report", EMPLOYEE)], True, "WITHOUT_ADMINISTRATOR"),
        ([("correspondence", EMPLOYEE)], True, "WITHOUT_ADMINISTRATOR"),
        (
            [("imaging_report", PHYSICIAN), ("utilization_review_decision", EMPLOYEE)],
            True,
            "WITHOUT_ADMINISTRATOR",
        ),
        ([("progress_report", ADMINISTRATOR)], True, "RECORDS"),
        ([("progress_report", None)], True, "UNKNOWN_SENDER"),
    ],
)
def test_what_may_be_decided(documents: list[tuple[str, str | None]], allowed: bool, code: str) -> None:
    """Appendix B 5: a file with only the utilization review decision is blocked, with the rule named."""
    found = may_decide([DocumentFact(kind, received_from=sender) for kind, sender in documents])
    assert (found.allowed, found.code) == (allowed, code)
    assert [one.cite for one in found.law] == ["8 CCR 9792.10.6(b)(2)"]


FILE = st.lists(
    st.builds(
        DocumentFact, type=st.sampled_from(sorted(types())), received_from=st.sampled_from([None, *senders()])
    ),
    max_size=6,
)


@given(FILE, FILE)
def test_more_documents_never_close_what_was_open(
    first: list[DocumentFact], more: list[DocumentFact]
) -> None:
    assert may_decide(first + more).allowed >= may_decide(first).allowed


@given(FILE)
def test_a_file_without_a_word_on_the_worker_is_never_decided(file: list[DocumentFact]) -> None:
    useless = [one for one in file if one.type in ("application", "utilization_review_decision", "billing")]
    assert not may_decide(useless).allowed


@pytest.mark.parametrize("bad", [DocumentFact("xray"), DocumentFact("billing", received_from="postman")])
def test_an_unknown_type_or_sender_is_refused(bad: DocumentFact) -> None:
    with pytest.raises(LawError, match=r"xray|postman"):
        missing([bad], FileFacts(), now=NOW)
    with pytest.raises(LawError, match=r"xray|postman"):
        may_decide([bad])


def test_duties_stand_side_by_side_with_their_law() -> None:
    assert len(duties()) == 8
    for duty in duties():
        assert duty.statute or duty.regulation
        assert (duty.statute is None) is (duty.statute_law is None)
        assert (duty.regulation is None) is (duty.regulation_law is None)


def test_the_forms_say_that_they_are_layout() -> None:
    assert [one.code for one in forms()] == ["RFA", "IMR", "PR-2"]
    assert all(any(not law.evidence.verified for law in one.law) for one in forms())
