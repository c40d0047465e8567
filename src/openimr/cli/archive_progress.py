"""How far a long verb of ``openimr archive`` is: a bar on a terminal, with the rate and the time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives a function of (done, in all) that draws the bar on standard error; nothing where that is no terminal."""
    began = time.monotonic()
    drawn = 0.0

    def draw(done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - drawn < 0.2 and done < total):
            return
        drawn = now
        rate = done / max(now - began, 0.001)
        left = f", {(total - done) / rate:,.0f} s left" if rate and done < total else ""
        full = 30 * done // max(total, 1)
        sys.stderr.write(
            f"\r[{'#' * full}{'.' * (30 - full)}] {done:,} of {total:,} {what}, {rate:,.0f} a second{left}\x1b[K"
        )
        sys.stderr.flush()

    try:
        yield draw
    finally:
        if drawn:
            sys.stderr.write("\n")
