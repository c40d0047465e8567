"""Taking work, giving it back, escalating it: one case by a key or a button, or many at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import work
from openimr.service.cases.commands.work import Outcome, one_by_one
from openimr.service.cases.domain.tasks import queue
from openimr.service.cases.pages import address
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Repeated
from openimr.service.cases.views.overview import WORK
from openimr.service.office.parts import Confirm, Crumb
from openimr.service.work.forms import EscalateForm
from openimr.service.work.listing import queue_address


@requires("task.claim")
@require_POST
def claim(request: HttpRequest, key: str, case_number: str) -> HttpResponse:
    """Take one case; the message offers to undo it."""
    _known(key)
    command = partial(work.claim, acting(request.user), case_number, key)
    undo = queue_address(key, f"give-back/{case_number}/")
    _tell(request, command, f"Case {case_number} is yours.", undo)
    return redirect(queue_address(key))


@requires("task.return")
@require_POST
def give_back(request: HttpRequest, key: str, case_number: str) -> HttpResponse:
    """Give one case back; the message offers to take it again."""
    _known(key)
    command = partial(work.give_back, acting(request.user), case_number, key)
    undo = queue_address(key, f"claim/{case_number}/")
    _tell(request, command, f"Case {case_number} is back in the queue.", undo)
    return redirect(queue_address(key))


@requires("task.claim")
@require_POST
def take_next(request: HttpRequest, key: str) -> HttpResponse:
    """Take what is most urgent and go to where the work is done."""
    _known(key)
    try:
        case = work.take_next(acting(request.user), key)
    except Refused as problem:
        messages.warning(request, problem.message)
        return redirect(queue_address(key))
    undo = queue_address(key, f"give-back/{case.number}/")
    messages.success(request, f"Case {case.number} is yours.", extra_tags=f"undo:{undo}")
    return redirect(address(case.number, WORK.get(key, "")))


@requires("task.claim")
@require_POST
def bulk(request: HttpRequest, key: str) -> HttpResponse:
    """Do one thing with many cases; what could not be done is told row by row."""
    _known(key)
    actor = acting(request.user)
    numbers = request.POST.getlist("row")
    action = request.POST.get("action", "")
    if not numbers:
        messages.info(request, "No row was selected; select rows by their box or with the key x.")
        return redirect(queue_address(key))
    if action == "escalate":
        return _ask(request, key, numbers, EscalateForm())
    if action == "claim":
        done = one_by_one(numbers, lambda one: work.claim(actor, one, key), "Yours now.")
    elif action == "give-back":
        done = one_by_one(numbers, lambda one: work.give_back(actor, one, key), "Back in the queue.")
    else:
        raise Http404(f"There is no action {action!r}.")
    verb = {"claim": "taken", "give-back": "given back"}[action]
    return _report(request, key, done, verb)


@requires("task.escalate")
@require_POST
def escalate(request: HttpRequest, key: str) -> HttpResponse:
    """Put the cases of the confirmation page before a supervisor."""
    _known(key)
    actor = acting(request.user)
    numbers = request.POST.get("rows", "").split()
    form = EscalateForm(request.POST)
    if not numbers or not form.is_valid():
        return _ask(request, key, numbers, form)
    reason = form.cleaned_data["reason"]
    done = one_by_one(numbers, lambda one: work.escalate(actor, one, key, reason), "Before the supervisor.")
    return _report(request, key, done, "escalated")


def _known(key: str) -> None:
    try:
        queue(key)
    except KeyError:
        raise Http404(f"There is no queue {key}.") from None


def _tell(request: HttpRequest, command: Callable[[], object], done: str, undo: str) -> None:
    try:
        command()
    except Repeated:
        messages.info(request, "This was recorded already; nothing was done twice.")
    except Refused as problem:
        messages.warning(request, problem.message)
    else:
        messages.success(request, done, extra_tags=f"undo:{undo}")


def _ask(request: HttpRequest, key: str, numbers: list[str], form: EscalateForm) -> HttpResponse:
    where = queue(key)
    count = len(numbers)
    many = f"{count} cases" if count != 1 else f"case {numbers[0]}"
    confirm = Confirm(
        title="Escalate",
        sentence=f"Put {many} of “{where.title}” before a supervisor?",
        button="Escalate",
        back=queue_address(key),
        consequences=[
            "Each goes back to the queue, marked, with your reason; “Take the next” passes it over.",
            "The legal clocks run on.",
            f"Cases: {', '.join(numbers)}",
        ],
        form=form,
        hidden={"rows": " ".join(numbers)},
    )
    crumbs = [Crumb("Work", "/office/"), Crumb(where.title, queue_address(key)), Crumb("Escalate")]
    return render(
        request,
        "office/confirm.html",
        {"confirm": confirm, "crumbs": crumbs, "action": queue_address(key, "escalate/")},
    )


def _report(request: HttpRequest, key: str, outcomes: list[Outcome], verb: str) -> HttpResponse:
    """Back to the queue where all went well; otherwise a page with every row's outcome."""
    good = [one for one in outcomes if one.done]
    if len(good) == len(outcomes):
        messages.success(request, f"{len(good)} case{'s' if len(good) != 1 else ''} {verb}.")
        return redirect(queue_address(key))
    where = queue(key)
    crumbs = [Crumb("Work", "/office/"), Crumb(where.title, queue_address(key)), Crumb("What was done")]
    context = {
        "crumbs": crumbs,
        "queue": where,
        "outcomes": sorted(outcomes, key=lambda one: one.done),
        "done": len(good),
        "failed": len(outcomes) - len(good),
        "verb": verb,
        "back": queue_address(key),
    }
    return render(request, "work/outcomes.html", context)
