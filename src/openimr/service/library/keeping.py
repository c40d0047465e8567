"""Keeping pages: the same question to the same archive has the same answer, so it is made once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from openimr.archive.index.reader import NoIndex
from openimr.service.bootstrap import wiring

#: How long a browser or a proxy may show a page without asking again, seconds.
FRESH = 60
#: Bytes of pages that a process keeps.
MOST = 48_000_000
#: Pages longer than this are made anew each time.
_LARGEST = 400_000

View = Callable[..., HttpResponse]
#: Bytes of a page, its tag, and the headers that say what it is.
Page = tuple[bytes, str, tuple[tuple[str, str], ...]]
_OF_THE_PAGE = ("Content-Type", "Content-Disposition", "X-Robots-Tag")


class Kept:
    """Pages by what they answer, the longest unused thrown away first. Safe for many threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._bytes = 0
        self._lock = Lock()
        self._pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> Page | None:
        """The page, where it is kept."""
        with self._lock:
            if key not in self._pages:
                return None
            self._pages.move_to_end(key)
            return self._pages[key]

    def put(self, key: tuple[str, ...], page: Page) -> None:
        """Keep a page."""
        if len(page[0]) > _LARGEST:
            return
        with self._lock:
            if key in self._pages:
                self._bytes -= len(self._pages.pop(key)[0])
            self._pages[key] = page
            self._bytes += len(page[0])
            while self._bytes > self._most:
                self._bytes -= len(self._pages.popitem(last=False)[1][0])


pages = Kept()


def kept(view: View) -> View:
    """A view whose answer depends on the address and the archive alone.

    Its pages that are well (200) carry a tag and may be kept by anybody for :data:`FRESH` seconds; a browser that has the
    page is told so (304). htmx asks for a part of a page under the same address: its answers are kept apart.
    """

    @wraps(view)
    def looked_up(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            generation = wiring().archive.reader.generation
        except NoIndex:
            generation = "none"
        part = "part" if asks_for_part(request) else "whole"
        key = (generation, request.get_full_path(), part)
        page = pages.get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming:
                response.headers.setdefault("Cache-Control", "no-store")
                return response
            tag = (
                '"'
                + hashlib.sha256(b"\n".join((*(k.encode() for k in key), response.content))).hexdigest()[:20]
                + '"'
            )
            said = tuple((name, response.headers[name]) for name in _OF_THE_PAGE if name in response.headers)
            page = (response.content, tag, said)
            pages.put(key, page)
            _dress(response, tag)
            if not _has(request, tag):
                return response
        if _has(request, page[1]):
            return _dress(HttpResponseNotModified(), page[1])
        return _dress(HttpResponse(page[0], headers=dict(page[2])), page[1])

    return looked_up


def asks_for_part(request: HttpRequest) -> bool:
    """Whether htmx wants the part of the page that changes."""
    headers = request.headers
    return bool(headers.get("HX-Request")) and not headers.get("HX-History-Restore-Request")


def _has(request: HttpRequest, tag: str) -> bool:
    given = request.headers.get("If-None-Match", "")
    return tag in (one.strip().removeprefix("W/") for one in given.split(","))


def _dress(response: HttpResponse, tag: str) -> HttpResponse:
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    patch_vary_headers(response, ["HX-Request"])
    return response
