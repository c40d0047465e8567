"""Who may open a page: every view carries a mark that says so, and the gate refuses a view without one.

    @requires("case.assign")            whoever the permission table lets do it, in the case's state
    @open_to("signed in")               any account with its second factor
    @open_to("party")                   a party who came by the link to their case
    @open_to("public")                  everybody

A mark changes nothing by itself: :class:`openimr.service.accounts.gate.Gate` reads it before the view runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, TypeVar, cast

from django.urls import URLPattern, URLResolver

from openimr.service.accounts.permissions import table

Audience = Literal["public", "signed in", "party", "action"]
View = TypeVar("View", bound=Callable[..., Any])
_MARK = "openimr_access"


@dataclass(frozen=True, slots=True)
class Access:
    """A mark.

    Attributes:
        audience: whom the view is open to; ``action`` where the permission table says.
        action: the name of the action then.
        case: the name of the view's argument that holds the case number, if it has one.
        setting_up: whether an account may open it before it has its second factor.
    """

    audience: Audience
    action: str | None = None
    case: str = "case_number"
    setting_up: bool = False


def requires(action: str, *, case: str = "case_number") -> Callable[[View], View]:
    """Mark a view: only for whoever may do ``action``.

    Where the address holds a case number (the argument named ``case``), the state of that case, whether it is
    one's own and what one has done in it count too. Where the table says ``fresh``, a POST asks for password
    and code first unless they were given within five minutes; what was typed is kept.

    Raises:
        ValueError: the table has no such action.
    """
    if action not in table().actions:
        raise ValueError(f"permissions.yaml has no action {action!r}.")
    return _marking(Access("action", action, case))


def open_to(
    audience: Literal["public", "signed in", "party"], *, setting_up: bool = False
) -> Callable[[View], View]:
    """Mark a view: for everybody, for every account, or for parties.

    ``setting_up`` lets an account in that has no second factor yet; only set-up pages need it.
    """
    return _marking(Access(audience, setting_up=setting_up))


def access_of(view: Callable[..., Any]) -> Access | None:
    """The mark of a view; ``None`` where it carries none."""
    return cast("Access | None", getattr(view, _MARK, None))


def declared(
    patterns: Iterable[URLPattern | URLResolver], mark: Callable[[Any], Any]
) -> list[URLPattern | URLResolver]:
    """The addresses of somebody else's room, their views marked; those that carry a mark keep it.

    >>> declared(health.urlpatterns, open_to("public"))     # doctest: +SKIP
    """
    out: list[URLPattern | URLResolver] = []
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = declared(one.url_patterns, mark)
            out.append(URLResolver(one.pattern, inner, one.default_kwargs, one.app_name, one.namespace))
        else:
            view = one.callback if access_of(one.callback) else mark(_copied(one.callback))
            out.append(URLPattern(one.pattern, view, one.default_args, one.name))
    return out


def _marking(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        if access_of(view) is not None:
            raise TypeError(
                f"{getattr(view, '__qualname__', view)} is marked twice: {access_of(view)} and {access}."
            )
        setattr(view, _MARK, access)
        return view

    return mark


def _copied(view: Callable[..., Any]) -> Callable[..., Any]:
    """The same view as another object, so that a library's own is not changed."""

    @wraps(view)
    def same(*arguments: Any, **named: Any) -> Any:
        return view(*arguments, **named)

    return same
