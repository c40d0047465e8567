"""Loading files into a real PostgreSQL."""

from __future__ import annotations

import gzip
import json
import os
import random
from dataclasses import replace

import pytest

from openimr import archive, samples
from openimr import letters as room
from openimr.archive.entries import entries
from openimr.archive.index.documents import document
from openimr.archive.loading import backfill, reread, stale
from openimr.letters.codec import to_json

WHOLE = """
    SELECT count(*) FROM archive.letter AS l
    WHERE l.items <> (SELECT count(*) FROM archive.item AS i WHERE i.letter_id = l.id)
       OR l.items <> (SELECT count(*) FROM archive.entry AS e WHERE e.letter_id = l.id)
"""


def counts(report):
    return report.added, report.updated, report.held, len(report.refusals)


def lines(count, seed=9):
    return [json.dumps(to_json(one.determination)) for one in samples.letters(seed=seed, count=count)]


def test_a_folder_is_loaded_once(loaded, folder, held, storage):
    assert counts(loaded(folder)) == (10, 0, 0, 0)
    assert held(WHOLE) == [(0,)]
    for (sha256,) in held("SELECT sha256 FROM archive.letter"):
        assert storage.get(sha256)
    before = held("SELECT max(revision) FROM archive.entry")
    assert counts(loaded(folder)) == (0, 0, 10, 0)
    assert held("SELECT max(revision) FROM archive.entry") == before, "nothing changed for the index"


def test_in_a_batch_or_alone_gives_the_same_rows(loaded, folder, held, connect, storage):
    columns = (
        "slug, sha256, origin, kind, source, layout, case_number, priority, decided, outcome, items, errors,"
        " warnings, determination, findings, reader, of_sha256"
    )
    query = f"SELECT {columns} FROM archive.letter ORDER BY slug"
    items = "SELECT l.slug, to_jsonb(i) - 'letter_id' FROM archive.item i JOIN archive.letter l ON l.id = letter_id ORDER BY 1, number"
    loaded(folder)
    batch = held(query), held(items), held("SELECT document FROM archive.entry ORDER BY key")
    with connect() as connection:
        connection.execute("TRUNCATE archive.letter, archive.entry CASCADE")
        for path in folder.iterdir():
            read = room.read(path, spans=True)
            with connection.transaction():
                archive.load(
                    connection,
                    storage,
                    path.read_bytes(),
                    read,
                    room.check(read),
                    origin="sample",
                    reader="1",
                )
    alone = held(query), held(items), held("SELECT document FROM archive.entry ORDER BY key")
    assert batch[:2] == alone[:2]
    unnumbered = [[{**json.loads(one), "unit": ""} for (one,) in side[2]] for side in (batch, alone)]
    assert unnumbered[0] == unnumbered[1]


def test_an_entry_is_that_of_its_letter(loaded, folder, held):
    loaded(folder)
    for letter_id, slug, source in held("SELECT id, slug, source FROM archive.letter"):
        path = folder / source
        wanted = [
            json.loads(document(one))
            for one in entries(room.read(path), address=slug, letter_id=letter_id, origin="sample")
        ]
        found = held(
            "SELECT key, unit, document FROM archive.entry WHERE letter_id = %s ORDER BY key", letter_id
        )
        assert sorted(wanted, key=lambda one: one["key"]) == [json.loads(one) for _, _, one in found]
        assert {key: unit for key, unit, _ in found} == {one["key"]: one["unit"] for one in wanted}


def test_the_same_bytes_twice_are_one_letter(loaded, folder, held):
    for path in list(folder.iterdir())[:3]:
        (folder / f"copy of {path.name}").write_bytes(path.read_bytes())
    assert counts(loaded(folder, folder)) == (10, 0, 13, 0) or counts(loaded(folder)) == (0, 0, 13, 0)
    assert held("SELECT count(*) FROM archive.letter") == [(10,)]


