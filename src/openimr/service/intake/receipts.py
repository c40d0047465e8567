"""Receipt numbers of the public form, such as ``CM26-0000123-7KQ4-MZ2P``.

Whoever files on the public form may be anybody, so a receipt opens nothing: with it one learns whether the
application arrived, and no more. Access to the case goes to the parties named in it, once the office has looked at
the application. A receipt number is the case number and eight letters derived from a secret of this installation
(40 bits, and few may be tried); nothing of it is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re

from openimr.service.home import Home
from openimr.service.portal.codes import LETTERS

_RECEIPT = re.compile(r"(CM\d\d-\d{7})-?([0-9A-Z]{4})-?([0-9A-Z]{4})")
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def receipt_of(case_number: str) -> str:
    """The receipt number of the application that opened the case."""
    mark = _mark(case_number)
    return f"{case_number}-{mark[:4]}-{mark[4:]}"


def case_of(text: str) -> str | None:
    """The case number of a receipt number as somebody typed it; ``None`` where it is none of ours."""
    found = _RECEIPT.fullmatch("".join(text.upper().split()))
    if found is None:
        return None
    given = (found[2] + found[3]).translate(_ALIKE)
    return found[1] if hmac.compare_digest(given, _mark(found[1])) else None


def _mark(case_number: str) -> str:
    secret = Home().secret("portal").encode()
    digest = hmac.new(secret, f"receipt\0{case_number}".encode(), hashlib.sha256).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:8])
