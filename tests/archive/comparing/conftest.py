"""An archive of a few hundred fictional letters, with the truth beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from openimr.archive.entries import entries
from openimr.archive.model import Entry
from openimr.archive.searching import Archive
from openimr.samples import Truth, sampled
from tests.archive.shelf import shelved


@dataclass(frozen=True)
class Population:
    """The archive, its entries by key, and what is known of each letter by its number."""

    archive: Archive
    entries: dict[str, Entry]
    truth: list[Truth]

    def key(self, letter: int, item: int = 1) -> str:
        return f"{self.truth[letter].case_number}#{item}"


@pytest.fixture(scope="session")
def population(tmp_path_factory: pytest.TempPathFactory) -> Population:
    held: dict[str, Entry] = {}
    truth = []
    for one in sampled(4, 520):
        truth.append(one.truth)
        for entry in entries(
            one.determination, address=one.truth.case_number, letter_id=one.truth.number, origin="sample"
        ):
            held[entry.key] = entry
    folder: Path = tmp_path_factory.mktemp("population")
    return Population(shelved(folder, held.values()), held, truth)


def an_entry(key: str, **more: object) -> Entry:
    """An entry that says next to nothing, but for ``more``."""
    address, _, number = key.partition("#")
    fields = {
        "unit": f"imr:{address}", "programme": "imr", "origin": "sample", "address": address, "number": int(number),
        "leads": True, "case_number": address, "decided": None, "year": None, "decision": "upheld",
        "category": "Rehabilitation", "subcategory": None, "heading": "", "disputed": "Aquatic therapy",
    }  # fmt: skip
    return Entry(key=key, **(fields | more))  # type: ignore[arg-type]
