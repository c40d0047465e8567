"""The viewer of papers: pages, words lit where they stand, files of thousands of pages, hostile files."""

from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from openimr import pages
from openimr.archive import Folder
from openimr.service.viewer import Paper, alone, drawing, finding, picture_response, saved, shown
from openimr.service.viewer.showing import _leaf

from .viewer_papers import of_pages

LINES = [
    "Lumbar radiculopathy since the injury",
    "Six sessions of physical therapy (PT) 2 x 3",
    "a+b [c] 100%",
]


@pytest.fixture(autouse=True)
def plain_addresses():
    """Static files under their own names: nothing was collected here."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(scope="module")
def storage(tmp_path_factory):
    return Folder(tmp_path_factory.mktemp("papers"))


@pytest.fixture
def paper(storage):
    return put(storage, of_pages(5, LINES))


def put(storage, data, count=5):
    return Paper("D-1", "Progress notes", storage.put(data), storage, count, "/file/")


def look(paper, query="", **more):
    request = RequestFactory().get(f"/file/{query}")
    request.user = None
    return shown(request, paper, **more)["viewer"]


def html(paper, query=""):
    request = RequestFactory().get(f"/file/{query}")
    return render_to_string("viewer/_viewer.html", {**shown(request, paper), "request": request})


@pytest.mark.parametrize(
    ("query", "number", "zoom", "turn", "why"),
    [
        ("", 1, 100, 0, "from the start"),
        ("?page=3", 3, 100, 0, "the page asked for"),
        ("?page=99", 5, 100, 0, "beyond the end is the last"),
        ("?page=0", 1, 100, 0, "before the start is the first"),
        ("?page=-1&zoom=-5", 1, 100, 0, "no numbers"),
        ("?page=%D9%A3", 1, 100, 0, "other digits are none"),
        ("?page=" + "9" * 30, 1, 100, 0, "a number too long to be one"),
        ("?zoom=140&turn=450", 1, 150, 90, "the nearest size, a turn and a quarter"),
        ("?turn=45", 1, 100, 0, "pages turn by quarters"),
    ],
)
def test_what_the_address_asks_for(paper, query, number, zoom, turn, why):
    seen = look(paper, query)
    assert (seen["number"], seen["zoom"], seen["turn"]) == (number, zoom, turn), why
    assert seen["total"] == 5
    assert not seen["problem"]


@pytest.mark.parametrize("width", drawing.WIDTHS)
def test_pictures_have_the_width_they_say_and_are_drawn_once(paper, width):
    response = picture_response(paper, 2, width)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert "private" in response["Cache-Control"]
    assert abs(Image.open(io.BytesIO(response.content)).width - width) <= 1
    kept = drawing._folder(paper) / f"2-{width}.png"
    kept.write_bytes(b"kept")
    assert picture_response(paper, 2, width).content == b"kept"
    kept.unlink()


@pytest.mark.parametrize(("page", "width"), [(2, 901), (0, 900), (6, 900), (2, 10**6)])
def test_there_are_no_other_pictures(paper, page, width):
    response = picture_response(paper, page, width)
    assert response.status_code == 404
    assert response.content.decode().endswith(".")


@pytest.mark.parametrize(
    ("words", "total", "why"),
    [
        ("radiculopathy", 5, "once on each page"),
        ("RADICULOPATHY since", 5, "without regard to case, over a blank"),
        ("injury Six", 5, "over the end of a line"),
        ("(PT) 2 x 3", 5, "signs mean themselves"),
        ("a+b [c] 100%", 5, "here too"),
        ("page 4", 1, "on one page alone"),
        (".*", 0, "no pattern"),
        ("neuropathy", 0, "it does not stand there"),
        ("   ", 0, "nothing asked"),
    ],
)
def test_words_are_found(paper, words, total, why):
    assert finding.search(paper, words).total == total, why


def test_lit_words_lie_on_their_ink(paper):
    rectangles = finding.lit(paper, 3, "radiculopathy")
    assert len(rectangles) == 1
    x, y, width, height = rectangles[0]
    # Where the reader of pages finds the word ...
    words = pages.words(of_pages(5, LINES), 3)
    [box] = [box for span, box in words if span.end - span.start == len("radiculopathy")]
    assert (x, y) == pytest.approx((box.x0 - 1.5, box.y0 - 1.5), abs=0.2)
    # ... and where it is printed: ink inside, none just above.
    with Image.open(io.BytesIO(drawing.picture(paper, 3, drawing.LARGE))) as image:
        scale = image.width / drawing.sizes(paper)[2][0]
        gray = image.convert("L")
        inside = gray.crop(tuple(round(edge * scale) for edge in (x, y, x + width, y + height)))
        above = gray.crop(tuple(round(edge * scale) for edge in (x, y - height, x + width, y - 1)))
    assert inside.getextrema()[0] < 80
    assert above.getextrema()[0] > 200


def test_hits_are_lit_and_lead_on(paper):
    seen = look(paper, "?words=radiculopathy&page=2")
    assert (seen["hit_before"], seen["hit_after"]) == (1, 3)
    assert len(seen["leaf"].lit) == 1
    assert [one.hit for one in seen["thumbnails"]] == [True] * 5
    assert 'class="leaf__lit"' in html(paper, "?words=radiculopathy&page=2")


@given(st.floats(30, 2000), st.floats(30, 2000), st.sampled_from([0, 90, 180, 270]))
def test_a_turned_page_fills_its_box(wide, high, turn):
    paper = Paper("x", "x", "0" * 64, Folder(Path()), 1, "/")
    leaf = _leaf(paper, 1, (wide, high), 900, turn, [], None)
    moved = re.match(r"translate\(([^ ]+) ([^)]+)\)", leaf.transform)
    dx, dy = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
    a, b, c, d = {0: (1, 0, 0, 1), 90: (0, -1, 1, 0), 180: (-1, 0, 0, -1), 270: (0, 1, -1, 0)}[turn]
    corners = [(a * x + b * y + dx, c * x + d * y + dy) for x in (0, wide) for y in (0, high)]
    assert min(x for x, _ in corners) == pytest.approx(0, abs=0.01)
    assert min(y for _, y in corners) == pytest.approx(0, abs=0.01)
    assert max(x for x, _ in corners) == pytest.approx(leaf.box[0], rel=1e-4)
    assert max(y for _, y in corners) == pytest.approx(leaf.box[1], rel=1e-4)


def test_a_file_of_three_thousand_pages_opens_page_by_page(storage):
    long = put(storage, of_pages(3000, LINES), 3000)
    seen = look(long, "?page=1500")
    assert (seen["number"], seen["total"], len(seen["thumbnails"])) == (1500, 3000, 12)
    kept = sorted(path.name for path in drawing._folder(long).iterdir())
    assert kept == ["1500-900.png", "sizes.json"], "only the open page was drawn, and none was read"
    assert len(html(long, "?page=1500")) < 20_000
    assert [hit.page for hit in finding.search(long, "page 2718").hits] == [2718]
    everywhere = finding.search(long, "radiculopathy")
    assert (everywhere.total, len(everywhere.hits), everywhere.more) == (
        3000,
        finding.MOST,
        3000 - finding.MOST,
    )


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7\n" + b"\x00" * 400, "damaged"),
        (of_pages(2, LINES)[:700], "cut off"),
        (b"no PDF at all", "a text"),
        (None, "gone from the storage"),
    ],
)
def test_what_cant_be_shown_is_one_sentence_and_was_not_opened(storage, data, why):
    paper = put(storage, data or b"gone")
    if data is None:
        storage.remove(paper.sha256)
    called = []
    seen = look(paper, "?words=pain", on_page_opened=lambda *opened: called.append(opened))
    assert "Progress notes" in seen["problem"], why
    assert seen["problem"].endswith(".")
    assert not called
    page = html(paper)
    assert "This can’t be shown" in page
    assert 'class="leaf"' not in page
    assert picture_response(paper, 1, 900).status_code == 404


def test_a_scan_can_be_looked_at_and_says_that_it_has_no_words(storage):
    out = io.BytesIO()
    Image.new("L", (850, 1100), 255).save(out, "PDF")
    paper = put(storage, out.getvalue(), 1)
    seen = look(paper, "?words=pain")
    assert not seen["problem"]
    assert seen["found"].mute
    assert "scan without text" in html(paper, "?words=pain")


def test_a_page_counts_as_opened_when_it_is_the_open_one(paper):
    opened = []
    known = replace(paper, opened=frozenset({1}))
    seen = look(known, "?page=4", on_page_opened=lambda *what: opened.append(what))
    assert opened == [("D-1", 4, None)]
    assert seen["opened"] == 2
    assert [one.opened for one in seen["thumbnails"]] == [True, False, False, True, False]
    picture_response(paper, 5, drawing.THUMBNAIL)
    picture_response(paper, 5, drawing.NORMAL)
    assert len(opened) == 1, "thumbnails and pictures fetched ahead do not count"


@pytest.mark.parametrize(
    "words", ['"><script>alert(1)</script>', "a\x00b", "((((", "\\", "é" * 500, "{{ 7 }}"]
)
def test_hostile_words_are_words(paper, words):
    page = html(paper, f"?words={quote(words)}")
    assert "<script" not in page
    assert "stands nowhere" in page


def test_what_the_page_says_to_those_who_cant_see_it(paper):
    assert re.search(r'<title id="v-title">Page 2 of 5: Page 2 Lumbar radiculopathy', html(paper, "?page=2"))


def test_its_links_lead_to_the_paper_wherever_it_is_shown(paper):
    """It stands on pages of other addresses, such as a form that was refused, and in parts of pages."""
    page = html(paper, "?words=injury&page=3&zoom=125")
    leads = re.findall(r'<(?:a|form)[^>]* (?:href|action)="([^"]*)"', page)
    assert len(leads) > 10
    assert all(lead.startswith("/file/") for lead in leads)
    assert 'data-paper="D-1"' in page


@pytest.mark.parametrize(
    ("headers", "alone_"), [({}, False), ({"HX-Target": "viewer"}, True), ({"HX-Target": "x"}, False)]
)
def test_who_asks_for_the_viewer_alone(headers, alone_):
    assert alone(RequestFactory().get("/file/", headers=headers)) is alone_


def test_the_paper_as_a_file(paper, storage):
    response = saved(paper, "D-1.pdf")
    assert b"".join(response.streaming_content) == storage.get(paper.sha256)
    assert response["Content-Disposition"] == 'attachment; filename="D-1.pdf"'
    assert "no-store" in response["Cache-Control"]
    response.close()
    with pytest.raises(Http404):
        saved(replace(paper, sha256="0" * 64), "D-1.pdf")


def test_a_long_text_is_no_scan(storage):
    """More text than a letter may have: 120 pages of 36,000 characters."""
    long = put(storage, of_pages(120, ["lumbar " * 60] * 85 + ["radiculopathy"]), 120)
    found = finding.search(long, "radiculopathy")
    assert (found.total, found.mute) == (120, False)
    assert sum(map(len, drawing.texts(long))) > 4_000_000


def test_nothing_is_fetched_ahead_of_a_page_that_cant_be_shown(storage):
    assert look(put(storage, b"gone"))["ahead"] == ""
    assert look(put(storage, of_pages(2, LINES), 2))["ahead"].endswith("2-900.png")


def test_sweeping_removes_the_longest_unused(tmp_path):
    folder = tmp_path / "ab"
    folder.mkdir()
    for number in range(6):
        path = folder / f"{number}.png"
        path.write_bytes(b"x" * 100)
        os.utime(path, (number, number))
    os.utime(folder / "0.png", (99, 99))
    assert drawing.sweep(tmp_path, 350) == 3
    assert sorted(path.name for path in folder.iterdir()) == ["0.png", "4.png", "5.png"]


def test_a_full_disk_shows_the_page_all_the_same(storage, monkeypatch):
    paper = put(storage, of_pages(2, ["full"]), 2)

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert drawing.picture(paper, 1, 900).startswith(b"\x89PNG")
    assert not list(drawing._folder(paper).iterdir())


def test_gray_print_becomes_smaller_and_color_stays():
    gray, red = io.BytesIO(), io.BytesIO()
    Image.effect_noise((200, 200), 60).convert("RGB").save(gray, "PNG")
    assert len(drawing.small(gray.getvalue())) < len(gray.getvalue())
    Image.new("RGB", (50, 50), (200, 20, 20)).save(red, "PNG")
    assert drawing.small(red.getvalue()) == red.getvalue()
