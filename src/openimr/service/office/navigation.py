"""The office's navigation: who may go where, and the frame that every page is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the office: its title, its address, and the actions of which one opens it."""

    title: str
    address: str
    actions: tuple[str, ...]


PLACES = (
    Place("Work", "/office/", ("work.view",)),
    Place("My cases", "/office/review/", ("review.draft",)),
    Place("Mail room", "/office/mail/", ("mail.sort",)),
    Place("Cases", "/office/cases/", ("case.view",)),
    Place("Board", "/office/board/", ("work.view",)),
    Place("Calendar", "/office/calendar/", ("work.view",)),
    Place("Reviewers", "/office/reviewers/", ("reviewer.manage", "reviewer.choose")),
    Place("Outbox", "/office/outbox/", ("outbox.view",)),
    Place("Reports", "/office/reports/", ("report.view",)),
    Place("Users", "/office/users/", ("users.manage",)),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A place as it is shown; ``current`` is ``page`` on itself, ``true`` on what lies below it."""

    title: str
    address: str
    current: str


def office_nav(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``office`` with what the frame shows; nothing outside the office.

    ``office.links`` are the places this person may go to, ``office.person`` who they are, ``office.demo`` whether
    this is a demonstration, ``office.may`` a function of an action.
    """
    if not request.path.startswith("/office/"):
        return {}
    user = getattr(request, "user", None)
    may = _may(user)
    return {
        "office": {
            "organization": getattr(settings, "OPENIMR_ORGANIZATION", "Independent medical review"),
            "demo": bool(getattr(settings, "OPENIMR_DEMO", False)),
            "links": links(request.path, may),
            "person": _person(user),
            "may": may,
            "search": "/office/cases/" if may("case.view") else "",
            "sign_out": _address("account_logout"),
            "security": _address("mfa_index"),
        }
    }


def links(path: str, may: Callable[[str], bool]) -> list[Link]:
    """The places that ``may`` opens and that exist, with the one that ``path`` lies in marked."""
    open_places = [place for place in PLACES if any(may(action) for action in place.actions)]
    shown = [place for place in open_places if _exists(place.address)]
    inside = [place.address for place in shown if path.startswith(place.address)]
    nearest = max(inside, key=len, default="")
    return [
        Link(
            place.title,
            place.address,
            ""
            if place.address != nearest or (place.address == "/office/" and path != "/office/")
            else ("page" if place.address == path else "true"),
        )
        for place in shown
    ]


def _may(user: Any) -> Callable[[str], bool]:
    if user is None or not getattr(user, "is_authenticated", False):
        return lambda action: False
    try:
        from openimr.service.accounts.permissions import may
    except ImportError:
        # Without the accounts nothing is open.
        return lambda action: False
    return lambda action: bool(may(user, action))


def _person(user: Any) -> dict[str, str] | None:
    if user is None or not getattr(user, "is_authenticated", False):
        return None
    role = getattr(user, "role", "")
    title = getattr(user, "get_role_display", None)
    return {
        "shown_as": str(getattr(user, "shown_as", "") or user),
        "role": str(title() if callable(title) else str(role).replace("_", " ")),
    }


@cache
def _exists(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


@cache
def _address(name: str) -> str:
    from django.urls import NoReverseMatch, reverse

    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
