"""The interface put together, and its addresses, each marked for the gate.

To the gate they are public: a program has no session. Behind it the interface lets nobody in without a token,
except to its own description and to the archive.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, partial
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from pydantic import TypeAdapter

from openimr.law.forms import Application
from openimr.service.accounts.access import declared, open_to
from openimr.service.api import reference
from openimr.service.api.archive import contracts, examples, items, searching, taking
from openimr.service.api.archive.dressing import dressed
from openimr.service.api.calling import TokenAuth
from openimr.service.api.calls import answers, applications, cases, documents, eligibility
from openimr.service.api.problems import by_its_methods, handle

ROUTERS = (
    applications.router, cases.router, documents.router, answers.router, eligibility.router,
    searching.router, items.router, taking.router,
)  # fmt: skip

api = NinjaAPI(
    title="OpenIMR",
    version="1",
    description=(
        "Independent medical review by programs: the same commands, permissions and refusals as the pages. "
        "Send the token as Authorization: Bearer. The calls of the archive are open to everybody, also without one. "
        "Errors are application/problem+json with code, message, law, field, position."
    ),
    auth=TokenAuth(),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
handle(api)
for one in ROUTERS:
    api.add_router("", one)


@cache
def schema() -> dict[str, Any]:
    """The OpenAPI description.

    Every operation says which scope and which action of the permission table it needs, or that it is public.
    """
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    found["components"]["schemas"] |= {**contracts.shapes(), "Problem": reference.PROBLEM}
    needs = {(needs.method, needs.path): needs for needs in reference.operations(api)}
    for route, methods in found["paths"].items():
        for method, operation in methods.items():
            _described(operation, needs[method.upper(), route])
    described: dict[str, Any] = contracts.resolved(found)
    return described


def _described(operation: dict[str, Any], one: reference.Needed) -> None:
    responses = operation["responses"] = {
        str(status): given for status, given in operation["responses"].items()
    }
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses["4XX"] = {"description": "What was wrong, in one sentence", "content": problem}
    if not one.public:
        operation["x-scope"], operation["x-action"] = one.scope, one.action
        return
    for parameter in operation.get("parameters", ()):
        # A list of examples is right in a schema, a map of them in a parameter.
        if isinstance(given := parameter.pop("examples", None), list):
            parameter["example"] = given[0]
    operation["x-public"] = True
    operation["security"] = [{}, {"TokenAuth": []}]
    responses["503"] = {"description": "There is no index just now, or it took too long", "content": problem}
    if answer := operation.pop("x-answer", None):
        responses["200"] = {
            "description": "OK",
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{answer}"}}},
        }
    if "export" not in one.path:
        responses["304"] = {"description": "The same as the answer whose ETag came with If-None-Match"}
    if (example := examples.of(one.name)) is not None:
        responses["200"]["content"]["application/json"]["example"] = example


def openapi(request: HttpRequest) -> JsonResponse:
    """The description as JSON."""
    return JsonResponse(schema())


def application_schema(request: HttpRequest) -> JsonResponse:
    """The JSON Schema of an application."""
    return JsonResponse(TypeAdapter(Application).json_schema())


def docs(request: HttpRequest) -> Any:
    """The description as a page of our own."""
    return reference.page(request, schema())


def _parameters(route: str) -> Collection[str]:
    """The parameters in the query of the call at ``route``, as the router writes it."""
    plain = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
    call = schema()["paths"][f"/api/v1/{plain}"]["get"]
    return [one["name"] for one in call.get("parameters", ()) if one["in"] == "query"]


def _finished(pattern: Any) -> URLPattern:
    route, view = str(pattern.pattern), pattern.callback
    if route.startswith("archive"):
        view = dressed(view, partial(_parameters, route))
    return URLPattern(pattern.pattern, by_its_methods(view), pattern.default_args, pattern.name)


patterns, app_name, _ = api.urls
urlpatterns = declared(
    [
        path("docs/", docs, name="docs"),
        path("openapi.json", openapi, name="openapi"),
        path("schemas/application.json", application_schema, name="application-schema"),
        *map(_finished, patterns),
    ],
    open_to("public"),
)
