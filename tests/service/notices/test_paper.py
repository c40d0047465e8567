"""The paper itself: what shows in the envelope's window, the mark that files it, and what a screen reader needs."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest

from openimr import pages
from openimr.service.notices import NoticeRefused, Party, compose, kinds, marks, template

from .facts import FULL, person

#: What the window of a #10 envelope may show of a letter folded in three, in points from the top left: the window is
#: 4.5 by 1.125 in, 0.875 from the left and 0.5 from the bottom; the paper may slide 1 in sideways and 0.458 up.
LEFT, RIGHT, TOP, BOTTOM = 0, 5.375 * 72, 2.04 * 72, (3.17 + 0.458) * 72


@pytest.fixture(scope="module")
def papers():
    return {kind: compose(kind, FULL, _first(kind)) for kind in kinds()}


def _first(kind):
    return next(role for role in template(kind).recipients if FULL.party(role))


@pytest.mark.parametrize("kind", kinds())
def test_the_window_shows_the_address_and_nothing_else(papers, kind):
    notice = papers[kind]
    document = pages.read(notice.pdf)
    words = pages.words(notice.pdf, 1)
    inside = [
        document.pages[0].text[span.start : span.end] if hasattr(span, "start") else str(span)
        for span, box in words
        if box.x0 < RIGHT and box.x1 > LEFT and box.y0 < BOTTOM and box.y1 > TOP
    ]
    party = notice.recipient
    wanted = [party.code] if party.code else _address(party.person)
    assert " ".join(inside).split() == " ".join(wanted).split()


def _address(person):
    town = f"{person.city}, {person.state} {person.zip}"
    return [one for one in (person.name, person.organization, *person.address, town) if one]


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (
            {"street": "A very long street with a very long name that no window will ever show, 12"},
            "too wide",
        ),
        ({"organization": "x" * 60}, "too wide"),
    ],
)
def test_an_address_that_the_window_would_cut_is_refused(address, why):
    long = Party("employee", person("Maria Delgado-Ruiz", **address))
    with pytest.raises(NoticeRefused, match="window of a #10 envelope"):
        compose("acknowledgement", FULL, long)


@pytest.mark.parametrize("kind", kinds())
def test_every_page_carries_the_mark_of_its_case_and_kind(papers, kind):
    """The modules are read back from the picture of the page, not from what was put in."""
    notice = papers[kind]
    expected = _modules(marks.svg(notice.case_number, notice.code))
    document = pypdfium2.PdfDocument(notice.pdf)
    for page in document:
        # 0.5 in wide, at the right margin, in the foot.
        scale = 600 / 72
        picture = page.render(scale=scale).to_pil().convert("L")
        box = _dark_square(picture, scale)
        size = (box[2] - box[0]) / len(expected)
        seen = [
            [picture.getpixel((int(box[0] + (x + 0.5) * size), int(box[1] + (y + 0.5) * size))) < 128
             for x in range(len(expected))]
            for y in range(len(expected))
        ]  # fmt: skip
        assert seen == expected


def _dark_square(picture, scale):
    right, wide = int(7.5 * 72 * scale), int(0.5 * 72 * scale)
    foot = picture.crop((right - wide - 4, int(9.9 * 72 * scale), right + 4, picture.height))
    ink = foot.point(lambda value: 255 if value < 100 else 0)
    x0, y0, x1, y1 = ink.getbbox()
    left, top = right - wide - 4, int(9.9 * 72 * scale)
    return left + x0, top + y0, left + x1, top + y1


def _modules(svg):
    import re

    size = int(re.search(r'width="(\d+)"', svg)[1])
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1", svg)}
    return [[(x, y) in dark for x in range(size)] for y in range(size)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("OPENIMR:CM26-0000123:N6", ("CM26-0000123", "N6")),
        (marks.payload("CM26-0000123", "N5a"), ("CM26-0000123", "N5A")),
        (" OPENIMR:CM26-0000123:N6\n", ("CM26-0000123", "N6")),
        ("https://example.org", None),
        ("OPENIMR:CM26 0000123:N6", None),
    ],
)
def test_a_mark_is_read_back_and_no_other_is(text, found):
    assert marks.read(text) == found


def test_a_case_number_that_no_mark_holds_is_refused():
    with pytest.raises(NoticeRefused, match="can't be put on paper as a mark"):
        compose("acknowledgement", FULL.with_(case_number="CM26/12é"), "employee")


@pytest.mark.parametrize("kind", kinds())
def test_a_screen_reader_finds_its_way(papers, kind):
    reader = pypdf.PdfReader(io.BytesIO(papers[kind].pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    assert "/StructTreeRoot" in root
    assert papers[kind].title in reader.metadata.title
    assert reader.metadata.author == FULL.organization.name
    assert b"pdfuaid" in root["/Metadata"].get_data()


def test_a_paper_names_nobody_but_the_parties_in_its_metadata(papers):
    for notice in papers.values():
        metadata = str(pypdf.PdfReader(io.BytesIO(notice.pdf)).metadata)
        assert "Delgado" not in metadata
        assert "R-0042" not in metadata


def test_the_last_page_never_holds_the_close_alone():
    many = FULL.with_(
        documents=tuple(f"Progress report no. {n}, January 6, 2026 (4 pages)" for n in range(1, 120))
    )
    for count in range(20, 120, 9):
        notice = compose("documents-sent", replace(many, documents=many.documents[:count]), "employee")
        assert "If you have questions" in pages.read(notice.pdf).pages[-1].text
