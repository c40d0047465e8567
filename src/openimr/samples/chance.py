"""One seeded source of chance for a letter, and drawing without repeats."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Seeded draws. The same seed gives the same draws on every machine and Python version."""

    def __init__(self, seed: int | str) -> None:
        number = seed if isinstance(seed, int) else zlib.crc32(seed.encode())
        self._random = random.Random(number)  # noqa: S311 - samples need repeatable chance, not secrets
        self._used: dict[str, set[int]] = {}

    def below(self, bound: int) -> int:
        """A whole number from 0 up to, not including, ``bound``."""
        return min(bound - 1, int(self._random.random() * bound))

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + self.below(high - low + 1)

    def pick(self, options: Sequence[T]) -> T:
        """One of ``options``."""
        return options[self.below(len(options))]

    def yes(self, probability: float) -> bool:
        """Whether something with this probability happens."""
        return self._random.random() < probability

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """``count`` different ones of ``options`` (all of them where there are fewer), in drawn order."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def fresh(self, pool: str, options: Sequence[T]) -> T | None:
        """One of ``options`` that was not drawn from ``pool`` before; ``None`` when all were."""
        used = self._used.setdefault(pool, set())
        left = [i for i in range(len(options)) if i not in used]
        if not left:
            return None
        index = left[self.below(len(left))]
        used.add(index)
        return options[index]
