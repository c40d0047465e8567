"""Diagnoses as forms print them: with their ICD-10-CM code where it is one of the common ones."""

from __future__ import annotations

import re

from openimr.samples.casefile.cast import stock


def icd(diagnosis: str) -> str | None:
    """The code of a diagnosis, or ``None`` where the list of common ones does not have it."""
    text = " ".join(re.findall(r"[a-z0-9-]+", diagnosis.lower()))
    found = [(words, code) for words, code in stock("icd") if words in text]
    plain = re.sub(r"\b(?:left|right|bilateral) ", "", text)
    found += [(words, code) for words, code in stock("icd") if words in plain]
    if not found:
        return None
    code: str = max(found, key=lambda pair: len(pair[0]))[1]
    side = "1" if "right" in text.split() else "2" if "left" in text.split() else "0"
    return code.replace("{7}", side)
