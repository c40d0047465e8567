"""The same query with words spelled so that they occur."""

from __future__ import annotations

import re
from functools import cache

import tantivy
from rapidfuzz import fuzz, process

from openimr.archive.query.terms import names_at, silent, stems
from openimr.vocabulary import drugs, spelling

_WORD = re.compile(r"[^\W\d_]{4,}")
#: How alike a word must be to what is suggested for it (rapidfuzz ratio); shorter words are easily mistaken.
_CLOSE = 78.0


def suggest(text: str, searcher: tantivy.Searcher) -> str | None:
    """``text`` with each word that occurs nowhere replaced by the nearest that does; ``None`` if there is none."""
    changed = False

    def better(hit: re.Match[str]) -> str:
        nonlocal changed
        word = hit.group()
        before, after = text[: hit.start()], text[hit.end() :]
        if after.startswith(":") or before.endswith(":") or word in ("AND", "NOT") or _occurs(word, searcher):
            return word
        found = _nearest(word, searcher)
        if found is None:
            return word
        changed = True
        return found

    out = _WORD.sub(better, text)
    return out if changed else None


def _occurs(word: str, searcher: tantivy.Searcher) -> bool:
    cut = stems(word)
    if not cut or cut[0] in silent() or names_at(cut, 0)[1]:
        return True
    return bool(searcher.doc_freq("text", cut[0]))


def _nearest(word: str, searcher: tantivy.Searcher) -> str | None:
    lowered = word.lower()
    options = []
    corrected = spelling.correct(lowered)
    if corrected:
        options.append(corrected)
    options += [
        one
        for one, _, _ in process.extract(lowered, _names(), scorer=fuzz.ratio, limit=4, score_cutoff=_CLOSE)
    ]
    return next((one for one in options if _occurs(one, searcher)), None) or _from_index(lowered, searcher)


def _from_index(word: str, searcher: tantivy.Searcher) -> str | None:
    """A word of the index with the same first two letters; the index holds stems, so only whole words will do."""
    terms = [term for term, count in searcher.terms_with_prefix("text", word[:2], limit=5_000) if count > 1]
    found = process.extractOne(word, terms, scorer=fuzz.ratio, score_cutoff=_CLOSE + 7)
    return found[0] if found else None


@cache
def _names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.lower() for name in drugs.names() if name.isalpha()))
