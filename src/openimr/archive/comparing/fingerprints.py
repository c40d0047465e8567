"""Fingerprints of a text: numbers that two texts have in common wherever they share a run of ten words.

Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003) over words instead of letters: every five words
running get a hash, and of every six hashes running the smallest is kept. Two texts with ten words running in
common have six such hashes in common, and both keep the smallest of them. So a search for texts with the
same fingerprint misses no shared run of :data:`LEAST` words; what it finds may be less than a run, which
:func:`openimr.archive.comparing.runs.shared_runs` tells apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from struct import unpack

#: Words that one hash covers, and hashes of which the smallest is kept.
GRAM, WINDOW = 5, 6
#: The shortest shared run, in words, that certainly shows.
LEAST = GRAM + WINDOW - 1

#: A word: letters and digits running, in any script. The underscores of a form's blank are none.
WORD = re.compile(r"[^\W_]+")

#: For ASCII the same in one pass: lower case, and a blank for all that is no letter or digit.
_ASCII = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))


def words(text: str) -> list[str]:
    """The words of ``text`` as they are compared: letters and digits running, in lower case."""
    if text.isascii():
        return text.translate(_ASCII).split()
    # Each word by itself: lower case can be longer than what it stands for, and then be cut elsewhere.
    return [word.lower() for word in WORD.findall(text)]


def fingerprints(text: str) -> tuple[int, ...]:
    """The fingerprints of ``text``, each once and in ascending order; none where it has under ten words.

    Numbers of 63 bits, so that they fit PostgreSQL's ``bigint``. They depend on the words alone and are
    the same on every machine. Whoever changes how they are counted counts them anew for the whole archive.
    """
    return tuple(sorted(_smallest(_hashes(words(text)))))


def _hashes(found: Sequence[str]) -> list[int]:
    """A hash of every five words running: one number for each word and its place among the five, put together."""
    if len(found) < GRAM:
        return []
    first, second, third, fourth, fifth = zip(*map(_NUMBERS.__getitem__, found), strict=True)
    return [
        a ^ b ^ c ^ d ^ e
        for a, b, c, d, e in zip(first, second[1:], third[2:], fourth[3:], fifth[4:], strict=False)
    ]


class _Numbers(dict[str, tuple[int, ...]]):
    """Five numbers of 63 bits for each word, the same in every process: Python's own ``hash`` is not."""

    def __missing__(self, word: str) -> tuple[int, ...]:
        if len(self) >= _REMEMBERED:
            self.clear()
        digest = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8 * GRAM).digest()
        found = tuple(number >> 1 for number in unpack(f">{GRAM}Q", digest))
        self[word] = found
        return found


#: Words that are remembered at once: more than the archive's vocabulary, 15 MB at most.
_REMEMBERED = 1 << 16
_NUMBERS = _Numbers()


def _smallest(hashes: Sequence[int]) -> set[int]:
    """The smallest hash of every window; of equal ones the rightmost stays longest."""
    kept: set[int] = set()
    place, smallest = -1, 0
    for start, newest in enumerate(hashes[WINDOW - 1 :]):
        if place < start:
            window = hashes[start : start + WINDOW]
            smallest = min(window)
            place = start + WINDOW - 1 - window[::-1].index(smallest)
            kept.add(smallest)
        elif newest <= smallest:
            place, smallest = start + WINDOW - 1, newest
            kept.add(newest)
    return kept
