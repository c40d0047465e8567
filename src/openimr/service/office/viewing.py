"""The viewer with a made-up paper, beside the style page."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from openimr import samples
from openimr.archive import Folder
from openimr.service.bootstrap import wiring
from openimr.service.office.parts import Crumb
from openimr.service.office.style import must_be_shown
from openimr.service.viewer import Paper, picture_response, shown


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """A page of the fictional letter."""
    must_be_shown(request)
    context: dict[str, Any] = {"crumbs": [Crumb("Style", "/office/style/"), Crumb("Viewer")]}
    return render(
        request, "viewer/page.html", {**context, **shown(request, _paper(), on_page_opened=_forget)}
    )


@require_safe
def picture(request: HttpRequest, page: int, width: int) -> HttpResponse:
    """A picture of it."""
    must_be_shown(request)
    return picture_response(_paper(), page, width)


@cache
def _paper() -> Paper:
    folder = wiring().cache / "style"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    storage = Folder(folder)
    letter = next(iter(samples.letters(seed=11, count=1)))
    return Paper(
        "style",
        "Letter of a fictional case",
        storage.put(letter.pdf()),
        storage,
        0,
        "/office/style/viewer/",
        frozenset({1}),
    )


def _forget(paper: str, page: int, user: object) -> None:
    """The style page keeps no note of who looked at what."""
