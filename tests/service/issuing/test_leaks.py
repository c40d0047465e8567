"""The gate before a public copy: planted leaks are all found, each with where it stands, and never quoted."""

from __future__ import annotations

import io

import pypdf
import pytest
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from ..office_case import a_case, application
from ..quality.office import ready

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(scope="module")
def case(home):
    ready()
    return a_case(
        "C3",
        employee={
            "name": "Émile Q. Quandt-Oyelaran",
            "address": ["4417 Wisteria Hollow Lane"],
            "city": "Yreka",
            "state": "CA",
            "zip": "96097",
            "phone": "(530) 555-0142",
            "email": "emile.q@example.org",
        },
        employer={"organization": "Farwell Timberworks, Inc."},
        claim_number="WC-2025-004417",
        date_of_birth="1975-04-05",
        eams_number="ADJ12345678",
    )


@pytest.fixture(scope="module")
def terms(case):
    from openimr.service.issuing.identifying import terms

    return terms(case)


@pytest.fixture(scope="module")
def clean(case):
    """The public copy of the case's letter, as it would be."""
    from openimr.service.cases.commands.quality import decided
    from openimr.service.issuing.covering import cover_of
    from openimr.service.issuing.publicizing import make

    made = make(case, decided(case), cover_of(case, service="mail"))
    assert made.leaks == ()
    return made.pdf


def edited(pdf: bytes, change) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def metadata(writer):
    writer.add_metadata({"/Author": "Emile Quandt-Oyelaran"})


def xmp(writer):
    stream = DecodedStreamObject()
    stream.set_data("<x:xmpmeta>Quandt-Oyelaran, Émile</x:xmpmeta>".encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    writer._root_object[NameObject("/Metadata")] = writer._add_object(stream.flate_encode())


def attachment(writer):
    writer.add_attachment("original.txt", b"nothing to see")


def attachment_name(writer):
    writer.add_attachment("WC-2025-004417.txt", b"nothing")


def comment(writer):
    writer.add_annotation(0, FreeText(text="born 04/05/1975", rect=(50, 50, 200, 100)))


def hidden_object(writer):
    writer._add_object(DictionaryObject({NameObject("/Note"): TextStringObject("4417 Wisteria Hollow Lane")}))


def hidden_stream(writer):
    stream = DecodedStreamObject()
    stream.set_data(b"call 530.555.0142")
    writer._add_object(stream.flate_encode())


def utf16(writer):
    stream = DecodedStreamObject()
    stream.set_data("Farwell  Timberworks".encode("utf-16-be"))
    writer._add_object(stream)


def drawn(text: str, before: str):
    """Text on page 1 that nobody sees: white, invisible, or beside the page."""

    def change(writer):
        page = writer.pages[0]
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        page["/Resources"]["/Font"][NameObject("/Planted")] = font
        stream = DecodedStreamObject()
        stream.set_data(f"q BT /Planted 8 Tf {before} ({text}) Tj ET Q".encode("latin-1"))
        contents = page["/Contents"]
        kept = contents if isinstance(contents, ArrayObject) else ArrayObject([page.raw_get("/Contents")])
        page[NameObject("/Contents")] = ArrayObject([*kept, writer._add_object(stream)])

    return change


def script(writer):
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert('hello')"),
        }
    )
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)


def bookmark(writer):
    writer.add_outline_item(title="emile.q@example.org", page_number=0)


