"""How an upload that can't be taken is answered: one sentence, in place or as a page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def refusal(request: HttpRequest, status: int, sentence: str, name: str = "") -> HttpResponse:
    """The sentence as a part for htmx, or as a page. ``name`` is the file's."""
    context = {"sentence": sentence, "name": name}
    if request.headers.get("HX-Request"):
        response = render(request, "_refusal.html", context, status=status)
    else:
        response = render(
            request,
            "problem.html",
            {"title": "This file can’t be shown", "back": "/", **context},
            status=status,
        )
    response["Cache-Control"] = "no-store"
    return response
