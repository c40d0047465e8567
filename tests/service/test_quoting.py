"""Finding a quotation in the printed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.pages.model import Page, Span
from openimr.service.letters.quoting import Printed, locate

PAGES = (
    Page(1, "The pa-\ntient took\nNorco 10 mg.\nDate of Injury: 5/6/2015\n"),
    Page(2, "The patient took nothing.\n"),
)
SPANS = {
    "/summary/text": (Span(1, 0, 7), Span(1, 8, 18), Span(1, 19, 31)),
    "/items/0/rationale": (Span(2, 0, 25),),
    "/items/0/drugs/0/name": (Span(1, 19, 24),),
}


@pytest.mark.parametrize(
    ("quote", "pointer", "expected", "why"),
    [
        ("patient took", "/summary/text", [(1, 4, 18)], "over a hyphen and a line end"),
        ("Norco 10 mg", "/summary/text", [(1, 19, 30)], "within one line"),
        ("patient took", "/items/0/rationale", [(2, 4, 16)], "the same words where the value stands"),
        ("Norco", "/items/0/drugs/0", [(1, 19, 24)], "in the parts of a value without a span"),
        ("10", "/items/0/drugs/0/strength", [], "what is not there is nowhere"),
        ("Norco 10 mg.", "/case_number", [(1, 19, 31)], "a telling quote is found outside its value"),
        ("Date of Injury: 5/6/2015 (header)", None, [(1, 32, 56)], "without the remark where it stands"),
        ("took", None, [], "a short one could be anywhere"),
        ("", "/summary/text", [], "what is missing has no words"),
    ],
)
def test_locate(quote, pointer, expected, why):
    assert [(s.page, s.start, s.end) for s in locate(quote, pointer, SPANS, PAGES)] == expected, why


@given(st.text("ab -\n", min_size=1, max_size=60), st.data())
def test_every_piece_of_a_text_is_found_and_says_the_same(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    page = Page(1, text)
    found = Printed([page], [Span(1, 0, len(text))]).find(piece)

    def squeezed(words):
        return "".join(c for c in words if c in "ab")

    said = squeezed("".join(text[span.start : span.end] for span in found))
    assert said == squeezed(piece)
    assert list(found) == sorted(found)
