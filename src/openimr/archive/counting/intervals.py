"""How sure a share is."""

from __future__ import annotations

from math import sqrt

#: Standard normal quantile for 95 %.
_Z = 1.959963984540054


def wilson(count: int, of: int) -> tuple[float, float] | None:
    """The 95 % interval of a share (Wilson's score interval, 1927), which holds for few cases and for shares near 0 or 1.

    It says how far the share might be off if these cases were drawn by chance from many like them. ``None`` for 0
    cases.

    >>> tuple(round(end, 3) for end in wilson(1, 10))
    (0.018, 0.404)
    """
    if of == 0:
        return None
    share = count / of
    middle = share + _Z * _Z / (2 * of)
    spread = _Z * sqrt(share * (1 - share) / of + _Z * _Z / (4 * of * of))
    scale = 1 + _Z * _Z / of
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return (0.0 if count == 0 else low), (1.0 if count == of else high)
