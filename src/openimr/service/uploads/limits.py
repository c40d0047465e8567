"""Refusing what is too large before any of it is read.

How much may come depends on the address: the public drops a letter of at most 20 MB, alone; the office and
the parties of a case bring files of records. Everything that is not named here keeps the public's limits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from openimr.service.uploads.answers import refusal

#: What a form adds to the file.
_AROUND = 64 * 1024
_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Limit:
    """What one request may bring: bytes of one file or of all of them together, and how many files.

    ``session`` is what a browser's session must hold for that; without it the public's limits stay.
    ``advice`` ends the sentence of the refusal.
    """

    largest: int
    files: int
    advice: str
    session: str | None = None


def limit_of(path: str) -> Limit:
    """The limit for an address: that of the longest prefix in ``OPENIMR_BODY_LIMITS``, else the public's."""
    for prefix, given in sorted(settings.OPENIMR_BODY_LIMITS.items(), key=lambda one: -len(one[0])):
        if path.startswith(prefix):
            return Limit(**given, advice="split it and send the parts, or send the files one by one.")
    return _public()


def _public() -> Limit:
    return Limit(
        settings.OPENIMR_LARGEST_UPLOAD,
        settings.OPENIMR_UPLOADS_AT_ONCE,
        "which no letter is; drop the letter alone, without its enclosures.",
    )


class BodyLimit:
    """Answers 413 to a request that announces more than its address takes, 411 to one that does not say."""

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
        limit = limit_of(request.path)
        if limit.session and length > _public().largest + _AROUND and not _holds(request, limit.session):
            # Nobody who is not known makes the disk of the office fill up.
            limit = replace(
                limit, largest=_public().largest, advice="and you are not signed in; sign in first."
            )
        if length > limit.largest + _AROUND:
            response = refusal(
                request, 413, f"The file is larger than {limit.largest // _MIB} MB, {limit.advice}"
            )
            response["Connection"] = "close"
            return response
        if request.method == "POST" and (request.content_type or "").startswith("multipart/"):
            request.upload_handlers.insert(0, _Few(request, limit.files))
        return self.get_response(request)


def _holds(request: HttpRequest, name: str) -> bool:
    """Whether the browser's session is alive and holds ``name``. Asked of large bodies only."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    store = import_module(settings.SESSION_ENGINE).SessionStore(key)
    return name in store


class _Few(FileUploadHandler):
    """Counts the files of one request; Django itself has one number for all addresses."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self._most, self._count = most, 0

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Stop at the first file too many."""
        self._count += 1
        if self._count > self._most:
            raise TooManyFilesSent(f"More than {self._most} files came with one form.")
        super().new_file(*arguments, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the bytes on."""
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The next handler keeps the file."""
        return None
