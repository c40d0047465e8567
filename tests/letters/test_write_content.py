"""What a written letter says: content, notices, missing content, the same in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from openimr.letters.cover import Cover, Recipient
from openimr.letters.model import Dates, Reviewer
from openimr.letters.writing import FORMATS, UnwritableText, missing_content, render, write
from openimr.letters.writing.citations import guideline_line
from openimr.letters.writing.compose import compose
from openimr.letters.writing.notices import notices, requirements
from tests.letters.made import CHRONIC_PAIN, COVER, NAPROXEN, ODG, citation, determination, item


@pytest.mark.parametrize(
    ("citations", "line"),
    [
        ((), "The Expert Reviewer did not cite any medical evidence for its decision."),
        ((citation(),), "Decision based on MTUS Acupuncture Treatment 2007."),
        (
            (citation(), ODG),
            (
                "Decision based on MTUS Acupuncture Treatment 2007. Decision based on Non-MTUS Citation Official "
                "Disability Guidelines (ODG), Low Back, Acupuncture."
            ),
        ),
        # A text that is a whole sentence already is printed as it is.
        (
            (citation(text="Decision based on MTUS Acupuncture Treatment 2007."),),
            "Decision based on MTUS Acupuncture Treatment 2007.",
        ),
        # Without a text the citation is composed of its parts.
        (
            (replace(CHRONIC_PAIN, text=""),),
            (
                "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): NSAIDs (non-steroidal "
                "anti-inflammatory drugs)."
            ),
        ),
        (
            (citation(guideline="Low Back Complaints", year=2004, pages="308", text=""),),
            "Decision based on MTUS Low Back Complaints 2004, Page(s): 308.",
        ),
        (
            (replace(ODG, text=""),),
            "Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Low Back, Acupuncture.",
        ),
        # Two citations printed in one sentence carry the same text: the sentence is printed once.
        ((citation(), citation(guideline="Other")), "Decision based on MTUS Acupuncture Treatment 2007."),
    ],
)
def test_guideline_lines(citations: tuple, line: str) -> None:
    assert guideline_line(citations, "Expert Reviewer") == line


def test_headings_stand_in_the_order_of_the_layout() -> None:
    headings = [section.heading for section in compose(determination(), COVER).sections]
    assert headings == [
        "DECISIONS AT A GLANCE",
        "HOW THE IMR FINAL DETERMINATION WAS MADE",
        "DOCUMENTS REVIEWED",
        "CLINICAL CASE SUMMARY",
        "IMR ISSUES, DECISIONS AND RATIONALES",
        "EFFECT OF THIS DETERMINATION",
        "RIGHT TO APPEAL",
        "PROOF OF SERVICE",
    ]


def test_nothing_is_invented_for_what_is_not_given() -> None:
    bare = determination(
        case_number=None, priority=None, dates=Dates(), reviewer=Reviewer((), (), None), documents_reviewed=()
    )
    text = render(bare, "txt").decode()
    for absent in (
        "Case Number",
        "Priority",
        "Date",
        "credentials",
        "DOCUMENTS",
        "EFFECT",
        "APPEAL",
        "PROOF",
        "None",
    ):
        assert absent not in text.replace("DATE", "")


def test_the_organization_names_its_guideline_line() -> None:
    assert "\nExpert Reviewer guideline: Decision" in render(determination(), "txt").decode()
    assert (
        "\nRedwood Medical Review guideline: Decision" in render(determination(), "txt", cover=COVER).decode()
    )


@pytest.mark.parametrize(
    ("changes", "cover", "numbers", "why"),
    [
        ({}, COVER, [], "everything is there"),
        (
            {},
            Cover(),
            ["F4", "F11", "F12"],
            "a determination holds no documents here, nor who is served and when",
        ),
        ({"items": ()}, COVER, ["F2"], "no item decided"),
        ({"items": (item(rationale=None), NAPROXEN)}, COVER, ["F6"], "an item without rationale"),
        ({"items": (item(heading=" "),)}, COVER, ["F5"], "an item without heading"),
        ({"reviewer": Reviewer(("TX",), (), None)}, COVER, ["F7"], "no specialty"),
        ({"dates": Dates()}, COVER, ["F9", "F10", "F13"], "no decision date, so no dated wording"),
        ({"dates": Dates(decision="2014-05-02")}, COVER, ["F9", "F10", "F13"], "no wording read for 2014"),
        ({}, replace(COVER, mailing_date=None), ["F12"], "no mailing date"),
        ({}, replace(COVER, recipients=COVER.recipients[1:]), ["F11"], "the employee is not served"),
        (
            {},
            replace(COVER, recipients=(*COVER.recipients[1:], Recipient("Employee's attorney"))),
            ["F11"],
            "an attorney is not the employee",
        ),
    ],
)
def test_missing_content_is_named(changes: dict, cover: Cover, numbers: list[str], why: str) -> None:
    found = missing_content(determination(**changes), cover)
    assert [missing.number for missing in found] == numbers, why
    assert all(missing.message.startswith(f"{missing.number}, ") for missing in found)


def test_notices_follow_what_was_decided() -> None:
    upheld = render(determination(items=(NAPROXEN,), case_outcome="upheld"), "txt").decode()
    overturned = render(determination(items=(item(),), case_outcome="overturned"), "txt").decode()
    assert "5 working days" in overturned
    assert "5 working days" not in upheld
    assert "the utilization review decision stands" in upheld
    assert "the utilization review decision stands" not in overturned
    assert "30 days" in upheld
    assert "30 days" in overturned


def test_only_verified_law_is_printed() -> None:
    printed = [
        notice
        for section in ("effect", "appeal")
        for year in (2017, 2021, 2026)
        for notice in notices(section, date(year, 6, 1), ["upheld", "overturned"])
    ]
    assert {notice.evidence for notice in printed} <= {"S", "R"}
    assert all(notice.law for notice in printed)
    assert {number for notice in printed for number in notice.meets} == {"F9", "F10", "F13"}
    assert requirements()["F13"].law is None, "its source is not verified, so no law is shown for it"


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("character", ["\x01", "\x07", "\ufffe", "\ue000"])
def test_a_character_without_shape_is_refused(format_: str, character: str) -> None:
    bad = determination(items=(item(rationale=f"It is{character} necessary."),))
    with pytest.raises(UnwritableText, match=f"U\\+{ord(character):04X}"):
        render(bad, format_)


def test_a_pdf_says_which_character_its_fonts_lack() -> None:
    with pytest.raises(UnwritableText, match="\u4e2d"):
        render(determination(items=(item(rationale="The note says \u4e2d."),)), "pdf")


def test_an_unknown_format_is_refused(tmp_path) -> None:
    with pytest.raises(ValueError, match="pdf, docx, html, txt"):
        write(determination(), tmp_path / "letter.odt")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_is_written_whole_and_alone(format_: str, tmp_path) -> None:
    path = tmp_path / f"letter.{format_}"
    write(determination(), path, cover=COVER)
    assert path.read_bytes() == render(determination(), format_, cover=COVER)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"organisation": "X"}, "no field 'organisation'"),
        ({"documents": "one"}, "documents must be a list"),
        ({"documents": [1]}, "documents must be a text"),
        ({"recipients": [{"name": "X"}]}, "with a role"),
        ({"recipients": [{"role": "Employee", "phone": "1"}]}, "no field 'phone'"),
        ({"mailing_date": ""}, "mailing_date must be a text"),
    ],
)
def test_a_wrong_cover_says_what_is_wrong(data: dict, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Cover.from_json(data)


def test_a_cover_comes_from_json() -> None:
    data = {
        "organization": "Redwood Medical Review",
        "documents": ["Application"],
        "recipients": [{"role": "Employee", "name": "A. B.", "address": ["1 First Street"]}],
        "mailing_date": None,
    }
    assert Cover.from_json(data) == Cover(
        organization="Redwood Medical Review",
        documents=("Application",),
        recipients=(Recipient("Employee", "A. B.", ("1 First Street",)),),
    )
