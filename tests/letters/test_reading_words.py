"""How single values are read from the words that print them: tables of (printed, read, why)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.letters.reading import dates, numbers
from openimr.letters.reading.diagnoses import find_diagnoses
from openimr.letters.reading.requests import read_request
from openimr.letters.reading.visits import Visits, read_visits

DATES = [
    ("11/09/2016", "2016-11-09", "the header's form"),
    ("10-13-16", "2016-10-13", "two-digit year of this century"),
    ("2-25- 13", "2013-02-25", "broken at a line end"),
    ("(11-28- 16)"[1:-1], "2016-11-28", "broken, in parentheses"),
    ("09/19/1988", "1988-09-19", "an old injury"),
    ("9-19-88", "1988-09-19", "two-digit year of the last century"),
    ("October 28, 2016", "2016-10-28", "written out"),
    ("Sept. 3, 2014", "2014-09-03", "abbreviated"),
    ("Dec 1 2016", "2016-12-01", "no comma"),
    ("2016-12-01", "2016-12-01", "ISO"),
    ("2-30-13", None, "no such day: not repaired"),
    ("13/13/2013", None, "no such month"),
]


@pytest.mark.parametrize(("printed", "read", "why"), DATES)
def test_dates(printed: str, read: str | None, why: str) -> None:
    assert dates.parse(printed) == read, why


@given(st.dates())
def test_any_date_reads_back(day) -> None:  # type: ignore[no-untyped-def]
    assert dates.parse(f"{day.month:02d}/{day.day:02d}/{day.year:04d}") == day.isoformat()


@pytest.mark.parametrize(
    "text", ["6-8 on a 10-point scale", "page 309", "L4-5, L5-S1", "5/325", "2-3 times", "1-2-3-4", "C5-6-7"]
)
def test_what_is_no_date(text: str) -> None:
    assert not dates.DATE.search(text)


NUMBERS = [
    ("12", 12, "digits"),
    ("twelve", 12, "word"),
    ("two (2)", 2, "said twice"),
    ("2-3", 3, "upper bound of a range"),
    ("two to three", 3, "range in words"),
    ("twenty-four", 24, "compound word"),
    ("twice", 2, "adverb"),
    ("several", None, "no number"),
]


@pytest.mark.parametrize(("printed", "read", "why"), NUMBERS)
def test_numbers(printed: str, read: int | None, why: str) -> None:
    assert numbers.parse(printed) == read, why


VISITS = [
    ("Physical therapy 2 times a week for 4 weeks", Visits(8, 2, 4), "the contract's example"),
    ("Acupuncture 3 times a week for 2 weeks, neck", Visits(6, 3, 2), "a body part after it"),
    ("Physical therapy, times two per week for four weeks", Visits(8, 2, 4), "times before the number"),
    ("Ten sessions of paraffin baths two times a week times 5 weeks", Visits(10, 2, 5), "total said first"),
    ("Acupuncture trial 2 x 4", Visits(8, 2, 4), "bare cross"),
    ("PT 2x6 lumbar", Visits(12, 2, 6), "bare cross without blanks"),
    ("Chiropractic 1-2 times per week for 4-6 weeks", Visits(12, 2, 6), "upper bounds"),
    ("Physical therapy twice a week for six weeks", Visits(12, 2, 6), "words"),
    ("Aquatic therapy 3x/week x 4 weeks", Visits(12, 3, 4), "signs"),
    ("Physical therapy 2xwk x 3wks", Visits(6, 2, 3), "run together"),
    ("12 visits of occupational therapy", Visits(12, None, None), "visits of"),
    ("Twelve sessions of physical therapy, three times a week for four weeks", Visits(12, 3, 4), "both"),
    ("Chiropractic treatment for the lumbar spine, 12 visits", Visits(12, None, None), "at the end"),
    ("Physical Therapy sessions, 12", Visits(12, None, None), "number after a comma"),
    ("Additional physical therapy x 12", Visits(12, None, None), "cross and number"),
    ("Massage therapy (6 sessions)", Visits(6, None, None), "in parentheses"),
    ("Six (6) sessions of acupuncture", Visits(6, None, None), "said twice"),
    ("Physical therapy sessions #8", Visits(8, None, None), "number sign"),
    ("Physical therapy", Visits(None, None, None), "not said"),
    ("Physical therapy for L4-5, L5-S1", Visits(None, None, None), "levels are no counts"),
    ("1 follow-up visit", Visits(1, None, None), "one"),
    ("Weekly psychotherapy for 6 weeks", Visits(6, 1, 6), "weekly"),
    ("Additional acupuncture 2 x 3 weeks", Visits(6, 2, 3), "a cross and weeks"),
    ("Physical therapy twice weekly x 4", Visits(8, 2, 4), "a bare cross after a frequency"),
    ("Physical therapy 2 times 4", Visits(8, 2, 4), "times for a cross"),
    ("Acupuncture 1-2 x 3-6 wks", Visits(12, 2, 6), "two ranges"),
    ("Aqua therapy; 2 x 6 sessions", Visits(12, 2, 6), "sessions behind the cross"),
    ("Follow-up visit every 4-6 weeks", Visits(None, None, None), "an interval is no duration"),
    ("Re-evaluation in 4 weeks", Visits(None, None, None), "a date to come"),
    ("HELP program x 80 hours", Visits(None, None, None), "hours are no visits"),
    ("Group therapy, 6 sessions over 6 weeks", Visits(6, None, 6), "weeks alone"),
    ("Eight chiropractic visits (2x4)", Visits(8, 2, 4), "said twice"),
]


@pytest.mark.parametrize(("printed", "read", "why"), VISITS)
def test_visits(printed: str, read: Visits, why: str) -> None:
    assert read_visits(printed) == read, why


@given(st.integers(1, 7), st.integers(1, 24))
def test_frequency_times_weeks(frequency: int, weeks: int) -> None:
    assert read_visits(f"Physical therapy {frequency} times a week for {weeks} weeks") == Visits(
        frequency * weeks, frequency, weeks
    )


PARTIAL = [
    (
        "Nine visits of therapy was the original request. Six visits of therapy was authorized by the Claims "
        "Administrator. The remaining IMR eligible portion of the original request, Three visits of therapy is",
        ("Three visits of therapy", "Nine visits of therapy", "Six visits of therapy"),
        "remainder",
    ),
    (
        "Purchase of a raised seat was the original request. The Claims Administrator authorized a raised seat for 2 "
        "months, leaving the original request IMR eligible. The original request, purchase of a raised seat is",
        ("purchase of a raised seat", "Purchase of a raised seat", "a raised seat for 2 months"),
        "the whole request stays in dispute",
    ),
    (
        "Norco 10/325mg #120 with 2 refills was the original request. Norco 10/325mg #90 was authorized by the Claims "
        "Administrator. The remaining IMR eligible portion of the original request, Norco 10/325mg #30 with 2 refills is",
        ("Norco 10/325mg #30 with 2 refills", "Norco 10/325mg #120 with 2 refills", "Norco 10/325mg #90"),
        "a drug",
    ),
    (
        "Ambien 12.5mg #30 was the original request. Ambien 12.5mg #15 was authorized by the Claims Administrator. The "
        "remaining IMR eligible portion of the original request, Ambien 12.5mg #15 is",
        ("Ambien 12.5mg #15", "Ambien 12.5mg #30", "Ambien 12.5mg #15"),
        "decimal points are no sentence ends",
    ),
    (
        "Associated surgical service: Cold therapy unit",
        ("Associated surgical service: Cold therapy unit", None, None),
        "",
    ),
]


@pytest.mark.parametrize(("heading", "parts", "why"), PARTIAL)
def test_partial_approvals(heading: str, parts: tuple[str, str | None, str | None], why: str) -> None:
    request = read_request(heading)
    places = (request.disputed, request.original, request.authorized)
    assert tuple(heading[slice(*place)] if place else None for place in places) == parts, why


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [
        ("Retrospective: Norco 10/325mg #60 DOS 12/13/2016", True),
        ("Retro request for urine drug screen", True),
        ("MRI of the retrocalcaneal bursa", False),
    ],
)
def test_retrospective(heading: str, wanted: bool) -> None:
    assert (read_request(heading).retrospective is not None) is wanted


DIAGNOSES = [
    (
        "Diagnoses include cervical strain, lumbar disc disease with radiculopathy and insomnia. Treatment was rest.",
        ["cervical strain", "lumbar disc disease with radiculopathy", "insomnia"],
        "a list",
    ),
    (
        "He is being treated for abrasion of chin, cheek and ear and an ankle fracture.",
        ["abrasion of chin, cheek and ear", "ankle fracture"],
        "places without a condition belong to their neighbor",
    ),
    (
        "The current diagnosis is documented as strain of muscle of thorax, initial encounter.",
        ["strain of muscle of thorax, initial encounter"],
        "an ICD description with its comma",
    ),
    (
        "He was diagnosed with left knee medial meniscus tear on 3/4/2016.",
        ["left knee medial meniscus tear"],
        "dated",
    ),
    ("He reported knee pain. An MRI was ordered.", [], "complaints are no diagnoses"),
]


@pytest.mark.parametrize(("summary", "wanted", "why"), DIAGNOSES)
def test_diagnoses(summary: str, wanted: list[str], why: str) -> None:
    assert [re.sub(r"\s+", " ", summary[s:e]) for s, e in find_diagnoses(summary)] == wanted, why
