"""What a visitor reads when something went wrong: what, and what to do. Programs get it in the form of the interface."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _problem(request, 400, "The request was not understood", "Go back and try again.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _problem(request, 403, "This is not for you to see", "Go back to the letters.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, where a form does not come from our own page, or cookies are off."""
    return _problem(
        request,
        403,
        "The form could not be checked",
        "Allow cookies for this site, load its first page anew, and drop the letter again.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _problem(
        request,
        404,
        "There is no such page",
        "The address may be mistyped, or it was that of a dropped letter whose time is over. "
        "Look for the letter by its case number.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500. It uses nothing that may be what failed: neither the database nor the session."""
    if _program(request):
        return _told(
            500, "failed", "Something failed on our side; it has been written to the log. Try again."
        )
    context = {
        "title": "Something failed on our side",
        "sentence": "It has been written to the log. Try again; if it fails again, tell whoever runs this site.",
        "back": "/",
    }
    return HttpResponse(loader.render_to_string("problem.html", context), status=500)


def _problem(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    if _program(request):
        code = {400: "invalid", 403: "not_allowed", 404: "not_found"}[status]
        said = (
            "There is nothing at this address; the calls are described at /api/v1/docs/."
            if status == 404
            else f"{title}."
        )
        return _told(status, code, said)
    context = {"title": title, "sentence": sentence, "back": "/"}
    return render(request, "problem.html", context, status=status)


def _program(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _told(status: int, code: str, sentence: str) -> HttpResponse:
    # Not at the top: the addresses name this module before there are apps.
    from openimr.service.api.problems import Problem

    return Problem(status, code, sentence).response()
