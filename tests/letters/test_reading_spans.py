"""With spans, every value says where it stands, and its words are there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from openimr import letters, samples

#: Values that are the reader's own, or derived from all items.
_OWN = {"schema", "source", "sha256", "layout", "case_outcome"}
#: Parts of a citation that its whole printed text stands for.
_WHOLE = {"source", "text"}
LETTERS = list(samples.letters(seed=31, count=40))


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if pointer or name not in _OWN:
                yield from leaves(inner, f"{pointer}/{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{number}")
    elif value is not None and value is not False:
        yield pointer, value


def stands(pointer: str, spans: dict[str, Any]) -> bool:
    """Whether the value, or (for an ingredient, or a part of a citation) what holds it, has a place."""
    parent, _, name = pointer.rpartition("/")
    if pointer in spans:
        return True
    return ("citations/" in pointer and name in _WHOLE and parent in spans) or (
        "/ingredients/" in pointer and parent in spans
    )


@pytest.mark.parametrize("number", range(len(LETTERS)))
def test_every_value_has_its_place(number: int) -> None:
    read = letters.to_json(letters.read(LETTERS[number].text.encode(), spans=True), spans=True)
    spans = read.pop("spans")
    missing = [
        (pointer, value)
        for pointer, value in leaves(read)
        if not pointer.endswith("/number") and not stands(pointer, spans)
    ]
    # A category may rest on no single word (Other); everything else was read from somewhere.
    assert [entry for entry in missing if not entry[0].endswith("/category")] == []


@pytest.mark.parametrize("number", range(len(LETTERS)))
def test_the_words_are_where_the_spans_say(number: int) -> None:
    text = LETTERS[number].text.replace("\r\n", "\n")
    pages = text.split("\f")
    determination = letters.read(text.encode(), spans=True)
    for index, item in enumerate(determination.items):
        for field in ("heading", "rationale"):
            places = determination.spans.get(f"/items/{index}/{field}", ())
            printed = " ".join(pages[p.page - 1][p.start : p.end] for p in places)
            wanted = getattr(item, field) or ""
            assert "".join(printed.replace("-", "").split()) == "".join(wanted.replace("-", "").split())
        for number_, drug in enumerate(item.drugs):
            for field in ("name", "strength"):
                value = getattr(drug, field)
                if value:
                    places = determination.spans[f"/items/{index}/drugs/{number_}/{field}"]
                    printed = "".join(pages[p.page - 1][p.start : p.end] for p in places)
                    assert "".join(printed.split()) == "".join(value.split())
