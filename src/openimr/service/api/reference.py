"""The reference of the interface: a plain page made from its own description; no script, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI

from openimr.service.accounts.permissions import table
from openimr.service.api.scopes import SCOPES

#: The shape of errors.
PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "message": {"type": "string"},
        "law": {"type": ["string", "null"]},
        "field": {"type": ["string", "null"]},
        "position": {
            "type": ["integer", "null"],
            "description": "Of a problem in a search: the place in q, counted from 0.",
        },
    },
    "required": ["type", "status", "code", "message", "law", "field", "position"],
    "examples": [
        {
            "type": "about:blank",
            "status": 400,
            "code": "query",
            "message": "A bracket is opened and not closed: add a ).",
            "law": None,
            "field": "q",
            "position": 4,
        }
    ],
}
_CODES = (
    ("400 query", "The search can't be understood; position says where in q."),
    ("400 unknown_facet", "There is no such facet."),
    ("400 unknown_parameter", "The call has no such parameter."),
    ("400 cursor", "The cursor is not ours, or of another question."),
    ("400 too_deep", "The list ends here; export it instead."),
    ("401 unauthenticated", "No token, or one that does not work."),
    ("403 whole_archive", "The whole archive is not given without a token: take a release, or a token."),
    ("403 too_many_rows", "So many rows are not given without a token: narrow the search, or take a token."),
    ("403 scope", "The token does not have this scope."),
    ("403 not_allowed", "The token's role may not do this in the case's state."),
    ("404 not_found", "There is no such thing that this token may see."),
    ("405 method", "The address does not take this method; Allow names those that it takes."),
    ("409 conflict", "Somebody else acted on the case since the version in expected."),
    ("409 key_used", "The Idempotency-Key was used for other contents."),
    ("409 repeated", "The same request was carried out before."),
    ("413 too_large", "The fields of the form are too large."),
    ("422 invalid", "A field is missing or holds what it can't."),
    ("422 refused", "A rule stands against it; law names it."),
    ("429 too_many", "Too many calls; Retry-After says how many seconds to wait."),
    ("503 unreadable", "A stored paper can't be read, or is damaged."),
    ("503 no_index", "The archive's index is being made; Retry-After says when to try again."),
    ("503 too_slow", "The question took too long and was given up."),
)


@dataclass(frozen=True, slots=True)
class Needed:
    """What an operation needs; ``None`` where it does not say, which a test refuses unless it is ``public``."""

    method: str
    path: str
    scope: str | None
    action: str | None
    name: str
    public: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """An operation as the page shows it."""

    method: str
    path: str
    anchor: str
    summary: str
    text: str
    scope: str
    roles: str
    fields: tuple[tuple[str, str, str, bool, str], ...]
    answer: str
    tag: str = field(default="")


def operations(api: NinjaAPI) -> Iterator[Needed]:
    """Every operation of the interface."""
    for _, router in api._routers:
        for route, view in router.path_operations.items():
            for one in view.operations:
                auth = one.auth_param
                needs = getattr(auth, "needs", None)
                plain = re.sub(r"\{\w+:(\w+)\}", r"{\1}", route)
                for method in one.methods:
                    yield Needed(
                        method,
                        f"/api/v1{plain}",
                        needs.scope if needs else None,
                        needs.action if needs else None,
                        one.view_func.__name__,
                        getattr(auth, "public", False) is True,
                    )


def page(request: HttpRequest, schema: dict[str, Any]) -> HttpResponse:
    """The page."""
    shown = list(_shown(schema))
    groups: dict[str, list[Shown]] = {}
    for one in shown:
        groups.setdefault(one.tag, []).append(one)
    context = {
        "groups": groups,
        "scopes": SCOPES,
        "codes": _CODES,
        "shapes": list(_shapes(schema)),
        "about": schema["info"]["description"],
    }
    return render(request, "api/reference.html", context)


def _shown(schema: dict[str, Any]) -> Iterator[Shown]:
    for path, methods in schema["paths"].items():
        for method, given in methods.items():
            roles = "everybody, also without a token"
            if "x-action" in given:
                action = table().actions[given["x-action"]]
                roles = ", ".join(table().roles[code].title.lower() for code in action.roles)
            yield Shown(
                method.upper(),
                path,
                f"{method}{re.sub(r'[^a-z]+', '-', path)}".strip("-"),
                given["summary"],
                given.get("description", ""),
                given.get("x-scope", ""),
                roles,
                tuple(_fields(given, schema)),
                _answer(given),
                given["tags"][0],
            )


def _fields(given: dict[str, Any], schema: dict[str, Any]) -> Iterator[tuple[str, str, str, bool, str]]:
    for one in given.get("parameters", ()):
        place = {"path": "address", "query": "query", "header": "header"}[one["in"]]
        yield one["name"], place, _kind(one["schema"]), one.get("required", False), _about(one)
    for media, body in given.get("requestBody", {}).get("content", {}).items():
        shape = body["schema"]
        if "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        place = "form" if "form" in media else "body"
        for name, one in shape.get("properties", {}).items():
            yield name, place, _kind(one), name in shape.get("required", ()), _about(one)


def _about(one: dict[str, Any]) -> str:
    return one.get("description") or one.get("schema", {}).get("description") or ""


def _kind(one: dict[str, Any]) -> str:
    if "$ref" in one:
        return str(one["$ref"].rpartition("/")[2])
    if "anyOf" in one:
        kinds = [_kind(each) for each in one["anyOf"] if each.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds)) + (" or null" if len(kinds) < len(one["anyOf"]) else "")
    if "enum" in one:
        return " | ".join("null" if each is None else str(each) for each in one["enum"])
    if one.get("type") == "array":
        return f"list of {_kind(one.get('items', {}))}"
    if "const" in one:
        return str(one["const"])
    if isinstance(one.get("type"), list):
        kinds = [_kind({**one, "type": each}) for each in one["type"] if each != "null"]
        return " or ".join(dict.fromkeys(kinds)) + (" or null" if "null" in one["type"] else "")
    if one.get("format") == "binary":
        return "file"
    return {"date": "date", "date-time": "date and time"}.get(
        one.get("format", ""), str(one.get("type", "any"))
    )


def _answer(given: dict[str, Any]) -> str:
    for status in ("201", "200", 200, 201):
        content = given["responses"].get(status, {}).get("content", {})
        for media, body in content.items():
            return _kind(body["schema"]) if body.get("schema") else str(media)
    return ""


def _shapes(schema: dict[str, Any]) -> Iterator[tuple[str, str, list[tuple[str, str, str]]]]:
    for name, shape in sorted(schema["components"]["schemas"].items()):
        if name.endswith(("Out", "Page", "Line", "In", "Answer")):
            fields = [(key, _kind(one), _about(one)) for key, one in shape.get("properties", {}).items()]
            yield name, shape.get("description", ""), fields
