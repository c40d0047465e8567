"""A page for one deliberate step in a case: what it does, by which law, what follows, a form, and its command.

The shape is always the same, and stands here once: the case is opened, the form is read, the command is carried
out, and the page moves on; where the command refuses, the page is shown again with everything that was typed (422).
What a second person did in between is told, and a double click does nothing twice (:mod:`~.pages`).

A step whose words are always the same is a function that carries it out, under :func:`step`:

>>> @step("appeal.record", DecisionForm, "After", title="Petition denied", button="Record", done="Recorded.")
... def deny(actor, number, form):                                                     # doctest: +SKIP
...     return commands.deny_petition(actor, number, form.cleaned_data["decided"], **form.terms)

A step whose words follow from the case is a view of its own, with :func:`sent` and :func:`show`:

>>> @acts("case.defer")
... def defer(request, case_number):                                                   # doctest: +SKIP
...     form = DeferForm(request.POST or None, case=opened(case_number))
...     moved = sent(request, form, "Eligibility", "The review is on hold.", lambda actor, data: commands.defer(
...         actor, case_number, disputed=data["disputed"], **form.terms))
...     return moved or show(request, form, "Eligibility", Step("Defer the review", "Defer it"))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from openimr.law.model import Law
from openimr.service.accounts.access import requires
from openimr.service.cases import confirming
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.domain import Case
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import TABS, address, carry_out, opened, page
from openimr.service.notices import Draft
from openimr.service.notices.text import render as as_text
from openimr.service.office.parts import Confirm

F = TypeVar("F", bound=CaseForm)
View = Callable[..., HttpResponse]
#: What follows the case's address, for each page of a case; a step without a page of its own leads to the overview.
_REST = {title: rest for title, rest, _ in TABS}


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in a box of the page: a title, lines, the law it rests on, and what a person must confirm."""

    title: str
    lines: Sequence[str] = ()
    law: Sequence[Law] = ()
    asks: Sequence[str] = ()
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Clocks:
    """Legal clocks beside each other, as chips of the office, under a title."""

    title: str
    chips: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice as it would go out to one recipient, one paragraph a line."""

    title: str
    to: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Step:
    """What the page of :func:`show` says beside its form."""

    heading: str
    button: str
    lead: str = ""
    law: str = ""
    consequences: Sequence[str] = ()
    said: Sequence[Said] = ()
    clocks: Sequence[Clocks] = ()
    previews: Sequence[Preview] = ()
    #: Further buttons that send the same form: (value of "do", words).
    other_buttons: Sequence[tuple[str, str]] = ()
    danger: bool = False
    #: Why it can't be done at all now; the form is not shown then.
    closed: str = ""
    #: The address of "Go back"; the page of the case that the step belongs to.
    back: str = ""


def acts(action: str) -> Callable[[View], View]:
    """Mark a view as a step: whoever may do ``action`` looks at it and sends its form."""

    def mark(view: View) -> View:
        return requires(action)(require_http_methods(["GET", "HEAD", "POST"])(view))

    return mark


def sent(
    request: HttpRequest,
    form: F,
    tab: str,
    done: str,
    run: Callable[[Actor, dict[str, Any]], Any],
    *,
    to: str | Callable[[Any], str] | None = None,
    undo: str = "",
    sends: Callable[[Actor], Any] | None = None,
) -> HttpResponse | None:
    """Carry the step out if its form was sent and is valid; or show the notices that it would send.

    Args:
        tab: the page of the case that the step belongs to; one goes there afterwards.
        done: what the person is told afterwards.
        run: the command, given the actor and what was typed.
        to: where one goes instead: an address, what follows the case's address, or either from the result.
        sends: for a step that sends notices, the command as it would be with nothing typed yet: the page then
            shows what of the notices waits for a person's word (:mod:`~.confirming`).

    Returns:
        The way on; ``None`` where the page is to be shown, also because another button was pressed that only
        :func:`looks`. After somebody else's change, ``form.case`` is the case as it is now.
    """
    do = request.POST.get("do", "it")
    known = ("it",) if sends is None else ("it", confirming.PAPER)
    if request.method != "POST" or not form.is_valid() or do not in known:
        foresee(request, form, run, sends)
        return None
    results: list[Any] = []
    number = form.case.number

    def command() -> None:
        results.append(run(acting(request.user), form.cleaned_data))

    if do == confirming.PAPER:
        paper = confirming.shown(form, command)
        if paper is None:
            foresee(request, form, run, sends)
        return paper
    if not carry_out(request, form, command, done, undo=undo):
        foresee(request, form, run, sends)
        return None
    where = (to(results[0]) if results else None) if callable(to) else to
    if where is None:
        where = _REST.get(tab, "")
    return redirect(where if where.startswith("/") else address(number, where))


def looks(request: HttpRequest, form: CaseForm, what: str) -> bool:
    """Whether one of :attr:`Step.other_buttons` was pressed, which shows something first and carries out nothing."""
    return request.POST.get("do") == what and form.is_valid()


def foresee(
    request: HttpRequest,
    form: F,
    run: Callable[[Actor, dict[str, Any]], Any],
    sends: Callable[[Actor], Any] | None,
) -> None:
    """Let the page of a step that sends notices say what of them waits for a person's word.

    That is told of what was typed, if it would be carried out, else of the step with nothing typed.
    """
    if sends is None:
        return
    actor = acting(request.user)
    typed = [lambda: run(actor, form.cleaned_data)] if form.is_bound and not form.errors else []
    form.outlook = confirming.outlook(form.paragraphs, *typed, lambda: sends(actor))


def show(request: HttpRequest, form: CaseForm, tab: str, step: Step) -> HttpResponse:
    """The page of a step; 422 where the form was refused, with everything that was typed."""
    said = replace(step, back=step.back or _place(form.case, tab))
    context = page(request, form.case, tab, step=said, form=form)
    return render(request, "eligibility/step.html", context, status=status(form))


def status(form: CaseForm) -> int:
    """422 where a form was sent and refused, else 200."""
    return 422 if form.is_bound and form.errors else 200


def preview_of(draft: Draft, to: str) -> Preview:
    """A draft of a notice as it is read."""
    paragraphs = [one for one in as_text(draft).split("\n\n") if one.strip()]
    return Preview(draft.title, to, paragraphs)


def step(
    action: str,
    form_class: type[F],
    tab: str,
    *,
    title: str,
    button: str,
    done: str,
    sentence: str | Callable[[Case], str] = "",
    consequences: Sequence[str] = (),
    law: str = "",
    danger: bool = False,
    back: str | None = None,
    to: str | Callable[[Any], str] | None = None,
    template: str = "issuing/step.html",
    context: Callable[[Case], dict[str, Any]] | None = None,
    refused: int = 422,
    sends: Callable[[Actor, str], Any] | None = None,
) -> Callable[[Callable[[Actor, str, F], Any]], View]:
    """Make a view of a function that carries a step out, given the actor, the number of the case and the form.

    Args:
        action: who may.
        tab: the page of the case that the step belongs to; one goes back there, and there afterwards.
        done: what the person is told afterwards.
        back: where "Go back" leads instead, below the case's address.
        to: where one goes afterwards instead; see :func:`sent`.
        context: more for the template.
        refused: the status of the page where the form was refused.
        sends: for a step that sends notices, the command with nothing typed, given the actor and the number of the
            case; see :func:`sent`.
    """

    def make(deed: Callable[[Actor, str, F], Any]) -> View:
        @requires(action)
        @require_http_methods(["GET", "POST"])
        @wraps(deed)
        def view(request: HttpRequest, case_number: str) -> HttpResponse:
            form = form_class(request.POST or None, case=opened(case_number))
            moved = sent(
                request,
                form,
                tab,
                done,
                lambda actor, _: deed(actor, case_number, form),
                to=back if to is None else to,
                sends=None if sends is None else lambda actor: sends(actor, case_number),
            )
            if moved is not None:
                return moved
            case = form.case
            confirm = Confirm(
                title=title,
                sentence=sentence(case) if callable(sentence) else sentence,
                button=button,
                back=_place(case, tab) if back is None else address(case.number, back),
                consequences=consequences,
                form=form,
                danger=danger,
                law=law,
            )
            # Pages on a letter read the words one by one, those that only ask (office/_confirm.html) as a whole.
            words = {one.name: getattr(confirm, one.name) for one in fields(confirm)}
            more = context(case) if context else {}
            shown = page(request, case, tab, confirm=confirm, **words, **more)
            return render(request, template, shown, status=refused if status(form) == 422 else 200)

        return view

    return make


def _place(case: Case, tab: str) -> str:
    return address(case.number, _REST.get(tab, ""))
