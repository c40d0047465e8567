"""The PDF: text layer, declared standards, structure, fonts, and the same bytes anywhere."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

from openimr.letters.running_lines import RUNNING_LINE, running_line
from openimr.letters.writing import FORMATS, UnwritableText, render
from tests.letters.made import COVER, determination, item

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def letter() -> bytes:
    return render(determination(), "pdf", cover=COVER)


@pytest.fixture(scope="module")
def opened(letter: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(letter))


def lines(data: bytes) -> list[str]:
    """The text layer's lines with their trailing blanks, without running lines."""
    found = []
    for page in pypdfium2.PdfDocument(data):
        found += page.get_textpage().get_text_range().split("\r\n")
    return [line for line in found if not RUNNING_LINE.fullmatch(line.strip()) and line]


def paragraphs(data: bytes) -> list[str]:
    """The text layer by its own rule: a line that ends in a blank goes on in the next."""
    return "\n".join(lines(data)).replace(" \n", " ").split("\n")


def test_running_line() -> None:
    assert running_line("CM16-0990001", 2, 5) == "OpenIMR Final Determination CM16-0990001 · Page 2 of 5"
    assert RUNNING_LINE.fullmatch(running_line(None, 1, 1))
    assert not RUNNING_LINE.fullmatch("OpenIMR Final Determination of the case")


def test_every_page_ends_in_its_running_line(letter: bytes) -> None:
    document = pypdfium2.PdfDocument(letter)
    for number, page in enumerate(document, start=1):
        last = page.get_textpage().get_text_range().split("\r\n")[-1]
        assert last == running_line("CM16-0990001", number, len(document))


def test_paragraphs_come_back_from_the_text_layer(letter: bytes) -> None:
    found = paragraphs(letter)
    det = determination()
    for paragraph in det.summary.text.split("\n"):
        assert paragraph in found
    for entry in det.items:
        first, *more = (entry.rationale or "").split("\n")
        assert f"Decision rationale: {first}" in found
        assert all(paragraph in found for paragraph in more)
        word = "Upheld" if entry.decision == "upheld" else "Overturned"
        assert f"{entry.heading}: {word}" in found
    assert all(document in found for document in COVER.documents)


@pytest.mark.parametrize(
    "text",
    [
        '#include "secret.typ" and #panic() and #let x = 1',
        "*bold* _emphasis_ `code` $x^2$ <label> @reference = heading",
        "- dash + plus / slash \\ backslash ~ tilde -- two --- three ... dots",
        "\"double\" 'single' “curly” it's <b>&amp;</b> {{template}} %s ${HOME}",
        "½ ¾ 1½ 37.5°C ≥ 5 ≤ 6 ± 2 × 3 µg β-blocker Ω m² – — • ® ™ § café Núñez naïve",
        "office efficient waffle fluffy: no ligatures",
        "and/or L4-S1/L5-S1 2-25-15 10/325mg 6-8-week x-ray-guided 1,250.75% (twice-daily)",
        "Title: Upheld is not one here",
    ],
)
def test_text_is_printed_literally(text: str) -> None:
    filler = "The record was read in full and the request was compared with the guideline as printed here. "
    rationale = f"{filler}{text} {filler}{filler}{text}\n{text}"
    found = paragraphs(render(determination(items=(item(rationale=rationale),)), "pdf"))
    first, second = rationale.split("\n")
    assert f"Decision rationale: {first}" in found
    assert second in found


WORD = st.text(
    st.sampled_from(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/.,;:()'\"#%&*_$@\\=+<>[]{}°½≥–éñµ"
    ),
    min_size=1,
    max_size=24,
)
TEXT = st.lists(st.lists(WORD, min_size=1, max_size=60).map(" ".join), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None)
@given(TEXT)
def test_any_words_come_back(texts: list[str]) -> None:
    """Whatever the words, each paragraph is one paragraph of the text layer again."""
    found = paragraphs(render(determination(items=(item(rationale="\n".join(texts)),)), "pdf"))
    start = found.index(f"Decision rationale: {texts[0]}")
    assert found[start + 1 : start + len(texts)] == texts[1:]


def test_a_word_too_long_for_a_line_stays_on_the_page() -> None:
    word = "https://guideline.test/" + "a" * 150
    data = render(determination(items=(item(rationale=f"See {word} for it."),)), "pdf")
    assert f"Decision rationale: See {word} for it." in paragraphs(data)


def test_catalog_declares_language_title_and_marks(opened: pypdf.PdfReader) -> None:
    root = opened.trailer["/Root"]
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean object
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert opened.metadata is not None
    assert opened.metadata.title == "Independent Medical Review Final Determination CM16-0990001"
    intent = root["/OutputIntents"][0].get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()


def test_metadata_declares_pdf_ua_and_pdf_a(opened: pypdf.PdfReader) -> None:
    xmp = opened.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    for declared in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert declared in xmp
    assert "2017-02-06" in xmp


