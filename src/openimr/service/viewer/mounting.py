"""Addresses of a viewer, for a room to mount with its own permissions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from openimr.service.viewer.paper import Authorize, OnPageOpened
from openimr.service.viewer.showing import picture_response, shown

View = Callable[..., HttpResponse]


def urls(
    authorize: Authorize,
    mark: Callable[[View], View],
    *,
    on_page_opened: OnPageOpened | None = None,
    template: str = "viewer/page.html",
    more: Callable[..., dict[str, Any]] | None = None,
) -> list[URLPattern]:
    """The viewer at ``<sha256>/`` and its pictures below it (names ``viewer`` and ``viewer-picture``).

    ``mark`` wraps both views with the permission they need, such as ``requires("file.view")``. ``more`` gives
    the template further context; it is called with the request and the parts of the address. ``authorize``
    gives :class:`~openimr.service.viewer.Paper` whose ``base`` is this address.
    """

    @require_safe
    def page(request: HttpRequest, sha256: str, **rest: Any) -> HttpResponse:
        """A page of the paper."""
        paper = authorize(request, sha256, **rest)
        context = shown(request, paper, on_page_opened=on_page_opened)
        if more:
            context |= more(request, **rest)
        response = render(request, template, context)
        response["Cache-Control"] = "private, no-store"
        return response

    @require_safe
    def picture(request: HttpRequest, sha256: str, page: int, width: int, **rest: Any) -> HttpResponse:
        """The picture of a page, in one of the viewer's widths."""
        return picture_response(authorize(request, sha256, **rest), page, width)

    return [
        path("<str:sha256>/", mark(page), name="viewer"),
        path("<str:sha256>/<int:page>-<int:width>.png", mark(picture), name="viewer-picture"),
    ]