@pytest.mark.parametrize(
    ("plant", "what", "where"),
    [
        (metadata, "the employee's name", "the metadata"),
        (xmp, "the employee's name", "the metadata"),
        (attachment, "the copy holds what it must not", "a file is attached"),
        (attachment_name, "the claim number", "hidden text"),
        (comment, "the date of birth", ""),
        (hidden_object, "the employee's address", "hidden text"),
        (hidden_stream, "the employee's telephone number", "hidden text"),
        (utf16, "the employer's organization", "hidden text"),
        (drawn("Quandt-Oyelaran", "3 Tr 100 100 Td"), "a part of the employee's name", "page 1"),
        (drawn("wc 2025 004417", "1 1 1 rg 100 100 Td"), "the claim number", ""),
        (drawn("ADJ12345678", "-5000 -5000 Td"), "the number of the appeals board's file", ""),
        (drawn("April 5, 1975", "0.01 0 0 0.01 10 10 Tm"), "the date of birth", ""),
        (script, "the copy holds what it must not", "a script is in it"),
        (bookmark, "the employee's e-mail address", "hidden text"),
    ],
)
def test_a_planted_leak_is_found(clean, terms, plant, what, where):
    from openimr.service.issuing.leaks import leaks

    found = leaks(edited(clean, plant), terms, name="CM26-0000001.pdf")
    assert any(one.what == what and where in one.where for one in found), found
    told = " ".join(one.sentence for one in found)
    assert "Quandt" not in told
    assert "004417" not in told


def test_a_rewritten_copy_without_a_leak_has_none(clean, terms):
    from openimr.service.issuing.leaks import leaks

    assert leaks(edited(clean, lambda writer: None), terms, name="CM26-0000001.pdf") == ()


@pytest.mark.parametrize(
    "name", ["Quandt-Oyelaran.pdf", "CM26-0000001 emile quandt oyelaran.pdf", "WC2025004417.pdf"]
)
def test_the_name_of_the_file_counts(clean, terms, name):
    from openimr.service.issuing.leaks import leaks

    assert any(one.where == "the name of the file" for one in leaks(clean, terms, name=name))


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7 cut off"])
def test_what_cannot_be_looked_through_is_not_published(terms, data):
    from openimr.service.issuing.leaks import leaks

    assert leaks(data, terms, name="x.pdf")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mr. Quandt-Oyelaran has pain.", "has pain"),
        ("QUANDT OYELARAN, EMILE was seen.", "was seen"),
        ("Emile said so on 04/05/2024.", "said so on 04/05/2024"),
        ("Born 4-5-75, he lives at 4417 Wisteria Hollow Lane, Yreka, CA 96097.", "he lives at"),
        ("Claim WC 2025-004417 of Farwell Timberworks; call 530 555 0142.", "of"),
        ("Seen by R-0901 for the panel.", "for the panel"),
    ],
)
def test_structured_data_is_taken_out_of_free_text(case, text, left):
    """What the case knows is masked in every spelling, and the rest stays as it is."""
    from dataclasses import replace

    from openimr.service.cases.commands.quality import decided
    from openimr.service.issuing.identifying import terms
    from openimr.service.issuing.publicizing import mask

    said = decided(case)
    out = mask(replace(said, summary=replace(said.summary, text=text)), terms(case)).summary.text
    assert left in out
    for gone in (
        "quandt",
        "oyelaran",
        "emile",
        "wisteria",
        "yreka",
        "96097",
        "004417",
        "farwell",
        "0142",
        "r-0901",
        "4-5-75",
    ):
        assert gone not in out.lower()


def test_a_surname_that_is_an_ordinary_word_is_left_to_the_person_who_looks(home):
    from openimr.service.cases.commands.quality import decided
    from openimr.service.issuing.covering import cover_of
    from openimr.service.issuing.publicizing import make

    form = application()
    case = a_case("C3", employee={**form["employee"], "name": "Terry Medical"})
    made = make(case, decided(case), cover_of(case, service="mail"))
    assert made.unwatched == ("Medical",)
    assert made.leaks == ()


def test_five_digits_that_draw_a_page_are_no_zip_code():
    import re

    from openimr import samples
    from openimr.service.issuing.identifying import Term
    from openimr.service.issuing.leaks import leaks

    letter = next(iter(samples.letters(seed=3, count=1))).pdf()
    figure = Term("the employee's ZIP code", re.compile(r"(?<![\w-])90899(?![\w])"), figure=True)
    with_number = letter.replace(b"%%EOF", b"% 90899\n%%EOF")
    assert not [one for one in leaks(with_number, [figure], name="CM26-0000001.pdf") if "ZIP" in one.what]
    assert [one.where for one in leaks(letter, [figure], name="90899.pdf")] == ["the name of the file"]
