"""From signed reviews to the determination; the checks beside the typing; what was typed, kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr import letters, samples
from openimr.service.cases.commands import review
from openimr.service.cases.domain.parts import ItemDecision
from openimr.service.review import beside, drafts
from openimr.service.review import content as typing
from openimr.service.review.determining import NotDecided, assemble, determination_of, read_facts

from ..office_case import a_case
from .cases import TWO, changed, in_review, reviewer, written

pytestmark = pytest.mark.usefixtures("home")


def test_the_determination_holds_the_case_as_it_is():
    case = in_review("R-4101", TWO)
    letter = determination_of(review.sign(reviewer("R-4101"), case.number, written(case)))
    form = case.application
    assert (letter.case_number, letter.priority, letter.layout) == (case.number, "standard", "2015")
    assert (letter.dates.injury, letter.dates.ur_denial) == (form["injury_date"], form["ur_decision_date"])
    assert letter.dates.application_received == case.received.isoformat()
    assert letter.dates.assigned
    assert letter.dates.decision
    assert [one.heading for one in letter.items] == TWO
    assert letter.items[0].drugs[0].ingredients == ("diazepam",)
    assert (letter.items[1].visits, letter.items[1].category) == (8, "Rehabilitation")
    assert (letter.summary.age, letter.summary.sex, letter.summary.diagnoses) == (
        51,
        "male",
        ("lumbar strain",),
    )
    assert letter.reviewer.licensed_states == ("CA",)
    assert letter.documents_reviewed[0].startswith("Progress report, ")
    assert letter.case_outcome == "upheld"
    assert "R-4101" not in json.dumps(letters.to_json(letter)), "not even the code is in the letter"


def test_it_becomes_a_letter_that_reads_back_as_itself(tmp_path):
    case = in_review("R-4102", TWO)
    letter = determination_of(review.sign(reviewer("R-4102"), case.number, written(case)))
    path = tmp_path / "letter.txt"
    letters.write(letter, path)
    again = letters.read(path)
    assert [(one.decision, one.disputed, one.rationale) for one in again.items] == [
        (one.decision, one.disputed, one.rationale) for one in letter.items
    ]
    assert again.reviewer.certifications == letter.reviewer.certifications


@pytest.mark.parametrize("state", ["A0", "B3", "C0", "C1", "C2"])
def test_there_is_none_before_everybody_signed(state):
    with pytest.raises(NotDecided):
        determination_of(a_case(state))


def test_an_item_that_is_decided_twice_or_never_is_no_determination():
    case = a_case("C3")
    signed = case.reviews[0]
    twice = signed.model_copy(update={"items": (*signed.items, *signed.items)})
    for bad in (twice, signed.model_copy(update={"items": ()})):
        with pytest.raises(NotDecided, match="exactly once"):
            assemble(case, [bad])


def test_ineligible_treatments_are_not_decided():
    case = in_review("R-4103", TWO)
    out = case.model_copy(
        update={"items": (case.items[0].model_copy(update={"eligible": False}), case.items[1])}
    )
    signed = out.reviews[0].model_copy(
        update={"items": (ItemDecision(number=2, decision="upheld", rationale="No."),), "signed": out.opened}
    )
    assert [one.number for one in assemble(out, [signed]).items] == [2]


def test_what_the_words_say():
    told = read_facts(
        "This is a 44-year-old female with a date of injury of 03/05/2019.\n\nDiagnosed with sciatica."
    )
    assert (told.age, told.sex, told.injury_date) == (44, "female", "2019-03-05")


# The checks beside the typing.


def test_nothing_is_found_before_anything_is_written():
    case = in_review("R-4104", TWO)
    assert beside.findings(case, case.reviews[0], typing.blank(case)) == ()


def test_findings_never_lean_to_a_decision_that_nobody_made():
    """Undecided, only what is found for both decisions is shown."""
    case = in_review("R-4105")
    content = written(case)
    content["items"]["1"]["rationale"] = "Therefore the request is medically necessary."
    undecided = {
        beside.key(one)
        for one in beside.findings(case, case.reviews[0], changed(content, "items/1/decision", ""))
    }
    both = [
        {
            beside.key(one)
            for one in beside.findings(case, case.reviews[0], changed(content, "items/1/decision", way))
        }
        for way in ("upheld", "overturned")
    ]
    assert undecided == both[0] & both[1]
    assert both[0] != both[1], "the check of decision against rationale fires one way only"


def test_a_half_typed_citation_is_left_out_of_the_check():
    case = in_review("R-4106")
    content = changed(written(case), "items/1/own", [{"source": "", "guideline": "Chron"}])
    beside.findings(case, case.reviews[0], content)


# What was typed.


class Post(dict):
    """A form that was sent."""

    def getlist(self, name):
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def test_a_form_is_taken_as_it_was_typed():
    case = in_review("R-4107", TWO)
    post = Post(
        {
            "part": "writing",
            "summary": "s",
            "age": "44",
            "sex": "male",
            "diagnoses": "a\nb",
            "item-1-decision": "upheld",
            "item-1-rationale": "because",
            "item-1-own-0-source": "MTUS",
            "item-1-own-0-guideline": "Opioids",
            "item-1-own-1-source": "",
            "item-1-own-2-guideline": "Pain",
            "item-1-administrator-none": "1",
            "item-2-decision": "perhaps",
            "item-9-decision": "upheld",
            "item-1-own-0-evil": "x",
        }
    )
    content = typing.from_post(case, post, typing.blank(case))
    one, two = content["items"]["1"], content["items"]["2"]
    assert (one["decision"], one["rationale"], one["administrator_none"]) == ("upheld", "because", True)
    assert [row["guideline"] for row in one["own"]] == ["Opioids", "Pain"], "an empty row is none"
    assert two["decision"] == ""
    assert "9" not in content["items"]


@settings(max_examples=40)
@given(st.text(max_size=400), st.text(max_size=400))
def test_whatever_is_typed_comes_back(summary, rationale):
    case = _case()
    post = Post({"part": "writing", "summary": summary, "item-1-rationale": rationale})
    content = typing.from_post(case, post, typing.blank(case))
    assert (content["summary"], content["items"]["1"]["rationale"]) == (summary, rationale)


_kept: list = []


def _case():
    if not _kept:
        _kept.append(a_case("C1"))
    return _kept[0]


def test_every_state_is_a_version_and_two_windows_lose_nothing():
    case = in_review("R-4108")
    mine = case.reviews[0]
    first = drafts.save(case, mine, {**typing.blank(case), "summary": "one"}, 0)
    assert (first.version, first.clash) == (1, False)
    same = drafts.save(case, mine, {**typing.blank(case), "summary": "one"}, 1)
    assert same.version == 1, "the same is not kept twice"
    second = drafts.save(case, mine, {**typing.blank(case), "summary": "two"}, 1)
    other = drafts.save(case, mine, {**typing.blank(case), "summary": "from another window"}, 1)
    assert (second.clash, other.clash, other.version) == (False, True, 3)
    assert [one.content["summary"] for one in drafts.versions(case, mine)] == [
        "from another window",
        "two",
        "one",
    ]


def test_versions_can_only_be_added():
    from django.db import ProgrammingError, connection, transaction

    for query in (
        "UPDATE review_reviewdraft SET content = '{}'",
        "DELETE FROM review_reviewdraft",
        "DELETE FROM review_pageopened",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(query)


def test_what_a_sample_reviewer_would_type_can_be_signed():
    """The docket's determinations go through the same gate as everybody's."""
    from openimr.service.clock import today

    docket = next(
        one for one in samples.docket(3, count=40, today=today()) if len(one.determination.items) > 1
    )
    case = in_review("R-4109", [one.heading for one in docket.determination.items])
    content = typing.typed(case, docket.determination, documents=[one.id for one in case.documents])
    found = [one for one in beside.findings(case, case.reviews[0], content) if one.severity == "error"]
    content["answers"] = {beside.key(one): "As the record has it." for one in found}
    letter = determination_of(review.sign(reviewer("R-4109"), case.number, content))
    assert [one.decision for one in letter.items] == [one.decision for one in docket.determination.items]
