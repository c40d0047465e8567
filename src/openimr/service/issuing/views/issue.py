"""Issuing a letter: a look at it, how it is served, and then it is signed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.letters.signing import CredentialProblem
from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import issuing as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import opened
from openimr.service.cases.steps import step
from openimr.service.home import Home
from openimr.service.issuing import making, previews
from openimr.service.issuing.covering import cover_of, unreached
from openimr.service.issuing.credential import credential
from openimr.service.issuing.forms import ServeForm
from openimr.service.issuing.held import NotReleased, determination


def _written(case: Case) -> bytes:
    today = clock.today()
    return previews.preview(making.dated(determination(case), today), cover_of(case, mailed=today))


def _context(case: Case) -> dict[str, Any]:
    context: dict[str, Any] = {"recipients": cover_of(case).recipients, "unreached": unreached(case)}
    try:
        context["signer"] = credential(Home().root).organization
    except CredentialProblem as problem:
        context["problem"] = str(problem)
    try:
        context["sheets"] = previews.sheets(_written(case))
    except (NotReleased, making.NotMade) as problem:
        context["problem"] = str(problem)
    return context


@step(
    "letter.issue",
    ServeForm,
    "Letter",
    title="Issue the letter",
    sentence="The letter is signed with the organization’s key, stored, and served on all parties today.",
    consequences=(
        "A signed letter never changes; a clerical error is put right in a new version.",
        "The time to appeal starts today.",
        "Letter, appeal sheet and proof of service go to the outbox for everybody listed below.",
    ),
    law="LC 4610.6(d)-(f), (h)",
    button="Sign and issue",
    done="The letter is issued; its papers are in the outbox.",
    template="issuing/issue.html",
    context=_context,
    sends=lambda actor, number: commands.issue(actor, number, service="mail"),
)
def issue(actor: Actor, number: str, form: ServeForm) -> Case:
    """Sign, store and serve the letter."""
    return commands.issue(
        actor, number, service=form.cleaned_data["service"], paragraphs=form.paragraphs, **form.terms
    )


@require_safe
@requires("letter.issue")
def preview(request: HttpRequest, case_number: str) -> HttpResponse:
    """The letter before it is signed."""
    return previews.file(_preview(case_number), f"{case_number}-preview.pdf")


@require_safe
@requires("letter.issue")
def preview_page(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """One page of it."""
    return previews.picture(_preview(case_number), number)


def _preview(case_number: str) -> bytes:
    try:
        return _written(opened(case_number))
    except (NotReleased, making.NotMade) as problem:
        raise Http404(str(problem)) from problem
