"""The long tail of words: medical words, drug names, and words, products and places made from parts."""

from __future__ import annotations

import random
from functools import cache
from importlib import resources
from itertools import product

from openimr.samples.population.data_files import table
from openimr.vocabulary.drug_table import all_drugs

#: Lists are shuffled once, the same for every seed: which words are common is no matter of the sample.
_ORDER = 20131


@cache
def lists() -> dict[str, tuple[str, ...]]:
    """Word lists by rank, for the grammar: ``zipf_term``, ``zipf_condition``, ``zipf_product`` and others."""
    parts = table("parts.yaml")
    return {
        "zipf_term": _terms(parts),
        "zipf_product": _made(parts["product_heads"], parts["product_middles"], parts["product_tails"], True),
        "zipf_place": _made(parts["place_heads"], parts["place_middles"], parts["place_tails"], True),
        "zipf_medicine": _medicines(),
        "zipf_code": _codes(parts["code_letters"]),
    }


def _shuffled(words: list[str]) -> tuple[str, ...]:
    random.Random(_ORDER).shuffle(words)  # noqa: S311 - samples need repeatable chance, not secrets
    return tuple(words)


def _terms(parts: dict[str, list[str]]) -> tuple[str, ...]:
    """Medical words: the known ones first, then ones that the parts of Greek and Latin words make."""
    text = resources.files("openimr.vocabulary").joinpath("data", "medical_words.txt").read_text("utf-8")
    lines = [line.partition("~")[0] for line in text.splitlines() if not line.startswith("#")]
    known = sorted({word for line in lines for word in line.split() if len(word) > 4})
    made = {a + b + c for a, b, c in product(parts["fronts"], parts["roots"], parts["ends"])}
    return _shuffled(known) + _shuffled(sorted(made - set(known)))


def _made(heads: list[str], middles: list[str], tails: list[str], name: bool) -> tuple[str, ...]:
    words = sorted({a + b + c for a, b, c in product(heads, middles, tails)})
    return _shuffled([word.capitalize() if name else word for word in words])


def _medicines() -> tuple[str, ...]:
    """Generic and brand names of every drug in the tables, as a list of medicines would have them."""
    names: set[str] = set()
    for drug in all_drugs():
        names.update(drug.ingredients)
        names.update(drug.brands)
    return _shuffled(sorted(name for name in names if len(name) > 3 and "#" not in name))


def _codes(letters: dict[str, list[int]]) -> tuple[str, ...]:
    """Diagnosis codes in the shape of the ICD-10: a letter, two digits, a point, one or two digits."""
    out = []
    for letter, (low, high) in letters.items():
        for number in range(low, high + 1):
            out += [f"{letter}{number:02d}.{minor}" for minor in (*range(10), *range(10, 100, 7))]
    return _shuffled(out)


def mistyped(word: str, roll: float) -> str:
    """``word`` with one slip of the fingers in it: a letter left out, doubled, or two changed about."""
    kind, place = divmod(int(roll * 3 * (len(word) - 3)), len(word) - 3)
    place += 1
    if kind == 1:
        return word[:place] + word[place] + word[place:]
    if kind == 2 and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return word[:place] + word[place + 1 :]
