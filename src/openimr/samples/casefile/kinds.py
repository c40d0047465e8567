"""Kinds of treatment, as a case file needs them: why it was denied, what it is for, which paper goes with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from openimr.letters.model import Item
from openimr.samples.casefile.cast import stock


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; the fields are those of ``treatments.yaml``."""

    kind: str
    denied: tuple[str, ...]
    extra: str
    purpose: str
    seek: re.Pattern[str] | None
    ingredients: frozenset[str] | None
    category: str | None

    def fits(self, item: Item) -> bool:
        """Whether the item is of this kind."""
        taken = {ingredient.lower() for drug in item.drugs for ingredient in drug.ingredients}
        if self.ingredients is not None and not self.ingredients & taken:
            return False
        if self.seek is not None and not self.seek.search(item.disputed):
            return False
        return self.category is None or self.category == item.category


@cache
def _kinds() -> tuple[Kind, ...]:
    return tuple(
        Kind(
            row["kind"],
            tuple(row["denied"]),
            row["extra"],
            row["purpose"],
            re.compile(row["seek"], re.I) if row.get("seek") else None,
            frozenset(row["class"]) if row.get("class") else None,
            row.get("category"),
        )
        for row in stock("treatments")["kinds"]
    )


def kind_of(item: Item) -> Kind:
    """The first kind that fits; the last one fits everything."""
    return next(kind for kind in _kinds() if kind.fits(item))
