"""Every address of the project: walked from Django's resolver, with made-up values where it takes some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

_SAMPLES = {"int": "999999999", "uuid": "00000000-0000-0000-0000-000000000000"}
NO_CASE = "CM99-9999999"
#: Addresses with a regular expression can't be made up; each stands here.
_WRITTEN = {"account_reset_password_from_key": "account/password/new/zz-abc-123/"}


@dataclass(frozen=True)
class Address:
    """One address of the project."""

    route: str
    view: Callable[..., Any]
    name: str | None
    arguments: tuple[str, ...]
    path: str

    def with_case(self, number: str, argument: str) -> str:
        """The path with the number of a case in it."""
        return self.path.replace(NO_CASE, number) if argument in self.arguments else self.path

    def __str__(self) -> str:
        return self.route or "/"


def addresses() -> list[Address]:
    return list(_walk(get_resolver().url_patterns, "", {}))


def _walk(patterns: list[Any], before: str, converters: dict[str, Any]) -> Iterator[Address]:
    for one in patterns:
        assert isinstance(one.pattern, RoutePattern | RegexPattern), one.pattern
        route = before + str(one.pattern)
        known = {**converters, **one.pattern.converters}
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route, known)
        else:
            assert isinstance(one, URLPattern)
            path = _WRITTEN.get(one.name or "") if isinstance(one.pattern, RegexPattern) else _filled(route)
            assert path is not None, f"write a sample of {route} into {__name__}"
            yield Address(route, one.callback, one.name, tuple(known), f"/{path}")


def _filled(route: str) -> str:
    def sample(found: re.Match[str]) -> str:
        if found["name"] == "case_number":
            return NO_CASE
        return _SAMPLES.get(found["kind"] or "str", "none")

    return re.sub(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>", sample, route)
