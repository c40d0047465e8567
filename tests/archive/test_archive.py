"""Loading and finding letters in a real PostgreSQL."""

from __future__ import annotations

import threading
import tracemalloc
from dataclasses import replace
from datetime import date

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openimr import archive, samples
from openimr.letters.codec import from_json, to_json
from openimr.letters.model import Drug, Finding
from openimr.pages.model import Span

LETTERS = [
    replace(letter.determination, case_number=f"CM16-{number:07}")
    for number, letter in enumerate(samples.letters(seed=3, count=12))
]
ERROR = Finding("DATE-01", "error", None, "Two dates.", "5/6/2015", "5/7/2015", None, "/summary/injury_date")
WARNING = replace(ERROR, severity="warning", code="TEXT-01", item=1)


@pytest.fixture
def storage(tmp_path):
    return archive.Folder(tmp_path / "letters")


def put(connection, storage, determination, *, data=None, findings=(), reader="1", origin="sample"):
    data = data if data is not None else f"{determination.case_number} {determination.source}".encode()
    return archive.load(connection, storage, data, determination, findings, origin=origin, reader=reader)


def test_a_letter_comes_back_as_it_went_in(connection, storage):
    spans = {"/case_number": (Span(1, 3, 15),)}
    letter = replace(LETTERS[0], spans=spans)
    assert put(connection, storage, letter, data=b"%PDF-1.7 bytes", findings=[ERROR]) == "added"
    held = archive.get(connection, letter.case_number)
    assert from_json(held.determination) == letter
    assert from_json(held.determination).spans == spans
    assert held.findings[0]["pointer"] == "/summary/injury_date"
    assert held.kind == "pdf"
    assert storage.get(held.sha256) == b"%PDF-1.7 bytes"


def test_loading_again_counts_and_does_not_double(connection, storage):
    assert [put(connection, storage, LETTERS[0]) for _ in range(3)] == ["added", "held", "held"]
    assert archive.find(connection).held == 1


def test_another_reader_reads_again_and_the_address_stays(connection, storage):
    put(connection, storage, LETTERS[0], data=b"x", reader="1")
    reread = replace(LETTERS[0], case_number="CM15-7777777", items=LETTERS[0].items[:1])
    assert put(connection, storage, reread, data=b"x", findings=[ERROR], reader="2") == "updated"
    held = archive.get(connection, LETTERS[0].case_number)
    assert held.determination["case_number"] == "CM15-7777777"
    (row,) = archive.find(connection, "errors").rows
    assert row.disputed == (LETTERS[0].items[0].disputed,)
    assert archive.held(connection, "2") == {held.sha256}
    assert archive.held(connection, "1") == frozenset()


@pytest.mark.parametrize(
    ("case_number", "taken", "slug", "why"),
    [
        ("CM16-0000001", False, "CM16-0000001", "the case number is the address"),
        ("CM16-0000001", True, "CM16-0000001-", "two files of one case both have an address"),
        (None, False, "letter-", "a letter of 2013 may give no case number"),
        ("../etc", False, "letter-", "what is no case number never becomes an address"),
    ],
)
def test_addresses(connection, storage, case_number, taken, slug, why):
    letter = replace(LETTERS[0], case_number=case_number)
    if taken:
        put(connection, storage, letter, data=b"the first file")
    put(connection, storage, letter, data=b"the file")
    found = [row.slug for row in archive.find(connection).rows]
    assert any(one.startswith(slug) for one in found), why
    assert len(set(found)) == 1 + taken


