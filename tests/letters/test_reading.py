"""Whole letters of our own wording: what makes the real ones hard, one test each."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr import letters
from openimr.letters import schema
from openimr.pages.model import Document, Page, UnreadableFile
from tests.letters.letter_text import HEADER, Block, Letter


def read(letter: Letter, **options):  # type: ignore[no-untyped-def]
    return letters.read(letter.bytes(), name="letter.txt", **options)


def test_the_whole_shape() -> None:
    determination = read(Letter())
    assert determination.case_number == "CM17-0123456"
    assert determination.priority == "standard"
    assert determination.dates.assigned == "2017-02-01"
    assert determination.dates.injury == "2016-11-09"
    assert determination.dates.decision == "2017-02-24"
    assert determination.dates.ur_denial == "2017-01-25"
    assert determination.dates.application_received == "2017-01-30"
    assert determination.layout == "2015"
    assert determination.reviewer.licensed_states == ("OR", "NM")
    assert determination.reviewer.certifications == ("Family Practice",)
    assert (determination.summary.age, determination.summary.sex) == (41, "female")
    assert determination.summary.injury_date == "2016-11-09"
    assert [item.heading for item in determination.items] == ["Lumbar MRI"]
    assert determination.case_outcome == "upheld"
    schema.validate(letters.to_json(determination))


HEADERS = [
    (HEADER, "row by row"),
    (
        "Case Number: CM17-0123456\nDate Assigned:\nDecision Date:\nPriority:\n02/01/2017\n02/24/2017\nStandard\n"
        "Date of Injury:\nUR Denial Date:\nApplication\nReceived:\n11/09/2016\n01/25/2017\n01/30/2017\n",
        "column by column, labels first",
    ),
    (
        "Case Number: CM17-0123456\nDate Assigned: 02/01/2017\nDecision Date: 02/24/2017\nPriority: Standard\n"
        "Date of Injury: 11/09/2016\nUR Denial Date: 01/25/2017\nApplication Received: 01/30/2017\n",
        "one field a line",
    ),
    (
        "Case Number:\nCM17-0123456\nDate Assigned:\n02/01/2017\nDate of Injury:\n11/09/2016\nDecision Date:\n"
        "02/24/2017\nUR Denial Date:\n01/25/2017\nPriority:\nStandard\nApplication\nReceived:\n01/30/2017\n",
        "label and value on lines of their own",
    ),
]


@pytest.mark.parametrize(("header", "why"), HEADERS)
def test_header_table_in_any_extraction_order(header: str, why: str) -> None:
    determination = read(Letter(header=header))
    wanted = read(Letter()).dates
    assert determination.dates == wanted, why
    assert determination.case_number == "CM17-0123456"
    assert determination.priority == "standard"


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Associated surgical service: Cold therapy unit", "Associated surgical service: Cold therapy unit"),
        ("Pre-op labs: CBC", "Pre-op labs: CBC"),
        ("Oxycodone HCL ER 20mg #60 day supply: 30", "Oxycodone HCL ER 20mg #60 day supply: 30"),
        (
            "Physical therapy, two times a week\nfor four weeks",
            "Physical therapy, two times a week for four weeks",
        ),
    ],
)
def test_colons_and_line_breaks_in_headings(heading: str, wanted: str) -> None:
    determination = read(
        Letter(blocks=[Block(heading=heading), Block(heading=heading, decision="Overturned")])
    )
    assert [(i.heading, i.decision) for i in determination.items] == [
        (wanted, "upheld"),
        (wanted, "overturned"),
    ]
    assert determination.case_outcome == "partially overturned"


def test_decision_word_alone_after_a_page_break() -> None:
    text = Letter(blocks=[Block(), Block(heading="The remaining part of the therapy is")]).text()
    text = text.replace("therapy is: Upheld", "therapy is:\n\f\nUpheld")
    determination = letters.read(text.encode(), name="x.txt")
    assert [i.heading for i in determination.items] == ["Lumbar MRI", "The remaining part of the therapy is"]


def test_blank_line_after_every_line() -> None:
    plain = Letter(summary="First line of it ends here\nand goes on. The worker is a 33 year old man.")
    doubled = "\n\n".join(line or " " for line in plain.text().split("\n"))
    once, twice = read(plain), letters.read(doubled.encode(), name="letter.txt")
    assert twice.summary.text == once.summary.text
    assert [i.rationale for i in twice.items] == [i.rationale for i in once.items]
    assert [i.heading for i in twice.items] == [i.heading for i in once.items]


def test_words_broken_at_a_line_end_are_joined_and_hyphens_kept() -> None:
    text = "Signs of radiculopathy. The radicul-\nopathy is new, an x-\nray of 11-21-\n2016 and a follow-\nup visit."
    assert read(Letter(summary=text)).summary.text == (
        "Signs of radiculopathy. The radiculopathy is new, an x-ray of 11-21-2016 and a follow-up visit."
    )


def test_twenty_one_items() -> None:
    blocks = [
        Block(heading=f"Service number {n}", decision="Overturned" if n % 3 else "Upheld")
        for n in range(1, 22)
    ]
    determination = read(Letter(blocks=blocks))
    assert [item.number for item in determination.items] == list(range(1, 22))
    assert [item.heading for item in determination.items] == [block.heading for block in blocks]


def test_nothing_cited() -> None:
    block = Block(
        administrator="The Claims Administrator did not cite any medical evidence for its decision.",
        reviewer="The Expert Reviewer did not cite any medical evidence for its decision.",
    )
    item = read(Letter(blocks=[block])).items[0]
    assert item.administrator_citations == ()
    assert item.reviewer_citations == ()


def test_credentials_in_one_sentence() -> None:
    method = (
        "HOW THE IMR FINAL DETERMINATION WAS MADE\nThe expert reviewer is Board Certified in Anesthesiology, has a "
        "subspecialty in Pain\nManagement and is licensed to practice in California.\n"
    )
    determination = read(Letter(method=method))
    assert determination.layout == "2014"
    assert determination.reviewer.licensed_states == ("CA",)
    assert determination.reviewer.certifications == ("Anesthesiology", "Pain Management")


@pytest.mark.parametrize(
    ("missing", "name"),
    [
        ("CLINICAL CASE SUMMARY", "CLINICAL CASE SUMMARY"),
        ("IMR ISSUES, DECISIONS AND RATIONALES", "IMR ISSUES"),
    ],
)
def test_a_missing_section_is_named(missing: str, name: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        letters.read(Letter().text().replace(missing, "").encode())
    assert caught.value.code == "section_missing"
    assert name in caught.value.message


def test_a_letter_without_decisions_is_refused() -> None:
    with pytest.raises(UnreadableFile) as caught:
        letters.read(Letter(blocks=[]).bytes())
    assert caught.value.code == "section_missing"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("Uphold", "Upheld"), 1),
        (("Upheld", "Uphold"), 2),
        (("Upheld", "Over turned", "Overturned"), 2),
        (("Overturned", "Upheld", ""), 3),
    ],
)
def test_an_item_whose_decision_is_damaged_is_never_dropped(words: tuple[str, ...], number: int) -> None:
    blocks = [Block(heading=f"Service {n}", decision=word) for n, word in enumerate(words, start=1)]
    with pytest.raises(UnreadableFile) as caught:
        read(Letter(blocks=blocks))
    assert caught.value.code == "section_missing"
    assert caught.value.message.startswith(f"Item {number} has no decision")


@pytest.mark.parametrize(
    "rationale",
    [
        "The first part.\nDecision rationale: The second part. It is not medically necessary.",
        "The first part.\nACOEM guidelines: These speak against it. It is not medically necessary.",
    ],
)
def test_a_label_within_a_rationale_does_not_cut_it(rationale: str) -> None:
    items = read(Letter(blocks=[Block(rationale=rationale), Block(heading="Other service")])).items
    assert [item.heading for item in items] == ["Lumbar MRI", "Other service"]
    assert " ".join((items[0].rationale or "").split()) == " ".join(rationale.split())


def test_a_lost_page_between_two_items_is_refused() -> None:
    text = Letter(blocks=[Block(), Block(heading="Other service")]).text()
    start = text.index("Other service")
    lost = text[:start] + text[text.index("MAXIMUS guideline:", start) :]
    with pytest.raises(UnreadableFile) as caught:
        letters.read(lost.encode())
    assert caught.value.message.startswith("Item 2 has no decision")


def test_another_document_is_no_letter() -> None:
    with pytest.raises(UnreadableFile) as caught:
        letters.read(b"Progress report of 3/4/2016\nThe patient reports pain.\n")
    assert caught.value.code == "not_a_letter"


def test_an_item_without_rationale_is_read() -> None:
    text = Letter().text().partition("Decision rationale:")[0]
    assert letters.read(text.encode()).items[0].rationale is None


def test_every_value_says_where_it_stands() -> None:
    letter = Letter(blocks=[Block(heading="Physical therapy for the\nright knee, 12 visits")])
    determination = read(letter, spans=True)
    text = letter.text()
    for pointer, value in [
        ("/case_number", "CM17-0123456"),
        ("/dates/injury", "11/09/2016"),
        ("/summary/age", "41-year-old"),
        ("/items/0/decision", "Upheld"),
    ]:
        places = determination.spans[pointer]
        assert [text[s.start : s.end] for s in places] == [value]
    heading = determination.spans["/items/0/heading"]
    assert [text[s.start : s.end] for s in heading] == ["Physical therapy for the", "right knee, 12 visits"]


@given(st.lists(st.sampled_from(Letter().text().splitlines()), max_size=60), st.integers(1, 3))
def test_shuffled_letters_never_raise_anything_else(lines: list[str], pages: int) -> None:
    cut = max(1, len(lines) // pages)
    document = Document(
        "text", "0" * 64, tuple(Page(n + 1, "\n".join(lines[n * cut : (n + 1) * cut])) for n in range(pages))
    )
    try:
        determination = letters.read_document(document, name="x", spans=True)
    except UnreadableFile as problem:
        assert problem.message.endswith(".")
    else:
        schema.validate(json.loads(json.dumps(letters.to_json(determination, spans=True))))


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=300))
def test_any_summary_survives(summary: str) -> None:
    document = Document("text", "0" * 64, (Page(1, Letter(summary="\n" + summary).text()),))
    with contextlib.suppress(UnreadableFile):  # the random text may hold a section heading or a label
        schema.validate(letters.to_json(letters.read_document(document, name="x")))
