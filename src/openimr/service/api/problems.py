"""Errors as ``application/problem+json`` (RFC 9457): code, message, law, field."""

from __future__ import annotations

import json
import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from openimr.law import LawError
from openimr.service.cases import refusals
from openimr.service.cases.unit import Repeated

_log = logging.getLogger("openimr.api")


class Problem(Exception):
    """An answer that is an error. ``message`` is one sentence for people."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        law: str | None = None,
        field: str | None = None,
        wait: int = 0,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.law, self.field, self.wait = law, field, wait

    def response(self) -> HttpResponse:
        """As it is sent."""
        body = {
            "type": "about:blank",
            "status": self.status,
            "code": self.code,
            "message": self.message,
            "law": self.law,
            "field": self.field,
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
    answer(Http404, lambda problem: Problem(404, "not_found", "There is nothing at this address."))
    answer(ValidationError, _invalid)
    answer(HttpError, lambda problem: Problem(problem.status_code, "invalid", str(problem)))
    answer(Exception, _failed)


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


def _failed(problem: Exception) -> Problem:
    _log.error("A call failed: %s", type(problem).__name__, exc_info=problem)
    return Problem(500, "failed", "Something failed on our side; it has been written to the log. Try again.")
