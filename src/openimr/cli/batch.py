"""The files that a command was given, worked on in limited child processes, one line of JSON each, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openimr import pages
from openimr.pages.model import UnreadableFile


def files(paths: Sequence[str], suffixes: frozenset[str]) -> Iterator[tuple[Path, str]]:
    r"""Every file meant by ``paths``, each with the name to print for it.

    Of a folder, the files below it whose name ends in one of ``suffixes`` are meant, named by their place
    in it; a file is named by its own name. A name's bytes that are no text are shown as ``\xff``. A folder
    without any such file stands for itself, so that it gets a line of its own. Data beside a letter of the
    same name (as `openimr samples` writes them) are that letter's, not another one.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            held = False
            for entry in sorted(path.rglob("*")):
                # A link to nowhere is no file, but is refused on its line, not passed over.
                wanted = entry.is_file() or (entry.is_symlink() and not entry.exists())
                if _beside_letter(entry):
                    continue
                if entry.suffix.lower() in suffixes and wanted and not entry.name.startswith("."):
                    held = True
                    yield entry, _shown(entry.relative_to(path).as_posix())
            if not held:
                yield path, _shown(path.name or str(path))
        else:
            yield path, _shown(path.name)


def _beside_letter(entry: Path) -> bool:
    return entry.suffix.lower() == ".json" and any(
        entry.with_suffix(letter).is_file() for letter in (".pdf", ".txt")
    )


def _shown(name: str) -> str:
    """A file's name as text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def lines(
    paths: Sequence[str],
    suffixes: frozenset[str],
    job: str,
    jobs: int,
    options: Callable[[Path], dict[str, Any]],
) -> Iterator[tuple[bytes, bool]]:
    """The JSON line of every file, in order, and whether it is a refusal.

    ``job`` names the function that a child calls with a file's bytes and ``options(path)``, to which the
    file's printed ``name`` is added. Memory does not grow with the number of files.
    """
    # What is known of the files under way only: dropped as soon as their line is out.
    names: dict[int, str] = {}
    unloaded: dict[int, UnreadableFile] = {}

    def tasks() -> Iterator[tuple[int, bytes, dict[str, Any]]]:
        for number, (path, name) in enumerate(files(paths, suffixes)):
            names[number] = name
            try:
                if path.is_dir():
                    endings = ", ".join(sorted(suffixes))
                    raise UnreadableFile(
                        "not_found",
                        f"No file that ends in one of {endings} can be found in this folder; name the folder that holds the letters.",
                    )
                data = pages.load(path)
            except UnreadableFile as problem:
                unloaded[number] = problem
                data = b""
            yield number, data, {**options(path), "name": name}

    with pages.Pool(job, jobs=jobs) as pool:
        for number, result in pool.map(tasks(), raw=True):
            name = names.pop(number)
            problem = unloaded.pop(number, None) or (result if isinstance(result, UnreadableFile) else None)
            if problem is not None:
                error = {"source": name, "error": {"code": problem.code, "message": problem.message}}
                yield json.dumps(error, ensure_ascii=False).encode(), True
            else:
                assert isinstance(result, bytes)
                yield result, False
