"""What papers say: the form's fields in three layouts, and what a paper is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr import pages
from openimr.law.forms import Application
from openimr.service.intake.reading.form import of_words, read_form
from openimr.service.intake.reading.guessing import guess, of_text
from openimr.service.intake.reading.labels import labels
from openimr.service.intake.reading.layout import Word, lines

#: What our form has no box for, so that it can't be read from it.
NOT_ON_PAPER = {
    "received", "channel", "physician.email", "claims_administrator.name", "employer.name", "attorney.fax", "attorney.email",
    "employer.address", "employer.city", "employer.state", "employer.zip", "employer.email", "agent.organization",
}  # fmt: skip


def flat(application: dict) -> dict:
    out = {}
    for key, value in application.items():
        if isinstance(value, dict):
            out |= {f"{key}.{part}": inner for part, inner in value.items() if inner not in (None, [])}
        elif value not in (None, []):
            out[key] = value
    return out


def test_our_form_is_read_back_in_full(docket, forms):
    """Every value on the paper, and not one that is wrong."""
    seen = 0
    for one in docket:
        said = flat(one.application.to_dict())
        read = flat(Application.from_dict(read_form(forms[one.number]).values).to_dict())
        assert {key: value for key, value in read.items() if said.get(key) != value} == {}
        missing = set(said) - set(read) - NOT_ON_PAPER
        if not one.application.signed:
            missing -= {"signed", "signed_on"}  # an empty line for the signature says nothing
        missing -= {key for key in missing if said[key] is False}  # a box that is not ticked says nothing
        assert missing == set(), one.number
        seen += len(read)
    assert seen > 500


def test_a_picture_says_nothing(docket):
    pytest.importorskip("PIL")
    scan = docket[0].application_pdf(scanned=True)
    assert read_form(scan).values == {}
    found = guess(scan, 1)
    assert (found.type, found.readable) == (None, False)
    assert "picture without text" in found.why


def test_papers_are_known_by_their_titles(docket):
    wrong, seen = [], 0
    for one in docket[:5]:
        papers = [("application", one.application_pdf()), ("utilization_review_decision", one.denial_pdf())]
        papers += [(info.type, data) for info, data in one.records()]
        for kind, data in papers:
            seen += 1
            found = guess(data, len(pages.sizes(data)))
            if found.type != kind:
                wrong.append((kind, found))
    assert seen > 20
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "kind", "why"),
    [
        ("DWC FORM IMR\nApplication", "application", "the form's name"),
        ("Notice of denial\nThe request is denied.", "utilization_review_decision", "title and text"),
        ("Utilization review\nThe request is approved.", None, "an approval is no decision in dispute"),
        ("PROOF OF SERVICE\nI served the application", "proof_of_service", "the title counts, not the text"),
        ("Emgality 120 mg\nInvoice", "billing", "EMG is a word of its own"),
        ("Dear Sir,\nplease find enclosed", "correspondence", "a letter without a title"),
        ("", None, "nothing"),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9\nProof of service", None, "not among the first lines"),
    ],
)
def test_guesses(text, kind, why):
    found = of_text([text])
    assert found.type == kind, why
    assert found.why


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Claim CCS-19969-29 of 07/28/2023", ("CCS-19969-29",)),
        ("Case CM26-0000123, phone (415) 555-0188", ("CM26-0000123",)),
        ("Claim 2024123456 of 2024-01-02 and 1-2-2024", ("2024123456",)),
        ("ZIP 93999", ("93999",)),
        ("no number", ()),
    ],
)
def test_numbers_that_may_name_a_case(text, numbers):
    assert of_text([text]).numbers == numbers


def typed(*rows: tuple[float, str]) -> list[Word]:
    """Words of a page: (left edge of the first word, text), each row below the one before; ``|`` starts a new cell."""
    out = []
    for line, row in enumerate(rows):
        x, text = row
        for cell in text.split("|"):
            place, _, said = cell.rpartition("@")
            x = float(place) if place else x
            for word in said.split():
                out.append(Word(word, x, 20.0 * line, x + 5 * len(word), 20.0 * line + 10))
                x += 5 * len(word) + 3
            x += 60
    return out


def test_labels_with_colons():
    found = of_words(
        [
            typed(
                (10, "EMPLOYEE INFORMATION"),
                (10, "Name: Avery Example"),
                (10, "Address: 12 Sample Street, Fresno, CA 93650"),
                (10, "Date of birth: April 5, 1975|300@Phone: (559) 555-0100"),
                (10, "Claim number: EX-000123|300@Date of injury: 2025-01-09"),
                (10, "REQUESTING PHYSICIAN INFORMATION"),
                (10, "Name: Morgan Sample, MD"),
            )
        ]
    )
    assert found.values == {
        "employee": {
            "name": "Avery Example",
            "address": ["12 Sample Street"],
            "city": "Fresno",
            "state": "CA",
            "zip": "93650",
            "phone": "(559) 555-0100",
        },
        "date_of_birth": "1975-04-05",
        "claim_number": "EX-000123",
        "injury_date": "2025-01-09",
        "physician": {"name": "Morgan Sample, MD"},
    }
    assert "employee.name" in found.fields


def test_labels_in_a_left_column():
    found = of_words(
        [
            typed(
                (10, "Claim number|300@EX-000123"),
                (10, "Date of injury|300@01/09/2025"),
                (10, "Served by|300@Fax"),
                (10, "Treatment already given|300@Yes X No"),
                (10, "Requested treatment"),
                (10, "1. Valium 10mg #60"),
                (10, "2. Physical therapy twice a week"),
                (10, "for six weeks"),
            )
        ]
    )
    assert found.values == {
        "claim_number": "EX-000123",
        "injury_date": "2025-01-09",
        "ur_service": "fax",
        "treatment_given": False,
        "treatments": ["Valium 10mg #60", "Physical therapy twice a week for six weeks"],
    }


@pytest.mark.parametrize(
    ("row", "values", "doubt"),
    [
        ("The decision|300@X Denied X Modified", {}, "more than one box"),
        ("The decision|300@Denied Modified", {}, ""),
        ("The decision|300@Denied X Modified", {"ur_outcome": "modified"}, ""),
        ("Date of injury|300@02/30/2025", {}, "is no date"),
        ("Date of injury", {}, ""),
        ("Signature|300@Avery Example", {}, ""),
        ("Signature|300@/s/ Avery Example", {"signed": True}, ""),
    ],
)
def test_what_is_doubtful_stays_unknown(row, values, doubt):
    found = of_words([typed((10, row))])
    assert found.values == values
    assert (doubt in " ".join(found.doubts)) if doubt else not found.doubts


@given(st.lists(st.tuples(st.floats(0, 600), st.floats(0, 800), st.sampled_from([*"aX:/", "Name", "Phone", "Claim", "number"])), max_size=40))  # fmt: skip
def test_any_words_are_read_without_a_fault_into_what_the_law_takes(found):
    page = [Word(text, x, y, x + 5, y + 10) for x, y, text in found]
    assert sum(len(line.words) for line in lines(page)) == len(page)
    Application.from_dict(of_words([page]).values)


def test_the_labels_lead_to_fields():
    assert len(labels()) > 60
    assert {one.field.partition(".")[0] for one in labels() if one.field} > {
        "employee",
        "priority",
        "treatments",
    }
