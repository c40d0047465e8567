"""Text files: encodings, line ends, page breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.pages import DEFAULT, UnreadableFile, read
from openimr.pages.plain import read_text

#: What a Windows program and what others write, in one file.
MIXED = "caf\u00e9 \u2013 \u201cyes\u201d\n".encode() + "na\u00efve \u2019 5\u00b0\n".encode("cp1252")


@pytest.mark.parametrize(
    ("data", "pages", "why"),
    [
        (b"one\r\ntwo\rthree\n", ["one\ntwo\nthree\n"], "every line end becomes a line feed"),
        (b"one\ftwo\fthree", ["one", "two", "three"], "a form feed ends a page"),
        (b"one\f\ftwo\f", ["one", "", "two"], "an empty page counts, but nothing comes after the last feed"),
        ("\ufeffcaf\u00e9".encode(), ["caf\u00e9"], "UTF-8 with a mark"),
        ("\ufeffcaf\u00e9".encode("utf-16-le"), ["caf\u00e9"], "UTF-16, little end first"),
        ("\ufeffcaf\u00e9".encode("utf-16-be"), ["caf\u00e9"], "UTF-16, big end first"),
        (
            "\ufeffcaf\u00e9".encode("utf-32-le"),
            ["caf\u00e9"],
            "UTF-32, whose mark begins with that of UTF-16",
        ),
        ("\ufeffa\r\nb\x0cc".encode("utf-16-le"), ["a\nb", "c"], "line and page ends in UTF-16"),
        ("caf\u00e9 \u201cyes\u201d".encode("cp1252"), ["caf\u00e9 \u201cyes\u201d"], "code page 1252"),
        (MIXED, ["caf\u00e9 \u2013 \u201cyes\u201d\nna\u00efve \u2019 5\u00b0\n"], "half UTF-8, half 1252"),
        (
            "\u201cleft\u201d ".encode() + "\u201cright\u201d".encode("cp1252"),
            ["\u201cleft\u201d \u201cright\u201d"],
            "both in one line",
        ),
        (b"docu\xad\nments; to\xadday".decode("latin-1").encode(), ["docu-\nments; today"], "soft hyphens"),
        (
            "non\ufffe\nopioid".encode(),
            ["non-\nopioid"],
            "PDFium's mark, as others leave it in their text files",
        ),
        (
            b"a line with a \x07 bell, and then " + b"many more words " * 20,
            ["a line with a   bell, and then " + "many more words " * 20],
            "a stray control",
        ),
        (
            "line\u2028next\x0bthird\x85last".encode(),
            ["line\nnext\nthird\nlast"],
            "Unicode's and Word's line ends",
        ),
        (
            b"From: the reviewer\nDate: 2016\n\nSee the %PDF- note",
            None,
            "looks like mail and like a PDF, is neither",
        ),
    ],
)
def test_text(data: bytes, pages: list[str] | None, why: str) -> None:
    found = read_text(data, DEFAULT)
    assert [page.number for page in found] == list(range(1, len(found) + 1))
    assert [page.text for page in found] == (pages if pages is not None else [data.decode()]), why
    assert {(page.width, page.height) for page in found} == {(0.0, 0.0)}


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("abc XYZ.\u00e9\u00f1\u201c\u201d\u2019\u2013\u2022\u00b0"), min_size=1),
            st.booleans(),
        ),
        min_size=1,
    )
)
def test_lines_in_either_encoding_are_read_right(lines: list[tuple[str, bool]]) -> None:
    text = "\n".join(line for line, _ in lines)
    data = b"\n".join(line.encode("cp1252" if old else "utf-8") for line, old in lines)
    try:
        found = read_text(data, DEFAULT)
    except UnreadableFile as problem:
        # Hardly a letter in it: it may be some other encoding, or nothing.
        assert problem.code in {"encoding", "empty"}
        ascii_share = sum(character.isascii() for character in text) / max(1, len(text))
        assert ascii_share <= 0.71 or not any(character.isalnum() for character in text)
    else:
        assert "\n".join(page.text for page in found) == text


@given(
    st.text(
        st.characters(
            codec="utf-8",
            exclude_categories=["Cc", "Cs", "Cn", "Co"],
            exclude_characters="\xad\u2028\u2029\ufeff\ufffd",
        )
    )
)
def test_utf8_comes_back_as_it_was(text: str) -> None:
    text = "word " + text
    document = read(text.encode())
    assert document.kind == "text"
    assert document.pages[0].text == text
