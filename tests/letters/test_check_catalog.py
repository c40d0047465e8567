"""The catalog, choosing from it, and the engine."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr.letters.checking import UnknownCode, check, checks
from openimr.letters.checking.model import Measured
from openimr.letters.checking.registry import LEAST_FIRINGS, LEAST_PRECISION, _severity, chosen
from openimr.letters.model import Citation, Dates, Determination, Drug, Item
from tests.letters import made
from tests.letters.checked import SUMMARY, block, letter


def test_every_check_says_what_it_is() -> None:
    assert len(checks()) >= 35
    codes = [one.code for one in checks()]
    assert len(set(codes)) == len(codes)
    for one in checks():
        assert re.fullmatch(r"[A-Z]+-\d{2}", one.code)
        assert one.title
        assert min(len(one.looks_for) - 15, len(one.example), len(one.source)) > 5


def test_an_error_was_measured_to_be_right() -> None:
    for one in checks():
        if one.severity == "error":
            assert one.plain
            assert one.precision is not None
            assert one.precision.fired >= LEAST_FIRINGS
            assert (one.precision.precision or 0) >= LEAST_PRECISION


SEVERITIES = [
    # plain, right, fired, severity, why
    (True, 3, 3, "error", "plain and always right, the fewest that count"),
    (True, 9, 10, "error", "nine in ten"),
    (True, 8, 10, "warning", "wrong more than one time in ten"),
    (True, 2, 2, "warning", "two firings prove too little"),
    (True, 1, 1, "warning", "one firing proves nothing"),
    (True, 0, 0, "warning", "never fired: nothing is known"),
    (False, 50, 50, "warning", "open to dispute, however often it is right"),
]


@pytest.mark.parametrize(("plain", "right", "fired", "severity", "why"), SEVERITIES)
def test_severity_follows_from_precision(
    plain: bool, right: int, fired: int, severity: str, why: str
) -> None:
    assert _severity(plain, Measured(right, fired, "letters")) == severity, why
    assert _severity(plain, None) == "warning"


def test_choosing_by_the_beginning_of_a_code() -> None:
    assert {one.code for one in chosen(["DOSE"], None, public=False)} >= {"DOSE-01", "DOSE-02", "DOSE-03"}
    assert [one.code for one in chosen(["dose-01"], None, public=False)] == ["DOSE-01"]
    assert not {one.code for one in chosen(None, ["DOSE"], public=False)} & {"DOSE-01", "DOSE-02"}
    assert [one.code for one in chosen(["SEX"], ["SEX-02"], public=False)] == ["SEX-01"]
    assert not any(one.public for one in chosen(None, None, public=False)), "public copies only on demand"
    assert any(one.code == "PRIV-01" for one in chosen(["PRIV"], None, public=False)), "or when named"


@pytest.mark.parametrize(
    ("code", "near"), [("DOSIS", "DOSE"), ("SEX-1", "SEX-01"), ("VISIT01", "VISIT-01"), ("", "families")]
)
def test_an_unknown_code_names_near_ones(code: str, near: str) -> None:
    with pytest.raises(UnknownCode, match=near):
        check(made.determination(), select=[code])
    with pytest.raises(UnknownCode):
        check(made.determination(), ignore=[code])


def test_a_clean_letter_has_no_findings() -> None:
    assert check(letter(SUMMARY, block()), public=True) == []


def test_findings_come_in_the_order_of_the_letter() -> None:
    wrong = block(rationale="The request [insert date] is medically necessary.")
    summary = SUMMARY.replace("the gait was", "his gait was").replace("On 01-10-2017", "On 01-10-2018")
    items = [finding.item for finding in check(letter(summary, wrong, wrong))]
    assert items == sorted(items, key=lambda item: item or -1)
    assert {None, 1, 2} <= set(items)


def test_the_same_finding_is_given_once() -> None:
    summary = SUMMARY + " [insert date] [insert date]"
    assert len(check(letter(summary), select=["TEXT-02"])) == 1


# Whatever stands in a determination, checking it does not raise.
_words = st.text(alphabet='abeilnorst .,;:"()[]#/-0123456789\n“”’%', max_size=120)
_phrases = st.lists(
    st.sampled_from(
        [
            "She", "he", "the patient", "left knee", "right knee", "no documentation of", "physical therapy", "2x4",
            "12 visits", "2 times a week for 4 weeks", "Valium 5gm", "#90", "twice a day", "30 days", "is", "not",
            "medically necessary.", "02/30/2016", "13/45/16", "On 11-09-2016", "the claims administrator", "denied",
            '"', "“", "[insert", "]", "by  and", "Dr. ", "MRI of the", "request for", "\n", ".", ",", "(", ")", "L5-S1",
        ]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip
_text = _words | _phrases
_date = st.none() | st.dates().map(str) | st.just("2016-02-30")
_citation = st.builds(
    Citation,
    source=st.sampled_from(["MTUS", "ODG", "ACOEM", "Other"]),
    guideline=st.none() | st.sampled_from(["Low Back Complaints", "Chronic Pain Medical Treatment"]) | _words,
    year=st.none() | st.integers(1900, 2100),
    sections=st.lists(_words, max_size=3).map(tuple),
    pages=st.none() | st.sampled_from(["24", "128", "63-67", "9999999999", "x"]) | _words,
    text=_text,
)
_item = st.builds(
    Item,
    number=st.integers(0, 30),
    heading=_text,
    disputed=_text,
    decision=st.sampled_from(["upheld", "overturned"]),
    retrospective=st.booleans(),
    category=st.sampled_from(["Rehabilitation", "Pharmaceuticals", "Other"]),
    drugs=st.lists(
        st.builds(
            Drug,
            name=_words,
            ingredients=st.lists(st.sampled_from(["diazepam", "tramadol", "?"]), max_size=2).map(tuple),
            strength=st.none() | st.sampled_from(["5gm", "50mg", "1/2mg", "mg", ""]) | _words,
            quantity=st.none() | st.integers(0, 9999) | st.floats(0, 999),
            refills=st.none() | st.integers(0, 99),
        ),
        max_size=2,
    ).map(tuple),
    visits=st.none() | st.integers(0, 99),
    frequency_per_week=st.none() | st.integers(0, 9),
    weeks=st.none() | st.integers(0, 60),
    body_parts=st.lists(st.sampled_from(["knee", "lumbar spine", "tail"]), max_size=2).map(tuple),
    side=st.none() | st.sampled_from(["left", "right", "bilateral"]),
    original_request=st.none() | _text,
    authorized=st.none() | _text,
    administrator_citations=st.lists(_citation, max_size=2).map(tuple),
    reviewer_citations=st.lists(_citation, max_size=2).map(tuple),
    rationale=st.none() | _text,
)


@settings(max_examples=150)
@given(
    _text,
    st.lists(_item, max_size=3).map(tuple),
    st.builds(Dates, _date, _date, _date, _date, _date),
    st.none() | st.sampled_from(["male", "female"]),
    st.sampled_from(["upheld", "overturned", "partially overturned"]),
)
def test_checking_never_raises(
    text: str, items: tuple[Item, ...], dates: Dates, sex: str | None, case_outcome: str
) -> None:
    base: Determination = made.determination()
    summary = replace(base.summary, text=text, sex=sex, age=None, injury_date=dates.injury)  # type: ignore[arg-type]
    letter_ = replace(base, summary=summary, items=items, dates=dates, case_outcome=case_outcome)  # type: ignore[arg-type]
    for finding in check(letter_, public=True):
        assert finding.message
        assert finding.code
