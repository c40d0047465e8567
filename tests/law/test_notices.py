"""The notices and what each must say (process specification, section 3.3)."""

from __future__ import annotations

import pytest

from openimr.law import notices
from openimr.law.model import LawError

SPECIFIED = {"N0", "N1", "N1-F", "N2", "N3", "N4", "N5", "N5a", "N5b", *(f"N{n}" for n in range(6, 16))}
OWN = {"ACK", "REM", "DUP", "COR", "POS"}


def test_the_notices_are_those_of_the_specification_and_five_of_our_own() -> None:
    assert {one.id for one in notices.notices()} == SPECIFIED | OWN


@pytest.mark.parametrize(
    ("id", "to", "why"),
    [
        ("N1", "attorney", "copy to the attorney"),
        ("N4", "requesting physician", "R-10.3(b)"),
        ("N6", "employee", "R-10.4(b): all parties"),
        ("N6", "attorney", "section 2: gets copies of the notice and the letter"),
        ("N9", "claims administrator", "question and answer to all, LC 4610.6(b)"),
        ("N11", "Administrative Director", "LC 4610.6(f)"),
        ("N15", "claims administrator", "order to show cause"),
    ],
)
def test_who_gets_it(id: str, to: str, why: str) -> None:  # noqa: A002
    assert to in notices.notice(id).to, why


@pytest.mark.parametrize(
    ("id", "verified", "confirm", "why"),
    [
        (
            "N6",
            {"organization", "dispute", "received"},
            {"priority", "records_due", "records_due_expedited", "what_to_send", "penalty"},
            "(b)(1)-(3) were read, the rest was not (V6)",
        ),
        ("N5a", {"decision", "reasons", "appeal"}, set(), "LC 4610.5(k), R-10575(a); the cure is our own"),
        ("N9", {"question"}, {"due"}, "R-10.5(c) was not read (V7)"),
        ("N15", set(), {"facts", "amount", "contest"}, "articles only"),
        ("N7", {"list", "copies"}, set(), "LC 4610.5(l)(4), (o)"),
    ],
)
def test_what_is_verified_and_what_a_person_confirms(
    id: str,  # noqa: A002
    verified: set[str],
    confirm: set[str],
    why: str,
) -> None:
    found = notices.required(id)
    assert {one.id for one in found.verified} == verified, why
    assert {one.id for one in found.confirm} == confirm, why


@pytest.mark.parametrize("one", notices.notices(), ids=lambda one: one.id)
def test_no_content_is_lost_and_unverified_ones_never_act(one: notices.Notice) -> None:
    found = notices.required(one.id)
    assert sorted((*found.verified, *found.own, *found.confirm), key=lambda c: c.id) == sorted(
        one.contents, key=lambda c: c.id
    )
    assert all(content.acts for content in (*found.verified, *found.own))
    assert all(content.law.evidence.value in "A2L" for content in found.confirm)
    assert all(content.law.evidence.value == "I" for content in found.own)


def test_a_notice_that_does_not_exist() -> None:
    with pytest.raises(LawError, match="There is no notice 'N99'; the notices are N0, N1"):
        notices.notice("N99")


def test_the_letter_has_a_content_for_each_of_the_thirteen_of_the_specification() -> None:
    assert {one.id for one in notices.notice("N11").contents} >= {
        "plain", "items", "condition", "documents_list", "treatment", "findings", "qualifications", "analyses",
        "beyond_ur", "scope", "mailing", "finality",
    }  # fmt: skip
