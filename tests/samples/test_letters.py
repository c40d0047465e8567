"""Generated letters: repeatable, consistent in themselves, and holding every difficulty of real ones."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr import samples
from openimr.samples.planting.edits import sentences

MANY = tuple(samples.letters(7, 400))


def squeezed(text):
    """Text without what wrapping changes: blanks, hyphens, page feeds."""
    return re.sub(r"[\s\-\f]", "", text)


@pytest.mark.parametrize(
    ("note", "why"),
    [
        ("header table by rows", "the usual order of extraction"),
        ("header table by cells", "one cell a line"),
        ("header table by columns", "labels first, values after them"),
        ("header table by wrapped", "the label Application Received on one line"),
        ("no header table", "text copies of 2014 and 2015"),
        ("blank line after every line", "text copies of 2014"),
        ("no blank lines", "extraction from PDF"),
        ("hyphens at line ends", "broken words"),
        ("sentences run together", "2014: no blank after the full stop"),
        ("broken date", "2-25- 13"),
        ("colon in heading", "the decision follows the last colon"),
        ("partial approval", "the remainder is in dispute"),
        ("partial approval, whole request left", "the other wording"),
        ("retrospective", "with a date of service"),
        ("compound of 4 ingredients", "each ingredient is a drug"),
        ("visits worded", "frequency and weeks in words"),
        ("several body parts", "one heading, several parts"),
        ("21 items", "the longest published letter"),
        ("quotation", "paired marks"),
        ("fraction", "1/2 is no date"),
        ("a diagnosis holds a comma", "subsequent encounter"),
        ("no age or sex", "then they are null"),
    ],
)
def test_every_difficulty_occurs(note, why):
    assert any(note in letter.notes for letter in MANY), why


def test_every_layout_and_priority_occurs():
    assert {letter.layout for letter in MANY} == {
        "2013-federal-services",
        "2013-professional-review",
        "2013-notice",
        "2014",
        "2015",
    }
    assert {letter.determination.priority for letter in MANY} == {"standard", "expedited", None}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_the_same_seed_gives_the_same_letter(seed):
    first, again = (next(iter(samples.letters(seed, 1))) for _ in range(2))
    assert first.determination == again.determination
    assert first.text == again.text


def test_other_seeds_give_other_letters():
    assert len({letter.determination.summary.text for letter in MANY}) == len(MANY)


@pytest.mark.parametrize("letter", MANY[:150], ids=lambda letter: letter.name)
def test_the_text_says_what_the_truth_says(letter):
    """Every text of the truth stands in the letter, whatever wrapping and pages did to it."""
    text = squeezed(letter.text)
    determination = letter.determination
    assert squeezed(determination.summary.text) in text
    assert squeezed(determination.reviewer.statement) in text
    for item in determination.items:
        assert squeezed(item.heading) in text
        assert squeezed(item.rationale) in text
        for cited in (*item.administrator_citations, *item.reviewer_citations):
            assert squeezed(cited.text) in text


def test_items_are_consistent_in_themselves():
    for letter in MANY:
        for item in letter.determination.items:
            assert item.disputed in item.heading
            assert (item.original_request is None) == (item.authorized is None)
            for drug in item.drugs:
                assert drug.name in item.disputed
                assert drug.ingredients
                if drug.strength:
                    assert drug.strength in item.disputed.replace(" ", "")
                if drug.quantity:
                    assert str(drug.quantity) in item.disputed
            if item.frequency_per_week and item.weeks:
                assert item.visits == item.frequency_per_week * item.weeks
            if item.side in ("left", "right"):
                other = "right" if item.side == "left" else "left"
                assert other not in item.heading.lower()
            for cited in (*item.administrator_citations, *item.reviewer_citations):
                assert all(section in cited.text for section in cited.sections)
                assert cited.year is None or str(cited.year) in cited.text
                assert cited.pages is None or cited.pages in cited.text


def test_dates_follow_one_another():
    for letter in MANY:
        dates = letter.determination.dates
        row = [dates.injury, dates.ur_denial, dates.application_received, dates.assigned, dates.decision]
        known = [date.fromisoformat(day) for day in row if day]
        assert known == sorted(known), letter.name
        if dates.injury:
            assert letter.determination.summary.injury_date == dates.injury


def test_no_sentence_stands_twice_in_a_passage():
    for letter in MANY:
        determination = letter.determination
        for text in (determination.summary.text, *(item.rationale for item in determination.items)):
            parts = [text[start:end] for start, end in sentences(text)]
            assert len(parts) == len(set(parts)), letter.name


def test_the_conclusion_agrees_with_the_decision():
    for letter in MANY:
        for item in letter.determination.items:
            last = re.findall(r"(not )?(?:medically necessary|established)", item.rationale)[-1]
            assert bool(last) == (item.decision == "upheld"), (letter.name, item.rationale)


def test_case_numbers_are_beyond_those_of_the_programme():
    for letter in MANY:
        if letter.determination.case_number:
            assert re.fullmatch(r"CM1[3-7]-09\d{5}", letter.determination.case_number)
