"""Pages and refusals, made without session, account or database."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import loader

from openimr.archive.index.reader import NoIndex
from openimr.archive.query.tree import QueryProblem
from openimr.service.library.asking import Refused

View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page. The context processors are left out: they are for those who have signed in."""
    return HttpResponse(loader.get_template(template).render({"request": request, **context}), status=status)


def answered(view: View) -> View:
    """A view whose refusals are pages: what can't be asked, what is not there, and an archive without an index."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as problem:
            title = "There is nothing at this address" if problem.status == 404 else "This can’t be asked"
            return refusal(request, title, problem.sentence, status=problem.status)
        except QueryProblem as problem:
            return refusal(request, "The search can’t be understood", problem.sentence, status=400)
        except NoIndex:
            return no_index(request)

    return guarded


def refusal(request: HttpRequest, title: str, sentence: str, *, status: int) -> HttpResponse:
    """A page that says no, and where to go on."""
    return page(request, "library/refused.html", {"title": title, "sentence": sentence}, status=status)


def no_index(request: HttpRequest) -> HttpResponse:
    """503: there is nothing to search yet, or the index is being made anew."""
    response = refusal(
        request,
        "The archive can’t be searched yet",
        "Its index is being made. Letters can be opened by their address meanwhile; come back in a few minutes.",
        status=503,
    )
    response.headers["Retry-After"] = "120"
    return response
