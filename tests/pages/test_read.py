"""Reading PDFs and refusing what is none, through the child and in this process: one class for every reader."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import threading
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr import pages
from openimr.pages import DEFAULT, Document, Limits, UnreadableFile, kept
from openimr.pages.limits import MIB
from tests.pages import made

QUICK = replace(DEFAULT, seconds=5, memory=256 * MIB)

Reader = Callable[[bytes, Limits], Document]


def zipped(*names: str, stored: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(
                name, "application/vnd.oasis.opendocument.text" if name == "mimetype" else "<x/>"
            )
    return out.getvalue()


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 100


#: Bytes, code, a word of the message, why.
REFUSED = [
    (b"", "empty", "0 bytes", "an empty file"),
    (b" \n\t\r\n ", "empty", "no words", "blanks"),
    (b"%PDF-1.7\n", "truncated", "cut off", "only the first line of a PDF"),
    (b"%PDF-1.7\n" + b"garbage " * 200, "truncated", "cut off", "a PDF in name only"),
    (b"%PDF-1.4\nstartxref\n0\n%%EOF", "truncated", "damaged", "a PDF's both ends with nothing between"),
    (made.encrypted(user="secret", owner="x"), "encrypted", "password", "needs a password"),
    (made.encrypted(user="secret", owner="", algorithm="RC4-40"), "encrypted", "password", "old encryption"),
    (made.no_text(), "no_text", "OCR", "a scan"),
    (made.document([b""]), "no_text", "OCR", "a blank page"),
    (made.many_pages(), "too_many_pages", "10,000 pages", "ten thousand pages in 60 KB"),
    (made.kids_loop(), "truncated", "damaged", "no page is ever reached"),
    (made.lying_count(), "truncated", "Page 2", "pages that are not there must not be skipped in silence"),
    (made.flate_bomb(), "limits", "memory", "a gigabyte out of a kilobyte"),
    (made.form_explosion(), "limits", "", "a billion words out of three kilobytes"),
    (zipped("[Content_Types].xml", "word/document.xml"), "not_supported", "Word", "docx"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), "not_supported", "Excel", "xlsx"),
    (zipped("mimetype", "content.xml", stored=True), "not_supported", "OpenDocument", "odt"),
    (zipped("a.pdf"), "not_supported", "zip", "a zip with a PDF in it"),
    (ole("WordDocument"), "not_supported", "Word", "doc"),
    (ole("Workbook"), "not_supported", "Excel", "xls"),
    (ole("EncryptedPackage"), "not_supported", "password", "docx with a password"),
    (ole("__substg1.0_0037001F"), "not_supported", "e-mail", "Outlook's msg"),
    (ole("Else"), "not_supported", "Office", "some other compound file"),
    (
        b"{\\rtf1\\ansi Case Number: CM99}",
        "not_supported",
        "RTF",
        "RTF, which is text but not to be read as such",
    ),
    (b"<!DOCTYPE html><html><body>Case</body></html>", "not_supported", "HTML", "a web page"),
    (
        b"\xef\xbb\xbf\r\n <!-- x -->\n<HTML><body>Case",
        "not_supported",
        "HTML",
        "with a mark and a comment before it",
    ),
    (b'<?xml version="1.0"?><case/>', "not_supported", "XML", "XML"),
    (made.png(), "not_supported", "PNG", "an image"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "not_supported", "JPEG", "a photograph"),
    (b"II*\x00\x08\0\0\0", "not_supported", "TIFF", "a fax"),
    (b"\0\0\0\x18ftypheic", "not_supported", "HEIC", "a telephone's photograph"),
    (b"\x1f\x8b\x08\0", "not_supported", "gzip", "compressed"),
    (
        b"Received: from x\r\n by y; Mon\r\nMessage-ID: <1@x>\r\nSubject: Letter\r\n\r\n%PDF-1.7\n",
        "not_supported",
        "e-mail",
        "a PDF inside an e-mail",
    ),
    (b"\x7fELF\x02\x01", "not_supported", "program", "a program"),
    (b"Case Number\0: CM99", "encoding", "NUL", "a NUL byte"),
    ("Case Number".encode("utf-16-le"), "encoding", "byte order mark", "UTF-16 without its mark"),
    (bytes(range(1, 256)) * 4, "encoding", "binary", "every byte there is"),
    (b"\xff\xfeC\0a\0s", "encoding", "UTF-16", "half a character at the end"),
    (
        "\u0434\u0435\u043b\u043e \u043d\u043e\u043c\u0435\u0440".encode("koi8-r") * 9,
        "encoding",
        "UTF-8",
        "Russian in KOI8",
    ),
]


_GOOD = made.good()


class ReaderContract:
    """What every reader of files must do. Subclasses give ``reader``."""

    def reader(self, data: bytes, limits: Limits) -> Document:
        raise NotImplementedError

    def code(self, data: bytes, limits: Limits = QUICK) -> str:
        try:
            self.reader(data, limits)
        except UnreadableFile as problem:
            assert problem.message == str(problem)
            assert problem.message.endswith(".")
            assert problem.message.isprintable()
            return problem.code
        return "read"

    def test_a_good_pdf(self) -> None:
        data = made.good()
        document = self.reader(data, QUICK)
        assert (document.kind, document.sha256) == ("pdf", hashlib.sha256(data).hexdigest())
        assert [(page.number, page.width, page.height) for page in document.pages] == [
            (1, 612, 792),
            (2, 612, 792),
        ]
        assert [page.text.split("\n") for page in document.pages] == made.LINES

    @pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
    def test_an_owners_password_alone_locks_nothing(self, algorithm: str) -> None:
        document = self.reader(made.encrypted(user="", owner="x", algorithm=algorithm), QUICK)
        assert [page.text.split("\n") for page in document.pages] == made.LINES

    @pytest.mark.parametrize(
        ("data", "code", "word", "why"), [pytest.param(*row, id=row[3].replace(" ", "-")) for row in REFUSED]
    )
    def test_refusals(self, data: bytes, code: str, word: str, why: str) -> None:
        if code == "limits" and not self.protected:
            pytest.skip("only a limited child may be asked this")
        with pytest.raises(UnreadableFile) as caught:
            self.reader(data, QUICK)
        assert (caught.value.code, word in caught.value.message) == (code, True), (why, caught.value.message)

    protected = True

    @pytest.mark.parametrize("share", [*range(0, 100, 10), 95, 99])
    @pytest.mark.parametrize("make", [made.good, made.letter_like])
    def test_a_cut_off_pdf_is_never_read_as_if_whole(self, make: Callable[[], bytes], share: int) -> None:
        data = make()
        assert self.code(data[: len(data) * share // 100]) == ("empty" if share == 0 else "truncated")

    @pytest.mark.parametrize("missing", range(1, 40))
    def test_a_pdf_without_its_last_bytes_is_refused_or_whole(self, missing: int) -> None:
        data = made.good()[:-missing]
        if self.code(data) == "read":
            # Only the mark at the end may be missing: all of its text is there.
            assert missing <= len(b"%%EOF\n") + 1
            assert [page.text.split("\n") for page in self.reader(data, QUICK).pages] == made.LINES

    def test_a_revision_cut_off_is_not_read_as_the_one_before(self) -> None:
        data = made.good() + b"3 0 obj\n<< /Type /Font >>\nendobj\nxref\n3 1\n0000"
        assert self.code(data) == "truncated"

    def test_a_linearized_pdf_cut_off(self) -> None:
        data = made.good()
        whole = data.replace(b"%\xe2\xe3\xcf\xd3\n", b"9 0 obj << /Linearized 1 /L 999999 >> endobj\n")
        assert self.code(whole) == "truncated"

    @pytest.mark.parametrize(
        ("before", "after", "why"),
        [
            (b"", b"\0" * 3000, "padded with zeros"),
            (b"", b"\r\n<!-- served by x -->" * 200, "a server's words behind it"),
            (b"\n\n", b"", "blank lines before the header"),
            (b"HTTP/1.1 200 OK\n\n", b"", "a server's words before it"),
        ],
    )
    def test_what_stands_around_a_pdf_does_no_harm(self, before: bytes, after: bytes, why: str) -> None:
        document = self.reader(before + made.good() + after, QUICK)
        assert [page.text.split("\n") for page in document.pages] == made.LINES, why

    def test_limits_are_those_given(self) -> None:
        assert self.code(made.good(), replace(QUICK, pages=1)) == "too_many_pages"
        assert self.code(b"a\fb\fc", replace(QUICK, pages=2)) == "too_many_pages"
        assert self.code(made.good(), replace(QUICK, characters=50)) == "limits"
        assert self.code(b"word " * 20, replace(QUICK, characters=50)) == "limits"
        assert self.code(made.good(), replace(QUICK, file_bytes=1000)) == "too_large"
        assert self.code(made.good(), replace(QUICK, pages=2, characters=200)) == "read"

    @pytest.mark.parametrize(
        ("content", "text", "why"),
        [
            (
                made.show(["docu\xad", "ments"]),
                "docu-\nments",
                "PDFium leaves out the break after a broken word",
            ),
            (made.show(["docu-", "ments"]), "docu-\nments", "and does so with a plain hyphen too"),
            (made.show(["a\xadb"]), "a-b", "a soft hyphen that is printed is a hyphen"),
            (made.show(["one", "", "two"]), "one\ntwo", "an empty line is no ink"),
            (made.show(["price \u20ac5 \u2013 now"]), "price \u20ac5 \u2013 now", "code page 1252"),
        ],
    )
    def test_text_is_mended(self, content: bytes, text: str, why: str) -> None:
        assert self.reader(made.document([content]), QUICK).pages[0].text == text, why


class TestInAChild(ReaderContract):
    def reader(self, data: bytes, limits: Limits) -> Document:
        return pages.read(data, limits=limits)

    @pytest.mark.parametrize("name", made.HOSTILE)
    def test_hostile_files_end_in_a_document_or_a_refusal(self, name: str) -> None:
        assert self.code(made.HOSTILE[name]()) in {"read", "limits", "truncated", "no_text"}
        assert self.code(made.good()) == "read"

    @given(st.data())
    @settings(max_examples=60)
    def test_bytes_flipped_in_a_good_pdf(self, data: st.DataObject) -> None:
        mutated = bytearray(_GOOD)
        for place, value in data.draw(
            st.lists(st.tuples(st.integers(0, len(_GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=12)
        ):
            mutated[place] = value
        self.code(bytes(mutated))

    @given(st.lists(st.sampled_from(made.good().split(b"\n")), max_size=80))
    @settings(max_examples=40)
    def test_lines_of_a_good_pdf_shuffled(self, lines: list[bytes]) -> None:
        self.code(b"%PDF-1.7\n" + b"\n".join(lines) + b"\nstartxref\n9\n%%EOF")

    @given(st.binary(max_size=300))
    @settings(max_examples=100)
    def test_any_bytes(self, data: bytes) -> None:
        self.code(data)

    def test_a_picture_of_a_hostile_page(self) -> None:
        picture = pages.render(made.huge_picture(), 1, scale=10, limits=QUICK)
        assert len(picture) < QUICK.pixels * 3
        with pytest.raises(UnreadableFile, match="memory"):
            pages.render(made.flate_bomb(), 1, limits=QUICK)


class TestHere(ReaderContract):
    protected = False

    def reader(self, data: bytes, limits: Limits) -> Document:
        return pages.extract(data, limits)


class TestKeptChildren:
    def test_one_child_serves_many_calls(self) -> None:
        pages.read(made.good())
        first = kept.pids()
        for _ in range(5):
            pages.read(made.good())
        assert kept.pids() == first

    def test_a_child_that_died_is_replaced(self) -> None:
        for _ in range(3):
            pages.read(made.good())
            for pid in kept.pids():
                psutil.Process(pid).kill()
            assert pages.read(made.good()).pages[0].text

    def test_threads(self) -> None:
        bomb = made.flate_bomb()
        results: list[str] = []

        def work(number: int) -> None:
            for turn in range(6):
                data = bomb if (number, turn) == (0, 2) else made.document([made.show([f"{number} {turn}"])])
                try:
                    results.append(pages.read(data, limits=QUICK).pages[0].text)
                except UnreadableFile as problem:
                    results.append(problem.code)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        wanted = [f"{n} {t}" for n, t in itertools.product(range(6), range(6)) if (n, t) != (0, 2)]
        assert sorted(results) == sorted([*wanted, "limits"])
        assert len(kept.pids()) <= 2

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
    def test_a_forked_process_starts_its_own(self) -> None:
        pages.read(made.good())
        ours = set(kept.pids())
        report, answer = os.pipe()
        forked = os.fork()
        if forked == 0:
            try:
                text = pages.read(made.good()).pages[1].text
                shared = bool(ours & set(kept.pids()))
                kept.close()
                os.write(answer, b"ok" if text.startswith("Second") and not shared else b"shared")
            finally:
                os._exit(0)
        os.close(answer)
        os.waitpid(forked, 0)
        assert os.read(report, 10) == b"ok"
        os.close(report)
        assert pages.read(made.good()).pages[1].text.startswith("Second")
        assert set(kept.pids()) == ours


class TestPaths:
    def test_a_file_is_told_by_its_content(self, tmp_path: Path) -> None:
        for name in ("letter.pdf", "letter.txt", "letter"):
            (tmp_path / name).write_bytes(made.good())
            assert pages.read(tmp_path / name).kind == "pdf"
            (tmp_path / name).write_text("Case Number: CM99")
            assert pages.read(str(tmp_path / name)).kind == "text"

    def test_what_cannot_be_opened(self, tmp_path: Path) -> None:
        (tmp_path / "folder.pdf").mkdir()
        os.mkfifo(tmp_path / "pipe.pdf")
        (tmp_path / "large.pdf").write_bytes(b"x" * 2000)
        limits = replace(DEFAULT, file_bytes=1000)
        for name, code, why in [
            ("missing.pdf", "not_found", "no such file"),
            ("large.pdf/x", "not_found", "a file is no folder"),
            ("a\0b", "not_found", "no name at all"),
            ("n" * 300, "not_found", "too long a name"),
            ("folder.pdf", "not_supported", "a folder"),
            ("pipe.pdf", "not_supported", "a pipe, for whose writer nobody waits"),
            ("large.pdf", "too_large", "more than the limit"),
        ]:
            for verb in (pages.read, pages.load):
                with pytest.raises(UnreadableFile) as caught:
                    verb(tmp_path / name, limits=limits)  # type: ignore[operator]
                assert caught.value.code == code, why

    def test_every_verb_takes_a_file_where_it_lies(self, tmp_path: Path) -> None:
        path, data = tmp_path / "letter.pdf", made.good()
        path.write_bytes(data)
        assert pages.read(path) == pages.read(data)
        assert pages.sizes(path) == pages.sizes(data)
        assert pages.words(path, 1) == pages.words(data, 1)
        spans = [span for span, _ in pages.words(data, 1)][:3]
        assert pages.boxes(path, spans) == pages.boxes(data, spans)
        assert pages.render(path, 1) == pages.render(data, 1)
        with pytest.raises(ValueError, match="no page 99"):
            pages.render(path, 99)

    def test_a_large_file_is_in_nobody_s_memory(self, tmp_path: Path) -> None:
        path = tmp_path / "large.pdf"
        path.write_bytes(
            made.document([made.show(made.LINES[0])], more={5: b"null", 6: made.stream(bytes(40 * MIB))})
        )
        limits = replace(DEFAULT, memory=512 * MIB)
        pages.sizes(made.good(), limits=limits)  # what is made once is there
        tracemalloc.start()
        try:
            assert len(pages.sizes(path, limits=limits)) == 1
            assert pages.render(path, 1, limits=limits).startswith(b"\x89PNG")
            assert pages.read(path, limits=limits).sha256
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert peak < 8 * MIB
        with pytest.raises(UnreadableFile) as caught:
            pages.sizes(path, limits=replace(limits, file_bytes=MIB))
        assert caught.value.code == "too_large"

    @pytest.mark.parametrize(
        ("data", "code", "why"),
        [
            (b"%PDF-", "truncated", "a header alone"),
            (b"%PDF-1.7\n" + b"\0" * 5000, "truncated", "nothing in it"),
            (made.good()[:-200], "truncated", "its end is missing"),
        ],
    )
    def test_what_is_wrong_with_a_file_is_said_as_of_its_bytes(
        self, tmp_path: Path, data: bytes, code: str, why: str
    ) -> None:
        (tmp_path / "bad.pdf").write_bytes(data)
        for source in (data, tmp_path / "bad.pdf"):
            with pytest.raises(UnreadableFile) as caught:
                pages.sizes(source)
            assert caught.value.code == code, why

    def test_descriptors_are_closed(self, tmp_path: Path) -> None:
        (tmp_path / "a.pdf").write_bytes(made.good())
        pages.sizes(tmp_path / "a.pdf")
        before = psutil.Process().num_fds()
        for _ in range(50):  # more than the child may have open
            pages.sizes(tmp_path / "a.pdf")
        assert psutil.Process().num_fds() == before

    def test_load_gives_the_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "a").write_bytes(b"abc" * 100_000)
        assert pages.load(tmp_path / "a") == b"abc" * 100_000
        (tmp_path / "b").write_bytes(b"")
        assert pages.load(tmp_path / "b") == b""