def test_a_file_is_copied_in_parts_and_kept_as_its_bytes_are(tmp_path):
    storage = archive.Folder(tmp_path / "kept")
    path = tmp_path / "large"
    path.write_bytes(bytes(range(256)) * 60_000)
    tracemalloc.start()
    sha256 = storage.put(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 << 20, "15 MB were never in memory"
    assert storage.get(sha256) == path.read_bytes()
    assert storage.put(path.read_bytes()) == storage.put(path) == sha256
    assert storage.path(sha256).read_bytes() == path.read_bytes()
    assert path.exists(), "it is a copy"
    with pytest.raises(FileNotFoundError):
        storage.path("0" * 64)
    with pytest.raises(FileNotFoundError):
        storage.put(tmp_path / "none")
    assert [one.name for one in (tmp_path / "kept").rglob("*") if one.is_file()] == [sha256[2:]]


def test_two_loaders_of_one_file_make_one_letter(address, tmp_path):
    storage = archive.Folder(tmp_path)
    outcomes = []

    def load():
        with psycopg.connect(dbname=address.name, user=address.user, host=address.host) as own:
            outcomes.append(put(own, storage, LETTERS[5], data=b"loaded twice at once"))

    threads = [threading.Thread(target=load) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with psycopg.connect(dbname=address.name, user=address.user, host=address.host) as own:
        own.execute("TRUNCATE archive.letter CASCADE")
    assert sorted(outcomes) == ["added", "held", "held", "held"]


@pytest.fixture
def shelf(connection, storage):
    """Three letters that differ in everything one can filter by."""
    first, second, third = LETTERS[:3]
    drug = Drug("Prilosec", ("omeprazole",), "20mg", 90, None)
    item = first.items[0]
    made = [
        (
            replace(
                first,
                case_number="CM15-1111111",
                priority="standard",
                dates=replace(first.dates, decision="2015-03-01"),
                case_outcome="upheld",
                items=(
                    replace(
                        item,
                        number=1,
                        heading="Prilosec 20mg #90",
                        disputed="Prilosec 20mg #90",
                        category="Pharmaceuticals",
                        drugs=(drug,),
                        rationale="The reports name no ulcer.",
                    ),
                ),
            ),
            [ERROR, WARNING],
        ),
        (
            replace(
                second,
                case_number="CM16-2222222",
                priority="expedited",
                dates=replace(second.dates, decision="2016-04-01"),
                case_outcome="overturned",
                items=(
                    replace(
                        item,
                        number=1,
                        heading="100% cotton wrap",
                        disputed="100% cotton wrap",
                        category="DMEPOS",
                        drugs=(),
                        rationale="Wraps help.",
                    ),
                ),
            ),
            [WARNING],
        ),
        (
            replace(
                third,
                case_number="CM16-3333333",
                priority="standard",
                dates=replace(third.dates, decision=None),
                case_outcome="partially overturned",
                items=tuple(
                    replace(
                        item,
                        number=number,
                        heading="Acupuncture",
                        disputed="Acupuncture",
                        category=category,
                        drugs=(),
                        rationale="Needles.",
                    )
                    for number, category in ((1, "Rehabilitation"), (2, "Pharmaceuticals"))
                ),
            ),
            [],
        ),
    ]
    for determination, findings in made:
        put(connection, storage, determination, findings=findings)
    return connection


@pytest.mark.parametrize(
    ("findings", "expected", "why"),
    [
        (None, "213", "newest decision first, undated last"),
        ("errors", "1", ""),
        ("warnings", "2", "warnings and no errors"),
        ("any", "21", ""),
        ("none", "3", ""),
        ("nonsense", "", "an unknown word finds nothing"),
    ],
)
def test_findings(shelf, findings, expected, why):
    found = archive.find(shelf, findings)
    assert "".join(row.case_number[-1] for row in found.rows) == expected, why
    assert found.total == len(expected)
    assert found.held == 3


def test_a_facet_counts_what_choosing_it_would_give(shelf):
    for facet in archive.find(shelf).facets["findings"]:
        assert archive.find(shelf, facet.value).total == facet.letters, facet


def test_pages_of_a_list(shelf):
    rows = [archive.find(shelf, limit=1, offset=n).rows for n in range(4)]
    assert [len(page) for page in rows] == [1, 1, 1, 0]
    assert rows[0][0].decided == date(2016, 4, 1)


@given(picks=st.lists(st.integers(0, len(LETTERS) - 1), max_size=12))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_loading_holds_each_letter_once(address, tmp_path, picks):
    storage = archive.Folder(tmp_path)
    with psycopg.connect(dbname=address.name, user=address.user, host=address.host) as own:
        outcomes = [put(own, storage, LETTERS[pick]) for pick in picks]
        listing = archive.find(own, limit=100)
        own.rollback()
    assert outcomes.count("added") == len(set(picks)) == listing.total
    assert {row.case_number for row in listing.rows} == {LETTERS[pick].case_number for pick in picks}
    for row in listing.rows:
        letter = next(one for one in LETTERS if one.case_number == row.case_number)
        assert list(row.disputed) == [item.disputed for item in letter.items]


def test_nul_in_a_letter_does_not_stop_it(connection, storage):
    item = replace(LETTERS[0].items[0], rationale="a\x00b", disputed="c\x00d")
    letter = replace(LETTERS[0], items=(item,))
    assert put(connection, storage, letter) == "added"
    held = archive.get(connection, letter.case_number)
    assert held.determination["items"][0]["rationale"] == "ab"
    assert to_json(letter)["items"][0]["rationale"] == "a\x00b"


@pytest.mark.parametrize("name", ["", "..", "A" * 64, "0" * 63, "../" + "0" * 61])
def test_storage_takes_digests_only(storage, name):
    with pytest.raises(ValueError, match="SHA-256"):
        storage.get(name)


def test_storage_leaves_no_scratch_files(storage):
    digest = storage.put(b"letter")
    assert storage.put(b"letter") == digest
    assert [path.read_bytes() for path in storage.root.rglob("*") if path.is_file()] == [b"letter"]
    storage.remove(digest)
    storage.remove(digest)
    with pytest.raises(FileNotFoundError):
        storage.get(digest)
