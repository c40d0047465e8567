"""Errors as ``application/problem+json`` (RFC 9457): code, message, law, field, position."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from psycopg.errors import QueryCanceled

from openimr.archive.comparing.item import NoItem
from openimr.archive.index.reader import NoIndex
from openimr.archive.query.tree import QueryProblem
from openimr.law import LawError
from openimr.service.cases import refusals
from openimr.service.cases.unit import Repeated

_log = logging.getLogger("openimr.api")


class Problem(Exception):
    """An answer that is an error. ``message`` is one sentence for people, ``position`` the place in a search, from 0."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        law: str | None = None,
        field: str | None = None,
        position: int | None = None,
        wait: int = 0,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.law, self.field, self.position, self.wait = law, field, position, wait

    def response(self) -> HttpResponse:
        """As it is sent."""
        body = {
            "type": "about:blank",
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "law": self.law,
            "field": self.field,
            "position": self.position,
        }
        answer = HttpResponse(
            json.dumps(body, ensure_ascii=False),
            status=self.status,
            content_type="application/problem+json; charset=utf-8",
        )
        if self.wait:
            answer["Retry-After"] = str(self.wait)
        if self.status == 401:
            answer["WWW-Authenticate"] = 'Bearer realm="openimr"'
        answer["Cache-Control"] = "no-store"
        return answer


def unknown() -> Problem:
    """No token, or one that does not work; never says which."""
    return Problem(
        401,
        "unauthenticated",
        "Send a token that works: Authorization: Bearer imr_… An administrator of the office issues it.",
    )


def no_case(number: str) -> Problem:
    """There is none, or it is not theirs; never says which."""
    return Problem(404, "not_found", f"There is no case {number} that this token may see.")


_STATUS = (
    (refusals.NotFound, 404, "not_found"),
    (refusals.Forbidden, 403, "not_allowed"),
    (refusals.Conflict, 409, "conflict"),
    (refusals.Refused, 422, "refused"),
)


def of_refusal(refused: refusals.Refused) -> Problem:
    """A command's refusal as an answer."""
    status, code = next((status, code) for kind, status, code in _STATUS if isinstance(refused, kind))
    return Problem(status, code, refused.message, law=refused.law, field=refused.field)


def handle(api: NinjaAPI) -> None:
    """Let ``api`` answer every error in this one form."""

    def answer(kind: type[Exception], make: Any) -> None:
        def handler(request: HttpRequest, problem: Any) -> HttpResponse:
            return make(problem).response()  # type: ignore[no-any-return]

        api.add_exception_handler(kind, handler)

    answer(Problem, lambda problem: problem)
    answer(AuthenticationError, lambda problem: unknown())
    answer(refusals.Refused, of_refusal)
    answer(
        Repeated, lambda problem: Problem(409, "repeated", "This was done already; nothing was done twice.")
    )
    answer(LawError, lambda problem: Problem(422, "invalid", str(problem)))
    answer(
        QueryProblem,
        lambda problem: Problem(400, "query", problem.sentence, field="q", position=problem.position),
    )
    answer(NoItem, lambda problem: Problem(404, "not_found", problem.sentence))
    answer(NoIndex, lambda problem: Problem(503, "no_index", _NO_INDEX, wait=120))
    answer(OperationalError, _database)
    answer(
        RequestDataTooBig,
        lambda problem: Problem(413, "too_large", "The fields of the form are too large; only files may be."),
    )
    for kind in (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        answer(kind, lambda problem: Problem(400, "invalid", "The form can't be read; it may be cut off."))
    answer(Http404, lambda problem: Problem(404, "not_found", "There is nothing at this address."))
    answer(ValidationError, _invalid)
    answer(HttpError, _http)
    answer(Exception, _failed)


def by_its_methods(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose answer to a method that it has not is a problem too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 405:
            return response
        allowed = response.headers["Allow"]
        problem = Problem(
            405, "method", f"This address takes {allowed}; {request.method} is none of it."
        ).response()
        for name, value in response.items():
            problem.headers.setdefault(name, value)
        return problem

    return answered


def _invalid(problem: ValidationError) -> Problem:
    first = problem.errors[0] if problem.errors else {}
    place = [
        str(one)
        for one in first.get("loc", ())
        if one not in ("body", "form", "query", "path", "file", "header")
    ]
    said = str(first.get("msg", "is not as it should be"))
    field = ".".join(place) or None
    message = f"{field}: {said}." if field else f"The request is not as it should be: {said}."
    return Problem(422, "invalid", message, field=field)


def _http(problem: HttpError) -> Problem:
    said = str(problem)
    if problem.status_code == 400 and said.startswith("Cannot parse request body"):
        said = "The body holds no JSON that can be read; it may be cut off, or nested too deep."
    return Problem(problem.status_code, "invalid", said if said.endswith(".") else f"{said}.")


_NO_INDEX = "The archive can't be searched yet: its index is being made; try again in a few minutes."


def _database(problem: OperationalError) -> Problem:
    if isinstance(problem.__cause__, QueryCanceled):
        return Problem(
            503, "too_slow", "This took too long and was given up; ask for less, or try again later.", wait=30
        )
    return _failed(problem)


def _failed(problem: Exception) -> Problem:
    _log.error("A call failed: %s", type(problem).__name__, exc_info=problem)
    return Problem(500, "failed", "Something failed on our side; it has been written to the log. Try again.")
