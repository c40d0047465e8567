"""Saying no to people with a page, to programs with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from openimr.archive.index.reader import NoIndex
from openimr.archive.query.tree import QueryProblem
from openimr.service.library import rendering
from openimr.service.library.asking import Refused


class No(Exception):
    """A refusal: a title, one sentence, the status, and the seconds to wait where waiting helps."""

    def __init__(self, title: str, sentence: str, status: int, *, wait: int = 0) -> None:
        super().__init__(sentence)
        self.title, self.sentence, self.status, self.wait = title, sentence, status, wait


def too_many(seconds: int) -> No:
    """429."""
    minutes = -(-seconds // 60)
    return No(
        "That was often",
        f"So much has been asked from your address that it has to wait: try again in {minutes} "
        f"minute{'' if minutes == 1 else 's'}.",
        429,
        wait=seconds,
    )


def plainly(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view whose refusals are pages for browsers and plain sentences for everything else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except No as problem:
            no = problem
        except Refused as problem:
            no = No("This can’t be asked", problem.sentence, problem.status)
        except QueryProblem as problem:
            no = No("The search can’t be understood", problem.sentence, 400)
        except NoIndex as problem:
            no = No("The archive can’t be searched yet", str(problem), 503, wait=120)
        return _answer(request, no)

    return guarded


def _answer(request: HttpRequest, no: No) -> HttpResponse:
    if "text/html" in request.headers.get("Accept", ""):
        response = rendering.refusal(request, no.title, no.sentence, status=no.status)
    else:
        response = HttpResponse(
            no.sentence + "\n", status=no.status, content_type="text/plain; charset=utf-8"
        )
    response.headers["Cache-Control"] = "no-store"
    if no.wait:
        response.headers["Retry-After"] = str(no.wait)
    return response
