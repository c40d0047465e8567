"""Boxes, words and pictures of pages: where on the paper a character of the text stands."""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from pathlib import Path

import pytest

from openimr.pages import Box, Span, UnreadableFile, boxes, read, render, words
from tests.pages import made

#: A page of 400 by 300 points with one word 30 points from its left and 50 from its bottom, 20 points high.
_WORD = made.show(["Mark"], x=30, y=50, size=20)


def near(box: Box, expected: tuple[float, float, float, float], tolerance: float = 6.0) -> bool:
    """Whether a box is where it should be; its height is the font's, so some points of play."""
    return all(
        abs(got - wanted) <= tolerance
        for got, wanted in zip((box.x0, box.y0, box.x1, box.y1), expected, strict=True)
    )


@pytest.mark.parametrize(
    ("page", "size", "expected", "why"),
    [
        (b"/MediaBox [0 0 400 300]", (400, 300), (30, 235, 74.5, 255), "from the top left"),
        (b"/MediaBox [100 1000 500 1300]", (400, 300), None, "text off the page is text without a place"),
        (b"/MediaBox [-10 -20 390 280]", (400, 300), (40, 215, 84.5, 235), "the origin may be anywhere"),
        (
            b"/MediaBox [0 0 400 300] /CropBox [20 40 220 140]",
            (200, 100),
            (10, 75, 54.5, 95),
            "what is shown is the crop box",
        ),
        (b"/MediaBox [0 0 400 300] /Rotate 90", (300, 400), (45, 30, 65, 74.5), "turned to the right"),
        (b"/MediaBox [0 0 400 300] /Rotate 180", (400, 300), (325.5, 45, 370, 65), "upside down"),
        (b"/MediaBox [0 0 400 300] /Rotate 270", (300, 400), (235, 325.5, 255, 370), "turned to the left"),
        (
            b"/MediaBox [0 0 400 300] /CropBox [20 40 220 140] /Rotate 90",
            (100, 200),
            (5, 10, 25, 54.5),
            "cropped, then turned",
        ),
    ],
)
def test_boxes_are_where_the_page_shows_them(
    page: bytes, size: tuple[int, int], expected: tuple[float, float, float, float] | None, why: str
) -> None:
    data = made.document([_WORD, made.show(["text"], y=100)], page=page)
    first = read(data).pages[0]
    assert (first.width, first.height) == size, why
    span = Span(1, 0, 4)
    if expected is None:
        assert (first.text, words(data, 1), boxes(data, [span])) == ("Mark", [], {span: []}), why
        return
    ((found, box),) = words(data, 1)
    assert found == span
    assert near(box, expected), (why, box)
    assert boxes(data, [span]) == {span: [box]}


def test_a_span_has_a_box_for_each_of_its_lines() -> None:
    data = made.good()
    text = read(data).pages[0].text
    start, end = text.index("jumps"), text.index("lazy") + 4
    first = Span(1, start, end)
    second = Span(2, 0, 6)
    blank = Span(1, text.index(" "), text.index(" ") + 1)
    outside = [Span(1, 10_000, 10_010), Span(3, 0, 5), Span(0, 0, 5), Span(1, 9, 9), Span(1, -5, 0)]
    found = boxes(data, [second, first, blank, *outside, first])
    assert [len(found[span]) for span in (first, second, blank)] == [2, 1, 0]
    assert [found[span] for span in outside] == [[], [], [], [], []]
    above, below = found[first]
    assert above.y1 <= below.y0 + 2
    assert above.x0 > 250 > 72 == round(below.x0)
    assert found[second][0].page == 2
    assert boxes(data, []) == {}


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["docu\xad", "ments here"], "a broken word has a line end of our own in it"),
        (["multi-", "level, x-", "ray"], "twice"),
        (["\u20ac \u2022 \u201cx\u201d", "caf\u00e9"], "characters beyond ASCII"),
    ],
)
def test_every_word_of_the_text_has_its_box(lines: list[str], why: str) -> None:
    data = made.document([made.show(lines)])
    text = read(data).pages[0].text
    found = words(data, 1)
    assert [text[span.start : span.end] for span, _ in found] == text.split(), why
    # Lines are 14 points apart, and on each the words run from left to right.
    for (span, box), (after, next_box) in pairwise(found):
        if "\n" in text[span.end : after.start]:
            assert next_box.y0 - box.y0 == pytest.approx(14, abs=4), why
        else:
            assert next_box.x0 >= box.x1, why


