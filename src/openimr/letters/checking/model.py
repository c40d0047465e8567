"""What a check is, what it brings back, and how well it was measured to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from openimr.letters.checking.view import View

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Measured:
    """How often a check was right on real letters: ``right`` of ``fired`` firings, each judged by hand.

    ``data`` says which letters. ``precision`` is ``None`` where the check never fired: nothing is known then.
    """

    right: int
    fired: int
    data: str

    @property
    def precision(self) -> float | None:
        """The share of firings that were right."""
        return self.right / self.fired if self.fired else None


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check brings back; the engine adds code and severity.

    ``quote`` is an exact piece of the value at ``pointer`` ("" where something is missing altogether).
    """

    item: int | None
    message: str
    quote: str
    against: str
    fix: str | None
    pointer: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the catalog.

    Attributes:
        code: family and number, such as ``DOSE-01``.
        title: its name in a few words.
        severity: ``error`` only if the error is ``plain`` and the check was right in nine of ten firings
            at the least, over three or more; ``warning`` otherwise.
        looks_for: one or two sentences for people.
        example: words, written for this catalog, on which it fires.
        source: the rule behind it, with its citation.
        precision: measured on real letters, ``None`` where that was not done.
        plain: whether a hit is beyond clinical or legal dispute, were it right.
        public: whether it runs on public copies only.
    """

    code: str
    title: str
    severity: Severity
    looks_for: str
    example: str
    source: str
    precision: Measured | None
    plain: bool
    public: bool
    find: Callable[[View], Iterable[Hit]]
