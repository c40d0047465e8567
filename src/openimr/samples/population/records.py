"""The population as JSON lines: one line a determination, and one line of truth for it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from openimr.letters.codec import to_json
from openimr.samples.population.model import Sampled, Truth

SCHEMA = "sample-truth/1"


def truth_json(truth: Truth) -> dict[str, Any]:
    """The truth as JSON-ready data (``sample-truth/1``).

    Keys are those of :class:`Truth` and :class:`ItemTruth`. A passage has its ``key`` (passages of one key are the
    same words in every letter) and where it stands in the rationale, ``start`` and ``end`` in characters.
    """
    return {
        "schema": SCHEMA,
        "number": truth.number,
        "case_number": truth.case_number,
        "reviewer": truth.reviewer,
        "regions": list(truth.regions),
        "repeats": truth.repeats,
        "slips": [list(slip) for slip in truth.slips],
        "items": [
            {
                "number": item.number,
                "topic": item.topic,
                "drug_class": item.drug_class,
                "supporting": item.supporting,
                "opposing": item.opposing,
                "passages": [{"key": p.key, "start": p.start, "end": p.end} for p in item.passages],
            }
            for item in truth.items
        ],
    }


def truth_path(path: Path) -> Path:
    """Where the truth of ``path`` goes: ``letters.jsonl.gz`` has ``letters.truth.jsonl.gz`` beside it."""
    name = path.name
    for ending in (".jsonl.gz", ".jsonl"):
        if name.endswith(ending):
            return path.with_name(f"{name.removesuffix(ending)}.truth{ending}")
    raise ValueError(f"{path.name}: the name of the file has to end in .jsonl or .jsonl.gz.")


def write(path: Path, letters: Iterable[Sampled]) -> int:
    """Write the determinations to ``path`` and their truth beside it; the count.

    Names that end in ``.gz`` are compressed. The files bear their names only once they are whole; the same
    letters give the same bytes.

    Raises:
        ValueError: the name ends in neither ``.jsonl`` nor ``.jsonl.gz``.
        OSError: the files cannot be written.
    """
    count = 0
    with _whole(truth_path(path)) as truths, _whole(path) as lines:
        for one in letters:
            lines.write(_line(to_json(one.determination)))
            truths.write(_line(truth_json(one.truth)))
            count += 1
    return count


def _line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its name when it is finished; compressed where its name says so."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as raw:
            if path.name.endswith(".gz"):
                # no name and no time inside, so that the same letters give the same bytes
                with gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield raw
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