def test_text_files_have_no_paper() -> None:
    assert words(b"a letter", 1) == []
    assert boxes(b"a letter", [Span(1, 0, 1)]) == {Span(1, 0, 1): []}
    with pytest.raises(UnreadableFile, match="text file"):
        render(b"a letter", 1)


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_is_not_there(page: int) -> None:
    for verb in (words, render):
        with pytest.raises(ValueError, match="no page"):
            verb(made.good(), page)


def unpack(png: bytes) -> tuple[int, int, int, list[bytes]]:
    """Width, height, bytes a pixel and rows of a PNG with the filter 0 in every row."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert png.endswith(b"IEND" + struct.pack(">I", zlib.crc32(b"IEND")))
    width, height, depth, kind = struct.unpack_from(">IIBB", png, 16)
    assert depth == 8
    size = int.from_bytes(png[33:37])
    pixels = zlib.decompress(png[41 : 41 + size])
    wide = width * {0: 1, 2: 3}[kind] + 1
    assert len(pixels) == wide * height
    rows = [pixels[at : at + wide] for at in range(0, len(pixels), wide)]
    assert {row[0] for row in rows} == {0}
    return width, height, {0: 1, 2: 3}[kind], [row[1:] for row in rows]


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_the_picture_shows_the_word_where_its_box_is(scale: float) -> None:
    data = made.document([_WORD], page=b"/MediaBox [0 0 400 300] /Rotate 90")
    ((_, box),) = words(data, 1)
    width, height, channels, rows = unpack(render(data, 1, scale=scale))
    assert (width, height, channels) == (int(300 * scale), int(400 * scale), 1)
    dark = [(x, y) for y, row in enumerate(rows) for x, value in enumerate(row) if value < 128]
    assert len(dark) > 20 * scale * scale
    assert all(box.x0 * scale - 1 <= x <= box.x1 * scale + 1 for x, _ in dark)
    assert all(box.y0 * scale - 1 <= y <= box.y1 * scale + 1 for _, y in dark)


def test_a_colored_page_keeps_its_colors() -> None:
    data = made.document([b"1 0 0 rg 0 0 100 100 re f " + made.show(["x"])])
    _, _, channels, rows = unpack(render(data, 1, scale=1))
    assert channels == 3
    assert rows[-10][:3] == b"\xff\0\0"
    assert rows[10][:3] == b"\xff\xff\xff"


def test_a_picture_is_bounded() -> None:
    width, height, _, _ = unpack(render(made.huge_picture(), 1, scale=10))
    assert width * height <= 16_000_000
    sliver = made.document([b"0 0 1 1 re f"], page=b"/MediaBox [0 0 0.01 14400]")
    width, height, _, _ = unpack(render(sliver, 1, scale=10))
    assert (width, height) == (1, 144_000)


@pytest.mark.parametrize("scale", [0, -1, 11, float("nan"), float("inf")])
def test_a_scale_that_makes_no_sense(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        render(made.good(), 1, scale=scale)


@pytest.mark.letters
def test_real_letters_have_a_box_for_every_word(real_letters: Path) -> None:
    for name in ("CM16-0213037", "CM16-0240900", "CM16-0248698", "CM17-0015198"):
        path = real_letters / "pdf" / f"{name}.pdf"
        data = path.read_bytes()
        for page in read(data).pages:
            found = words(data, page.number)
            assert [page.text[span.start : span.end] for span, _ in found] == page.text.split(), path.name
            for _, box in found:
                assert 0 <= box.x0 < box.x1 <= page.width
                assert 0 <= box.y0 < box.y1 <= page.height
                assert box.y1 - box.y0 < 40