def test_what_is_refused_is_named_with_its_reason(loaded, folder, tmp_path):
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "note.txt").write_text("Dear Sir")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj")
    (folder / ".hidden.txt").write_text("no")
    (folder / "other.csv").write_text("a,b\n1,2\n")
    (folder / "nowhere.txt").symlink_to(tmp_path / "none")
    os.mkfifo(folder / "pipe.txt")
    good, other = lines(2)
    (folder / "some.jsonl").write_text(f"{good}\n\n{{\n[1]\n{other[:-40]}\n")
    (folder / "some.truth.jsonl").write_text("{}\n")
    with gzip.open(folder / "cut.jsonl.gz", "wt") as file:
        file.write(other + "\n" + "".join(lines(6, seed=3)))
    whole = (folder / "cut.jsonl.gz").read_bytes()
    (folder / "cut.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (folder / "bad.jsonl.gz").write_bytes(b"no gzip")
    empty = tmp_path / "empty"
    empty.mkdir()
    report = loaded(folder, empty, tmp_path / "none.pdf", folder / "other.csv", folder / "pipe.txt")
    found = {(one.source, one.line): one.code for one in report.refusals}
    assert found.pop(("cut.jsonl.gz", 2), None) or found.pop(("cut.jsonl.gz", 1)) == "truncated"
    assert found == {
        ("empty.pdf", None): "empty",
        ("note.txt", None): "not_a_letter",
        ("cut.pdf", None): "truncated",
        ("nowhere.txt", None): "not_found",
        ("some.jsonl", 3): "not_a_letter",
        ("some.jsonl", 4): "not_a_letter",
        ("some.jsonl", 5): "not_a_letter",
        ("bad.jsonl.gz", 1): "truncated",
        ("empty", None): "not_found",
        ("none.pdf", None): "not_found",
        ("other.csv", 1): "not_supported",
        ("pipe.txt", None): "not_supported",
    }
    assert all(one.message.endswith(".") and "\n" not in one.message for one in report.refusals)
    assert report.added in (11, 12)


def test_lines_of_json_are_kept_as_they_came(loaded, tmp_path, held, storage):
    given = lines(5)
    (tmp_path / "a.ndjson").write_text("\n".join(given))
    assert counts(loaded(tmp_path / "a.ndjson")) == (5, 0, 0, 0)
    found = held("SELECT sha256, kind FROM archive.letter")
    assert {storage.get(sha256).decode() for sha256, _ in found} == set(given)
    assert {kind for _, kind in found} == {"json"}
    with gzip.open(tmp_path / "b.jsonl.gz", "wt") as file:
        file.write("\r\n".join(given))
    assert counts(loaded(tmp_path / "b.jsonl.gz")) == (0, 0, 5, 0)


def test_a_line_and_its_file_are_one_letter(loaded, folder, tmp_path, held):
    path = sorted(folder.iterdir())[0]
    line = tmp_path / "one.jsonl"
    line.write_text(json.dumps(to_json(room.read(path), spans=True)) + "\n")
    assert counts(loaded(line)) == (1, 0, 0, 0)
    address = held("SELECT slug FROM archive.letter")
    assert counts(loaded(path)) == (0, 1, 0, 0), "the file takes the place of its JSON"
    assert held("SELECT kind, of_sha256 FROM archive.letter") == [("text", None)]
    assert held("SELECT slug FROM archive.letter") == address
    assert counts(loaded(line)) == (0, 0, 1, 0)
    both = json.loads(line.read_text()) | {"source": "another export"}
    line.write_text(json.dumps(both))
    assert counts(loaded(line)) == (0, 0, 1, 0)
    assert held("SELECT count(*) FROM archive.letter") == [(1,)]
    assert held(WHOLE) == [(0,)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"items": [0, 0]}, "two items with one number"),
        ({"visits": 10**12}, "more than the column holds"),
        ({"rationale": "half \ud800"}, "half of a character"),
    ],
)
def test_one_bad_letter_does_not_spoil_the_others(loaded, tmp_path, held, change, why):
    good = [json.loads(one) for one in lines(6)]
    bad = json.loads(json.dumps(good[3]))
    if "items" in change:
        bad["items"] = [bad["items"][0], bad["items"][0]]
    else:
        bad["items"][0].update(change)
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, [*good[:3], bad, *good[4:]])))
    report = loaded(tmp_path / "a.jsonl")
    assert counts(report) == (5, 0, 0, 1), why
    assert (report.refusals[0].source, report.refusals[0].line) == ("a.jsonl", 4)
    assert held(WHOLE) == [(0,)]


