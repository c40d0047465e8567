"""Releases: whole, verifiable, the same for the same data."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess

import pyarrow.parquet as pq
import pytest
import yaml

from openimr.archive.connection import run
from openimr.archive.exporting import ExportProblem, release, verify


def test_a_release_holds_what_its_manifest_says(stocked, held, tmp_path):
    done = release(stocked, tmp_path / "r", with_samples=True)
    manifest = json.loads((tmp_path / "r/manifest.json").read_text())
    assert (done.version, done.items) == ("2026.11", len(held))
    assert manifest["as_of"] == "2026-11-21"
    assert manifest["letters"] == len({one.address for one in held})
    assert sum(one["upheld"] for one in manifest["years"]) == sum(one.decision == "upheld" for one in held)
    assert manifest["readers"] == [{"reader": "reader 1", "letters": manifest["letters"]}]
    names = [file["name"] for file in manifest["files"]]
    parquet, jsonl, table = (tmp_path / "r" / name for name in names)
    keys = [one.key for one in held]
    assert pq.read_table(parquet, columns=["key"])["key"].to_pylist() == keys
    assert [json.loads(line)["key"] for line in gzip.decompress(jsonl.read_bytes()).splitlines()] == keys
    assert [
        one["key"] for one in csv.DictReader(io.StringIO(gzip.decompress(table.read_bytes()).decode()))
    ] == keys
    assert verify(tmp_path / "r") == []


def test_fictional_letters_stay_out_unless_they_are_wanted(stocked, held, tmp_path):
    done = release(stocked, tmp_path / "r", version="1.0-test")
    assert done.items == sum(one.origin == "published" for one in held)
    assert yaml.safe_load((tmp_path / "r/CITATION.cff").read_text())["version"] == "1.0-test"


def test_the_same_data_give_the_same_bytes(stocked, tmp_path):
    for name in ("a", "b"):
        release(stocked, tmp_path / name, with_samples=True)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == sorted(path.name for path in (tmp_path / "b").iterdir())
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_sha256sum_agrees(stocked, tmp_path):
    release(stocked, tmp_path / "r", with_samples=True)
    assert (
        subprocess.run(
            ["sha256sum", "--strict", "-c", "SHA256SUMS"], cwd=tmp_path / "r", check=False
        ).returncode
        == 0
    )


def _append(path):
    path.write_bytes(path.read_bytes() + b"x")


SPOILED = [
    (lambda r: _append(r / "README.md"), "README.md has changed", "a byte more"),
    (lambda r: (r / "dictionary.json").unlink(), "dictionary.json is missing", "a file less"),
    (lambda r: (r / "extra").write_text(""), "extra does not belong", "a file more"),
    (lambda r: _append(r / "SHA256SUMS"), "is not a checksum", "the list itself"),
]


@pytest.mark.parametrize(("spoil", "said", "why"), SPOILED)
def test_verify_names_what_is_wrong(stocked, tmp_path, spoil, said, why):
    release(stocked, tmp_path / "r", with_samples=True)
    spoil(tmp_path / "r")
    assert any(said in one for one in verify(tmp_path / "r")), why


def test_refusals(stocked, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/x").write_text("")
    for folder, options, said in (
        (tmp_path / "full", {}, "not empty"),
        (tmp_path / "r", {"version": "../x"}, "can't be called"),
        (tmp_path / "no/r", {}, "can't be written"),
    ):
        with pytest.raises(ExportProblem, match=said):
            release(stocked, folder, **options)
    with pytest.raises(ExportProblem, match="holds no release"):
        verify(tmp_path)
    run(stocked, "UPDATE archive.entry SET version = 0 WHERE key = (SELECT min(key) FROM archive.entry)")
    with pytest.raises(ExportProblem, match="read again"):
        release(stocked, tmp_path / "r")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full"]


def test_an_empty_archive_is_not_released(connection, tmp_path):
    with pytest.raises(ExportProblem, match="holds nothing"):
        release(connection, tmp_path / "r")
