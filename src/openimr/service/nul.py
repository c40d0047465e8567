"""Refusing the character NUL: no browser sends it, no text of ours holds it, and the database takes none.

Forms refuse it themselves; this is for addresses and for fields that are read without a form. The API answers for
its own bodies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from openimr.service.public.problems import bad_request

_NUL = "\x00"


class NoNul:
    """Middleware. Answers 400 to a request that holds NUL in its address or in a field of its form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request go on; see :meth:`process_view`."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """``None`` lets the request pass."""
        if _NUL in request.path or any(_holds(name, values) for name, values in request.GET.lists()):
            return bad_request(request)
        if request.method != "POST" or request.path.startswith("/api/"):
            return None
        return bad_request(request) if any(_holds(*field) for field in request.POST.lists()) else None


def _holds(name: str, values: list[str]) -> bool:
    return _NUL in name or any(_NUL in value for value in values)
