"""A release: the whole archive in three forms with its dictionary, counts and checksums, in one folder.

    openimr-archive-2026.11.parquet / .jsonl.gz / .csv.gz   the items
    dictionary.json, dictionary.md                          what each column means
    manifest.json                                           what was counted, from what, by which reader
    README.md, CITATION.cff                                 how to read and cite it
    SHA256SUMS                                              of every other file (sha256sum -c SHA256SUMS)

The same data give the same bytes: nothing of the day or the machine on which it is made goes in.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openimr
from openimr.archive.connection import Connection, rows
from openimr.archive.exporting import dictionary, release_texts
from openimr.archive.exporting.export import Progress, export_all, stale
from openimr.archive.exporting.formats import Format, Row
from openimr.archive.exporting.whole import ExportProblem, whole
from openimr.archive.index.fields import VERSION

SUMS = "SHA256SUMS"
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}")
_ENDINGS: dict[Format, str] = {"parquet": "parquet", "jsonl": "jsonl.gz", "csv": "csv.gz"}


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was written: its version, how many items and letters it holds, its files."""

    version: str
    items: int
    letters: int
    files: tuple[str, ...]


def release(
    connection: Connection,
    folder: Path,
    *,
    version: str | None = None,
    with_samples: bool = False,
    site: str = "",
    progress: Progress | None = None,
) -> Released:
    """Write a release into ``folder``, which appears when it is whole.

    To be called within a transaction that repeats its reads, so that all counts are of one moment.

    Args:
        folder: must not be there, or be empty.
        version: by default year and month of the day on which the newest data were loaded.
        with_samples: whether fictional letters go in; a release is of the public record otherwise.
        site: beginning of the permalinks.

    Raises:
        ExportProblem: the folder is in use or can't be written, or there is nothing to release.
    """
    if version is not None and not _VERSION.fullmatch(version):
        raise ExportProblem(
            f"A release can't be called {version[:60]!r}: use up to 40 letters, digits, dots and dashes, such as 2026.11."
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ExportProblem(f"{folder} is there already and not empty: name another folder for the release.")
    if old := stale(connection):
        raise ExportProblem(
            f"{old:,} items of the archive wait to be read again: run openimr archive reread before a release."
        )
    as_of = _as_of(connection)
    if as_of is None:
        raise ExportProblem("The archive holds nothing yet: load letters before a release.")
    version = version or as_of[:7].replace("-", ".")
    scratch = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        scratch.mkdir()
        tally = _Tally()
        names: dict[Format, str] = {
            form: f"openimr-archive-{version}.{ending}" for form, ending in _ENDINGS.items()
        }
        items = export_all(
            connection,
            {form: scratch / name for form, name in names.items()},
            site=site,
            progress=progress,
            keep=None if with_samples else _published,
            seen=tally.add,
        )
        if not items:
            raise ExportProblem(
                "The archive holds no published letters: load some, or include the fictional ones (--with-samples)."
            )
        manifest: dict[str, Any] = {
            "schema": "archive-release/1",
            "version": version,
            "as_of": as_of,
            "query": "" if with_samples else "origin:published",
            "openimr": openimr.__version__,
            "readers": _readers(connection, with_samples),
            "document_version": VERSION,
            "dictionary_version": dictionary.to_json()["version"],
            "revision": _revision(connection),
            "items": items,
            "letters": tally.letters,
            "programmes": tally.programmes(),
            "years": tally.years(),
            "files": [
                {
                    "name": name,
                    "rows": items,
                    "bytes": (scratch / name).stat().st_size,
                    "sha256": _sha256(scratch / name),
                }
                for name in names.values()
            ],
        }
        _text(scratch / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
        _text(
            scratch / "dictionary.json", json.dumps(dictionary.to_json(), ensure_ascii=False, indent=2) + "\n"
        )
        _text(scratch / "dictionary.md", dictionary.to_markdown())
        _text(scratch / "README.md", release_texts.readme(manifest))
        _text(scratch / "CITATION.cff", release_texts.citation(manifest))
        files = sorted(path.name for path in scratch.iterdir())
        _text(scratch / SUMS, "".join(f"{_sha256(scratch / name)}  {name}\n" for name in files))
        if folder.is_dir():
            folder.rmdir()
        scratch.rename(folder)
    except OSError as problem:
        raise ExportProblem(
            f"The release can't be written to {folder}: {problem.strerror or problem}. Make room, or name a folder"
            " below one that can be written."
        ) from problem
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return Released(version, items, tally.letters, (*files, SUMS))


def verify(folder: Path) -> list[str]:
    """What is wrong with a release: a sentence each; empty where it is whole and as it was written.

    Raises:
        ExportProblem: the folder holds no release.
    """
    try:
        sums = (folder / SUMS).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ExportProblem(f"{folder} holds no release: its file {SUMS} can't be read.") from problem
    out = []
    listed: set[str] = set()
    for number, line in enumerate(sums.splitlines(), 1):
        found = re.fullmatch(r"([0-9a-f]{64}) [ *]([^/\\]+)", line)
        if not found:
            out.append(f"{SUMS}, line {number}, is not a checksum and a name.")
            continue
        path = folder / found[2]
        listed.add(found[2])
        if not path.is_file():
            out.append(f"{found[2]} is missing.")
        elif _sha256(path) != found[1]:
            out.append(f"{found[2]} has changed: its SHA-256 is not the one in {SUMS}.")
    extra = sorted(path.name for path in folder.iterdir() if path.name not in listed and path.name != SUMS)
    out += [f"{name} does not belong to the release." for name in extra]
    if "manifest.json" not in listed:
        out.append(f"manifest.json is not in {SUMS}.")
    return out or _counts_differ(folder)


def _counts_differ(folder: Path) -> list[str]:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    out = []
    for file in manifest["files"]:
        if file["name"].endswith(".parquet"):
            import pyarrow.parquet as pq

            held = pq.read_metadata(folder / file["name"]).num_rows
            if held != file["rows"]:
                out.append(f"{file['name']} holds {held:,} rows, and the manifest says {file['rows']:,}.")
    return out


class _Tally:
    """Counts what goes by."""

    def __init__(self) -> None:
        self._items: Counter[tuple[str, int | None, str]] = Counter()
        self._letters: Counter[tuple[str, int | None]] = Counter()

    def add(self, row: Row) -> None:
        self._items[row["programme"], row["year"], row["decision"]] += 1
        if row["first_of_letter"]:
            self._letters[row["programme"], row["year"]] += 1

    @property
    def letters(self) -> int:
        return self._letters.total()

    def programmes(self) -> list[dict[str, Any]]:
        return [
            {"programme": programme, **self._sum(lambda one, p=programme: one[0] == p)}
            for programme in sorted({key[0] for key in self._items})
        ]

    def years(self) -> list[dict[str, Any]]:
        groups = sorted(
            {key[:2] for key in self._items}, key=lambda one: (one[0], one[1] is None, one[1] or 0)
        )
        return [
            {"programme": programme, "year": year, **self._sum(lambda one, g=(programme, year): one[:2] == g)}
            for programme, year in groups
        ]

    def _sum(self, of: Any) -> dict[str, int]:
        return {
            "letters": sum(count for key, count in self._letters.items() if of(key)),
            "items": sum(count for key, count in self._items.items() if of(key)),
            "upheld": sum(n for key, n in self._items.items() if of(key) and key[2] == "upheld"),
            "overturned": sum(n for key, n in self._items.items() if of(key) and key[2] == "overturned"),
        }


def _published(row: Row) -> bool:
    return bool(row["origin"] == "published")


def _as_of(connection: Connection) -> str | None:
    found = rows(
        connection,
        "SELECT to_char(greatest((SELECT max(read_at) FROM archive.letter), (SELECT max(loaded_at) FROM archive.dmhc))"
        " AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
    )[0][0]
    return None if found is None else str(found)


def _readers(connection: Connection, with_samples: bool) -> list[dict[str, Any]]:
    found = rows(
        connection,
        "SELECT reader, count(*) FROM archive.letter WHERE %s OR origin = 'published' GROUP BY reader ORDER BY reader",
        [with_samples],
    )
    return [{"reader": reader, "letters": int(count)} for reader, count in found]


def _revision(connection: Connection) -> int:
    return int(
        rows(
            connection,
            "SELECT greatest((SELECT max(revision) FROM archive.entry), (SELECT max(revision) FROM archive.gone), 0)",
        )[0][0]
    )


def _text(path: Path, text: str) -> None:
    with whole(path) as file:
        file.write(text.encode())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
