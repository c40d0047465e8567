"""The staff's form: an application that came on paper, by phone to somebody who typed it, or by mail."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from openimr.law.forms import Application
from openimr.service.accounts.access import requires
from openimr.service.bootstrap import wiring
from openimr.service.cases.actors import Actor, acting
from openimr.service.cases.commands.intake import file_application
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.papers import LARGEST, MIB
from openimr.service.cases.refusals import NotFound
from openimr.service.intake.application import attaching
from openimr.service.intake.application.drafts import MOST_PAPERS, Draft
from openimr.service.intake.application.form import ApplicationForm, initial_of, names_of
from openimr.service.intake.mail import commands
from openimr.service.intake.mail.paper import Paper
from openimr.service.intake.mail.selectors import get
from openimr.service.intake.reading.form import FormText, read_form
from openimr.service.intake.views import filing
from openimr.service.intake.views.papers import pages_of
from openimr.service.office.parts import Crumb

#: Channels of the mail room, as an application names them.
_CHANNELS = {"mail": "mail", "fax": "fax", "scan": "mail", "electronic": "electronic"}


@requires("application.file")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An application without a paper of the mail room."""
    return _handle(request, None)


@requires("application.file")
@require_http_methods(["GET", "HEAD", "POST"])
def from_mail(request: HttpRequest, dcn: str) -> HttpResponse:
    """An application that lies in the mail room: its pages beside the form, what could be read filled in.

    Raises:
        Http404: there is no such paper.
    """
    try:
        paper = get(dcn)
    except NotFound as problem:
        raise Http404(problem.message) from problem
    if paper.state != "new":
        messages.info(request, f"{dcn} was sorted already.")
        return redirect("mail-paper", dcn=dcn)
    return _handle(request, paper)


@requires("application.file")
@require_POST
def keep_draft(request: HttpRequest, place: str) -> HttpResponse:
    """Keep what is being typed; nothing is shown."""
    Draft(request, place).type_in(request.POST)
    return HttpResponse(status=204)


@requires("application.file")
@require_POST
def forget_draft(request: HttpRequest, place: str) -> HttpResponse:
    """Back to what could be read, or to the empty form."""
    Draft(request, place).forget()
    messages.info(request, "What was typed is gone; the form is as it was at first.")
    return redirect(reverse("application-new") if place == "staff" else reverse("mail-case", args=[place]))


def _handle(request: HttpRequest, paper: Paper | None) -> HttpResponse:
    place = paper.dcn if paper else "staff"
    draft = Draft(request, place)
    read = read_form(wiring().papers.path(paper.sha256)) if paper and paper.guess.readable else FormText()
    marked = names_of(read.fields)
    if request.method != "POST":
        initial = draft.typed or _initial(paper, read)
        return _page(request, draft, paper, read, _form(marked, initial=initial))
    action = request.POST.get("action", "send")
    refused = filing.handle_papers(request, draft, largest=LARGEST)
    if action != "send":
        form = _form(marked, initial=draft.typed)
        if refused:
            return _page(request, draft, paper, read, form, refused, 422)
        if action == "save":
            messages.info(request, "What you typed is kept until you sign out.")
        return redirect(f"{request.path}#papers")
    form = _form(marked, request.POST)
    for sentence in refused:
        form.add_error(None, sentence)
    if form.is_valid():
        actor = acting(request.user)
        number = filing.file(form, draft, partial(_file, request, actor, paper), actor.id)
        if number:
            messages.success(request, f"Case {number} is open. Now look at its treatments.")
            return redirect(f"/office/cases/{number}/items/")
    return _page(request, draft, paper, read, form, status=422)


def _file(
    request: HttpRequest,
    actor: Actor,
    paper: Paper | None,
    application: Application,
    papers: tuple[Document, ...],
    submission: str,
) -> Case:
    same = request.POST.get("same_worker") == "yes"
    if paper is None:
        return file_application(actor, application, papers=papers, same_worker=same, submission=submission)
    return commands.open_case(
        actor, paper.dcn, application, papers=papers, same_worker=same, submission=submission
    )


def _initial(paper: Paper | None, read: FormText) -> dict[str, Any]:
    if paper is None:
        return {}
    # The mail room knows when and how the paper came in; a person sees both and may put them right.
    arrived = {"received": paper.received, "channel": _CHANNELS[paper.channel]}
    return {**initial_of(read.values), **arrived}


def _form(marked: frozenset[str], data: Any = None, initial: Any = None) -> ApplicationForm:
    return ApplicationForm(data, staff=True, read=marked, initial=initial)


def _page(
    request: HttpRequest,
    draft: Draft,
    paper: Paper | None,
    read: FormText,
    form: ApplicationForm,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    crumbs = [Crumb("Mail room", "/office/mail/")]
    if paper:
        crumbs.append(Crumb(paper.dcn, reverse("mail-paper", args=[paper.dcn])))
    crumbs.append(Crumb("New case" if paper else "New application"))
    somebody_else = any(
        "belongs to another injured worker" in one for one in form.errors.get("claim_number", [])
    )
    context = {
        "form": form,
        "place": paper.dcn if paper else "staff",
        "paper": paper,
        **(pages_of(request, paper) if paper else {}),
        "read": read,
        "papers": filing.papers_of(draft),
        "types": attaching.choices(),
        "refused": refused or [],
        "draft": bool(draft),
        "most": MOST_PAPERS,
        "largest": LARGEST // MIB,
        "crumbs": crumbs,
        "somebody_else": somebody_else,
    }
    return render(request, "intake/application.html", context, status=status)
