"""De-identification: what goes, what stays, the fields, the gate. The numbers: ``test_deidentify_proof.py``."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr import letters
from openimr.letters.deidentify import REDACTED, known, public_determination, public_fields, redact
from openimr.letters.deidentify.gate import leaks
from openimr.letters.model import Summary
from tests.letters.made import COVER, SUMMARY, determination, item

R = REDACTED


@pytest.mark.parametrize(
    ("text", "gone", "why"),
    [
        ("His wife Maria does the cooking.", ["Maria"], "a relation"),
        ("The request is per Dr. Chen.", ["Chen"], "a title"),
        ("Drs. Okafor and Price disagreed.", ["Okafor", "Price"], "two after one title"),
        ("DR. VAN DER MEER asked for it.", ["VAN", "MEER"], "a particle in capitals"),
        ("The deposition was taken by defense counsel Ng.", ["Ng"], "two letters"),
        ("She is employed by Acme Roofing.", ["Acme", "Roofing"], "an employer"),
        ("An injection was given at Valley Pain Clinic.", ["Valley"], "a provider"),
        ("The scan was done at St. Brendan Hospital.", ["Brendan"], "a hospital"),
        ("Records of the Law Offices of Quandt came.", ["Quandt"], "a law firm"),
        ("GONZALEZ LOPEZ, MARIA was seen.", ["GONZALEZ", "LOPEZ", "MARIA"], "capitals"),
        ("mr. gonzalez had pain", ["gonzalez"], "small letters"),
        ("Oyelaran's gait was normal.", ["Oyelaran"], "a name in no list, possessive"),
        ("Report by Ansel\nWhitlock, M.D.", ["Ansel", "Whitlock"], "broken at the end of a line"),
        ("The adjuster, Rose Park, called.", ["Rose", "Park"], "names that are ordinary words"),
        ("José Nuñez was seen.", ["José", "Nuñez"], "accents"),
        ("Nin\u0303o-Pen\u0303a was seen.", ["Pe"], "accents as signs of their own"),
        ("Claim # W C 2 0 2 5 0 0 4 4 1 7", ["4 4 1 7"], "digits spaced out"),
        ("Call 9 1 6 5 5 5 0 1 4 2 now", ["5 5 5"], "a telephone number spaced out"),
        ("She lives in Riverside with a friend.", ["Riverside"], "a city"),
        ("He is ninety-three years old.", ["ninety"], "an age in words"),
        ("VIN 1FTEW1E80ABC12345 was noted.", ["1FTEW"], "a vehicle"),
        ("Pump serial no. SN448120 failed.", ["448120"], "a device"),
        ("Write to m.lopez (at) example (dot) com", ["lopez", "example"], "e-mail in words"),
    ],
)
def test_what_identifies_goes(text: str, gone: list[str], why: str) -> None:
    public = redact(text)
    for word in gone:
        assert word not in public, why


KEPT = (
    "Spurling's, Tinel's and Phalen's tests were positive; Lachman and McMurray tests were negative.",
    "Hoffmann sign was absent and the Cobb angle was 12 degrees.",
    "Positive Speed's, O'Brien's, and Hawkins-Kennedy signs with a Thompson test.",
    "Kellgren-Lawrence grade 3 with a Hill-Sachs lesion and a Baker's cyst.",
    "Modic type 2 changes at L4-L5; Oswestry score 48, Beck Depression Inventory 21.",
    "Norco 10/325mg #120, Flexeril 7.5 mg, Ultram ER, Terocin patches and Lidoderm were refilled.",
    "MTUS Chronic Pain Medical Treatment Guidelines, page 78, and ACOEM Chapter 12 were cited.",
    "Official Disability Guidelines (ODG), Low Back, MRIs (magnetic resonance imaging)",
    "The American College of Occupational and Environmental Medicine does not support it (Chou, 2007) (Deyo, 2004).",
    "Functional Restoration Program, Home Health Aide, Physical Therapy and Ambulatory Surgery Center were asked for.",
    "The Utilization Review physician noted that Board Certified specialists in Pain Management concur.",
    "EMG/NCV of the Bilateral Upper Extremities, CPT 97110, HCPCS E0731, ICD-10 M54.16, PMID: 12345",
    "An Interferential Unit, a TENS Unit and a Cold Therapy Unit for 30 days.",
    "He was seen on 11/08/2016, 2-25-15 and March 3, 2014; blood pressure 140/90, pain 6/10.",
    "The 89-year-old Spanish speaking man lives in California and was hurt in May 2014.",
    "MS Contin and OxyContin were stopped; the reviewer is licensed in West Virginia and New York.",
    "Findings were unchanged. Accordingly, Naproxen 550 mg twice a day is not medically necessary.",
)


@pytest.mark.parametrize("text", KEPT)
def test_clinical_words_stay(text: str) -> None:
    assert redact(text) == text


PERSON = known.longest_first(known.person("Maria Gonzalez-Lopez", "the employee's name"))


@pytest.mark.parametrize(
    "form",
    [
        "Maria Gonzalez-Lopez",
        "GONZALEZ LOPEZ, MARIA",
        "Gonzalez Lopez, Maria T.",
        "Maria T. Gonzalez Lopez",
        "Ms. Gonzalez",
        "María González-López",
        "Maria\nGonzalez-\nLopez",
        "Gonza-\nlez",
        "M. Lopez",
        "Lopez's",
        "MARIA",
    ],
)
def test_every_form_of_a_name_that_is_known(form: str) -> None:
    public = redact(f"On that day {form} was seen.", PERSON)
    assert not any(part in public.lower() for part in ("gonz", "lopez", "lópez", "mar"))


@pytest.mark.parametrize(
    ("terms", "form"),
    [
        (known.number("WC-2025-004417", "n"), "wc 2025 004417"),
        (known.number("WC-2025-004417", "n"), "W C 2 0 2 5 0 0 4 4 1 7"),
        (known.number("WC-2025-004417", "n"), "WC2O25OO44l7"),
        (known.birthday(date(1975, 4, 5)), "4-5-75"),
        (known.birthday(date(1975, 4, 5)), "5th of April 1975"),
        (known.birthday(date(1975, 4, 5)), "0 4 / 0 5 / 1 9 7 5"),
        (known.birthday(date(1975, 4, 5)), "04051975"),
        (known.telephone("(530) 555-0142", "t"), "530.555.0142"),
        (known.e_mail("emile.q@example.org", "e"), "emile.q at example.org"),
        (known.address("4417 Wisteria Hollow Lane", "a"), "4417 WISTERIA HOLLOW LN."),
        (known.organization("Farwell Timberworks, Inc.", "o"), "Farwell  Timberworks"),
        (known.organization("Park & Stone Co.", "o"), "Park and Stone"),
    ],
)
def test_every_form_of_a_number_that_is_known(terms, form: str) -> None:
    assert redact(f"see {form} there", tuple(terms)) == f"see {R} there"


def test_a_name_that_one_text_tells_is_looked_for_in_all() -> None:
    det = determination(
        summary=Summary(f"Seen by Dr. Brown. {SUMMARY}", 47, "female", None, None, ()),
        items=(
            item(rationale="The note by Brown and the brown bag test were read. It is medically necessary."),
        ),
    )
    out = public_determination(det).items[0].rationale
    assert out == f"The note by {R} and the brown bag test were read. It is medically necessary."


def test_a_product_that_a_request_names_stays_in_its_rationale() -> None:
    det = determination(
        items=(
            item(
                heading="Vasotrex unit",
                disputed="Vasotrex unit",
                rationale="Vasotrex is a device. It is medically necessary.",
            ),
        )
    )
    assert public_determination(det) == det


def test_the_source_does_not_name_anybody_and_the_digest_goes() -> None:
    out = public_determination(determination(source="Gonzalez_Maria.pdf", sha256="ab" * 32), PERSON)
    assert out.source == "CM16-0990001"
    assert out.sha256 is None


def test_fields_are_masked_whatever_they_are_called() -> None:
    card = {
        "case_number": "CM16-0990001",
        "decided": "2017-02-06",
        "age": 93,
        "snippet": "Ms. Gonzalez takes Norco 10/325mg.",
        "title": "Norco for Maria Gonzalez-Lopez",
        "words": ["Lopez", "norco"],
        "Gonzalez": 1,
    }
    out = public_fields(card, PERSON)
    assert out["case_number"] == "CM16-0990001"
    assert out["decided"] == "2017-02-06"
    assert out["age"] is None
    assert out["snippet"] == f"Ms. {R} takes Norco 10/325mg."
    assert "Norco" in out["title"]
    text = str(out)
    assert not any(word in text for word in ("Gonzalez", "Lopez", "Maria"))
    public = public_fields(letters.to_json(determination()))
    assert public == {**letters.to_json(determination()), "sha256": None}


@pytest.fixture(scope="module")
def copy() -> bytes:
    return letters.render(public_determination(determination(), PERSON), "pdf", public=True, cover=COVER)


def test_the_gate_looks_into_the_fields_and_the_index(copy: bytes) -> None:
    assert leaks(copy, PERSON, name="CM16-0990001.pdf", fields={"a": "Norco"}, index=lambda term: ()) == ()
    found = leaks(copy, PERSON, name="CM16-0990001.pdf", fields={"card": {"title": "for Lopez"}})
    assert [(one.what, one.where) for one in found] == [
        ("a part of the employee's name", "the published fields, card, title")
    ]
    held = {"lopez": "the search index, letter CM16-0990001"}
    found = leaks(
        copy,
        PERSON,
        name="x.pdf",
        index=lambda term: [held[w] for w in [(term.word or "").lower()] if w in held],
    )
    assert [one.where for one in found] == ["the search index, letter CM16-0990001"]
    assert "opez" not in found[0].sentence


def test_the_gate_looks_into_earlier_revisions(copy: bytes) -> None:
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(copy))
    writer.add_metadata({"/Subject": "Maria Gonzalez-Lopez"})
    named = io.BytesIO()
    writer.write(named)
    later = IncrementalPdfFileWriter(io.BytesIO(named.getvalue()))
    later.set_info(
        generic.DictionaryObject({generic.pdf_name("/Subject"): generic.TextStringObject("nobody")})
    )
    out = io.BytesIO()
    later.write(out)
    assert pypdf.PdfReader(io.BytesIO(out.getvalue())).metadata["/Subject"] == "nobody"
    assert any("name" in one.what for one in leaks(out.getvalue(), PERSON, name="x.pdf"))


@given(
    st.lists(
        st.sampled_from(
            [
                "Dr.",
                "Chen",
                "Hill,",
                "M.D.",
                "his wife",
                "Rose",
                "at",
                "Valley Clinic",
                "Norco",
                "93",
                "years old",
                "DOB",
                "4/5/75",
                "was",
                "Inc.",
                "\n",
                "of",
                "Stockton, CA 95202",
            ]
        ),
        max_size=12,
    )
)
def test_redacting_twice_is_redacting_once(words: list[str]) -> None:
    once = redact(" ".join(words))
    assert redact(once) == once