def test_nul_and_what_looks_like_it(loaded, tmp_path, held):
    one = json.loads(lines(1)[0])
    one["items"][0]["rationale"] = "a\x00b and \\u0000 as printed"
    (tmp_path / "a.jsonl").write_text(json.dumps(one))
    assert counts(loaded(tmp_path / "a.jsonl")) == (1, 0, 0, 0)
    ((kept, entry),) = held(
        "SELECT determination->'items'->0->>'rationale', document FROM archive.letter JOIN archive.entry"
        " ON letter_id = id ORDER BY key LIMIT 1"
    )
    assert kept == json.loads(entry)["rationale"] == "ab and \\u0000 as printed"


def test_another_reader_reads_again(loaded, folder, held, connect, storage):
    loaded(folder)
    (folder / "x.jsonl").write_text(lines(1)[0])
    loaded(folder)
    before = held("SELECT id, slug, origin, source FROM archive.letter ORDER BY id")
    with connect() as connection:
        assert stale(connection, "1").letters == 0
        assert stale(connection, "2").letters == 11
    assert counts(reread(connect, storage, reader="2", jobs=1)) == (0, 11, 0, 0)
    assert held("SELECT id, slug, origin, source FROM archive.letter ORDER BY id") == before
    assert held("SELECT DISTINCT reader FROM archive.letter") == [("2",)]
    assert counts(loaded(folder, reader="3", origin="published")) == (0, 11, 0, 0)
    assert held("SELECT id, slug, origin, source FROM archive.letter ORDER BY id") == before
    assert held("SELECT count(*) FROM archive.entry WHERE document LIKE '%%\"published\"%%'") == [(0,)]
    assert held(WHOLE) == [(0,)]
    assert held("SELECT count(DISTINCT unit) FROM archive.gone") == [(11,)], "the index is told"


def test_entries_are_made_for_letters_that_have_none(loaded, folder, held, connect):
    loaded(folder)
    wanted = held("SELECT key, unit, document::jsonb FROM archive.entry ORDER BY key")
    with connect() as connection:
        connection.execute("DELETE FROM archive.entry WHERE letter_id % 2 = 0")
        connection.execute("UPDATE archive.entry SET version = 0")
        assert stale(connection, "1").entries == 10
    assert backfill(connect) == 10
    assert held("SELECT key, unit, document::jsonb FROM archive.entry ORDER BY key") == wanted
    assert backfill(connect) == 0


def test_progress_ends_at_all_bytes(loaded, folder):
    seen = []
    loaded(folder, progress=seen.append)
    assert seen[-1].done == 10
    assert seen[-1].read == seen[-1].total == sum(path.stat().st_size for path in folder.iterdir())
    assert [one.done for one in seen] == sorted(one.done for one in seen)


def test_any_mixture_in_any_order_holds_each_letter_once(loaded, letters, tmp_path, held):
    chance = random.Random(4)
    for round_ in range(4):
        some = tmp_path / f"round {round_}"
        some.mkdir()
        for name, text in chance.sample(letters, 12):
            (some / f"{chance.random()}{name}").write_text(text)
        report = loaded(some)
        assert report.added + report.held == 12
    texts = {path.read_bytes() for path in tmp_path.glob("round */*")}
    assert held("SELECT count(*), count(DISTINCT slug) FROM archive.letter") == [(len(texts), len(texts))]
    assert held(WHOLE) == [(0,)]


def test_two_letters_of_one_case_have_two_addresses(loaded, tmp_path, held):
    first = next(samples.letters(seed=5, count=1)).determination
    pair = [first, replace(first, summary=replace(first.summary, text="Another summary."))]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(to_json(one)) for one in pair))
    assert counts(loaded(tmp_path / "a.jsonl")) == (2, 0, 0, 0)
    found = [slug for (slug,) in held("SELECT slug FROM archive.letter ORDER BY length(slug)")]
    assert found[0] == first.case_number
    assert found[1].startswith(f"{first.case_number}-")


def test_every_copy_of_a_refused_file_is_refused_by_name(loaded, folder):
    for name in ("one.txt", "two.txt", "three.txt"):
        (folder / name).write_text("No letter at all.", "utf-8")
    first = next(folder.glob("CM*.txt"))
    (folder / "again.txt").write_bytes(first.read_bytes())
    report = loaded(folder)
    assert counts(report) == (10, 0, 1, 3)
    assert {one.source for one in report.refusals} == {"one.txt", "two.txt", "three.txt"}
