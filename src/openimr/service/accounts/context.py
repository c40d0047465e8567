"""What every template is given: ``may``, so that a page offers only what its reader may do.

{% if may.case.assign %} ... {% endif %}            in general
{% if_may "case.assign" case.state %} ... {% endif_may %}    in a case's state
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from openimr.service.accounts.permissions import Somebody, Verdict, may, table


class May:
    """``may("case.view", state)`` in Python; ``may.case.view`` in templates, which is true or false."""

    def __init__(self, who: Callable[[], Somebody | None], prefix: str = "") -> None:
        self._who, self._prefix = who, prefix

    # Templates would call it without arguments.
    do_not_call_in_templates = True

    def __call__(self, action: str, case_state: str | None = None, **more: Any) -> Verdict:
        """As :func:`openimr.service.accounts.permissions.may`, for the reader of the page."""
        return may(self._who(), action, case_state, **more)

    def __getitem__(self, name: str) -> May | bool:
        """One step of an action's name.

        Raises:
            UnknownAction: no action is called so. (No KeyError, which templates would take for "no".)
        """
        whole = f"{self._prefix}{name}"
        if whole in table().actions:
            return bool(may(self._who(), whole))
        if any(action.startswith(f"{whole}.") for action in table().actions):
            return May(self._who, f"{whole}.")
        raise UnknownAction(f"permissions.yaml has no action {whole!r}.")


class UnknownAction(Exception):
    """A template names an action that the table does not have."""


def may_of(request: HttpRequest) -> dict[str, May]:
    """Context processor. The session is read only where a template asks."""
    return {"may": May(lambda: reader(request))}


def reader(request: HttpRequest) -> Somebody | None:
    """Who reads the page: the account, else the party, else nobody."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return user  # type: ignore[no-any-return]
    return getattr(request, "party", None)
