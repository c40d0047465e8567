"""Clerical corrections: only what is clerical, by two people, as a new version that everybody gets."""

from __future__ import annotations

import pytest

from ..quality.office import issued_case, ready, somebody

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(autouse=True)
def _ready(home):
    ready()


@pytest.fixture(scope="module")
def case(home):
    ready()
    return issued_case(treatments=["Valium 10mg #60", "Acupuncture 2 x 4"])[0]


@pytest.mark.parametrize(
    ("changes", "said", "why"),
    [
        ({"/items/0/decision": "overturned"}, "change in a new review", "the decision"),
        ({"/case_outcome": "overturned"}, "change in a new review", "the outcome"),
        ({"/items/0/rationale": "Other reasons."}, "change in a new review", "the reasons"),
        ({"/summary/text": "Another patient."}, "change in a new review", "the summary"),
        ({"/reviewer/certifications/0": "Surgery"}, "change in a new review", "the qualifications"),
        ({"/items/7/heading": "x"}, "change in a new review", "no such treatment"),
        ({"/dates/injury": "2025-02-30"}, "is no date", "an impossible day"),
        ({"/dates/injury": "2999-01-01"}, "in the future", "a day to come"),
        ({"/dates/injury": ""}, "can't take it out", "nothing in its place"),
        ({"/items/0/heading": "Norco 10/325mg #60"}, "application's own words", "another treatment"),
        ({"/cover/employee": "x" * 300}, "too many", "no name"),
        ({"/cover/employee": "A\x07B"}, "cannot be printed", "a control character"),
        ({}, "Nothing was changed", "nothing at all"),
    ],
)
def test_what_is_refused(case, changes, said, why):
    from openimr.service.cases.commands.correcting import propose_correction
    from openimr.service.cases.refusals import Refused
    from openimr.service.cases.selectors import get

    with pytest.raises(Refused, match=said):
        propose_correction(somebody("letter_quality"), case.number, changes, "A slip.")
    assert get(case.number) == case, why


def test_a_second_person_approves_and_everybody_gets_the_new_version():
    from django.db import connection

    from openimr import letters
    from openimr.service import clock
    from openimr.service.cases.commands.correcting import (
        approve_correction,
        drop_correction,
        propose_correction,
    )
    from openimr.service.cases.projecting import clocks
    from openimr.service.cases.refusals import Forbidden, Refused
    from openimr.service.issuing import reading
    from openimr.service.issuing.held import determination
    from openimr.service.issuing.storing import issued_of
    from openimr.service.notices.models import Outgoing

    case, _ = issued_case()
    before = determination(case)
    first, second = somebody("letter_quality"), somebody("letter_quality")
    wanted = {"/cover/employee": "Avery B. Example", "/dates/injury": "2024-01-02"}
    with pytest.raises(Refused, match="No correction is proposed"):
        approve_correction(second, case.number, service="mail")
    with pytest.raises(Refused, match="Say what went wrong"):
        propose_correction(first, case.number, wanted, "  ")
    proposed = propose_correction(first, case.number, wanted, "Both were copied from another form.")
    assert proposed.correction["changes"]["/dates/injury"]["new"] == "2024-01-02"
    with pytest.raises(Refused, match="waits for a second person"):
        propose_correction(second, case.number, {"/dates/injury": "2024-01-03"}, "No.")
    with pytest.raises(Forbidden, match="second person"):
        approve_correction(first, case.number, service="mail")
    assert drop_correction(first, case.number, "It is right after all.").correction is None
    propose_correction(first, case.number, wanted, "Both were copied from another form.")
    after = approve_correction(second, case.number, service="mail")

    assert [one.version for one in after.letters] == [1, 2]
    assert (after.correction, after.state, after.letter.outcome) == (None, case.state, case.letter.outcome)
    assert after.employee.name == "Avery B. Example"
    rows = issued_of(connection, case.number)
    assert [(one.kind, one.version) for one in rows] == [("signed", 1), ("correction", 1)]
    assert rows[1].supersedes == rows[0].id
    pdf = reading.letter(after, 2)
    assert reading.checked(pdf, clock.now()).valid
    read = letters.read(pdf, name="letter")
    assert read.dates.injury == "2024-01-02"
    assert [(one.decision, one.rationale) for one in read.items] == [
        (one.decision, one.rationale) for one in before.items
    ]
    text = "".join(page.text for page in __import__("openimr.pages", fromlist=["read"]).read(pdf).pages)
    assert "Avery B. Example" in text
    assert f"{case.letter.mailed:%m/%d/%Y}" in text, "both days of mailing stand in it"
    assert reading.letter(after, 1) != pdf, "the first version stays"
    assert [one.kind for one in after.notices][-2:] == ["corrected-determination", "proof-of-service"]
    roles = Outgoing.objects.filter(
        case_number=case.number, kind="determination", title__endswith="version 2"
    )
    assert roles.count() == len(after.parties) + 1
    appeal = [one for one in clocks(after, clock.now()) if one.clock == "I15"]
    assert [one.due for one in appeal] == [one.due for one in clocks(case, clock.now()) if one.clock == "I15"]


def test_a_page_cite_is_put_right_where_it_is_printed():
    from dataclasses import replace

    from openimr import samples
    from openimr.service.issuing import clerical

    said = next(
        one.determination
        for one in samples.letters(seed=5, count=40)
        if any(cite.pages for item in one.determination.items for cite in item.reviewer_citations)
    )
    item, place = next(
        (item, place)
        for item, one in enumerate(said.items)
        for place, cite in enumerate(one.reviewer_citations)
        if cite.pages
    )
    pointer = f"/items/{item}/reviewer_citations/{place}/pages"
    after = clerical.corrected(said, {pointer: {"new": "997"}})
    cite = after.items[item].reviewer_citations[place]
    assert cite.pages == "997"
    assert "997" in cite.text
    back = replace(
        cite,
        pages=said.items[item].reviewer_citations[place].pages,
        text=said.items[item].reviewer_citations[place].text,
    )
    assert back == said.items[item].reviewer_citations[place]
