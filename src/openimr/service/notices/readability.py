"""How hard a text is to read: the Flesch-Kincaid grade, a school year of the United States.

Grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid and others, 1975). Syllables are
counted from the spelling: groups of vowels, less silent endings. Numbers, and words too long to be words (a web
address, a fingerprint), count as one syllable.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d[\d.,/-]*")
#: Nobody reads these aloud.
_NO_WORD = re.compile(r"\S{30,}")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e|[aeiouy]le?d)$")


def syllables(word: str) -> int:
    """The syllables of one English word, at least 1."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    if not plain:
        return 1
    count = len(_VOWELS.findall(plain))
    if _SILENT.search(plain) and not plain.endswith(("ses", "ces", "ges", "xes", "zes", "ches", "shes")):
        count -= 1
    return max(1, count)


def grade(text: str) -> float:
    """The grade of ``text``; 0.0 where it has no words."""
    text = _NO_WORD.sub("x", text)
    sentences = [part for part in _SENTENCE.split(text) if _WORD.search(part)]
    found = _WORD.findall(text)
    if not found:
        return 0.0
    per_word = sum(sum(syllables(part) for part in word.split("-") if part) for word in found) / len(found)
    return 0.39 * len(found) / len(sentences) + 11.8 * per_word - 15.59
