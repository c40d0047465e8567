"""The archive's tables, as numbered SQL files that are run once each, in order."""

from __future__ import annotations

from importlib import resources

#: The steps, oldest first; a step that was released is never changed.
STEPS = ("0001_letters", "0002_entries")


def statements(step: str) -> str:
    """The SQL of one step.

    Raises:
        KeyError: there is no such step.
    """
    if step not in STEPS:
        raise KeyError(f"The archive's schema has no step {step!r}; the steps are {', '.join(STEPS)}.")
    return resources.files(__package__).joinpath(f"{step}.sql").read_text(encoding="utf-8")
