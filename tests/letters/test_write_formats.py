"""The DOCX, HTML and text letters."""

from __future__ import annotations

import io
import zipfile
from html.parser import HTMLParser

import docx
import pytest

from openimr.letters.writing import render
from tests.letters.made import COVER, SUMMARY, determination, item


@pytest.fixture(scope="module")
def word():
    return docx.Document(io.BytesIO(render(determination(), "docx", cover=COVER)))


def test_docx_has_real_headings(word) -> None:
    styles = [p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert styles.count("Heading 1") == 1
    assert styles.count("Heading 2") == 8
    assert styles.count("Heading 3") == 2
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 3"]
    assert headings[0] == "Acupuncture 2 times a week for 4 weeks for the lumbar spine: Overturned"


def test_docx_says_the_text_exactly(word) -> None:
    texts = [p.text for p in word.paragraphs]
    assert all(paragraph in texts for paragraph in SUMMARY.split("\n"))
    assert all(document in texts for document in COVER.documents)


def test_docx_tables_repeat_their_header_and_the_language_is_set(word) -> None:
    xml = word.element.xml
    assert xml.count("<w:tblHeader/>") == 2
    assert 'w:firstColumn="1"' in xml
    assert 'w:lang w:val="en-US"' in word.styles.element.xml
    assert word.core_properties.title == "Independent Medical Review Final Determination CM16-0990001"
    assert word.core_properties.created.isoformat().startswith("2017-02-06")
    assert word.core_properties.language == "en-US"


def test_docx_carries_no_time_of_its_making() -> None:
    with zipfile.ZipFile(io.BytesIO(render(determination(), "docx"))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(names[1:])


class Outline(HTMLParser):
    """Checks nesting and gathers the text of each element."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[tuple[str, dict]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


@pytest.fixture(scope="module")
def page() -> Outline:
    outline = Outline()
    hostile = item(rationale="<script>alert(1)</script> & \"quotes\" 'too' </p><img src=x onerror=y>")
    outline.feed(render(determination(items=(hostile,)), "html", cover=COVER).decode())
    assert outline.open == []
    return outline


def test_html_is_self_contained_and_runs_nothing(page: Outline) -> None:
    tags = {tag for tag, _ in page.seen}
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "a"}
    attributes = {name for _, attrs in page.seen for name in attrs}
    assert attributes <= {"lang", "charset", "name", "content", "class", "id", "aria-labelledby", "scope"}
    assert "<script>alert(1)</script> & \"quotes\" 'too' </p><img src=x onerror=y>" in "".join(page.text)


def test_html_is_semantic(page: Outline) -> None:
    tags = [tag for tag, _ in page.seen]
    assert page.seen[0] == ("html", {"lang": "en-US"})
    assert tags.count("h1") == 1
    assert {"header", "main", "section", "article", "dl", "caption", "thead", "ul", "title"} <= set(tags)
    ids = [attrs["id"] for _, attrs in page.seen if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert [attrs["aria-labelledby"] for tag, attrs in page.seen if tag == "section"] == ids
    assert all(attrs == {"scope": "col"} for tag, attrs in page.seen if tag == "th")


def test_text_has_one_line_per_paragraph() -> None:
    text = render(determination(), "txt", cover=COVER).decode()
    lines = text.split("\n")
    assert all(paragraph in lines for paragraph in SUMMARY.split("\n"))
    assert "Acupuncture 2 times a week for 4 weeks for the lumbar spine: Overturned" in lines
    assert "Case Number: CM16-0990001" in lines
    assert text.endswith("CA 95203\nAdministrative Director | Division of Workers' Compensation\n")


def test_all_formats_say_the_same() -> None:
    text = render(determination(), "txt", cover=COVER).decode()
    wanted = [line for line in text.split("\n") if len(line) > 60 and "|" not in line]
    html = Outline()
    html.feed(render(determination(), "html", cover=COVER).decode())
    shown = "".join(html.text)
    word = docx.Document(io.BytesIO(render(determination(), "docx", cover=COVER)))
    paragraphs = [p.text for p in word.paragraphs]
    assert len(wanted) > 20
    for line in wanted:
        assert line in shown
        assert line in paragraphs
