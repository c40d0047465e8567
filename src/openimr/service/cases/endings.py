"""The ways in which a review ends before a determination. Data: ``endings.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from openimr.law.model import Law
from openimr.law.tables import laws, require

_FILE = Path(__file__).with_name("endings.yaml")


@dataclass(frozen=True, slots=True)
class Ending:
    """One way. ``says`` is the reason as notices print it; ``asks`` why a person must confirm it."""

    code: str
    title: str
    ended_by: str
    says: str
    law: tuple[Law, ...]
    asks: str | None

    @property
    def acts(self) -> bool:
        """Whether all its law is verified."""
        return all(one.evidence.acts for one in self.law)


@cache
def endings() -> dict[str, Ending]:
    """Every way by its code, in the order of the file.

    Raises:
        LawError: an entry lacks something, or rests on what is not verified and does not ask.
    """
    found: dict[str, Ending] = {}
    for row in yaml.safe_load(_FILE.read_text(encoding="utf-8")):
        code = row.get("code")
        require(code not in found, "endings", code, "the code stands twice.")
        for key in ("code", "title", "ended_by", "says", "law"):
            require(row.get(key), "endings", code, f"needs {key}.")
        one = Ending(
            code,
            row["title"],
            row["ended_by"],
            row["says"],
            laws(row["law"], "endings", code),
            row.get("asks"),
        )
        require(one.acts or one.asks, "endings", code, "a law is not verified: asks must say which.")
        found[code] = one
    return found
