"""Describing a paper anew, and taking that back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import records as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.pages import address, carry_out, opened
from openimr.service.cases.refusals import Refused
from openimr.service.eligibility.steps import Said, Step, show
from openimr.service.records.forms import DescribeForm


@requires("records.add")
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, case_number: str, document: str) -> HttpResponse:
    """What a paper is: type, title, date, author, sender."""
    case = opened(case_number)
    paper = _paper(case, document)
    form = DescribeForm(request.POST or None, case=case, document=paper)
    if request.method == "POST" and form.is_valid():
        command = partial(
            commands.retype, acting(request.user), case_number, document, form.changes(), **form.terms
        )
        undo = address(case_number, f"records/{document}/undo/")
        if carry_out(request, form, command, "The paper is described anew.", undo=undo):
            return redirect(address(case_number, "records/"))
        case = form.case
    facts = [f"Id {paper.id}", f"{paper.pages or 'Unknown number of'} pages", f"SHA-256 {paper.sha256}"]
    step = Step(
        heading=f"Describe: {paper.title}",
        button="Save",
        back=address(case_number, "records/"),
        lead="The paper itself never changes; what stood here before stays in the case's history.",
        said=[Said("The paper", facts)],
    )
    return show(request, case, "Records", step, form)


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
