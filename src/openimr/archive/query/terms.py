"""The other names of words: brand and generic drugs as one, and the field's abbreviations."""

from __future__ import annotations

from functools import cache, lru_cache

from openimr.archive.index.fields import analyzer
from openimr.vocabulary import same_terms
from openimr.vocabulary.drug_table import all_drugs

Stems = tuple[str, ...]

#: Words that say nothing alone; in phrases they count.
_SILENT = frozenset(
    [
        *[
            "a",
            "an",
            "and",
            "any",
            "are",
            "as",
            "at",
            "be",
            "been",
            "by",
            "for",
            "from",
            "had",
            "has",
            "have",
            "he",
            "her",
            "his",
            "if",
            "in",
            "into",
            "is",
            "it",
            "its",
            "not",
            "of",
            "on",
            "or",
        ],
        *[
            "she",
            "that",
            "the",
            "their",
            "them",
            "there",
            "these",
            "they",
            "this",
            "to",
            "was",
            "were",
            "what",
            "when",
            "where",
            "which",
            "who",
            "will",
            "with",
        ],
    ]
)
_LONGEST = 6


@lru_cache(20_000)
def stems(text: str) -> Stems:
    """The words of ``text`` as the index holds them."""
    return tuple(analyzer().analyze(text))


@cache
def silent() -> frozenset[str]:
    """Stems of words that say nothing alone."""
    return frozenset(stem for word in _SILENT for stem in stems(word))


def names_at(words: Stems, start: int) -> tuple[int, tuple[Stems, ...]]:
    """The longest known name that begins at ``start``: how many words it has, and every name for the same.

    ``(1, ())`` where none is known: the word stands for itself.
    """
    known = _known()
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        found = known.get(words[start : start + length])
        if found:
            return length, found
    return 1, ()


@cache
def _known() -> dict[Stems, tuple[Stems, ...]]:
    out: dict[Stems, dict[Stems, None]] = {}
    for group in (*same_terms.groups(), *_drugs()):
        members = dict.fromkeys(found for name in group if (found := stems(name)))
        for one in members:
            # A name of two things (MRA) stands for both.
            out.setdefault(one, {}).update(members)
    return {name: tuple(group) for name, group in out.items() if len(group) > 1}


def _drugs() -> list[tuple[str, ...]]:
    """The names of each active substance or combination, generic and brand. A combination is never one of its parts."""
    out: dict[tuple[str, ...], dict[str, None]] = {}
    for drug in all_drugs():
        group = out.setdefault(drug.ingredients or (drug.name,), {})
        group.update(dict.fromkeys(("/".join(drug.ingredients), drug.name, *drug.names, *drug.brands)))
    return [tuple(name for name in group if name) for group in out.values()]
