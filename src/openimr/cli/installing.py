"""What a verb needs that the smallest installation has not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import click


@contextmanager
def installed(part: Literal["service", "archive"]) -> Iterator[None]:
    """Import what ``part`` brings within this; where it is not installed, the sentence says how to get it.

    Raises:
        click.ClickException: something is missing.
    """
    try:
        yield
    except ImportError as problem:
        raise click.ClickException(
            f"The {part} is not installed ({problem.name} is missing): run pip install 'openimr[{part}]'."
        ) from problem
