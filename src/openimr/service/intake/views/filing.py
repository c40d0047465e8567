"""What the public form and the staff's form share: keeping the draft, filing, putting refusals at their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from openimr.law.forms import Application
from openimr.service import clock
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Repeated
from openimr.service.intake.application import attaching
from openimr.service.intake.application.drafts import Draft
from openimr.service.intake.application.form import ApplicationForm
from openimr.service.ledger.models import Event

#: Files an application.
Filing = Callable[[Application, tuple[Document, ...], str], Case]


def papers_of(draft: Draft) -> list[dict[str, Any]]:
    """The draft's papers for the page, each with the type that was chosen."""
    return [{**one, "type": draft.typed.get(f"type_{one['sha256']}", "")} for one in draft.papers]


def handle_papers(request: HttpRequest, draft: Draft, *, largest: int) -> list[str]:
    """Keep what came along, take out what was taken out; a sentence for each file that was refused."""
    draft.type_in(request.POST)
    action = request.POST.get("action", "")
    if action.startswith("remove:"):
        draft.remove(action.removeprefix("remove:"))
    return attaching.take(request, draft, largest=largest)


def file(form: ApplicationForm, draft: Draft, filing: Filing, added_by: str) -> str | None:
    """File what the form says; the case number, or ``None`` with the refusal on the form.

    From the public page an application comes by the web, now; staff say when and how it came in, and it is not
    filed before they did. A second sending of one form gives the number of the first.
    """
    for sentence in attaching.missing_types(draft, draft.typed):
        form.add_error(None, sentence)
    application = form.application()
    if not form.staff:
        application = replace(application, received=clock.today(), channel="web")
    elif application.received is None:
        form.add_error(
            "received",
            "Say on which day it came in: the time to apply is measured by it, and no day is taken for granted. "
            "LC 4610.5(h)(1).",
        )
    elif application.channel is None:
        form.add_error("channel", "Say how it came in.")
    if form.errors or application.received is None:
        return None
    types = {one["sha256"]: draft.typed.get(f"type_{one['sha256']}", "") for one in draft.papers}
    documents = draft.documents(received=application.received, added_by=added_by, types=types)
    submission = form.cleaned_data["submission"]
    try:
        case = filing(application, documents, submission)
    except Repeated:
        draft.forget()
        return number_of(submission)
    except Refused as problem:
        put(form, problem)
        return None
    draft.forget()
    return case.number


def put(form: ApplicationForm, problem: Refused) -> None:
    """A refusal at its field, with its rule."""
    field = problem.field if problem.field in form.fields else None
    form.add_error(field, f"{problem.message} {problem.law}." if problem.law else problem.message)


def number_of(submission: str) -> str | None:
    """The case that a submission opened."""
    stream = (
        Event.objects.filter(submission=submission, stream__startswith="case:")
        .values_list("stream", flat=True)
        .first()
    )
    return stream.removeprefix("case:") if stream else None
