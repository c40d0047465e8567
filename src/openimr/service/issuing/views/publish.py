"""Publishing: the de-identified copy beside the original, looked at by somebody who did not issue it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import publishing as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.pages import opened
from openimr.service.cases.refusals import Refused
from openimr.service.cases.steps import step
from openimr.service.issuing import previews, reading
from openimr.service.issuing.forms import PublishForm


def _context(case: Case) -> dict[str, Any]:
    try:
        found = commands.public_copy(case)
        assert case.letter is not None
        original = reading.letter(case, case.letter.version)
    except (Refused, reading.NotHeld) as problem:
        return {"problem": str(problem)}
    return {
        "copy": found,
        "copy_sheets": previews.sheets(found.pdf),
        "original_sheets": previews.sheets(original),
    }


@step(
    "letter.publish",
    PublishForm,
    "Letter",
    title="Publish the copy",
    sentence="The copy goes into the public archive, for everybody and for good.",
    consequences=(
        "What was published can’t be called back from those who have read it.",
        "Names, numbers and addresses of the case are taken out; age, sex, dates of the case and clinical facts stay.",
    ),
    law="LC 4610.6(m), 138.7(a)",
    button="Publish",
    done="The copy is published.",
    template="issuing/publish.html",
    context=_context,
)
def publish(actor: Actor, number: str, form: PublishForm) -> Case:
    """Compare and publish."""
    return commands.publish(
        actor,
        number,
        looked=form.cleaned_data["looked"],
        sha256=form.cleaned_data["sha256"],
        **form.terms,
    )


@require_safe
@requires("letter.publish")
def copy(request: HttpRequest, case_number: str) -> HttpResponse:
    """The copy before it is published."""
    return previews.file(_copy(case_number), f"{case_number}.pdf")


@require_safe
@requires("letter.publish")
def copy_page(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """One page of it."""
    return previews.picture(_copy(case_number), number)


def _copy(case_number: str) -> bytes:
    try:
        return commands.public_copy(opened(case_number)).pdf
    except Refused as problem:
        raise Http404(problem.message) from problem
