"""What every answer of the archive's calls has on: tags, caching, other sites' pages, HEAD; and no unknown parameter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotModified
from django.http.response import HttpResponseBase

from openimr.archive.query.fields import lookup
from openimr.service.api.problems import Problem

#: Seconds for which an answer may be shown again without asking.
FRESH = 60
_READING = ("GET", "HEAD", "OPTIONS")
View = Callable[..., HttpResponseBase]


def dressed(view: View, parameters: Callable[[], Collection[str]]) -> View:
    """A view that reads the archive. ``parameters`` are those it takes.

    Pages of other sites may read the answers, without credentials: nothing here depends on who asks.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = _answer(request, view, parameters, args, kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answered


def _answer(
    request: HttpRequest, view: View, parameters: Callable[[], Collection[str]], args: Any, kwargs: Any
) -> HttpResponseBase:
    if request.method not in _READING:
        return HttpResponseNotAllowed(_READING)
    if request.method == "OPTIONS":
        return HttpResponse(
            status=204,
            headers={
                "Allow": ", ".join(_READING),
                "Access-Control-Allow-Methods": "GET, HEAD",
                "Access-Control-Allow-Headers": "If-None-Match",
                "Access-Control-Max-Age": "86400",
            },
        )
    known = parameters()
    unknown = next((name for name in request.GET if name not in known), None)
    if unknown is not None:
        return _unknown(unknown, known).response()
    if request.method == "HEAD":
        # The server leaves the body away.
        request.method = "GET"
    response = view(request, *args, **kwargs)
    if response.status_code != 200 or response.streaming:
        response.headers.setdefault("Cache-Control", "no-store")
        return response
    return _tagged(request, response)  # type: ignore[arg-type]


def _tagged(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:20]}"'
    given = request.headers.get("If-None-Match", "")
    if given.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in given.split(",")):
        response = HttpResponseNotModified()
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def _unknown(name: str, known: Collection[str]) -> Problem:
    shown = f"“{name[:40]}{'…' if len(name) > 40 else ''}”"
    field = lookup(name)
    hint = (
        f"write {field.name}" if field and field.name in known else f"there are {', '.join(known) or 'none'}"
    )
    return Problem(400, "unknown_parameter", f"This call has no parameter {shown}: {hint}.", field=name[:40])
