"""What quality may find, and what its finding means for the release."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

#: ``stop``: no release with it, whoever says so; ``error``: none without a reason; ``warning``: for thought.
Severity = Literal["stop", "error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that quality should look at.

    Attributes:
        code: such as DOSE-01; those of the letter's checks are explained by ``openimr check --list``.
        item: the number of the treatment that it concerns; ``None`` is the whole letter.
        quote: the words that it stands on, ``against`` the words or rule that they conflict with.
        fix: what would put it right.
        law: the rule, where there is one.
        about: what else tells two problems of one code apart, such as the id of a document.
        answer: what the reviewer said to it at the signature, for the page; it is kept there.
    """

    code: str
    severity: Severity
    message: str
    item: int | None = None
    quote: str = ""
    against: str = ""
    fix: str = ""
    law: str = ""
    about: str = ""
    answer: str = ""

    @property
    def key(self) -> str:
        """Its name in forms and in the ledger; the same as long as it says the same."""
        told = "\0".join(
            (
                self.code,
                str(self.item),
                self.about,
                self.quote,
                self.against,
                "" if self.about else self.message,
            )
        )
        return f"{self.code}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"

    def entry(self, reason: str | None = None) -> dict[str, Any]:
        """As the ledger keeps it; ``reason`` is why it was overridden."""
        told = {
            "key": self.key,
            "code": self.code,
            "severity": self.severity,
            "item": self.item,
            "message": self.message,
            "quote": self.quote,
            "against": self.against,
            "fix": self.fix,
            "law": self.law,
            "reason": reason,
        }
        return {name: value for name, value in told.items() if value not in (None, "")}