def test_nothing_that_the_standards_forbid(letter: bytes, opened: pypdf.PdfReader) -> None:
    assert not opened.is_encrypted
    assert letter.startswith(b"%PDF-1.7")
    for forbidden in (
        b"/JavaScript",
        b"/JS ",
        b"/Launch",
        b"/OpenAction",
        b"/AA ",
        b"/EmbeddedFiles",
        b"/LZWDecode",
    ):
        assert forbidden not in letter
    for page in opened.pages:
        resources = page["/Resources"]
        assert "/XObject" not in resources
        for state in (resources.get("/ExtGState") or {}).values():
            state = state.get_object()
            assert state.get("/ca", 1) == 1
            assert state.get("/CA", 1) == 1
            assert state.get("/BM", "/Normal") == "/Normal"
        assert page.get("/Tabs", "/S") == "/S"


def test_all_fonts_are_embedded_with_their_characters(opened: pypdf.PdfReader) -> None:
    seen = 0
    for page in opened.pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            assert font["/ToUnicode"].get_object().get_data()
            inner = font["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
            seen += 1
    assert seen >= 2


def test_all_content_is_marked_or_artifact(opened: pypdf.PdfReader) -> None:
    paint = {b"Tj", b"TJ", b"'", b'"', b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh"}
    for page in opened.pages:
        depth = 0
        for _, operator in ContentStream(page.get_contents(), opened).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            assert operator not in paint or depth > 0, f"{operator!r} outside of marked content"
        assert depth == 0


def structure(reader: pypdf.PdfReader) -> list[tuple[int, DictionaryObject]]:
    """Every structure element with its depth, in reading order."""
    found: list[tuple[int, DictionaryObject]] = []

    def walk(node: object, depth: int) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for child in node:
                walk(child, depth)
        elif isinstance(node, DictionaryObject) and "/S" in node:
            found.append((depth, node))
            if "/K" in node:
                walk(node["/K"], depth + 1)

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"], 0)
    return found


def test_headings_nest(opened: pypdf.PdfReader) -> None:
    levels = [
        int(node["/S"][2:]) for _, node in structure(opened) if node["/S"] in {"/H1", "/H2", "/H3", "/H4"}
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 8
    assert levels.count(3) == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_tables_have_headers_with_scope(opened: pypdf.PdfReader) -> None:
    nodes = [node for _, node in structure(opened)]
    assert sum(node["/S"] == "/Table" for node in nodes) == 2
    headers = [node for node in nodes if node["/S"] == "/TH"]
    assert len(headers) == 6
    for header in headers:
        attributes = header["/A"]
        attributes = attributes if isinstance(attributes, ArrayObject) else [attributes]
        assert "/Column" in [entry.get_object().get("/Scope") for entry in attributes]


def test_lists_and_facts_are_lists(opened: pypdf.PdfReader) -> None:
    kinds = [node["/S"] for _, node in structure(opened)]
    # 7 facts of the case, 5 of the parties, 3 of the service, 5 documents
    assert kinds.count("/LI") == kinds.count("/LBody") == 20
    assert "/Figure" not in kinds


def test_a_letter_without_a_decision_date() -> None:
    """As read from layouts that print none; PDF/A wants a date all the same."""
    given = determination()
    undated = replace(given, dates=replace(given.dates, decision=None))
    data = render(undated, "pdf")
    assert data == render(undated, "pdf")
    created = pypdf.PdfReader(io.BytesIO(data)).metadata.creation_date  # type: ignore[union-attr]
    assert created is not None
    assert created.year == 1970


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_process_can_write_too() -> None:
    """Typst's threads do not survive a fork; a compile in the child would hang without care."""
    here = render(determination(), "pdf")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(60)
        status = 1
        try:
            os.write(write, hashlib.sha256(render(determination(), "pdf")).digest())
            try:
                render(determination(items=(item(rationale="\u4e2d"),)), "pdf")
            except UnwritableText:
                status = 0
        finally:
            os._exit(status)
    os.close(write)
    digest = os.read(read, 32)
    os.close(read)
    assert os.waitpid(child, 0)[1] == 0
    assert digest == hashlib.sha256(here).digest()


SCRIPT = """
import hashlib, sys
from tests.letters.made import COVER, determination
from openimr.letters.writing import FORMATS, render
print(*(hashlib.sha256(render(determination(), f, cover=COVER)).hexdigest() for f in FORMATS))
"""


def test_same_bytes_in_another_process_place_and_time_zone(tmp_path: Path) -> None:
    here = [hashlib.sha256(render(determination(), name, cover=COVER)).hexdigest() for name in FORMATS]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "77",
        "SOURCE_DATE_EPOCH": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == here


def test_letters_do_not_leak_into_each_other() -> None:
    one = render(determination(), "pdf")
    render(determination(case_number="CM16-0990002", items=(item(),)), "pdf", cover=COVER)
    assert render(determination(), "pdf") == one
