"""Codes of invitations: how one is made, how it is read when somebody types it, and what is kept of it.

A code has 100 bits. It is derived from a secret of this installation and an occasion, so a notice that was put on
paper once can be put on paper again with the same code; the database holds a digest, and nothing leads from the
digest (or from anything else in the database) to the code.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import cache

from openimr.service.home import Home

#: Digits and letters that can't be taken for one another.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 20
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def made(case_number: str, role: str, occasion: str) -> str:
    """The code for a party of a case on an occasion, such as ``CX4M0-7TQ2R-…`` in four groups of five."""
    digest = hmac.new(_secret(), f"code\0{case_number}\0{role}\0{occasion}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return grouped("".join(letters))


def typed(text: str) -> str | None:
    """A code as somebody typed it, in one form; ``None`` where it can't be one."""
    plain = "".join(char for char in text.upper() if char.isalnum()).translate(_ALIKE)
    if len(plain) != LENGTH or any(char not in LETTERS for char in plain):
        return None
    return plain


def grouped(code: str) -> str:
    """In groups of five, as people copy it."""
    return "-".join(code[at : at + 5] for at in range(0, len(code), 5))


def digest(code: str) -> str:
    """What is kept of a code (as :func:`typed` gives it)."""
    return hmac.new(_secret(), f"kept\0{code}".encode(), hashlib.sha256).hexdigest()


@cache
def _secret() -> bytes:
    return Home().secret("portal").encode()
