"""Each kind of notice: complete or refused, in plain words, the same bytes each time, never naming a reviewer."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr.law.tables import read as law_file
from openimr.service.notices import (
    NoticeFacts,
    NoticeRefused,
    Party,
    compose,
    elements,
    kinds,
    preview,
    template,
    text,
)
from openimr.service.notices.readability import grade, syllables

from .facts import EXPEDITED, FULL


def recipients(kind: str) -> list[str]:
    """Who of this case gets it."""
    return [role for role in template(kind).recipients if FULL.party(role)]


CASES = [(kind, role) for kind in kinds() for role in recipients(kind)]


@pytest.mark.parametrize(("kind", "role"), CASES)
def test_every_kind_is_complete_for_every_recipient(kind, role):
    draft = preview(kind, FULL, role)
    lacking = [one for one in draft.contents if one.met is False]
    assert not lacking
    assert role == "reviewer" or "R-0042" not in text.render(draft), (
        "a reviewer's code is for the reviewer alone"
    )


@pytest.mark.parametrize("kind", kinds())
def test_plain_words(kind):
    for role in recipients(kind):
        level = grade(preview(kind, FULL, role).prose)
        assert level <= 9.0, f"{kind} to {role} reads at grade {level:.1f}"


@pytest.mark.parametrize("kind", kinds())
def test_the_paper_holds_what_the_text_says(kind):
    from openimr import pages

    role = recipients(kind)[0]
    notice = compose(kind, FULL, role)
    assert notice.pdf == compose(kind, FULL, role).pdf
    read = " ".join(page.text for page in pages.read(notice.pdf).pages)
    assert FULL.case_number in read
    squeezed = "".join(read.split()).replace("\ufffe", "").replace("-", "")
    for paragraph in notice.text.splitlines():
        words = "".join(paragraph.split()).replace("-", "")
        # Sentences; tables and lists have other marks on paper than in the text.
        if len(words) > 40 and paragraph.endswith(".") and not set(paragraph) & set(":|>*"):
            assert words[:30] in squeezed, paragraph


@pytest.mark.parametrize(
    ("kind", "without", "named", "law"),
    [
        ("acknowledgement", {"organization": None}, "the name of the review organization", "every notice"),
        ("acknowledgement", {"received": None}, "the day on which the application was received", "its own text"),
        ("acknowledgement", {"case_number": None}, "the case number", "every notice"),
        ("acknowledgement", {"sent": None}, "the date of the notice", "every notice"),
        ("administrator-change", {"change_effective": None}, "the change takes effect", "its own text"),
        ("appeal-information", {"due": ()}, "the last day to appeal", "its own text"),
        ("assignment", {"received": None}, "the application was received", "8 CCR 9792.10.4(b)(3)"),
        ("assignment", {"treatments": ()}, "the list of disputed treatments", "LC 4610.5(k)"),
        ("assignment", {"ur_decision_date": None}, "utilization review decision", "8 CCR 9792.10.4(b)(2)"),
        ("consolidation", {"merged": None}, "the number of the case that goes on", "its own text"),
        ("corrected-determination", {"correction": None}, "the version of the corrected letter", "its own text"),
        ("deferral", {"words": None}, "in the words of whoever asks", "LC 4610.5(k)"),
        ("documents-sent", {"documents": ()}, "the list of documents", "LC 4610.5(o)"),
        ("duplicate", {"duplicate_of": None}, "the number of the case that goes on", "its own text"),
        ("expedited", {"old_priority": None}, "the old priority", "8 CCR 9792.10.4(c)"),
        ("implementation-referral", {"penalty": ()}, "the working of the penalty", "its own text"),
        ("ineligibility", {"reasons": ()}, "a reason", "LC 4610.5(k)"),
        ("information-request", {"words": None}, "in the words of whoever asks", "8 CCR 9792.10.3(b)"),
        ("information-request", {"due": ()}, "the answer to the regulator is due", "8 CCR 9792.10.3(c)"),
        ("penalty-referral", {"missing": ()}, "the list of missing records", "its own text"),
        ("proof-of-service", {"service": None}, "what was served", "its own text"),
        ("question", {"words": None}, "in the words of whoever asks", "LC 4610.6(b)"),
        ("question-answer", {"words": None}, "in the words of whoever asks", "its own text"),
        ("portal-access", {"sent": None}, "the date of the notice", "every notice"),
        ("records-reminder", {"missing": ()}, "the list of missing records", "its own text"),
        ("records-reminder", {"due": ()}, "the records are due", "8 CCR 9792.10.5(a)(1)"),
        ("remand", {"remand": None}, "the number of the new case", "its own text"),
        ("review-returned", {"treatments": ()}, "the list of disputed treatments", "its own text"),
        ("reviewer-assignment", {"due": ()}, "the review is due", "its own text"),
        ("termination", {"termination_reason": None}, "the reason for the end", "8 CCR 9792.10.6(a)"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_with_its_rule_and_never_filled_in(kind, without, named, law):
    with pytest.raises(NoticeRefused) as refused:
        preview(kind, FULL.with_(**without), template(kind).recipients[0])
    said = str(refused.value)
    assert named in said
    assert "is missing" in said
    assert f"{law} needs it" in said


def test_the_table_of_what_may_be_missing_covers_every_kind():
    """A kind that nothing can be missing from would not be tested above."""
    marks = test_what_is_missing_is_named_with_its_rule_and_never_filled_in.pytestmark
    assert {row[0] for row in marks[0].args[1]} == set(kinds())


def test_there_is_no_place_for_a_reviewer_s_name():
    assert not [one.name for one in fields(NoticeFacts) if "reviewer" in one.name]
    with pytest.raises(NoticeRefused, match="code such as R-0042"):
        Party("reviewer", code="Dr. Grace Ito")


def test_an_expedited_assignment_gives_hours():
    text = preview("assignment", EXPEDITED, "claims_administrator").prose
    assert "4:30" in text or "24 hours" in text


@pytest.mark.parametrize(
    ("kind", "confirm", "words", "why"),
    [
        ("records-reminder", "REM.cost", "$500 for each day", "the amount is known from a secondary source"),
        ("penalty-referral", "N15.amount", "$500 for each day", "the same"),
        ("corrected-determination", "COR.dates", "count from the first day", "no source was read"),
        ("question", "I7", "Please answer by March 17, 2026.", "the clock asks for a person's word"),
    ],
)
def test_an_unverified_rule_waits_for_the_office(kind, confirm, words, why):
    role = template(kind).recipients[0]
    before, after = preview(kind, FULL, role), preview(kind, FULL, role, confirmed=[confirm])
    assert confirm in {one.confirm for one in before.held_back}
    assert words not in before.prose
    assert words in after.prose
    assert confirm not in {one.confirm for one in after.held_back}


def test_nothing_unverified_is_said_by_itself():
    """Every paragraph whose law does not act is held back in every kind."""
    for kind, role in CASES:
        draft = preview(kind, FULL, role)
        printed = " ".join(
            block.law or "" for _, blocks in draft.sections for block in blocks if hasattr(block, "law")
        )
        for entry in template(kind).body:
            for law in entry.law:
                assert law.evidence.acts or law.cite not in printed, (kind, law.cite)


def test_a_reason_that_asks_goes_into_no_notice_until_confirmed():
    doubtful = FULL.with_(reasons=(replace(FULL.reasons[0], asks="Nobody read the 2026 text."),))
    with pytest.raises(NoticeRefused, match="Nobody read the 2026 text"):
        preview("ineligibility", doubtful, "employee")
    assert preview("ineligibility", doubtful, "employee", confirmed=["LATE"])


def test_the_templates_name_contents_of_the_law_and_go_to_whom_it_says():
    roles = {"requesting physician": "physician", "claims administrator": "claims_administrator",
             "Administrative Director": "regulator"}  # fmt: skip
    notices = {one["id"]: one for one in law_file("notices")}
    for kind in kinds():
        form = template(kind)
        known = {one.id for one in elements.required(form.law)}
        assert {one for one in form.fulfilled() if one.partition(".")[0] in form.law} <= known, kind
        if kind == "administrator-change":
            continue  # the law's paper comes to us; ours answers it
        wanted = {roles.get(one, one) for code in form.law for one in notices[code]["to"]}
        assert wanted - {"review organization"} <= set(form.recipients), kind


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(CASES), st.sets(st.sampled_from([one.name for one in fields(NoticeFacts)]), max_size=4)
)
def test_whatever_is_unknown_a_notice_is_whole_or_refused_in_a_sentence(case, unknown):
    kind, role = case
    empty = {name: () if isinstance(getattr(FULL, name), tuple) else None for name in unknown - {"parties"}}
    try:
        draft = preview(kind, FULL.with_(**empty), role)
    except NoticeRefused as refused:
        assert str(refused).endswith(".")
        assert "None" not in str(refused)
    else:
        said = text.render(draft)
        assert "None" not in said
        assert "{" not in said
        assert not [one for one in draft.contents if one.met is False]


def test_the_asked_party_and_the_others_read_different_words():
    assert "needs more information from you" in preview("question", FULL, "claims_administrator").prose
    copy = preview("question", FULL, "employee").prose
    assert "We have asked Golden Bear Claims Services" in copy
    assert "from you" not in copy


def test_only_dates_that_a_party_must_know_are_listed():
    listed = text.render(preview("expedited", EXPEDITED, "employee"))
    assert "Records from the claims administrator: March 11, 2026, 4:30 p.m. Pacific time" in listed
    assert "Petition" not in listed
    assert "April 2" not in listed, "a reviewer's own due date"


@pytest.mark.parametrize(("word", "count"), [("letter", 2), ("made", 1), ("uses", 2), ("a", 1), ("4610", 1)])
def test_syllables(word, count):
    assert syllables(word) == count
