"""Who may review (process specification, section 7; appendix B 6, 7, 8)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law import conflicts, reviewers, votes
from openimr.law.conflicts import CaseParty, conflict
from openimr.law.model import LawError
from openimr.law.reviewers import Affiliation, Board, CaseNeeds, License, ReviewerFacts, qualification

TODAY = date(2026, 5, 4)
CA = License("CA", "G12345", "physician and surgeon", "active", date(2010, 1, 1), date(2027, 6, 30))
BOARD = Board("Physical Medicine & Rehabilitation", None, date(2012, 1, 1), date(2030, 12, 31))
GOOD = ReviewerFacts(
    code="R-0042",
    degree="MD",
    licenses=(CA,),
    boards=(BOARD,),
    years=Decimal(12),
    weekly_hours=Decimal(30),
    discipline="none",
    qme=False,
    declared=(),
)
CASE = CaseNeeds(specialties=("Physical Medicine & Rehabilitation",), knows=True)
RULES = ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q7", "Q8")


def answers(
    reviewer: ReviewerFacts, case: CaseNeeds = CASE, on: date = TODAY
) -> dict[str, reviewers.Finding]:
    return {one.rule: one for one in qualification(reviewer, case, on)}


def test_a_qualified_reviewer_passes_every_rule() -> None:
    found = answers(GOOD)
    assert tuple(found) == RULES
    assert {one.answer for one in found.values()} == {"ok"}


def license_(**values: Any) -> dict[str, Any]:
    return {"licenses": (replace(CA, **values),)}


def board(**values: Any) -> dict[str, Any]:
    return {"boards": (replace(BOARD, **values),)}


CHIROPRACTOR = {
    "degree": "D.C.",
    "boards": (),
    "licenses": (replace(CA, type="chiropractor"),),
}


@pytest.mark.parametrize(
    ("values", "rule", "answer", "why"),
    [
        ({"degree": "RN"}, "Q1", "not ok", "a nurse is no physician in the sense of LC 3209.3"),
        ({"degree": None}, "Q1", "unknown", "the degree is not known"),
        ({"degree": "DO"}, "Q1", "not ok", "a DO without a license as osteopathic physician"),
        (license_(type="chiropractor"), "Q1", "not ok", "an MD without a license as physician"),
        (license_(type=None), "Q1", "unknown", "a license for what?"),
        (CHIROPRACTOR, "Q1", "unknown", "whether it is within scope nobody said"),
        (CHIROPRACTOR, "Q3", "ok", "board certification is asked of MD and DO only"),
        ({"licenses": ()}, "Q2", "not ok", "no license"),
        (license_(status="restricted"), "Q2", "not ok", "non-restricted, LC 139.5(d)(4)(B)"),
        (license_(status="probation"), "Q2", "not ok", "probation restricts"),
        (license_(status=None), "Q2", "unknown", "status not known"),
        (license_(status="Active"), "Q2", "ok", "as boards print it"),
        (license_(status="pending renewal"), "Q2", "unknown", "a word that nobody defined"),
        (license_(expires=date(2026, 5, 3)), "Q2", "not ok", "lapsed yesterday"),
        (license_(expires=date(2026, 5, 4)), "Q2", "ok", "good on its last day"),
        (license_(expires=None), "Q2", "unknown", "until when?"),
        (license_(issued=date(2026, 5, 5)), "Q2", "not ok", "issued tomorrow"),
        (license_(state="ON"), "Q2", "not ok", "Ontario is no state of the US"),
        ({"licenses": (replace(CA, status="revoked"), replace(CA, state="TX"))}, "Q2", "ok", "one is enough"),
        ({"boards": ()}, "Q3", "not ok", "an MD without a board"),
        (board(expires=date(2026, 5, 3)), "Q3", "not ok", "certificate lapsed yesterday"),
        (board(expires=None), "Q3", "unknown", "until when?"),
        (board(expires=None, lifetime=True), "Q3", "ok", "a certificate for life"),
        (board(specialty="Dermatology"), "Q3", "not ok", "another field"),
        (board(specialty="Pain Medicine"), "Q3", "not ok", "a field of its own in the vocabulary"),
        (board(specialty="Brain Injury Medicine"), "Q3", "unknown", "near: a person must say"),
        (board(specialty="Something New"), "Q3", "unknown", "no such specialty is known"),
        (license_(state="TX"), "Q4", "not ok", "a preference"),
        ({"discipline": "pending"}, "Q6", "not ok", "pending counts, LC 139.5(d)(4)(C)"),
        ({"discipline": "taken"}, "Q6", "not ok", "taken"),
        ({"discipline": None}, "Q6", "unknown", "not asked"),
        ({"licenses": (CA, replace(CA, state="NV", status="revoked"))}, "Q6", "unknown", "contradicts none"),
        ({"qme": True}, "Q7", "not ok", "appendix B 8: blocked"),
        ({"qme": None}, "Q7", "unknown", "not asked"),
        ({"years": Decimal(5)}, "Q8", "not ok", "more than five"),
        ({"years": Decimal("5.5")}, "Q8", "ok", "more than five"),
        ({"weekly_hours": Decimal(23)}, "Q8", "not ok", "at least 24"),
        ({"weekly_hours": Decimal(24)}, "Q8", "ok", "at least 24"),
        ({"weekly_hours": None}, "Q8", "unknown", "not asked"),
        ({"weekly_hours": None, "years": Decimal(2)}, "Q8", "not ok", "one of two fails already"),
    ],
)
def test_one_rule(values: dict[str, Any], rule: str, answer: str, why: str) -> None:
    found = answers(replace(GOOD, **values))[rule]
    assert found.answer == answer, f"{why}: {found.message}"
    assert found.message


@pytest.mark.parametrize(
    ("case", "rule", "answer", "why"),
    [
        (replace(CASE, knows=None), "Q5", "unknown", "somebody must say so"),
        (replace(CASE, knows=False), "Q5", "not ok", "said not to"),
        (replace(CASE, specialties=()), "Q3", "unknown", "which specialty fits?"),
        (replace(CASE, specialties=("Dermatology", "PM&R")), "Q3", "ok", "one of several, in other words"),
    ],
)
def test_what_the_case_needs(case: CaseNeeds, rule: str, answer: str, why: str) -> None:
    assert answers(GOOD, case)[rule].answer == answer, why


@pytest.mark.parametrize(
    ("values", "rule", "blocks", "asks", "why"),
    [
        ({"qme": True}, "Q7", True, False, "statute: blocks"),
        ({"qme": None}, "Q7", False, True, "unknown: find out first"),
        (license_(state="TX"), "Q4", False, False, "a preference never stops"),
        ({"years": Decimal(2)}, "Q8", False, True, "seen in letters only (V19): a person decides"),
    ],
)
def test_what_stops_the_choice(values: dict[str, Any], rule: str, blocks: bool, asks: bool, why: str) -> None:
    found = answers(replace(GOOD, **values))[rule]
    assert (found.blocks, found.needs_person) == (blocks, asks), why


def test_evaluators_were_not_barred_before_2014() -> None:
    assert "Q7" not in answers(replace(GOOD, qme=True), on=date(2013, 12, 31))
    assert answers(replace(GOOD, qme=True), on=date(2014, 1, 1))["Q7"].blocks


@given(st.dates(date(2013, 1, 1), date(2030, 12, 31)))
def test_of_nobody_nothing_is_known_and_nothing_is_ok(on: date) -> None:
    found = qualification(ReviewerFacts("R-0001"), CaseNeeds(), on)
    assert all(one.answer != "ok" for one in found)
    assert all(one.acts == all(law.evidence.acts for law in one.law) for one in found)
    assert not any(one.blocks for one in found if not one.acts)


def test_a_reviewer_has_no_name_here() -> None:
    names = {one.name for one in fields(ReviewerFacts)}
    assert not {name for name in names if "name" in name or "mail" in name or "address" in name}


# Conflicts of interest

ADJUSTER = CaseParty("employee of a payer", "Dana Reyes")
INSURER = CaseParty("insurer", "Bayline Insurance Co.")


def affiliation(
    kind: str, relation: str, to: str = "Bayline Insurance Company", **values: Any
) -> Affiliation:
    return Affiliation(kind, relation, to, **values)


@pytest.mark.parametrize(
    ("declared", "party", "answer", "why"),
    [
        (affiliation("familial", "spouse's sibling", "Dana Reyes"), ADJUSTER, "unknown", "B 7: by hand"),
        (affiliation("familial", "spouse's parent", "Dana Reyes"), ADJUSTER, "not ok", "B 7: blocked"),
        (affiliation("familial", "sibling", "Dana Reyes"), ADJUSTER, "not ok", "a sibling"),
        (affiliation("familial", "child's spouse", "Dana Reyes"), ADJUSTER, "not ok", "a child's spouse"),
        (affiliation("financial", "interest", percent=Decimal(6)), INSURER, "not ok", "B 8: 6 %"),
        (affiliation("financial", "interest", percent=Decimal("5.0")), INSURER, "ok", "B 8: 5.0 %"),
        (affiliation("financial", "interest", percent=Decimal("5.01")), INSURER, "not ok", "above 5 %"),
        (affiliation("financial", "interest"), INSURER, "unknown", "the share is not known"),
        (
            affiliation("financial", "review fee", percent=Decimal(30)),
            INSURER,
            "ok",
            "the fee itself is none",
        ),
        (affiliation("professional", "employment"), INSURER, "not ok", "employment"),
        (affiliation("professional", "contractor", percent=Decimal(3)), INSURER, "ok", "not above 5 %"),
        (affiliation("professional", "contractor", percent=Decimal(8)), INSURER, "not ok", "above 5 %"),
        (affiliation("professional", "staff privileges"), INSURER, "ok", "mere staff privileges"),
        (affiliation("professional", "former employment"), INSURER, "unknown", "not on the list: by hand"),
        (affiliation("professional", "employment", "Bayline"), INSURER, "unknown", "is that the same?"),
        (affiliation("professional", "employment", "Otherwise Mutual"), INSURER, "ok", "no party"),
        (
            affiliation("professional", "employment", "Bayline Insurance Company", holder="organization"),
            INSURER,
            "not ok",
            "the organization is tested too",
        ),
        (
            affiliation("familial", "spouse", "Jo Lind"),
            CaseParty("attorney of the employee", "Jo Lind"),
            "not ok",
            "on the list of (c)(2) only: one list is enough",
        ),
        (
            affiliation("professional", "employment", "Delta Network"),
            CaseParty("medical provider network", "Delta Network"),
            "unknown",
            "whether the academic exception holds nobody said",
        ),
        (
            affiliation("professional", "employment", "Delta Network", academic=False),
            CaseParty("medical provider network", "Delta Network"),
            "not ok",
            "on the list of (d)(5)",
        ),
        (
            affiliation("professional", "employment", "Delta Network", academic=True),
            CaseParty("medical provider network", "Delta Network"),
            "ok",
            "the exception for academic medical centers",
        ),
        (
            affiliation("familial", "spouse", "Delta Network", holder="officer of the organization"),
            CaseParty("medical provider network", "Delta Network"),
            "ok",
            "(d)(5) tests the reviewer and the organization only",
        ),
        (
            affiliation("professional", "physician and patient", "Sam Ortiz"),
            CaseParty("employee", "Sam Ortiz"),
            "not ok",
            "the worker is the reviewer's patient",
        ),
    ],
)
def test_one_affiliation(declared: Affiliation, party: CaseParty, answer: str, why: str) -> None:
    (found,) = conflict([declared], [party])
    assert found.answer == answer, f"{why}: {found.message}"
    assert found.blocks == (answer == "not ok")
    assert found.law


def test_nothing_declared_is_not_the_same_as_nothing_to_declare() -> None:
    (missing,) = conflict(None, [INSURER])
    (nothing,) = conflict((), [INSURER])
    assert missing.answer == "unknown"
    assert missing.needs_person
    assert nothing.answer == "ok"


@pytest.mark.parametrize(
    ("declared", "party", "said"),
    [
        (affiliation("social", "friend"), INSURER, "familial, financial, professional"),
        (affiliation("familial", "spouse", holder="cousin"), INSURER, "held by"),
        (affiliation("familial", "spouse"), CaseParty("bystander", "x"), "the roles are employer"),
    ],
)
def test_what_the_rules_do_not_know_is_refused(declared: Affiliation, party: CaseParty, said: str) -> None:
    with pytest.raises(LawError, match=said):
        conflict([declared], [party])


@pytest.mark.parametrize("relation", conflicts.relations()["near"])
def test_near_relations_never_block(relation: str) -> None:
    (found,) = conflict([affiliation("familial", relation)], [INSURER])
    assert found.answer == "unknown"
    assert not found.blocks


@given(st.decimals(0, 100, places=2))
def test_the_share_blocks_above_five_percent_and_only_there(percent: Decimal) -> None:
    (found,) = conflict([affiliation("financial", "interest", percent=percent)], [INSURER])
    assert found.blocks == (percent > 5)


# The votes of several reviewers


@pytest.mark.parametrize(
    ("given_votes", "decision", "tie", "why"),
    [
        (["upheld"], "upheld", False, "one reviewer"),
        (["overturned"], "overturned", False, "one reviewer"),
        (["upheld", "overturned"], "overturned", True, "appendix B 6: a tie gives the treatment"),
        (["upheld", "upheld"], "upheld", False, "both"),
        (["upheld", "overturned", "upheld"], "upheld", False, "the majority"),
        (["overturned", "overturned", "upheld"], "overturned", False, "the majority"),
    ],
)
def test_votes(given_votes: list[str], decision: str, tie: bool, why: str) -> None:
    found = votes.decide(given_votes)
    assert (found.decision, found.tie) == (decision, tie), why
    assert {law.cite for law in found.law} == {"LC 4610.6(e)", "LC 4610.6(f)"}


@pytest.mark.parametrize("bad", [[], ["uphold"], ["upheld", ""], "upheld"])
def test_votes_that_are_none(bad: Any) -> None:
    with pytest.raises(LawError, match=r"LC 4610\.6\(e\)"):
        votes.decide(bad)


@given(st.lists(st.sampled_from(["upheld", "overturned"]), min_size=1, max_size=9))
def test_the_order_of_votes_does_not_matter_and_a_tie_never_denies(given_votes: list[str]) -> None:
    found = votes.decide(given_votes)
    assert votes.decide(sorted(given_votes)).decision == found.decision
    assert (found.decision == "upheld") == (given_votes.count("upheld") * 2 > len(given_votes))
