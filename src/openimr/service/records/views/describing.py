"""Describing a paper anew, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import records as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.pages import address, opened
from openimr.service.cases.refusals import Refused
from openimr.service.cases.steps import Said, Step, acts, sent, show
from openimr.service.records.forms import DescribeForm


@acts("records.add")
def describe(request: HttpRequest, case_number: str, document: str) -> HttpResponse:
    """What a paper is: type, title, date, author, sender."""
    case = opened(case_number)
    paper = _paper(case, document)
    form = DescribeForm(request.POST or None, case=case, document=paper)
    undo = address(case_number, f"records/{document}/undo/")
    if moved := sent(
        request,
        form,
        "Records",
        "The paper is described anew.",
        lambda actor, _: commands.retype(actor, case_number, document, form.changes(), **form.terms),
        undo=undo,
    ):
        return moved
    case = form.case
    facts = [f"Id {paper.id}", f"{paper.pages or 'Unknown number of'} pages", f"SHA-256 {paper.sha256}"]
    step = Step(
        heading=f"Describe: {paper.title}",
        button="Save",
        lead="The paper itself never changes; what stood here before stays in the case's history.",
        said=[Said("The paper", facts)],
    )
    return show(request, form, "Records", step)


@requires("records.add")
@require_POST
def undo(request: HttpRequest, case_number: str, document: str) -> HttpResponse:
    """Take the last description back."""
    _paper(opened(case_number), document)
    try:
        commands.undo_retype(acting(request.user), case_number, document)
        messages.success(request, "The description is as it was before.")
    except Refused as problem:
        messages.error(request, problem.message)
    return redirect(address(case_number, "records/"))


def _paper(case: Case, id: str) -> Document:  # noqa: A002
    try:
        return case.document(id)
    except KeyError as problem:
        raise Http404("There is no such paper in this case.") from problem
