"""Why the office does not do something: one clear sentence, with the rule."""

from __future__ import annotations


class Refused(Exception):
    """A command was not carried out, and nothing was recorded.

    ``message`` is one sentence for people; ``law`` the rule that it rests on; ``field`` the input that it
    concerns, where there is one.
    """

    def __init__(self, message: str, *, law: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.law = law
        self.field = field


class Forbidden(Refused):
    """The actor's role may not do this here."""


class Conflict(Refused):
    """Somebody else acted on the case since the page was opened."""


class NotFound(Refused):
    """There is no such case."""
