"""Reading and checking a file that came in, and the version of what reads it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openimr
from openimr.letters.checking import check
from openimr.letters.model import Determination, Finding
from openimr.letters.reading import read as read_letter

#: The rooms whose code and data decide what is read and found.
_ROOMS = ("pages", "vocabulary", "letters")
_SUFFIXES = frozenset({".py", ".csv", ".yaml", ".json"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file and what the checks found in it."""

    determination: Determination
    findings: list[Finding]


def read(data: bytes, *, name: str) -> Reading:
    """Read and check a letter, keeping where every value stands.

    Raises:
        UnreadableFile: it can't be opened or is no letter; the message is a sentence for people.
    """
    determination = read_letter(data, name=name, spans=True)
    return Reading(determination, check(determination))


@cache
def version() -> str:
    """The package's version with a digest of the reading rooms, so that a changed reader reads again."""
    root = Path(openimr.__file__).parent
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in _SUFFIXES and "writing" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return f"{openimr.__version__}+{digest.hexdigest()[:12]}"
