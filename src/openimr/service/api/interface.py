"""The interface put together, and its addresses, each marked for the gate.

To the gate they are public: a program has no session. Behind it the interface lets nobody in without a token,
except to its own description.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from ninja import NinjaAPI
from pydantic import TypeAdapter

from openimr.law.forms import Application
from openimr.service.accounts.access import declared, open_to
from openimr.service.api import reference
from openimr.service.api.calling import TokenAuth
from openimr.service.api.calls import answers, applications, cases, documents, eligibility
from openimr.service.api.problems import handle

ROUTERS = (applications.router, cases.router, documents.router, answers.router, eligibility.router)

api = NinjaAPI(
    title="OpenIMR",
    version="1",
    description=(
        "Independent medical review by programs: the same commands, permissions and refusals as the pages. "
        "Send the token as Authorization: Bearer. Errors are application/problem+json with code, message, law, field."
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
    """The OpenAPI description; every operation says which scope and which action of the permission table it needs."""
    found: dict[str, Any] = dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    needs = {(needs.method, needs.path): needs for needs in reference.operations(api)}
    for route, methods in found["paths"].items():
        for method, operation in methods.items():
            one = needs[method.upper(), route]
            operation["x-scope"], operation["x-action"] = one.scope, one.action
            operation["responses"]["4XX"] = {
                "description": "What was wrong, in one sentence",
                "content": {"application/problem+json": {"schema": reference.PROBLEM}},
            }
    return found


def openapi(request: HttpRequest) -> JsonResponse:
    """The description as JSON."""
    return JsonResponse(schema())


def application_schema(request: HttpRequest) -> JsonResponse:
    """The JSON Schema of an application."""
    return JsonResponse(TypeAdapter(Application).json_schema())


def docs(request: HttpRequest) -> Any:
    """The description as a page of our own."""
    return reference.page(request, schema())


patterns, app_name, _ = api.urls
urlpatterns = declared(
    [
        path("docs/", docs, name="docs"),
        path("openapi.json", openapi, name="openapi"),
        path("schemas/application.json", application_schema, name="application-schema"),
        *patterns,
    ],
    open_to("public"),
)
