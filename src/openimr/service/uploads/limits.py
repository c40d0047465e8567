"""Refusing what is too large before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from openimr.service.uploads.answers import refusal

#: What a form adds to the file.
_AROUND = 64 * 1024


class BodyLimit:
    """Answers 413 to a request that announces more than the largest upload, 411 to one that does not say."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, or refuse it."""
        if request.headers.get("Transfer-Encoding"):
            return refusal(request, 411, "The upload does not say how large it is; send it from this page.")
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        largest = settings.OPENIMR_LARGEST_UPLOAD
        if length > largest + _AROUND:
            response = refusal(
                request,
                413,
                f"The file is larger than {largest // 1024**2} MB, which no letter is; "
                "drop the letter alone, without its enclosures.",
            )
            response["Connection"] = "close"
            return response
        return self.get_response(request)
