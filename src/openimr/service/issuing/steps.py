"""A page for one step of a case: what it does, what follows from it, a form, and the command that it runs.

What was typed stays when the command refuses; a second person's change in between is told; a double click does
nothing twice (see :mod:`openimr.service.cases.pages`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, carry_out, opened, page

F = TypeVar("F", bound=CaseForm)


def step(
    request: HttpRequest,
    case_number: str,
    form_class: type[F],
    run: Callable[[Actor, F], Any],
    *,
    tab: str,
    title: str,
    button: str,
    done: str,
    back: str,
    to: str | Callable[[Case], str] | None = None,
    sentence: str = "",
    consequences: Sequence[str] = (),
    law: str = "",
    danger: bool = False,
    template: str = "issuing/step.html",
    context: Callable[[Case], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Show the step, or carry it out.

    Args:
        run: the command, given the actor and the valid form.
        tab: the page of the case that the step belongs to.
        done: what the person is told afterwards.
        back: where "Go back" leads, below the case's address; ``to`` where one goes afterwards (the same).
        context: more for the template.
    """
    case = opened(case_number)
    form = form_class(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        result: list[Any] = []
        command = partial(_keeping, result, run, acting(request.user), form)
        if carry_out(request, form, command, done):
            where = to(result[0]) if callable(to) and result else to if isinstance(to, str) else back
            return redirect(where if where.startswith("/") else address(case_number, where))
        case = opened(case_number)
    more = context(case) if context else {}
    shown = page(
        request,
        case,
        tab,
        form=form,
        title=title,
        sentence=sentence,
        consequences=consequences,
        law=law,
        button=button,
        danger=danger,
        back=address(case_number, back),
        **more,
    )
    return render(request, template, shown, status=422 if form.is_bound and form.errors else 200)


def _keeping(result: list[Any], run: Callable[[Actor, F], Any], actor: Actor, form: F) -> None:
    result.append(run(actor, form))
